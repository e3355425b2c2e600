"""Personal data out of every column of a table, not only out of the comments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import pandas as pd

from otklik.pipeline.comments import DUPLICATE_OF, column_of
from otklik.reading import words
from otklik.reading.schema import value_text
from otklik.records import COMMENT_ID, TEXT, JoinReport, Roles
from otklik.redaction import Redactor
from otklik.sources.headers import spaced

HIDDEN = "[hidden]"
_LONGEST_NAME = 4  # words; a longer header is a question, and below it stand answers
_LEAST_LONG = 10**8  # no shorter number is a telephone, a card, or a document
_JOINTS = re.compile(r"[/?&=#;]")
_NUMBER = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)?\s*")


def masked_table(frame: pd.DataFrame, roles: Roles, redactor: Redactor, shown: Sequence[str]) -> pd.DataFrame:
    """Comments whose texts are the ``shown`` ones (already masked) and whose other columns are masked too. A
    column that holds nothing but personal data, by its header, is hidden as a whole; a number that could be
    a telephone or a card goes missing. Identifiers stay, without them no figure could be checked, unless
    they are addresses or names: then the numbers of the rows stand for them.

    Types do not depend on the values, so that batches of one table stay alike.
    """
    texts = {TEXT, column_of(roles.text) if roles.text != TEXT else TEXT} & set(frame.columns)
    ids = {COMMENT_ID, column_of(roles.id)} if roles.id else set()
    measures = [name for name, kind in roles.scores.items() if not kind.integer]
    plain = {column_of(name) for name in (*measures, roles.date) if name}
    left = [name for name in frame.columns if name not in texts | ids | {COMMENT_ID, DUPLICATE_OF}]
    columns = {name: _masked(frame[name], redactor, plain=name in plain) for name in left}
    columns |= _identifiers(frame, sorted(ids), hidden=roles.id is not None and tells_who(roles.id))
    answers = pd.Series(list(shown), index=frame.index, dtype=object)
    return frame.assign(**columns | dict.fromkeys(texts, answers))


def masked_record(record: Mapping[str, Any], redactor: Redactor) -> dict[str, Any]:
    """One record, of texts, numbers, lists and objects, masked as a row of a table is."""
    return {name: _value(value, name, redactor) for name, value in record.items()}


def masked_link(link: Any, redactor: Redactor) -> str | None:
    """The address of a ticket, as good an identifier as its number; None where a part of it says who somebody
    is. Of what is asked for in it only numbers stay: anything else may be a key that lets a stranger in."""
    if not isinstance(link, str) or any(redactor.mask(one) != one for one in _JOINTS.split(unquote(link))):
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    asked = [one for one in parts.query.split("&") if one.rpartition("=")[2].isdecimal()]
    fragment = "" if "=" in parts.fragment else parts.fragment
    return urlunsplit(parts._replace(query="&".join(asked), fragment=fragment))


def masked_keys(joined: JoinReport, redactor: Redactor) -> JoinReport:
    """How two tables met, the examples of their keys masked as the cells of the key column are."""
    header = joined.key.split("=")[0].strip()

    def masked(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(_value(key, header, redactor) for key in keys)

    return replace(
        joined,
        left_unmatched_examples=masked(joined.left_unmatched_examples),
        right_unmatched_examples=masked(joined.right_unmatched_examples),
        duplicate_examples=masked(joined.duplicate_examples),
    )


def tells_who(header: str) -> bool:
    """Whether a column with this header holds nothing but personal data."""
    return words.rank("personal", header) > 0 and len(spaced(header).split()) <= _LONGEST_NAME


def hides(header: str, redactor: Redactor) -> bool:
    """Whether a column with this header is to be hidden as a whole."""
    return tells_who(header) or (redactor.staff and words.rank("staff", header) > 0)


def _is_id(header: str) -> bool:
    return words.rank("id", header) >= words.SURE


def _masked(column: pd.Series, redactor: Redactor, *, plain: bool) -> pd.Series:
    """``plain``: a number is a date or an amount, and stays, as it does where the header names an id."""
    header = str(column.name)
    plain = plain or _is_id(header)
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind):
        return column
    if hides(header, redactor):
        return pd.Series(HIDDEN, index=column.index, dtype="str").where(column.notna())
    if pd.api.types.is_numeric_dtype(kind):
        return column if plain else column.mask(_is_long(column, redactor))
    seen: dict[str, str] = {}

    def masked(value: Any) -> Any:
        if not isinstance(value, str):
            return _value(value, header, redactor)
        if value not in seen:
            seen[value] = value if plain and _NUMBER.fullmatch(value) else redactor.mask(value)
        return seen[value]

    texts = "str" if pd.api.types.is_string_dtype(kind) and not pd.api.types.is_object_dtype(kind) else object
    return pd.Series([masked(value) for value in column], index=column.index, dtype=texts)


def _is_long(column: pd.Series, redactor: Redactor) -> pd.Series:
    """Numbers that the redactor would mask in a text."""
    large = column[column.abs().ge(_LEAST_LONG).fillna(False)]
    told = [value for value in large.unique() if redactor.mask(value_text(value)) != value_text(value)]
    return column.isin(told)


def _identifiers(frame: pd.DataFrame, names: Sequence[str], *, hidden: bool) -> dict[str, pd.Series]:
    """Identifiers without those that say who somebody is; all of them where the column is ``hidden``."""
    found = {}
    for name in [*names, DUPLICATE_OF]:
        if name not in frame:
            continue
        telling = frame[name].notna() & (hidden | frame[name].astype(str).str.contains("@", regex=False))
        instead = HIDDEN if name == DUPLICATE_OF else pd.Series((frame.index + 1).astype(str), frame.index)
        found[name] = frame[name].astype(object).mask(telling.astype(bool), instead)
    return found


def _value(value: Any, header: str, redactor: Redactor) -> Any:
    """A value under a header; that of an inner object begins with the header of the outer one."""
    if isinstance(value, dict):
        return {name: _value(inner, f"{header} {name}", redactor) for name, inner in value.items()}
    if isinstance(value, list):
        return [_value(inner, header, redactor) for inner in value]
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    if hides(header, redactor):
        return HIDDEN
    if _is_id(header) and _NUMBER.fullmatch(str(value)):
        return value
    if isinstance(value, str):
        return redactor.mask(value)
    long = abs(value) >= _LEAST_LONG
    return None if long and redactor.mask(value_text(value)) != value_text(value) else value
