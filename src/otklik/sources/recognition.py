"""Which source an export is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from otklik.sources.collecting import kind_of
from otklik.sources.headers import matches
from otklik.sources.paths import Record
from otklik.sources.record import Source

_MOST = 5_000


def recognise_json(head_values: Iterable[Any], sources: Sequence[Source]) -> Source | None:
    """The first source of which there is a ticket, a message or a rating in parsed JSON values."""
    objects = list(islice((one for value in head_values for one in _objects(value)), _MOST))
    for source in sources:
        if source.json is None:
            continue
        kinds = (source.json.ticket, *source.json.messages, *source.json.more)
        if any(kind_of(one, kinds) for one in objects):
            return source
    return None


def _objects(value: Any) -> Iterator[Record]:
    """Every object in a value, outer ones first."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        if isinstance(one, dict | list):
            yield from _objects(one)


def recognise_columns(columns: Sequence[str], sources: Sequence[Source]) -> Source | None:
    """The source that knows a table by most of its headers; the user's own before all others."""
    known = [(source.own, size, source) for source in sources if (size := _known(columns, source))]
    return max(known, key=lambda one: one[:2])[2] if known else None


def _known(columns: Sequence[str], source: Source) -> int:
    """The size of the largest set of headers that are all there."""
    sets = source.columns.recognise if source.columns else ()
    return max((len(one) for one in sets if all(matches(header, columns) for header in one)), default=0)
