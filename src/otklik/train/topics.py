"""Train the topic and signal models from gold: linear heads, and their union with the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from otklik import features
from otklik.languages import LANGUAGES
from otklik.pack import Pack
from otklik.taxonomy import Hits, Taxonomy
from otklik.topics import MOST_DOUBT, READINGS, TopicModel, trust
from otklik.train.design import Columns, arrays, columns, select
from otklik.train.gold import Gold

_STRENGTH, _STACK_STRENGTH = 0.1, 1.0
_LOWEST, _HIGHEST = 0.2, 0.4
"""Of thresholds: the best is half the best F1 (Lipton et al. 2014), and F1 is between 0.4 and 0.8."""
_GOLD = 20.0
"""What a comment of gold weighs in the union; one that readers labelled weighs 1."""
_LEAST_HITS = 3
"""A rule is weighed by itself when it hits in so many comments."""
_LOUD = 2.0
"""A hit of a concept's rules stands in the design with this value: the larger, the less it is held back."""


@dataclass(frozen=True)
class Topics:
    """The finished pack, and which concepts the models find in each gold comment whose source they never
    saw (comments × concepts)."""

    pack: Pack
    unseen: NDArray[np.bool_]


def train(gold: Gold, taxonomy: Taxonomy) -> Topics:
    """Train one language. The metrics come from heads, unions and thresholds that never saw the comment's
    source. The rules themselves were written with two thirds of gold in sight; the metrics of the other
    third stand apart."""
    ids = [concept.id for concept in taxonomy.concepts]
    facts: dict[str, Any] = {"features": features.VERSION, "heads": ids, "language": gold.code}
    facts["trained_on"] = gold.counts() | {"sources": sorted(set(gold.sources))}
    kept = columns(gold.matrix, list(gold.sources))
    model = TopicModel(taxonomy, [Pack("", _blank(kept, len(ids)), facts)] * len(LANGUAGES))
    design = _Design.of(gold, kept, model)
    truth = presence(gold, ids)
    heads, unseen = _heads(design.matrix, truth, gold)
    stack, decided = _stack(unseen, design.ruled, truth, gold)
    told, fresh = gold.measured, gold.measured & gold.unseen_by_rules
    facts["metrics"] = {
        "by_source": agreement(truth[told], decided[told], ids, len(taxonomy.topics)),
        "by_source_where_rules_were_not_written": agreement(
            truth[fresh], decided[fresh], ids, len(taxonomy.topics)
        ),
    }
    return Topics(Pack(f"topics-{gold.code}", design.arrays(heads) | stack, facts), decided)


@dataclass(frozen=True)
class _Design:
    """``matrix``: comments × (words, rules, concepts with a hit). ``ruled``: comments × concepts, whether a
    rule hit. ``rules``: the keys of the rules that are weighed."""

    kept: Columns
    rules: NDArray[np.uint32]
    ruled: NDArray[np.float64]
    matrix: sparse.csr_matrix

    @classmethod
    def of(cls, gold: Gold, kept: Columns, model: TopicModel) -> _Design:
        hits = [(len(part), model.matcher.find(part)) for part in gold.parts]
        of_rules = sparse.vstack([_rules(model, *one) for one in hits], format="csr")
        ruled = np.vstack([model.ruled(*one) for one in hits])
        often = np.flatnonzero(of_rules.getnnz(axis=0) >= _LEAST_HITS)
        blocks = [select(gold.matrix, kept), of_rules[:, often], sparse.csr_matrix(_LOUD * ruled)]
        return cls(kept, model.keys[often], ruled, sparse.hstack(blocks, format="csr"))

    def arrays(self, heads: list[LogisticRegression]) -> dict[str, NDArray[Any]]:
        """The weights of fitted heads, as a pack holds them."""
        weights = np.stack([head.coef_[0] for head in heads], axis=1)
        intercept = np.array([head.intercept_[0] for head in heads])
        words, rules, hits = np.split(weights, np.cumsum([len(self.kept.numbers), len(self.rules)]))
        return arrays(self.kept, words, intercept) | {
            "rules": self.rules,
            "rule_weights": rules.astype(np.float16),
            "hit_weights": (_LOUD * hits).astype(np.float16),
        }


def _rules(model: TopicModel, comments: int, hits: Hits) -> sparse.csr_matrix:
    """Comments × keys: which rules hit."""
    comment, key = model.met(hits)
    return sparse.csr_matrix((np.ones(len(key)), (comment, key)), shape=(comments, len(model.keys)))


