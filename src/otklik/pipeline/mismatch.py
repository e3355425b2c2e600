"""Scores and texts that contradict each other: praise at the bad end of the scale, a complaint at the good.

Each is either a wrong label, a score that was understood the wrong way round, or news: what the loyal are
annoyed by, and what even the angry like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.metrics.ends import end_range, ends
from otklik.pipeline.quotes import days_of, rank
from otklik.pipeline.tables import Tagged
from otklik.records import COMMENT_ID, MISMATCH_COLUMNS, MISMATCH_RATE_COLUMNS, SENTIMENT, Quote
from otklik.score_kinds import ScoreKind
from otklik.stats import wilson

LISTED = 50  # of each score and end
_BY_SENTIMENT = "sentiment"
_SAID = {1: "negative", -1: "positive"}  # end of the scale → what contradicts it

Key = tuple[str, str]
"""A score, and what was said against it: 'negative' at the good end, 'positive' at the bad one."""


@dataclass(frozen=True)
class Mismatch:
    """A comment that contradicts its score: in its ``topics``, ``outright`` when its sentiment does too."""

    value: float
    outright: bool
    sentiment: str
    topics: tuple[str, ...]
    quote: Quote


@dataclass(frozen=True)
class Mismatches:
    """By Key: the ``comments`` whose score stands at that end, those of them that contradict it (``found``),
    those whose whole sentiment does (``outright``), and the LISTED best of them."""

    comments: Counter[Key] = field(default_factory=Counter)
    found: Counter[Key] = field(default_factory=Counter)
    outright: Counter[Key] = field(default_factory=Counter)
    listed: Mapping[Key, tuple[Mismatch, ...]] = field(default_factory=dict)

    def __add__(self, other: Mismatches) -> Mismatches:
        """Both together, the same in whatever order."""
        return Mismatches(
            self.comments + other.comments,
            self.found + other.found,
            self.outright + other.outright,
            {
                key: _best((*self.listed.get(key, ()), *other.listed.get(key, ())))
                for key in self.listed.keys() | other.listed.keys()
            },
        )

    def rates(self, kinds: Mapping[str, ScoreKind], minimum: int) -> pd.DataFrame:
        """MISMATCH_RATE_COLUMNS, a row per score and end that has comments; with fewer than ``minimum`` of
        them the share is NaN."""
        rows = []
        for score, said in self._keys(kinds):
            n, found = self.comments[score, said], self.found[score, said]
            share = wilson(found, n) if n >= minimum else wilson(0, 0)
            bounds = end_range(kinds[score], next(end for end, name in _SAID.items() if name == said))
            figures = (n, found, share.value, share.low, share.high, self.outright[score, said])
            rows.append((score, said, *bounds, *figures))
        return pd.DataFrame(rows, columns=list(MISMATCH_RATE_COLUMNS))

    def table(self, kinds: Mapping[str, ScoreKind]) -> pd.DataFrame:
        """MISMATCH_COLUMNS: those listed, the surest first."""
        rows = [
            (score, said, one.value, one.outright, *_shown(one))
            for score, said in self._keys(kinds)
            for one in self.listed.get((score, said), ())
        ]
        return pd.DataFrame(rows, columns=list(MISMATCH_COLUMNS))

    def _keys(self, kinds: Mapping[str, ScoreKind]) -> Iterator[Key]:
        return ((score, said) for score in kinds for said in _SAID.values() if self.comments[score, said])


def mismatches(
    tagged: Tagged,
    scores: Mapping[str, NDArray[np.float64]],
    kinds: Mapping[str, ScoreKind],
    dates: pd.Series | None,
) -> Mismatches:
    """Those of a labelled table; ``scores``: name → (n,) answers, NaN for none. A comment contradicts its
    score by a mention of the other polarity, or by its sentiment."""
    found = Mismatches()
    sentiments = tagged.comments[SENTIMENT].to_numpy()
    days = days_of(dates, len(tagged.comments))
    proofs = {said: _proofs(tagged, said) for said in _SAID.values()}
    for score, values in scores.items():
        at_end = ends(values, kinds[score])
        for end, said in _SAID.items():
            rows = np.flatnonzero((at_end == end) & ~tagged.silent)
            against = [at for at in rows.tolist() if at in proofs[said] or sentiments[at] == said]
            told = [
                _mismatch(tagged, at, days[at], (score, values[at], said), proofs[said]) for at in against
            ]
            outright, key = sum(one.outright for one in told), (score, said)
            one = Mismatches(
                Counter({key: len(rows)}),
                Counter({key: len(told)}),
                Counter({key: outright}),
                {key: _best(told)},
            )
            found += one
    return found


def _shown(one: Mismatch) -> tuple[Any, ...]:
    quote = one.quote
    found = one.sentiment, list(one.topics)
    return quote.comment_id, quote.date, *found, quote.text, quote.start, quote.end


Proof = tuple[float, int, int, str, str]
"""Minus the probability of a mention, where it stands in the text shown, its topic, and why."""


def _proofs(tagged: Tagged, polarity: str) -> dict[int, list[Proof]]:
    """Row → its mentions of a polarity, the surest first."""
    rows = tagged.comments.index.get_indexer(tagged.mentions.index).tolist()
    columns = (tagged.mentions[name].tolist() for name in ("polarity", "probability", "topic", "why"))
    found: dict[int, list[Proof]] = {}
    for row, place, said, probability, topic, why in zip(rows, tagged.places, *columns, strict=True):
        if said == polarity:
            found.setdefault(row, []).append((-probability, *place, topic, why))
    return {row: sorted(proofs) for row, proofs in found.items()}


def _mismatch(
    tagged: Tagged, at: int, day: str | None, told: tuple[str, float, str], proofs: Mapping[int, list[Proof]]
) -> Mismatch:
    score, value, said = told
    table: Any = tagged.comments
    mentions = proofs.get(at, [(-1.0, 0, 0, "", _BY_SENTIMENT)])
    minus, start, end, _, why = mentions[0]
    name = str(table[COMMENT_ID].iat[at])
    quote = Quote(name, tagged.shown[at], start, end, why, -minus, day, {score: float(value)})
    sentiment = str(table[SENTIMENT].iat[at])
    topics = tuple(topic for *_, topic, _ in mentions if topic)
    return Mismatch(float(value), sentiment == said, sentiment, topics, quote)


def _best(found: Sequence[Mismatch]) -> tuple[Mismatch, ...]:
    """Equal texts stay apart here: each id is to be looked at."""
    return tuple(sorted(found, key=lambda one: (not one.outright, *rank(one.quote), one.value)))[:LISTED]
