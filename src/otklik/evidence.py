"""The words that are shown for a mention: which of its hits, and how much of the text around it.

A hit that points the way the mention was decided comes first: praise is never proved by a complaint. Around
it its clause is shown, and short clauses of the same sentence that do not speak against it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.grounds import Grounds
from otklik.polarity import SHOWS_NONE, PolarityModel, leaning
from otklik.runs import occurrences
from otklik.taxonomy import Hits
from otklik.words import SPOKEN, Batch, Kind

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
_EMOJI, _WORD, _TURN = int(Kind.EMOJI), int(Kind.WORD), int(Kind.TURN)
_AGREES, _CONTRADICTS, _LEANS, _TOPICAL, _ANOTHER, _LONG, _LATE = 1.0, -2.0, 0.2, 0.1, 0.5, 0.3, -0.3
"""What speaks for a hit: set by hand, after the order of a logistic regression over words that were marked
in gold."""
_BOUND = 3.0
_AGAINST = -1.0
"""Log odds under which a clause speaks against the side that was decided."""
_OPENED_BY = {")": "(", "]": "[", "»": "«", "”": "“", "“": "„", '"': '"'}
_CLOSED_BY = {opening: closing for closing, opening in _OPENED_BY.items()}
_WIDE, _AROUND = 26, 12
"""Words up to which neighbouring clauses are shown too, and on either side of a hit in a longer clause."""


@dataclass(frozen=True)
class Evidence:
    """What is shown for each of some mentions: of which hit, and the words [start, end) of the batch."""

    hits: Hits
    start: Places
    end: Places

    def __len__(self) -> int:
        return len(self.hits)


class Quoter:
    """Chooses and cuts the evidence of one batch.

    - ``clauses``: clauses × POLARITIES, log odds of the polarity; ``of_clauses``: clauses × concepts, those
      of the topics.
    """

    def __init__(self, batch: Batch, model: PolarityModel, clauses: Floats, of_clauses: Floats) -> None:
        self._batch, self._model, self._of_clauses = batch, model, of_clauses
        self._bounds: list[int] = [*batch.first_of_clause.tolist(), len(batch.words)]
        self._praise: Floats = leaning(clauses)[:, 0]
        self._leans: list[float] = self._praise.tolist()
        sentence, turns = batch.sentence[batch.first_of_clause], batch.has(_TURN)[batch.first_of_clause]
        apart = (sentence[1:] != sentence[:-1]) | turns[1:]
        self._closed: list[bool] = [True, *apart.tolist(), True]

    def quote(self, topics: Places, polarities: Places, grounds: Grounds) -> Evidence:
        """The evidence of each mention, of a topic and with a polarity (its place in POLARITIES)."""
        if not len(grounds):
            return Evidence(grounds.hits, topics, topics)
        signs = polarities - 1
        hits, mention, first = grounds.hits, grounds.mention, grounds.first[:-1]
        shown = self._model.points(self._batch, hits)
        against = np.logical_and.reduceat(shown == (1 - signs)[mention], first) & (signs != 0)
        worth = self._worth(grounds, topics[mention], signs[mention], shown)
        chosen = hits[np.lexsort((-worth, mention))[first]]
        for at in against.nonzero()[0].tolist():
            clause = self._agreeing(int(chosen.comment[at]), int(topics[at]), int(signs[at]))
            chosen.rule[at], chosen.start[at], chosen.end[at] = -1, *clause
        return self._cut(chosen, signs)

    def _worth(
        self,
        grounds: Grounds,
        topic: NDArray[np.intp],
        sign: NDArray[np.intp],
        shown: NDArray[np.intp],
    ) -> Floats:
        """How well each hit would prove its mention."""
        hits, batch = grounds.hits, self._batch
        home = batch.clause[hits.start]
        agrees = np.where(shown == sign + 1, _AGREES, _CONTRADICTS)
        times = occurrences(grounds.mention * len(self._leans) + home)
        first, end = batch.first[hits.comment], batch.first[hits.comment + 1]
        worth: Floats = (
            np.where(shown == SHOWS_NONE, 0.0, agrees)
            + _LEANS * (sign * self._praise[home]).clip(-_BOUND, _BOUND)
            + _TOPICAL * self._of_clauses[home, topic].clip(-_BOUND, _BOUND)
            + _ANOTHER * np.log(times)
            + _LONG * np.log(hits.end - hits.start)
            + _LATE * (hits.start - first) / (end - first)
        )
        return worth

    def _agreeing(self, comment: int, topic: int, sign: int) -> tuple[int, int]:
        """The clause of a comment that speaks for the topic and the decided side, where every rule points
        the other way; never one of marks alone where another has words."""
        batch = self._batch
        words = slice(*batch.first[comment : comment + 2].tolist())
        home, spoken = batch.clause[words], batch.has(SPOKEN)[words]
        clauses = np.unique(home[spoken] if spoken.any() else home)
        best = int(clauses[np.argmax(self._of_clauses[clauses, topic] + sign * self._praise[clauses])])
        return self._bounds[best], self._bounds[best + 1]

    def _cut(self, hits: Hits, signs: Places) -> Evidence:
        """The clauses of each hit with short neighbours; of a long clause the words around the hit."""
        clause = self._batch.clause
        low, high = clause[hits.start].tolist(), clause[hits.end - 1].tolist()
        widened = map(self._widened, low, high, signs.tolist())
        start, end = np.array(list(widened), np.intp).T
        long = end - start > 2 * _AROUND + hits.end - hits.start
        start = np.where(long, np.maximum(start, hits.start - _AROUND), start)
        end = np.where(long, np.minimum(end, hits.end + _AROUND), end)
        first, last = self._said(start, end)
        ruled = hits.rule >= 0
        first = np.where(ruled, np.minimum(first, hits.start), first)
        return Evidence(hits, first, np.where(ruled, np.maximum(last, hits.end), last))

    def _widened(self, low: int, high: int, sign: int) -> tuple[int, int]:
        """Where the clauses from ``low`` to ``high`` begin and end with those shown together with them: of
        one sentence, no turn between, neither against the decided side, and together not long."""
        bounds, leans, closed = self._bounds, self._leans, self._closed
        start, end = bounds[low], bounds[high + 1]
        while (
            not closed[high + 1]
            and bounds[high + 2] - start <= _WIDE
            and min(sign * leans[high], sign * leans[high + 1]) >= _AGAINST
        ):
            high += 1
        end = bounds[high + 1]
        while (
            not closed[low]
            and end - bounds[low - 1] <= _WIDE
            and min(sign * leans[low - 1], sign * leans[low]) >= _AGAINST
        ):
            low -= 1
        return bounds[low], end

    def _said(self, start: Places, end: Places) -> tuple[Places, Places]:
        """Each run of words from its first word to behind its last; emoji count where there is no word, and
        all where there is neither."""
        first, last = start.copy(), end.copy()
        for kind in (_EMOJI, _WORD):
            at = self._batch.has(kind).nonzero()[0]
            if not len(at):
                continue
            low, high = at.searchsorted(start), at.searchsorted(end)
            some = (high > low).nonzero()[0]
            first[some], last[some] = at[low[some]], at[high[some] - 1] + 1
        return first, last


def with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """text[start:end], and the bracket or quotation mark beside it whose other half is in it: '[phone]' and
    not 'phone]'."""
    inside, before, behind = text[start:end], text[max(start - 1, 0) : start], text[end : end + 1]
    if behind in _OPENED_BY and _lonely(inside, _OPENED_BY[behind], behind):
        end += 1
    if before in _CLOSED_BY and _lonely(inside, _CLOSED_BY[before], before):
        start -= 1
    return start, end


def _lonely(inside: str, half: str, other: str) -> bool:
    """Whether one half of a pair is there without the other."""
    return bool(inside.count(half) % 2) if half == other else inside.count(half) > inside.count(other)
