"""Find the column a user means, or say which columns there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from difflib import get_close_matches

from otklik.errors import ColumnError
from otklik.sources.headers import column_key

_UNSHIELDED = re.compile(r'["$`\\!\n]')


def find_column(columns: Iterable[object], name: str, flag: str) -> str:
    """The column called ``name``: the exact name first, then without regard to case, spaces and signs, then
    by one half of 'question: option' or 'code: question'.

    Raises ColumnError with the nearest names (``flag`` is what the user should correct).
    """
    names = [str(column) for column in columns]
    if name in names:
        return name
    same = [one for one in names if _key(one) == _key(name)]
    same = same or [one for one in names if _key(name) in map(_key, one.split(": ", 1))]
    if len(same) == 1:
        return same[0]
    if same:
        raise ColumnError(
            f"{name!r} could be any of {', '.join(map(repr, same))}", mend=f"{flag} {quoted(same[0])}"
        )
    near = _nearest(names, name)
    guess = f"; did you mean {near!r}?" if near else ""
    raise ColumnError(
        f"there is no column {name!r}{guess} The columns are: {_listed(names)}".replace("' The", "'. The"),
        mend=f"{flag} {quoted(near)}" if near else f"{flag} COLUMN",
    )


def _key(name: str) -> str:
    return column_key(name).replace("_", " ")


def quoted(value: str) -> str:
    """A value as it is typed on the command line: in double quotes, as every shell knows them, unless it
    holds what they do not shield."""
    return shlex.quote(value) if _UNSHIELDED.search(value) else f'"{value}"'


def _nearest(names: list[str], name: str) -> str | None:
    keys = {column_key(one): one for one in names}
    close = get_close_matches(column_key(name), list(keys), n=1, cutoff=0.6)
    return keys[close[0]] if close else _holding(names, _key(name))


def _holding(names: list[str], key: str) -> str | None:
    """The first name that holds the words as its own, in a longer header."""
    return next((one for one in names if len(key) >= 3 and f" {key}" in f" {_key(one)}"), None)


def _listed(names: list[str], most: int = 40) -> str:
    shown = ", ".join(repr(name) for name in names[:most])
    return shown if len(names) <= most else f"{shown} … ({len(names)} in all)"
