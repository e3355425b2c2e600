"""Sentiment of clauses and of whole comments.

A linear model per language weighs every word; a clause's margin is how far its praise outweighs its
blame. A small second model reads the comment's own weighing beside its best and its worst clause, and so
tells 'mixed' (both sides said) from 'neutral' (neither).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from otklik.errors import ModelError
from otklik.linear import Linear, Scores, damping, same_heads
from otklik.pack import Pack
from otklik.records import SENTIMENTS
from otklik.words import Batch, Kind

HEADS = ("negative", "neutral", "positive")
_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
READINGS = (
    "praise over blame",
    "opinion over none",
    "best clause",
    "worst clause",
    "log words",
    "log blamed topics",
    "log neutral topics",
    "log praised topics",
    "both blame and praise",
)

Floats = NDArray[np.float64]


PLAIN = 5.0
"""Log odds of praise over blame beyond which words are taken for an opinion."""


@dataclass(frozen=True)
class Feeling:
    """What the words of a batch say, before topics are known.

    - ``readings``: comments × the first of READINGS; ``margin``: the first of them, praise over blame in
      log odds; ``clause_margin``: the same for each clause.
    """

    readings: Floats
    clause_margin: Floats

    @property
    def margin(self) -> Floats:
        of_comments: Floats = self.readings[:, 0]
        return of_comments


class SentimentModel:
    """Weights per language, in the order of LANGUAGES."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.linears = [Linear.from_pack(pack) for pack in packs]
        if same_heads(self.linears) != HEADS:
            raise ModelError(f"sentiment models have heads {self.linears[0].heads}, not {HEADS}")
        self._bias = np.stack([linear.intercept for linear in self.linears]).astype(np.float64)
        self._weights = np.stack([pack.arrays["mix_weights"] for pack in packs])
        self._intercept = np.stack([pack.arrays["mix_intercept"] for pack in packs])

    def judge(
        self, feeling: Feeling, mentions: NDArray[np.int64], dominant: NDArray[np.int32]
    ) -> tuple[NDArray[np.intp], Floats]:
        """Labels as places in SENTIMENTS, and scores P(positive) − P(negative) in [−1, 1].

        ``mentions``: comments × POLARITIES, how many topics are blamed, neutral, praised.
        """
        readings = np.hstack([feeling.readings, mention_readings(mentions)])
        z = np.einsum("nf,nfk->nk", readings, self._weights[dominant - 1]) + self._intercept[dominant - 1]
        z = np.where(self._impossible(feeling, mentions), -np.inf, z)
        odds = np.exp(z - z.max(axis=1, keepdims=True))
        share = odds / odds.sum(axis=1, keepdims=True)
        named = {name: share[:, place] for place, name in enumerate(SENTIMENTS)}
        return np.argmax(share, axis=1), np.round(named["positive"] - named["negative"], 4)

    @staticmethod
    def _impossible(feeling: Feeling, mentions: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Comments × SENTIMENTS: labels that would contradict what was found. A comment that only blames is
        not positive, one that only praises is not negative, and one whose words lean as far as PLAIN is not
        neutral ('Ужасно' names no topic, and neutral comments seldom do either)."""
        blamed, praised = mentions[:, _NEGATIVE] > 0, mentions[:, _POSITIVE] > 0
        ruled_out = {
            "positive": blamed & ~praised,
            "negative": praised & ~blamed,
            "neutral": np.abs(feeling.margin) >= PLAIN,
        }
        none = np.zeros(len(mentions), dtype=bool)
        return np.column_stack([ruled_out.get(name, none) for name in SENTIMENTS])

    def feel(self, batch: Batch, scores: Scores, dominant: NDArray[np.int32]) -> Feeling:
        """Read a batch; ``scores`` are what each word adds to HEADS, ``dominant`` is numbered from 1 (see
        ``linear``)."""
        total = len(batch)
        clauses = sum_by(scores, batch.first_of_clause)
        home = batch.comment_of_clause
        length = clause_lengths(batch)
        bias = self._bias[dominant - 1]
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
        readings = np.stack([margin, opinion, best, worst, np.log1p(words)], axis=1)
        return Feeling(readings, clause_margin)


def mention_readings(mentions: NDArray[np.int64]) -> Floats:
    """Comments × the last of READINGS, from counts of blamed, neutral and praised topics."""
    both = (mentions[:, _NEGATIVE] > 0) & (mentions[:, _POSITIVE] > 0)
    return np.column_stack([np.log1p(mentions), both])


def clause_lengths(batch: Batch) -> Floats:
    """Spoken words of each clause."""
    spoken = batch.has(Kind.WORD | Kind.EMOJI).astype(np.float64)
    return sum_by(spoken[:, None], batch.first_of_clause)[:, 0]


def word_weights(batch: Batch, scores: Scores) -> Floats:
    """Praise over blame that each word adds to its comment, in log odds."""
    weights: Floats = (scores[:, _POSITIVE] - scores[:, _NEGATIVE]).astype(np.float64)
    weights *= damping(np.diff(batch.first))[batch.comment]
    return weights


def sum_by(values: NDArray[np.floating[Any]], first: NDArray[np.int32]) -> Floats:
    """Sums of consecutive rows, a group beginning at each of ``first``. A sparse product adds whole rows,
    where numpy's reduceat goes column by column, at four times the cost."""
    rows = len(values)
    cuts = np.append(first, rows)
    groups = sparse.csr_matrix((np.ones(rows), np.arange(rows), cuts), shape=(len(first), rows))
    summed: Floats = groups @ values
    return summed
