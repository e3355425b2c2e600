"""Personal data out of every column of a table, not only out of the comments."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from otklik.pipeline.comments import column_of
from otklik.reading import words
from otklik.records import COMMENT_ID, LABEL_COLUMNS, TEXT, Roles
from otklik.redaction import Redactor

_HIDDEN = "[hidden]"


def masked_table(frame: pd.DataFrame, roles: Roles, redactor: Redactor, shown: Sequence[str]) -> pd.DataFrame:
    """Comments whose texts are the ``shown`` ones (already masked) and whose other columns of text are masked
    too; a column that holds nothing but personal data, by its header, is hidden as a whole. Identifiers,
    dates and scores stay: without them no figure could be checked."""
    kept = {COMMENT_ID, *LABEL_COLUMNS}
    kept |= {column_of(name) for name in (*roles.scores, roles.id, roles.date) if name}
    texts = {TEXT, column_of(roles.text) if roles.text != TEXT else TEXT}
    columns = {
        name: _masked(frame[name], redactor, name)
        for name in frame.columns
        if name not in kept | texts and _is_text(frame[name])
    }
    answers = pd.Series(list(shown), index=frame.index, dtype=object)
    return frame.assign(**columns | dict.fromkeys(texts & set(frame.columns), answers))


def _is_text(column: pd.Series) -> bool:
    return pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column)


def _masked(column: pd.Series, redactor: Redactor, name: str) -> pd.Series:
    if words.rank("personal", name):
        return column.where(column.isna(), _HIDDEN).astype(object)
    found = {value: redactor.mask(value) for value in column.dropna().unique() if isinstance(value, str)}
    changed = {value: new for value, new in found.items() if new != value}
    return column.astype(object).replace(changed) if changed else column