def presence(gold: Gold, ids: list[str]) -> NDArray[np.bool_]:
    """Comments × concepts: which topics and signals the labels name."""
    signals = gold.frame["signals"]
    rows = [set(gold.mentions(row)) | set(signals.iloc[row]) for row in range(len(gold))]
    return np.array([[concept in row for concept in ids] for row in rows], dtype=bool)


def agreement(
    truth: NDArray[np.bool_], answer: NDArray[np.bool_], ids: list[str], topics: int
) -> dict[str, Any]:
    """Micro- and macro-F1 of topics, macro-F1 of signals, F1 of each."""
    hit = (truth & answer).sum(axis=0)
    said = truth.sum(axis=0) + answer.sum(axis=0)
    each = 2 * hit / np.maximum(said, 1)
    return {
        "topic_micro_f1": round(float(2 * hit[:topics].sum() / said[:topics].sum()), 4),
        "topic_macro_f1": round(float(each[:topics].mean()), 4),
        "signal_macro_f1": round(float(each[topics:].mean()), 4),
        "f1": {concept: round(float(f1), 4) for concept, f1 in zip(ids, each, strict=True)},
        "gold_comments": len(truth),
    }


def _heads(
    matrix: sparse.csr_matrix, truth: NDArray[np.bool_], gold: Gold
) -> tuple[list[LogisticRegression], NDArray[np.float64]]:
    """A head per concept, and log odds for each comment from heads that never saw its source."""
    unseen = np.zeros(truth.shape)
    heads = []
    for concept in range(truth.shape[1]):
        head = LogisticRegression(C=_STRENGTH, solver="liblinear", class_weight="balanced", tol=1e-2)
        unseen[:, concept] = cross_val_predict(
            head, matrix, truth[:, concept], cv=gold.folds(), method="decision_function"
        )
        heads.append(head.fit(matrix, truth[:, concept]))
    return heads, unseen


def _stack(
    unseen: NDArray[np.float64],
    rules: NDArray[np.float64],
    truth: NDArray[np.bool_],
    gold: Gold,
) -> tuple[dict[str, NDArray[Any]], NDArray[np.bool_]]:
    """Weights that join the heads to the rules and thresholds that make F1 largest; and what weights and
    thresholds that never saw a comment's source decide of it."""
    count = truth.shape[1]
    weights, bias, threshold = np.zeros((count, len(READINGS))), np.zeros(count), np.zeros(count)
    decided = np.zeros(truth.shape, dtype=bool)
    for concept in range(count):
        readings = np.column_stack([np.maximum(unseen[:, concept], -MOST_DOUBT), rules[:, concept]])
        said = truth[:, concept]
        for trained, judged in gold.folds():
            union, cut = _union(readings[trained], said[trained], gold.measured[trained])
            odds = union.decision_function(readings[judged])
            odds += trust(unseen[judged, concept], rules[judged, concept])
            decided[judged, concept] = odds >= np.log(cut / (1 - cut))
        union, threshold[concept] = _union(readings, said, gold.measured)
        weights[concept], bias[concept] = union.coef_[0], union.intercept_[0]
    return {"stack": weights, "stack_intercept": bias, "threshold": threshold}, decided


def _union(
    readings: NDArray[np.float64], said: NDArray[np.bool_], gold: NDArray[np.bool_]
) -> tuple[LogisticRegression, float]:
    """The union is learnt from all comments, the threshold from gold."""
    weight = np.where(gold, _GOLD, 1.0)
    union = LogisticRegression(C=_STACK_STRENGTH, max_iter=500).fit(readings, said, sample_weight=weight)
    return union, best_threshold(said[gold], union.predict_proba(readings[gold])[:, 1])


def best_threshold(truth: NDArray[np.bool_], chance: NDArray[np.float64]) -> float:
    """The probability from which saying yes gives the largest F1, kept between _LOWEST and
    _HIGHEST."""
    order = np.argsort(-chance, kind="stable")
    hit = np.cumsum(truth[order])
    f1 = 2 * hit / (np.arange(1, len(order) + 1) + truth.sum())
    return float(np.clip(chance[order][int(np.argmax(f1))], _LOWEST, _HIGHEST))


def _blank(kept: Columns, count: int) -> dict[str, NDArray[Any]]:
    """Arrays of a pack that is not yet trained."""
    return arrays(kept, np.zeros((len(kept.numbers), count)), np.zeros(count)) | {
        "rules": np.zeros(0, np.uint32),
        "rule_weights": np.zeros((0, count)),
        "hit_weights": np.zeros((count, count)),
        "stack": np.zeros((count, len(READINGS))),
        "stack_intercept": np.zeros(count),
        "threshold": np.full(count, 0.5),
    }
