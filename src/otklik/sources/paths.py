"""Where a value is inside a JSON object, and what it must be."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
Path = tuple[tuple[str, ...], ...]
Field = tuple[Path, ...]
"""Paths to try in order; the first that leads to a value is taken."""


def compile_path(written: str) -> Path:
    """``status.name`` as its keys, each in the spellings that APIs and their clients use for one and the
    same key: created_at, createdAt, createdat, CREATED_AT. ``*`` ends a key of which only the beginning is
    known; ``name=score`` stands for the items of a list whose name is score."""
    return tuple(_spellings(key) for key in written.split("."))


def _spellings(key: str) -> tuple[str, ...]:
    first, *rest = key.split("_")
    camel = first + "".join(part.capitalize() for part in rest)
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower()
    flat = snake.replace("_", "")
    return tuple(dict.fromkeys((key, camel, snake, flat, snake.upper())))


def at(holder: Any, path: Path) -> Any:
    """The value at a path, None where there is none. A list on the way gives the list of what its items
    have there."""
    for place, spellings in enumerate(path):
        if isinstance(holder, list):
            if "=" in spellings[0]:
                return at(_chosen(holder, spellings[0]), path[place + 1 :])
            found = (at(item, path[place:]) for item in holder)
            return [one for one in found if not is_empty(one)] or None
        if not isinstance(holder, dict):
            return None
        for key in spellings:
            if key in holder:
                holder = holder[key]
                break
        else:
            if spellings[0][-1] != "*":
                return None
            return _by_beginning(holder, spellings[0][:-1], path[place + 1 :])
    return holder


def _chosen(items: list[Any], written: str) -> list[Any]:
    key, _, value = written.partition("=")
    return [item for item in items if as_text(at(item, compile_path(key))) == value]


def _by_beginning(holder: Record, start: str, rest: Path) -> Any:
    inner = (at(value, rest) for key, value in holder.items() if key.startswith(start))
    return next((value for value in inner if not is_empty(value)), None)


def has_key(holder: Record, path: Path) -> bool:
    """Whether an object has the key that a path ends in, be it empty."""
    *way, last = path
    inner = at(holder, tuple(way)) if way else holder
    return isinstance(inner, dict) and any(key in inner for key in last)


def first(holder: Any, field: Field, missing: Collection[str] = ()) -> Any:
    """The first value of a field that is there and is none of the words for nothing; else None."""
    for path in field:
        value = at(holder, path)
        if is_empty(value):
            continue
        if not missing or isinstance(value, dict | list) or str(value).strip() not in missing:
            return value
    return None


def is_empty(value: Any) -> bool:
    """None, blank text, an empty list or object, a float that is no number."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value == [] or value == {} or (isinstance(value, float) and math.isnan(value))


def as_text(value: Any) -> str | None:
    """A plain value as text, a list as its items with commas; None for nothing. 5.0 is '5'."""
    if isinstance(value, str):
        return None if is_empty(value) else value
    if is_empty(value):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(text for text in map(as_text, value) if text)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


@dataclass(frozen=True)
class Condition:
    """What the value at a path must be: ``among`` these words (case does not count), the ``same`` as
    another field of the ticket or not (``other``), a number above 0 (``positive``), or there (``filled``)."""

    path: Path
    among: frozenset[str] = frozenset()
    same: Path | None = None
    other: Path | None = None
    positive: bool = False
    filled: bool = False

    def holds(self, record: Any, ticket: Any = None) -> bool:
        """Whether it is so in a record; ``ticket`` is the one that the record belongs to."""
        value = at(record, self.path)
        if self.positive:
            return _is_positive(value)
        if self.filled:
            return not is_empty(value)
        if compared := self.same or self.other:
            theirs = at(ticket, compared)
            known = not is_empty(value) and not is_empty(theirs)
            return known and (as_text(value) == as_text(theirs)) == (self.same is not None)
        return (as_text(value) or "").strip().casefold() in self.among


def _is_positive(value: Any) -> bool:
    text = as_text(value) or ""
    return text.isdigit() and int(text) > 0


Tests = tuple[tuple[Condition, ...], ...]
"""Any of these must hold, that is, all conditions of it."""


def passes(tests: Tests, record: Any, ticket: Any = None) -> bool:
    """Whether all conditions of any of the tests hold; never, where there is no test."""
    return any(all(one.holds(record, ticket) for one in test) for test in tests)
