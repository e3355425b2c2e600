"""Polarity of a mention, decided from its evidence and not from the whole comment.

What is read: which way the rules point and whether a negator turned them round, how the clause sounds to
the sentiment model, and what a linear model trained on clauses that hold evidence says of them. A
logistic regression with an intercept per topic weighs these.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from otklik.linear import Linear, Scores, damping
from otklik.pack import Pack
from otklik.records import POLARITIES
from otklik.sentiment import Feeling, clause_lengths, sum_by
from otklik.taxonomy import Hit
from otklik.words import Batch

Floats = NDArray[np.float64]
GROUPS = ("negative", "neutral", "positive", "any")
"""What a rule says of the polarity."""
READINGS = (
    *(f"{group} rule" for group in GROUPS),
    "negative rule turned",
    "positive rule turned",
    "sentiment of the clause",
    "sentiment of the comment",
    "polarity of the clause",
    "neutrality of the clause",
)
_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
_BOUND = 6.0


class PolarityModel:
    """Weights per language in the order of LANGUAGES. ``concepts``: the taxonomy's ids in its order;
    ``groups``: for each rule of its matcher, the place of its polarity in GROUPS."""

    def __init__(self, packs: Sequence[Pack], concepts: Sequence[str], groups: NDArray[np.intp]) -> None:
        self.linears = [Linear.from_pack(pack) for pack in packs]
        self._intercept = np.stack([linear.intercept for linear in self.linears])
        self._groups = groups
        self._weights = np.stack([pack.arrays["readings"] for pack in packs])
        self._bias = np.stack([_biases(pack, concepts) for pack in packs])

    def clauses(self, batch: Batch, scores: Scores, dominant: NDArray[np.int32]) -> Floats:
        """Clauses × POLARITIES in log odds: what the linear model says of each clause."""
        parts = sum_by(scores, batch.first_of_clause) * damping(clause_lengths(batch))[:, None]
        logits: Floats = parts + self._intercept[dominant[batch.comment_of_clause] - 1]
        return logits

    def decide(
        self,
        readings: Floats,
        dominant: NDArray[np.int32],
        places: NDArray[np.intp],
    ) -> NDArray[np.intp]:
        """The polarity, as a place in POLARITIES, of each mention: ``places`` are (comment, concept) pairs
        and ``readings`` (mentions × READINGS) what was read of each."""
        language = dominant[places[:, 0]] - 1
        z = np.einsum("mf,mfp->mp", readings, self._weights[language])
        decided: NDArray[np.intp] = np.argmax(z + self._bias[language, places[:, 1]], axis=1)
        return decided

    def read(
        self,
        batch: Batch,
        feeling: Feeling,
        clauses: Floats,
        places: NDArray[np.intp],
        evidence: Sequence[Sequence[Hit]],
    ) -> Floats:
        """Mentions × READINGS. A hit with rule −1 is where the linear model looked, not a rule's."""
        readings = np.zeros((len(places), len(READINGS)))
        first = int(batch.clause[0]) if len(batch.clause) else 0
        for number, (comment, hits) in enumerate(zip(places[:, 0].tolist(), evidence, strict=True)):
            at = [int(batch.clause[hit.start]) - first for hit in hits]
            for hit in hits:
                if hit.rule >= 0:
                    readings[number, self._column(batch, hit)] = 1.0
            logits = clauses[at].mean(axis=0)
            readings[number, -4:] = (
                feeling.clause_margin[at].mean(),
                feeling.margin[comment],
                logits[_POSITIVE] - logits[_NEGATIVE],
                logits[_NEUTRAL] - max(logits[_NEGATIVE], logits[_POSITIVE]),
            )
        return np.clip(readings, -_BOUND, _BOUND)

    def _column(self, batch: Batch, hit: Hit) -> int:
        """The reading that a rule's hit sets."""
        group = int(self._groups[hit.rule])
        if batch.turned[hit.start] and group in (_NEGATIVE, _POSITIVE):
            return len(GROUPS) + (group == _POSITIVE)
        return group

    def best(self, batch: Batch, hits: Sequence[Hit], polarity: int) -> Hit:
        """The evidence to show: a rule that points the decided way, then one that does not point, then the
        longest."""

        def worth(hit: Hit) -> tuple[int, int, int]:
            if hit.rule < 0:
                return (0, 0, 0)
            points = int(self._groups[hit.rule])
            if batch.turned[hit.start] and points in (_NEGATIVE, _POSITIVE):
                points = _POSITIVE - points
            return (
                2 if points == polarity else int(points >= len(POLARITIES)),
                hit.end - hit.start,
                -hit.start,
            )

        return max(hits, key=worth)


def _biases(pack: Pack, concepts: Sequence[str]) -> Floats:
    """Concepts × POLARITIES; a concept that was not trained gets the mean of those that were."""
    known = dict(zip(pack.facts["concepts"], pack.arrays["bias"], strict=True))
    mean = pack.arrays["bias"].mean(axis=0)
    return np.stack([known.get(concept, mean) for concept in concepts])
