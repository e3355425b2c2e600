"""The words that are shown for a mention: which of its hits, and how much of the text around it.

A hit that points the way the mention was decided comes first: praise is never proved by a complaint. Around
it its clause is shown, and short clauses of the same sentence that do not speak against it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otklik.grounds import Grounds
from otklik.polarity import SHOWS_NONE, PolarityModel, leaning
from otklik.taxonomy import Hit
from otklik.words import Batch, Kind

Floats = NDArray[np.float64]
_AGREES, _CONTRADICTS, _LEANS, _TOPICAL, _ANOTHER, _LONG, _LATE = 1.0, -2.0, 0.2, 0.1, 0.5, 0.3, -0.3
"""What speaks for a hit: set by hand, after the order of a logistic regression over words that were marked
in gold."""
_BOUND = 3.0
_WIDE, _AROUND = 26, 12
"""Words up to which neighbouring clauses are shown too, and on either side of a hit in a longer clause."""


class Evidence(NamedTuple):
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
        self._praise: Floats = leaning(clauses)[:, 0]
        self._leans: list[float] = self._praise.tolist()
        self._sentence: list[int] = batch.sentence[batch.first_of_clause].tolist()
        self._turns: list[bool] = batch.has(Kind.TURN)[batch.first_of_clause].tolist()
        self._words: list[bool] = batch.has(Kind.WORD).tolist()
        self._emoji: list[bool] = batch.has(Kind.EMOJI).tolist()

    def quote(
        self, topics: NDArray[np.intp], polarities: NDArray[np.intp], grounds: Grounds
    ) -> list[Evidence]:
        """The evidence of each mention, of a topic and with a polarity (its place in POLARITIES)."""
        if not len(grounds):
            return []
        signs = polarities - 1
        hits, mention, first = grounds.hits, grounds.mention, grounds.first[:-1]
        shown = self._model.points(self._batch, hits)
        against = np.logical_and.reduceat(shown == (1 - signs)[mention], first) & (signs != 0)
        worth = self._worth(grounds, topics[mention], signs[mention], shown)
        best = np.lexsort((-worth, mention))[first]
        chosen = list(hits[best])
        for at in np.flatnonzero(against).tolist():
            chosen[at] = self._agreeing(chosen[at].comment, int(topics[at]), int(signs[at]))
        return [self._cut(hit, sign) for hit, sign in zip(chosen, signs.tolist(), strict=True)]

    def _worth(
        self,
        grounds: Grounds,
        topic: NDArray[np.intp],
        sign: NDArray[np.intp],
        shown: NDArray[np.intp],
    ) -> Floats:
        """How well each hit would prove its mention."""
        hits, batch = grounds.hits, self._batch
        home = batch.clause[hits.start] - batch.clause[0]
        agrees = np.where(shown == sign + 1, _AGREES, _CONTRADICTS)
        _, same, times = np.unique(
            grounds.mention * len(self._sentence) + home, return_inverse=True, return_counts=True
        )
        first, end = batch.first[hits.comment], batch.first[hits.comment + 1]
        worth: Floats = (
            np.where(shown == SHOWS_NONE, 0.0, agrees)
            + _LEANS * np.clip(sign * self._praise[home], -_BOUND, _BOUND)
            + _TOPICAL * np.clip(self._of_clauses[home, topic], -_BOUND, _BOUND)
            + _ANOTHER * np.log(times[same])
            + _LONG * np.log(hits.end - hits.start)
            + _LATE * (hits.start - first) / (end - first)
        )
        return worth

    def _agreeing(self, comment: int, topic: int, sign: int) -> Hit:
        """The clause of a comment that speaks for the topic and the decided side, where every rule points
        the other way."""
        clauses = np.flatnonzero(self._batch.comment_of_clause == comment)
        best = int(clauses[np.argmax(self._of_clauses[clauses, topic] + sign * self._praise[clauses])])
        return Hit(-1, comment, self._bounds[best], self._bounds[best + 1])

    def _clause(self, word: int) -> int:
        return bisect_right(self._bounds, word) - 1

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
        if self._turns[right] or min(sign * self._leans[left], sign * self._leans[right]) < -1:
            return False
        words: int = self._bounds[high + 1] - self._bounds[low]
        return words <= _WIDE
