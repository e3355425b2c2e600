"""Any table to the comments contract: ``comment_id`` and ``text`` first, every input column kept."""

from __future__ import annotations

import pandas as pd

from otklik.joining import key_text
from otklik.records import COMMENT_ID, LABEL_COLUMNS, TEXT, Roles

_KEPT = " (input)"


def as_comments(frame: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    """The table with ``comment_id`` (the id column as text, else the 1-based row number of the file) and
    ``text`` in front. A column of the input that bears a name of the contract but plays another part goes
    on as 'name (input)'. The index is the row's place in the file."""
    ids = key_text(frame[roles.id]) if roles.id else None
    numbers = pd.Series((frame.index + 1).astype(str), index=frame.index)
    ids = numbers if ids is None else ids.where(ids.notna(), numbers)
    texts = frame[roles.text]
    rest = frame.drop(columns=[name for name in (COMMENT_ID, TEXT) if name in (roles.id, roles.text)])
    taken = {COMMENT_ID, TEXT, *LABEL_COLUMNS}
    rest = rest.rename(columns={name: f"{name}{_KEPT}" for name in rest.columns if name in taken})
    front = pd.DataFrame({COMMENT_ID: ids.astype(object), TEXT: texts.astype(object)}, index=frame.index)
    return pd.concat([front, rest], axis=1)


def as_given(comments: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    """Back to the columns of the input, the labels behind them; ``comment_id`` stays only where the input
    has no id of its own, ``text`` only where the input calls it so."""
    copies = [name for name, role in ((COMMENT_ID, roles.id), (TEXT, roles.text)) if role and role != name]
    return comments.drop(columns=copies).rename(columns=lambda name: str(name).removesuffix(_KEPT))
