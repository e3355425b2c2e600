"""Polarity of a mention, decided from its evidence and not from the whole comment.

What is read: which way the rules point and whether the clause bends that (a negator, a wish, a competitor,
a question), how the clause and the comment sound to the sentiment model, and what a linear model trained on
clauses that hold evidence says of them. A logistic regression weighs these; rules that praise or blame, and
what is likely before anything is read, it also weighs for each topic apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from otklik.errors import ModelError
from otklik.grounds import Grounds
from otklik.linear import Said, damping
from otklik.pack import Pack
from otklik.records import POLARITIES
from otklik.sentiment import HEARD, Feeling
from otklik.sums import sum_by
from otklik.taxonomy import Hits
from otklik.words import Batch, Bend, Kind

Floats = NDArray[np.float64]
GROUPS = (*POLARITIES, "any")
"""What a rule says of the polarity, in the order of a plan of rules."""
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
_CLAUSES = slice(len(_OF_RULES), len(_OF_RULES) + len(_OF_CLAUSES))
_COMMENTS = slice(_CLAUSES.stop, None)
BY_TOPIC = [READINGS.index("negative rule"), READINGS.index("positive rule")]
"""The readings that each topic weighs by itself, too."""
_PRAISED = READINGS.index("positive rule"), READINGS.index("negative rule turned")
_UNMET = READINGS.index("positive rule wished"), READINGS.index("positive rule of others")
_NEGATIVE, _NEUTRAL, _POSITIVE, _ANY = range(4)
_NONE, _WISHED, _NEGATOR = int(Bend.NONE), int(Bend.WISHED), int(Kind.NEGATOR)
SHOWS_NONE = -1
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
        self._intercept = np.stack([pack.arrays["intercept"].astype(np.float32) for pack in packs])
        # the last is that of no rule, whose number is −1
        self._groups, self._negating = np.append(groups, _ANY), np.append(negating, False)
        self._weights = np.stack([_weights(pack) for pack in packs])
        self._bias = np.stack([_by_concept(pack, "bias", concepts) for pack in packs])
        self._by_topic = np.stack([_by_concept(pack, "by_topic", concepts) for pack in packs])

    def clauses(self, batch: Batch, said: Said, dominant: NDArray[np.int32]) -> Floats:
        """Clauses × POLARITIES in log odds: what the linear model says of each clause."""
        parts = said.clauses * damping(batch.clause_lengths)[:, None]
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
        z += self._bias[language, places[:, 1]]
        z += np.einsum("mf,mfp->mp", readings[:, BY_TOPIC], self._by_topic[language, places[:, 1]])
        z[_unmet(readings), _POSITIVE] = -np.inf
        decided: NDArray[np.intp] = z.argmax(axis=1)
        return decided

    def read(
        self,
        batch: Batch,
        feeling: Feeling,
        clauses: Floats,
        places: NDArray[np.intp],
        grounds: Grounds,
    ) -> Floats:
        """Mentions × READINGS. A hit with rule −1 is where the linear model looked, not a rule's."""
        if not len(places):
            return np.zeros((0, len(READINGS)))
        told = grounds.hits.rule >= 0
        rules = grounds.mention[told], self._columns(batch, grounds.hits)[told]
        leans = leaning(clauses)
        readings = np.zeros((len(places), len(READINGS)))
        readings[rules] = 1.0
        readings[:, _CLAUSES] = self._of_clauses(batch, feeling, leans, grounds)
        readings[:, _COMMENTS] = self._of_comments(batch, feeling, leans, places[:, 0])
        return readings.clip(-_BOUND, _BOUND)

    def _of_clauses(self, batch: Batch, feeling: Feeling, leans: Floats, grounds: Grounds) -> Floats:
        """Mentions × _OF_CLAUSES; ``leans``: how each clause leans."""
        hits, first = grounds.hits, grounds.first[:-1]
        clause = batch.clause[hits.start]
        margin = feeling.clause_margin[clause]
        around = np.empty((len(hits), 6))
        around[:, 0], around[:, 1:3] = margin, leans[clause]
        around[:, 3], around[:, 4] = batch.asked[hits.start], batch.bend[hits.end - 1] == _WISHED
        around[:, 5] = np.logical_or.reduceat(batch.has(_NEGATOR), batch.first_of_clause)[clause]
        many = grounds.first[1:] - first
        mean = np.add.reduceat(around, first, axis=0) / many[:, None]
        readings = np.empty((len(first), len(_OF_CLAUSES)))
        readings[:, 0], readings[:, 3:] = mean[:, 0], mean[:, 1:]
        np.minimum.reduceat(margin, first, out=readings[:, 1])
        np.maximum.reduceat(margin, first, out=readings[:, 2])
        return readings

    def _bend(self, batch: Batch, hits: Hits) -> NDArray[np.int32]:
        """What bends hits of rules: a negator between their words too ('the app never crashes'), unless the
        rule knows of it."""
        first = batch.bend[hits.start]
        inner = batch.bend[hits.end - 1] * ~self._negating[hits.rule]
        bend: NDArray[np.int32] = np.where(first == _NONE, inner, first)
        return bend

    def _columns(self, batch: Batch, hits: Hits) -> NDArray[np.intp]:
        """The reading that each hit sets, if it is a rule's."""
        group, bend = self._groups[hits.rule], self._bend(batch, hits)
        pair = len(GROUPS) + 2 * (bend - 1) + (group == _POSITIVE)
        directed = (group == _NEGATIVE) | (group == _POSITIVE)
        columns: NDArray[np.intp] = np.where(directed & (bend != _NONE), pair, group)
        return columns

    def _of_comments(
        self, batch: Batch, feeling: Feeling, leans: Floats, comment: NDArray[np.intp]
    ) -> Floats:
        """Mentions × _OF_COMMENTS, for the ``comment`` of each; the clauses count by their words."""
        weight = np.sqrt(batch.clause_lengths + 2.0)
        summed = sum_by(leans * weight[:, None], batch.comment_of_clause, len(batch))
        total = np.bincount(batch.comment_of_clause, weight, len(batch))
        mean = summed / np.maximum(total, 1.0)[:, None]
        return np.concatenate([feeling.readings[comment], mean[comment]], axis=1)

    def points(self, batch: Batch, hits: Hits) -> NDArray[np.intp]:
        """The polarity that each hit shows, bent as its clause bends it; SHOWS_NONE where it shows none."""
        group, bend = self._groups[hits.rule], self._bend(batch, hits)
        turned = np.where(bend == _WISHED, SHOWS_NONE, _POSITIVE - group)
        straight = (bend == _NONE) | (group == _NEUTRAL)
        directed = np.where(straight, group, turned)
        shown: NDArray[np.intp] = np.where(group == _ANY, SHOWS_NONE, directed)
        return shown


