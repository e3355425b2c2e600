"""Repair before understanding: each slip of encoding, keyboard, script and stress, mended by a named step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik.edits import Change
from otklik.repair import held, lookalikes, mojibake, script, spaced
from otklik.repair.doubt import Doubt, doubt
from otklik.repair.joined import applied, joined

Step = Callable[[str], Iterable[Change]]
STEPS: tuple[tuple[int, Step], ...] = (
    (int(Doubt.ENCODING), mojibake.words),
    (int(Doubt.LETTERS), lookalikes.words),
    (int(Doubt.SPREAD), spaced.words),
    (int(Doubt.HELD), held.words),
    (int(Doubt.KEYS), script.layout),
    (int(Doubt.LATIN), script.translit),
    (int(Doubt.MARKS), held.marks),
)
"""In this order, each on what the one before made: encoding first, since all else needs letters."""
_ROUNDS = 4
"""One repair may show the next; more than two rounds are not known to happen."""
_MEMORY = 1 << 19
_SHARE, _NEAR, _LEAST_NEAR = 0.25, 5, 3
_LATIN = int(Doubt.LATIN)


class Repairer:
    """Finds what to repair in texts. What it remembers of chunks only saves time: the answer depends on the
    text alone."""

    def __init__(self) -> None:
        self._good: set[str] = set()
        self._doubts: dict[str, int] = {}

    def changes(self, text: str) -> list[Change]:
        """The changes that repair a clean text, in order and not overlapping; ``step`` names the step, or the
        steps joined by '+' where one word needed several."""
        found: list[Change] = []
        repaired, doubts = text, self._doubts_of(text)
        for _ in range(_ROUNDS):
            if not doubts:
                break
            more, after, doubts = self._round(repaired, doubts)
            if not more:
                break
            found, repaired = joined(repaired, found, more), after
        return [one for one in found if text[one.start : one.end] != one.new]

    def _round(self, text: str, doubts: int) -> tuple[list[Change], str, int]:
        """What each step changes once in a text of these doubts; the text after it, and its doubts."""
        found: list[Change] = []
        for kind, step in STEPS:
            if doubts & kind and (more := list(step(text))):
                found, text = joined(text, found, more), applied(text, more)
                doubts = self._doubts_of(text)
        return found, text, doubts

    def _doubts_of(self, text: str) -> int:
        """The doubts of all chunks. Words that may be in Latin letters count where they stand together or are
        many: a name alone is not worth the look."""
        chunks = text.split()
        if self._good.issuperset(chunks):
            return 0
        found, latin = 0, []
        for place, chunk in enumerate(chunks):
            if chunk not in self._good and (doubts := self.doubt(chunk)):
                found |= doubts
                if doubts & _LATIN:
                    latin.append(place)
        return found if _many(latin, len(chunks)) else found & ~_LATIN

    def doubt(self, chunk: str) -> int:
        """All that could be wrong with a chunk, as a sum of Doubts; a text without any is left as it is."""
        found = self._doubts.get(chunk)
        if found is None:
            if len(self._doubts) + len(self._good) > _MEMORY:
                self._doubts.clear()
                self._good.clear()
            found = doubt(chunk)
            if found:
                self._doubts[chunk] = found
            else:
                self._good.add(chunk)
        return found


def _many(places: list[int], chunks: int) -> bool:
    """Whether the places are a large share of all, or three of them lie among five neighbours."""
    ends = places[_LEAST_NEAR - 1 :]
    near = any(last - first < _NEAR for first, last in zip(places, ends, strict=False))
    return near or len(places) >= _SHARE * chunks


def few_latin(latin: NDArray[np.integer[Any]], chunks: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Whether so many words that may be in Latin letters, of so many chunks of a text, are too few to be
    looked at, wherever they stand."""
    few: NDArray[np.bool_] = (latin == 0) | ((latin < _LEAST_NEAR) & (latin < _SHARE * chunks))
    return few
