"""From a rule's anchor over its other steps: the ways to the right and to the left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from otklik.taxonomy.pattern import Steps


class Stride(NamedTuple):
    """A step met on the way: the bit of its test, 0 for any word; how many words may stand between it and the
    step before it on the way; and whether it may be missing."""

    bit: int
    gap: int
    optional: bool


Way = tuple[Stride, ...]


def ways(steps: Steps, bits: Sequence[int], anchor: int) -> tuple[Way, Way]:
    """The ways from the anchor to the right and to the left."""
    right = range(anchor + 1, len(steps))
    left = range(anchor - 1, -1, -1)
    return (
        tuple(Stride(bits[at], steps[at].gap, steps[at].optional) for at in right),
        tuple(Stride(bits[at], steps[at + 1].gap, steps[at].optional) for at in left),
    )


def to_the_right(
    way: Way, passed: Sequence[int], place: int, high: int, at: int = 0, over: int = 0
) -> int | None:
    """The last place reached by going the way from ``place``, each step to the nearest word that lets the
    rest follow; None where it leads nowhere. ``passed``: the bits of the tests that each word passes;
    ``high``: the end of the sentence; ``at``: the step to take; ``over``: how many words more may stand
    before it."""
    if at == len(way):
        return place
    bit, gap, optional = way[at]
    gap += over
    for there in range(place + 1, min(place + 2 + gap, high)):
        if not bit or passed[there] & bit:
            end = to_the_right(way, passed, there, high, at + 1)
            if end is not None:
                return end
    return to_the_right(way, passed, place, high, at + 1, gap) if optional else None


def to_the_left(
    way: Way, passed: Sequence[int], place: int, low: int, latest: int, at: int = 0, over: int = 0
) -> int | None:
    """The same to the left, where the sentence begins at ``low`` and the last place reached must not lie
    behind ``latest``."""
    if at == len(way):
        return place if place <= latest else None
    bit, gap, optional = way[at]
    gap += over
    for there in range(place - 1, max(place - 2 - gap, low - 1), -1):
        if not bit or passed[there] & bit:
            end = to_the_left(way, passed, there, low, latest, at + 1)
            if end is not None:
                return end
    return to_the_left(way, passed, place, low, latest, at + 1, gap) if optional else None
