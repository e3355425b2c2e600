"""Find the column a user means, or say which columns there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from difflib import get_close_matches

from otklik.errors import ColumnError
from otklik.sentences import Sentence
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
            "{name!r} could be any of {same!r}",
            name=name,
            same=same,
            flag=flag,
            first=quoted(same[0]),
            mend="{flag} {first}",
        )
    near = nearest(names, name)
    if near is None:
        raise ColumnError(
            "there is no column {name!r}. The columns are: {columns}",
            name=name,
            columns=_listed(names),
            flag=flag,
            mend="{flag} COLUMN",
        )
    raise ColumnError(
        "there is no column {name!r}; did you mean {near!r}? The columns are: {columns}",
        name=name,
        near=near,
        columns=_listed(names),
        flag=flag,
        meant=quoted(near),
        mend="{flag} {meant}",
    )


def _key(name: str) -> str:
    return column_key(name).replace("_", " ")


def quoted(value: str) -> str:
    """A value as it is typed on the command line: in double quotes, as every shell knows them, unless it
    holds what they do not shield."""
    return shlex.quote(value) if _UNSHIELDED.search(value) else f'"{value}"'


def typed(value: str) -> str:
    """A word of the command line, in quotes where a shell would not take it as it is."""
    return value if re.fullmatch(r"[\w./:=@%+,-]+", value) else quoted(value)


def nearest(names: list[str], name: str) -> str | None:
    """The name that is nearly this one, or holds its words."""
    keys = {column_key(one): one for one in names}
    close = get_close_matches(column_key(name), list(keys), n=1, cutoff=0.6)
    return keys[close[0]] if close else _holding(names, _key(name))


def _holding(names: list[str], key: str) -> str | None:
    """The first name that holds the words as its own, in a longer header."""
    return next((one for one in names if len(key) >= 3 and f" {key}" in f" {_key(one)}"), None)


def _listed(names: list[str], most: int = 40) -> Sentence:
    if len(names) <= most:
        return Sentence("{names!r}", names=names)
    return Sentence("{names!r} … ({n} in all)", names=names[:most], n=len(names))
