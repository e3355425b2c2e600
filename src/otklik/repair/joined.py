"""Changes of a text, and changes of what came out of it, as changes of the first text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from otklik.edits import Change


class _Placed(NamedTuple):
    """Where a change lies in the text between; ``first``: whether it made that text."""

    start: int
    end: int
    change: Change
    first: bool


def applied(text: str, changes: Sequence[Change], start: int = 0, end: int | None = None) -> str:
    """The text from ``start`` to ``end`` after the changes, which lie between."""
    pieces: list[str] = []
    at = start
    for change in changes:
        pieces += (text[at : change.start], change.new)
        at = change.end
    return "".join((*pieces, text[at:end]))


def joined(between: str, first: Sequence[Change], then: Sequence[Change]) -> list[Change]:
    """``first`` made ``between``, ``then`` changes that; both in order. Changes of the same characters become
    one, the names of its steps joined by '+'."""
    joint, longer = [], 0
    for group in _touching(
        sorted([*_placed(first), *(_Placed(one.start, one.end, one, False) for one in then)])
    ):
        start, end = group[0].start, max(one.end for one in group)
        before = start - longer
        longer += sum(len(one.change.new) - (one.change.end - one.change.start) for one in group if one.first)
        new = applied(between, [one.change for one in group if not one.first], start, end)
        steps = (one.change.step for one in sorted(group, key=lambda one: not one.first))
        joint.append(Change(before, end - longer, new, "+".join(dict.fromkeys(steps))))
    return joint


def _placed(first: Sequence[Change]) -> Iterator[_Placed]:
    longer = 0
    for change in first:
        start = change.start + longer
        longer += len(change.new) - (change.end - change.start)
        yield _Placed(start, start + len(change.new), change, True)


def _touching(placed: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    """Those that share characters, together."""
    group: list[_Placed] = []
    for one in placed:
        if group and one.start >= max(member.end for member in group):
            yield group
            group = []
        group.append(one)
    if group:
        yield group
