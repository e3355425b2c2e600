"""Headers of a table, compared with how a record writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_SIGNS = re.compile(r"[^\w]+")


def matches(written: str, columns: Sequence[str]) -> list[str]:
    """The columns that a header in a record stands for, in their order.

    ``a|b`` is either, ``a*`` begins so, ``^a`` is the first column; case, signs and spaces do not count.
    """
    found = []
    for choice in written.split("|"):
        among = columns[:1] if choice.startswith("^") else columns
        found += [column for column in among if _is(choice.removeprefix("^"), column)]
    return sorted(set(found), key=list(columns).index)


def _is(choice: str, column: str) -> bool:
    key = spaced(choice.removesuffix("*"))
    header = spaced(column)
    return bool(key) and (header.startswith(key) if choice.endswith("*") else header == key)


def all_of(aliases: Iterable[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Every column that any of the aliases stands for, in the order of the aliases."""
    return tuple(dict.fromkeys(column for alias in aliases for column in matches(alias, columns)))


def first_of(aliases: Iterable[str], columns: Sequence[str]) -> str | None:
    """The column of the first alias that is there."""
    return next(iter(all_of(aliases, columns)), None)


def repeated(aliases: Iterable[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Columns of one name, which readers tell apart by a number: Comment, Comment.1, Comment (2)."""
    keys = {spaced(alias) for alias in aliases}
    return tuple(column for column in columns if re.sub(r" \d+$", "", spaced(column)) in keys)


def column_key(name: object) -> str:
    """A header folded for comparison: case, spaces, punctuation and ё do not count."""
    return _SIGNS.sub(" ", str(name).casefold().replace("ё", "е")).strip()


@lru_cache(1 << 16)
def spaced(header: str) -> str:
    """column_key with camelCase and underscores taken apart: 'OverallRating_2' → 'overall rating 2';
    '№', and '#' alone, are the word for a number."""
    header = "номер" if header.strip() == "#" else header.replace("№", "номер ")
    return column_key(re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|_", " ", header))