def _unmet(readings: Floats) -> NDArray[np.bool_]:
    """Mentions whose only praise is wished for or said of a competitor."""
    praised, unmet = (readings[:, one] + readings[:, other] > 0 for one, other in (_PRAISED, _UNMET))
    only: NDArray[np.bool_] = unmet & ~praised
    return only


def leaning(clauses: Floats) -> Floats:
    """Clauses × 2: how far praise outweighs blame, and how far neither is said, in log odds."""
    negative, neutral, positive = clauses[:, _NEGATIVE], clauses[:, _NEUTRAL], clauses[:, _POSITIVE]
    leans = np.empty((len(clauses), 2))
    np.subtract(positive, negative, out=leans[:, 0])
    np.subtract(neutral, np.maximum(negative, positive), out=leans[:, 1])
    return leans


def _weights(pack: Pack) -> Floats:
    """READINGS × POLARITIES. Raises ModelError when the pack weighs other readings."""
    weights: Floats = pack.arrays["readings"]
    if len(weights) != len(READINGS):
        raise ModelError(f"model {pack.id} weighs {len(weights)} readings, not {len(READINGS)}")
    return weights


def _by_concept(pack: Pack, name: str, concepts: Sequence[str]) -> Floats:
    """An array of the pack in the order of ``concepts``; one that was not trained gets the mean of those that
    were. Raises ModelError when the pack lacks it."""
    if name not in pack.arrays:
        raise ModelError(f"model {pack.id} holds no array {name!r}")
    known = dict(zip(pack.facts["concepts"], pack.arrays[name], strict=True))
    mean = pack.arrays[name].mean(axis=0)
    return np.stack([known.get(concept, mean) for concept in concepts])
