"""Polarity of a mention, decided from its evidence and not from the whole comment.

What is read: which way the rules point and whether the clause bends that (a negator, a wish, a competitor,
a question), how the clause and the comment sound to the sentiment model, and what a linear model trained on
clauses that hold evidence says of them. A logistic regression with an intercept per topic weighs these.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from otklik.errors import ModelError
from otklik.linear import Linear, Scores, damping
from otklik.pack import Pack
from otklik.sentiment import HEARD, Feeling, clause_lengths, sum_by
from otklik.taxonomy import Hit
from otklik.words import Batch, Bend, Kind

Floats = NDArray[np.float64]
GROUPS = ("negative", "neutral", "positive", "any")
"""What a rule says of the polarity."""
_OF_RULES = (
    *(f"{group} rule" for group in GROUPS),
    "negative rule turned",
    "positive rule turned",
    "negative rule wished",
    "positive rule wished",
    "negative rule of others",
    "positive rule of others",
)
_OF_CLAUSES = (
    "sentiment of the clauses",
    "worst sentiment of a clause",
    "best sentiment of a clause",
    "polarity of the clauses",
    "neutrality of the clauses",
    "a question",
    "a wish",
    "a negator",
)
_OF_COMMENTS = (*HEARD, "comment: polarity", "comment: neutrality")
READINGS = (*_OF_RULES, *_OF_CLAUSES, *_OF_COMMENTS)
_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
_BOUND = 6.0


class PolarityModel:
    """Weights per language in the order of LANGUAGES. ``concepts``: the taxonomy's ids in its order;
    ``groups``: for each rule of its matcher, the place of its polarity in GROUPS;
    ``negating``: whether it has a negator among its own words."""

    def __init__(
        self,
        packs: Sequence[Pack],
        concepts: Sequence[str],
        groups: NDArray[np.intp],
        negating: NDArray[np.bool_],
    ) -> None:
        self.linears = [Linear.from_pack(pack) for pack in packs]
        self._intercept = np.stack([linear.intercept for linear in self.linears])
        self._groups, self._negating = groups, negating
        self._weights = np.stack([_weights(pack) for pack in packs])
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
        z = z + self._bias[language, places[:, 1]]
        z[_unmet(readings), _POSITIVE] = -np.inf
        decided: NDArray[np.intp] = np.argmax(z, axis=1)
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
        if not len(places):
            return np.zeros((0, len(READINGS)))
        many = np.array([len(hits) for hits in evidence])
        of_hit = np.repeat(np.arange(len(places)), many)
        rule = np.array([hit.rule for hits in evidence for hit in hits])
        start = np.array([hit.start for hits in evidence for hit in hits])
        last = np.array([hit.end for hits in evidence for hit in hits]) - 1
        rules = np.zeros((len(places), len(_OF_RULES)))
        told = rule >= 0
        rules[of_hit[told], self._columns(batch, rule[told], start[told], last[told])] = 1.0
        clause = batch.clause[start] - batch.clause[0]
        margin, first = feeling.clause_margin[clause], np.r_[0, np.cumsum(many)[:-1]]
        negated = np.logical_or.reduceat(batch.has(Kind.NEGATOR), batch.first_of_clause)
        wished = batch.bend[last] == Bend.WISHED
        around = np.column_stack(
            [margin, leaning(clauses)[clause], batch.asked[start], wished, negated[clause]]
        )
        mean = np.add.reduceat(around, first, axis=0) / many[:, None]
        lowest, highest = np.minimum.reduceat(margin, first), np.maximum.reduceat(margin, first)
        readings = np.column_stack(
            [
                rules,
                mean[:, 0],
                lowest,
                highest,
                mean[:, 1:],
                self._of_comments(batch, feeling, clauses, places),
            ]
        )
        bounded: Floats = np.clip(readings, -_BOUND, _BOUND)
        return bounded

    def _bend(
        self, batch: Batch, rule: NDArray[np.intp], start: NDArray[np.intp], last: NDArray[np.intp]
    ) -> NDArray[np.int32]:
        """What bends hits from ``start`` to ``last``: a negator between their words too ('the app never
        crashes'), unless the rule knows of it."""
        first = batch.bend[start]
        inner = np.where(self._negating[rule], Bend.NONE, batch.bend[last])
        bend: NDArray[np.int32] = np.where(first == Bend.NONE, inner, first).astype(np.int32)
        return bend

    def _columns(
        self, batch: Batch, rule: NDArray[np.intp], start: NDArray[np.intp], last: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """The reading that each rule's hit sets."""
        group, bend = self._groups[rule], self._bend(batch, rule, start, last)
        pair = len(GROUPS) + 2 * (bend - 1) + (group == _POSITIVE)
        directed = (group == _NEGATIVE) | (group == _POSITIVE)
        columns: NDArray[np.intp] = np.where(directed & (bend != Bend.NONE), pair, group)
        return columns

    def _of_comments(
        self, batch: Batch, feeling: Feeling, clauses: Floats, places: NDArray[np.intp]
    ) -> Floats:
        """Mentions × _OF_COMMENTS; the clauses count by their words."""
        comment = places[:, 0]
        weight = np.sqrt(clause_lengths(batch) + 2.0)
        summed = np.zeros((len(batch), 2))
        np.add.at(summed, batch.comment_of_clause, leaning(clauses) * weight[:, None])
        total = np.bincount(batch.comment_of_clause, weight, len(batch))
        return np.column_stack(
            [feeling.readings[comment], (summed / np.maximum(total, 1.0)[:, None])[comment]]
        )

    def points(self, batch: Batch, hit: Hit) -> int | None:
        """The polarity that a hit shows, bent as its clause bends it; None where it shows none."""
        if hit.rule < 0:
            return None
        group = int(self._groups[hit.rule])
        if group == GROUPS.index("any"):
            return None
        bend = batch.bend[hit.start]
        if bend == Bend.NONE and not self._negating[hit.rule]:
            bend = batch.bend[hit.end - 1]
        if bend == Bend.NONE or group == _NEUTRAL:
            return group
        return None if bend == Bend.WISHED else _POSITIVE - group


def _unmet(readings: Floats) -> NDArray[np.bool_]:
    """Mentions whose only praise is wished for or said of a competitor."""
    named = dict(zip(READINGS, readings.T, strict=True))
    praised = (named["positive rule"] + named["negative rule turned"]) > 0
    unmet: NDArray[np.bool_] = (
        named["positive rule wished"] + named["positive rule of others"] > 0
    ) & ~praised
    return unmet


def leaning(clauses: Floats) -> Floats:
    """Clauses × 2: how far praise outweighs blame, and how far neither is said, in log odds."""
    negative, neutral, positive = clauses[:, _NEGATIVE], clauses[:, _NEUTRAL], clauses[:, _POSITIVE]
    return np.column_stack([positive - negative, neutral - np.maximum(negative, positive)])


def _weights(pack: Pack) -> Floats:
    """READINGS × POLARITIES. Raises ModelError when the pack weighs other readings."""
    weights: Floats = pack.arrays["readings"]
    if len(weights) != len(READINGS):
        raise ModelError(f"model {pack.id} weighs {len(weights)} readings, not {len(READINGS)}")
    return weights


def _biases(pack: Pack, concepts: Sequence[str]) -> Floats:
    """Concepts × POLARITIES; a concept that was not trained gets the mean of those that were."""
    known = dict(zip(pack.facts["concepts"], pack.arrays["bias"], strict=True))
    mean = pack.arrays["bias"].mean(axis=0)
    return np.stack([known.get(concept, mean) for concept in concepts])
