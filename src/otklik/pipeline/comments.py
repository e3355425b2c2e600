"""Any table to the comments contract: ``comment_id`` and ``text`` first, every input column kept."""

from __future__ import annotations

import pandas as pd

from otklik.joining import key_text
from otklik.pipeline.renaming import KEPT, renamed
from otklik.records import COMMENT_ID, LABEL_COLUMNS, MODEL_COLUMNS, TEXT, Roles

DUPLICATE_OF = "duplicate_of"
"""The comment_id of the row that a row repeats, missing for one that repeats none."""
_TAKEN = frozenset((COMMENT_ID, TEXT, *LABEL_COLUMNS, *MODEL_COLUMNS))


def as_comments(frame: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    """The table with ``comment_id`` (the id column as text, else the 1-based row number of the file) and
    ``text`` in front. A column of the input that bears a name of the contract but plays another part goes
    on as 'name (input)'. The index is the row's place in the file."""
    ids = key_text(frame[roles.id]) if roles.id else None
    numbers = pd.Series((frame.index + 1).astype(str), index=frame.index)
    ids = numbers if ids is None else ids.where(ids.notna(), numbers)
    texts = frame[roles.text]
    own = [name for name, role in ((COMMENT_ID, roles.id), (TEXT, roles.text)) if role == name]
    rest = frame.drop(columns=own)
    rest = rest.set_axis(renamed(rest.columns, _TAKEN), axis="columns")
    front = pd.DataFrame({COMMENT_ID: ids.astype(object), TEXT: texts.astype(object)}, index=frame.index)
    return pd.concat([front, rest], axis=1)


def as_given(comments: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    """Back to the columns of the input, the labels behind them; ``comment_id`` stays only where the input
    has no id of its own, ``text`` only where the input calls it so. A name the labels need stays theirs;
    DUPLICATE_OF stands last."""
    copies = [name for name, role in ((COMMENT_ID, roles.id), (TEXT, roles.text)) if role and role != name]
    given = comments.drop(columns=copies).rename(columns={f"{name}{KEPT}": name for name in copies})
    last = [DUPLICATE_OF] if DUPLICATE_OF in given else []
    return given[[*(name for name in given.columns if name not in last), *last]]


def column_of(name: str) -> str:
    """What a score or date column of the input is called among the comments."""
    return f"{name}{KEPT}" if name in _TAKEN else name
