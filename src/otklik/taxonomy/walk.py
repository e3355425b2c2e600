"""From a rule's anchor over its other steps: the ways to the right and to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from otklik.taxonomy.pattern import Steps


class Stride(NamedTuple):
    """A step met on the way: the bit of its test, 0 for any word; how many words may stand between it and the
    step before it on the way; and whether it may be missing."""

    bit: int
    gap: int
    optional: bool


Way = tuple[Stride, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words [low, high) of a stream, as the bits of the tests that each of the stream passes."""

    passed: Sequence[int]
    low: int
    high: int


def ways(steps: Steps, bits: Sequence[int], anchor: int) -> tuple[Way, Way]:
    """The ways from the anchor to the right and to the left."""
    right = range(anchor + 1, len(steps))
    left = range(anchor - 1, -1, -1)
    return (
        tuple(Stride(bits[at], steps[at].gap, steps[at].optional) for at in right),
        tuple(Stride(bits[at], steps[at + 1].gap, steps[at].optional) for at in left),
    )


def to_the_right(way: Way, inside: Sentence, place: int) -> int | None:
    """The last place reached by going the way from ``place``, each step to the nearest word that lets the
    rest follow; None where it leads nowhere."""
    if not way:
        return place
    (bit, gap, optional), rest = way[0], way[1:]
    for there in range(place + 1, min(place + 2 + gap, inside.high)):
        if not bit or inside.passed[there] & bit:
            end = to_the_right(rest, inside, there)
            if end is not None:
                return end
    return to_the_right(_longer(rest, gap), inside, place) if optional else None


def to_the_left(way: Way, inside: Sentence, place: int, latest: int) -> int | None:
    """The same to the left, where the last place reached must not lie behind ``latest``."""
    if not way:
        return place if place <= latest else None
    (bit, gap, optional), rest = way[0], way[1:]
    for there in range(place - 1, max(place - 2 - gap, inside.low - 1), -1):
        if not bit or inside.passed[there] & bit:
            end = to_the_left(rest, inside, there, latest)
            if end is not None:
                return end
    return to_the_left(_longer(rest, gap), inside, place, latest) if optional else None


def _longer(way: Way, gap: int) -> Way:
    """The way with so many words more before its first step."""
    return (way[0]._replace(gap=way[0].gap + gap), *way[1:]) if way else way
