"""Sentiment of clauses and of whole comments.

A linear model per language weighs every word; a clause's margin is how far its praise outweighs its
blame. A small second model reads the comment's own weighing beside its best and its worst clause, and so
tells 'mixed' (both sides said) from 'neutral' (neither).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.errors import ModelError
from otklik.linear import Linear, Scorer, damping
from otklik.pack import Pack
from otklik.records import SENTIMENTS
from otklik.words import Batch, Kind

HEADS = ("negative", "neutral", "positive")
_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
READINGS = ("praise over blame", "opinion over none", "best clause", "worst clause", "log words")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sentiment:
    """Of a batch.

    - ``label``: numbers into SENTIMENTS, one per comment; ``score``: P(positive) − P(negative), in [−1, 1].
    - ``margin``: comments, praise over blame in log odds; ``clause_margin``: the same for each clause.
    """

    label: NDArray[np.intp]
    score: Floats
    margin: Floats
    clause_margin: Floats


class SentimentModel:
    """Weights per language, in the order of LANGUAGES."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.scorer = Scorer([Linear.from_pack(pack) for pack in packs])
        if self.scorer.heads != HEADS:
            raise ModelError(f"sentiment models have heads {self.scorer.heads}, not {HEADS}")
        self._weights = np.stack([pack.arrays["mix_weights"] for pack in packs])
        self._intercept = np.stack([pack.arrays["mix_intercept"] for pack in packs])

    def read(self, batch: Batch, owners: NDArray[np.int32], dominant: NDArray[np.int32]) -> Sentiment:
        """Judge a batch; ``owners`` and ``dominant`` are numbered from 1 (see ``linear``)."""
        readings, clause_margin = self.readings(batch, owners, dominant)
        z = np.einsum("nf,nfk->nk", readings, self._weights[dominant - 1]) + self._intercept[dominant - 1]
        odds = np.exp(z - z.max(axis=1, keepdims=True))
        share = odds / odds.sum(axis=1, keepdims=True)
        named = {name: share[:, place] for place, name in enumerate(SENTIMENTS)}
        score = np.round(named["positive"] - named["negative"], 4)
        return Sentiment(np.argmax(share, axis=1), score, readings[:, 0], clause_margin)

    def word_weights(self, batch: Batch, owners: NDArray[np.int32]) -> Floats:
        """Praise over blame that each word adds to its comment, in log odds."""
        scores = self.scorer.word_scores(batch, owners).astype(np.float64)
        weights: Floats = (scores[:, _POSITIVE] - scores[:, _NEGATIVE]) * damping(np.diff(batch.first))[
            batch.comment
        ]
        return weights

    def readings(
        self, batch: Batch, owners: NDArray[np.int32], dominant: NDArray[np.int32]
    ) -> tuple[Floats, Floats]:
        """Comments × READINGS, and the margin of each clause."""
        total = len(batch)
        of_words = self.scorer.word_scores(batch, owners).astype(np.float64)
        clauses = sum_by(of_words, batch.first_of_clause)
        home = batch.comment_of_clause
        spoken = batch.has(Kind.WORD | Kind.EMOJI)
        length = sum_by(spoken.astype(np.float64)[:, None], batch.first_of_clause)[:, 0]
        bias = self.scorer.intercept.astype(np.float64)[dominant - 1]
        whole = np.zeros((total, len(HEADS)))
        np.add.at(whole, home, clauses)
        words = np.diff(batch.first)
        logits = whole * damping(words)[:, None] + bias
        parts = clauses * damping(length)[:, None] + bias[home]
        clause_margin = parts[:, _POSITIVE] - parts[:, _NEGATIVE]
        margin = logits[:, _POSITIVE] - logits[:, _NEGATIVE]
        opinion = np.maximum(logits[:, _POSITIVE], logits[:, _NEGATIVE]) - logits[:, _NEUTRAL]
        best, worst = margin.copy(), margin.copy()
        heard = length > 0
        np.maximum.at(best, home[heard], clause_margin[heard])
        np.minimum.at(worst, home[heard], clause_margin[heard])
        return np.stack([margin, opinion, best, worst, np.log1p(words)], axis=1), clause_margin


def sum_by(values: Floats, first: NDArray[np.int32]) -> Floats:
    """Sums of consecutive rows, a group beginning at each of ``first``."""
    if len(first) == 0:
        return np.zeros((0, values.shape[1]))
    summed: Floats = np.add.reduceat(values, first, axis=0)
    return summed
