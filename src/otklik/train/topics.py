"""Train the topic and signal models from gold: linear heads, their union with the rules, polarity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from otklik import features
from otklik.languages import LANGUAGES
from otklik.pack import Pack
from otklik.records import POLARITIES
from otklik.sentiment import SentimentModel
from otklik.taxonomy import Taxonomy
from otklik.topics import GROUPS, POLARITY_READINGS, TopicModel
from otklik.train.design import arrays, batches, columns, comment_matrix, select
from otklik.words import Batch, WordTable

_SHORT = {"neg": "negative", "neu": "neutral", "pos": "positive"}
_STRENGTH, _STACK_STRENGTH, _POLARITY_STRENGTH = 0.3, 1.0, 0.5
_FOLDS = 5


def train(data: Path, code: str, taxonomy: Taxonomy, sentiment: list[Pack]) -> Pack:
    """Train one language from ``gold/{code}_train.parquet``.

    The linear heads' log odds that meet the rules, the thresholds and all metrics come from heads that
    never saw the comment's source (5 folds by source). ``sentiment`` are the trained sentiment packs in
    the order of LANGUAGES.
    """
    number = [language.code for language in LANGUAGES].index(code) + 1
    gold = pd.read_parquet(data / "gold" / f"{code}_train.parquet")
    gold = gold[~gold["evaluation_only"]].reset_index(drop=True)
    table = WordTable()
    parts = batches(list(gold["text"]), table)
    whole = comment_matrix(parts, number)
    kept = columns(whole, list(gold["source"]))
    matrix = select(whole, kept)
    ids = [concept.id for concept in taxonomy.concepts]
    truth = presence(gold, ids)
    heads, unseen = _heads(matrix, truth, gold["source"])
    told = arrays(
        kept, np.stack([head.coef_[0] for head in heads], axis=1), np.array([h.intercept_[0] for h in heads])
    )
    facts: dict[str, Any] = {"features": features.VERSION, "heads": ids, "language": code}
    facts["trained_on"] = {"gold": len(gold), "sources": sorted(set(gold["source"]))}
    draft = _draft(told, facts, len(ids))
    model = TopicModel(taxonomy, [draft] * len(LANGUAGES))
    rules = np.vstack([model.rule_readings(len(part), model.matcher.find(part)) for part in parts])
    stack, decided = _stack(unseen, rules, truth)
    facts["metrics"] = agreement(truth, decided, ids, len(taxonomy.topics))
    told |= stack
    model = TopicModel(taxonomy, [Pack("", dict(draft.arrays) | told, facts)] * len(LANGUAGES))
    polarity, accuracy = _polarity(model, SentimentModel(sentiment), parts, gold, number)
    facts["metrics"]["polarity_accuracy_by_source"] = accuracy
    return Pack(f"topics-{code}", told | polarity, facts)


def presence(gold: pd.DataFrame, ids: list[str]) -> NDArray[np.bool_]:
    """Comments × concepts: which topics and signals the labels name."""
    rows = [
        {label.split(":")[0] for label in topics} | set(signals)
        for topics, signals in zip(gold["topics"], gold["signals"], strict=True)
    ]
    return np.array([[concept in row for concept in ids] for row in rows], dtype=bool)


def agreement(
    truth: NDArray[np.bool_], answer: NDArray[np.bool_], ids: list[str], topics: int
) -> dict[str, Any]:
    """Micro- and macro-F1 of topics, macro-F1 of signals, F1 of each."""
    hit = (truth & answer).sum(axis=0)
    said = truth.sum(axis=0) + answer.sum(axis=0)
    each = 2 * hit / np.maximum(said, 1)
    return {
        "topic_micro_f1_by_source": round(float(2 * hit[:topics].sum() / said[:topics].sum()), 4),
        "topic_macro_f1_by_source": round(float(each[:topics].mean()), 4),
        "signal_macro_f1_by_source": round(float(each[topics:].mean()), 4),
        "f1_by_source": {concept: round(float(f1), 4) for concept, f1 in zip(ids, each, strict=True)},
        "comments": len(truth),
    }


def _heads(
    matrix: sparse.csr_matrix, truth: NDArray[np.bool_], sources: pd.Series[str]
) -> tuple[list[LogisticRegression], NDArray[np.float64]]:
    """A head per concept, and log odds for each comment from heads that never saw its source."""
    unseen = np.zeros(truth.shape)
    heads = []
    for concept in range(truth.shape[1]):
        head = LogisticRegression(C=_STRENGTH, solver="liblinear", class_weight="balanced", max_iter=200)
        unseen[:, concept] = cross_val_predict(
            head, matrix, truth[:, concept], groups=sources, cv=GroupKFold(_FOLDS), method="decision_function"
        )
        heads.append(head.fit(matrix, truth[:, concept]))
    return heads, unseen


def _stack(
    unseen: NDArray[np.float64], rules: NDArray[np.float64], truth: NDArray[np.bool_]
) -> tuple[dict[str, NDArray[Any]], NDArray[np.bool_]]:
    """Weights that join the heads to the rules, thresholds that make F1 largest, and what they decide."""
    count = truth.shape[1]
    weights, bias, threshold = np.zeros((count, 1 + len(GROUPS))), np.zeros(count), np.zeros(count)
    decided = np.zeros(truth.shape, dtype=bool)
    for concept in range(count):
        readings = np.column_stack([unseen[:, concept], rules[:, concept]])
        model = LogisticRegression(C=_STACK_STRENGTH, max_iter=500).fit(readings, truth[:, concept])
        weights[concept], bias[concept] = model.coef_[0], model.intercept_[0]
        chance = model.predict_proba(readings)[:, 1]
        threshold[concept] = best_threshold(truth[:, concept], chance)
        decided[:, concept] = chance >= threshold[concept]
    return {"stack": weights, "stack_intercept": bias, "threshold": threshold}, decided


def best_threshold(truth: NDArray[np.bool_], chance: NDArray[np.float64]) -> float:
    """The probability from which saying yes gives the largest F1, between 0.2 and 0.7."""
    order = np.argsort(-chance, kind="stable")
    hit = np.cumsum(truth[order])
    f1 = 2 * hit / (np.arange(1, len(order) + 1) + truth.sum())
    return float(np.clip(chance[order][int(np.argmax(f1))], 0.2, 0.7))


def _draft(told: dict[str, NDArray[Any]], facts: dict[str, Any], count: int) -> Pack:
    """A pack that can be run before its last arrays are trained."""
    blank = {
        "stack": np.zeros((count, 1 + len(GROUPS))),
        "stack_intercept": np.zeros(count),
        "threshold": np.full(count, 0.5),
        "polarity": np.zeros((len(POLARITY_READINGS), len(POLARITIES))),
        "polarity_intercept": np.zeros((count, len(POLARITIES))),
    }
    return Pack("", blank | told, facts)


def _polarity(
    model: TopicModel, sentiment: SentimentModel, parts: list[Batch], gold: pd.DataFrame, number: int
) -> tuple[dict[str, NDArray[Any]], float]:
    """Weights for the polarity of a mention, and accuracy where a source is never trained on itself."""
    readings, topics, truth, sources = [], [], [], []
    row = 0
    for part in parts:
        dominant = np.full(len(part), number, np.int32)
        own = part.table.languages[part.words]
        owners = np.where(own == 0, number, own).astype(np.int32)
        feeling = sentiment.read(part, owners, dominant)
        found = model.find(part, owners, dominant)
        labels = [
            dict(label.split(":") for label in labels) for labels in gold["topics"][row : row + len(part)]
        ]
        places = np.array([(i, model.ids.index(topic)) for i, own in enumerate(labels) for topic in own])
        for (comment, topic), hits in zip(places.tolist(), model.evidence(part, found, places), strict=True):
            readings.append(model.polarity_readings(part, feeling, comment, hits))
            topics.append(topic)
            truth.append(_SHORT[labels[comment][model.ids[topic]]])
            sources.append(gold["source"][row + comment])
        row += len(part)
    which = np.eye(len(model.ids))[topics]
    design = np.column_stack([np.array(readings), which])
    judge = LogisticRegression(C=_POLARITY_STRENGTH, max_iter=1000)
    answer = cross_val_predict(judge, design, truth, groups=sources, cv=GroupKFold(_FOLDS))
    judge.fit(design, truth)
    order = [list(judge.classes_).index(name) for name in POLARITIES]
    weights = judge.coef_[order].T
    width = len(POLARITY_READINGS)
    told = {"polarity": weights[:width], "polarity_intercept": weights[width:] + judge.intercept_[order]}
    return told, round(float(np.mean(answer == np.array(truth))), 4)
