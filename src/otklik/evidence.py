"""The words that are shown for a mention: which of its hits, and how much of the text around it.

A hit that points the way the mention was decided comes first: praise is never proved by a complaint. Around
it its clause is shown, and short clauses of the same sentence that do not speak against it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.polarity import PolarityModel, leaning
from otklik.taxonomy import Hit
from otklik.words import Batch, Kind

Floats = NDArray[np.float64]
_AGREES, _CONTRADICTS, _LEANS, _TOPICAL, _ANOTHER, _LONG, _LATE = 1.0, -2.0, 0.2, 0.1, 0.5, 0.3, -0.3
"""What speaks for a hit: set by hand, after the order of a logistic regression over words that were marked
in gold."""
_BOUND = 3.0
_WIDE, _AROUND = 26, 12
"""Words up to which neighbouring clauses are shown too, and on either side of a hit in a longer clause."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit, and the words [start, end) of the batch that are shown for it."""

    hit: Hit
    start: int
    end: int


class Quoter:
    """Chooses and cuts the evidence of one batch.

    - ``clauses``: clauses × POLARITIES, log odds of the polarity; ``of_clauses``: clauses × concepts, those
      of the topics.
    """

    def __init__(self, batch: Batch, model: PolarityModel, clauses: Floats, of_clauses: Floats) -> None:
        self._batch, self._model, self._of_clauses = batch, model, of_clauses
        self._bounds = [*batch.first_of_clause.tolist(), len(batch.words)]
        self._praise: list[float] = leaning(clauses)[:, 0].tolist()
        self._sentence: list[int] = batch.sentence[batch.first_of_clause].tolist()
        self._turns: list[bool] = batch.has(Kind.TURN)[batch.first_of_clause].tolist()
        self._words: list[bool] = batch.has(Kind.WORD).tolist()
        self._emoji: list[bool] = batch.has(Kind.EMOJI).tolist()

    def quote(self, topic: int, polarity: int, hits: Sequence[Hit]) -> Evidence:
        """The evidence of a mention: ``polarity`` is its place in POLARITIES, ``hits`` those of its topic."""
        sign = polarity - 1
        shown = [self._model.points(self._batch, hit) for hit in hits]
        if sign and all(points == 1 - sign for points in shown):
            return self._cut(self._agreeing(hits[0].comment, topic, sign), sign)
        if len(hits) == 1:
            return self._cut(hits[0], sign)
        home = [self._clause(hit.start) for hit in hits]

        def worth(at: int) -> float:
            hit, points = hits[at], shown[at]
            agrees = 0.0 if points is None else _AGREES if points == polarity else _CONTRADICTS
            topical = float(self._of_clauses[home[at], topic])
            return (
                agrees
                + _LEANS * _bounded(sign * self._praise[home[at]])
                + _TOPICAL * _bounded(topical)
                + _ANOTHER * math.log(home.count(home[at]))
                + _LONG * math.log(hit.end - hit.start)
                + _LATE * self._lateness(hit)
            )

        return self._cut(hits[max(range(len(hits)), key=worth)], sign)

    def _agreeing(self, comment: int, topic: int, sign: int) -> Hit:
        """The clause of a comment that speaks for the topic and the decided side, where every rule points
        the other way."""
        clauses = np.flatnonzero(self._batch.comment_of_clause == comment)
        praise = np.array([self._praise[clause] for clause in clauses])
        best = int(clauses[np.argmax(self._of_clauses[clauses, topic] + sign * praise)])
        return Hit(-1, comment, self._bounds[best], self._bounds[best + 1])

    def _clause(self, word: int) -> int:
        return int(self._batch.clause[word] - self._batch.clause[0])

    def _lateness(self, hit: Hit) -> float:
        """0 at the beginning of the comment, 1 at its end."""
        first, end = self._batch.first[hit.comment], self._batch.first[hit.comment + 1]
        return float((hit.start - first) / (end - first))

    def _cut(self, hit: Hit, sign: int) -> Evidence:
        """The clauses of a hit with short neighbours; of a long clause the words around the hit."""
        low, high = self._clause(hit.start), self._clause(hit.end - 1)
        while self._joins(high, high + 1, low, high + 1, sign):
            high += 1
        while self._joins(low - 1, low, low - 1, high, sign):
            low -= 1
        start, end = self._bounds[low], self._bounds[high + 1]
        if end - start > 2 * _AROUND + hit.end - hit.start:
            start, end = max(start, hit.start - _AROUND), min(end, hit.end + _AROUND)
        words = [at for at in range(start, end) if self._words[at]]
        words = words or [at for at in range(start, end) if self._emoji[at]] or [start, end - 1]
        first, last = words[0], words[-1] + 1
        if hit.rule >= 0:
            first, last = min(first, hit.start), max(last, hit.end)
        return Evidence(hit, first, last)

    def _joins(self, left: int, right: int, low: int, high: int, sign: int) -> bool:
        """Whether the neighbouring clauses ``left`` and ``right`` are shown together, as clauses from ``low``
        to ``high``: one sentence, no turn between them, neither against the decided side, and not long."""
        if left < 0 or right >= len(self._sentence) or self._sentence[left] != self._sentence[right]:
            return False
        if self._turns[right] or min(sign * self._praise[left], sign * self._praise[right]) < -1:
            return False
        words: int = self._bounds[high + 1] - self._bounds[low]
        return words <= _WIDE


def _bounded(odds: float) -> float:
    return max(-_BOUND, min(_BOUND, odds))
