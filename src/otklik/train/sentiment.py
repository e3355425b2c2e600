"""Train the sentiment models: linear heads over words, and the second model that tells 'mixed'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from otklik import features
from otklik.languages import LANGUAGES
from otklik.pack import Pack
from otklik.records import SENTIMENTS
from otklik.sentiment import HEADS, READINGS, Feeling, SentimentModel, mention_readings
from otklik.train.design import arrays, batches, columns, comment_matrix, select
from otklik.train.gold import FOLDS, Gold
from otklik.words import WordTable

_STRENGTH, _ITERATIONS = 2.0, 50
_GOLD_WEIGHT = 4.0
"""A gold comment was read under the codebook; most others have only stars."""
_RARE = {"negative": 1.0, "positive": 1.2, "neutral": 2.0, "mixed": 2.5}
"""Weights of the classes in the second model: the mean F1 counts rare labels as much as common ones."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Words:
    """Trained heads, what they were trained on, and what heads that never saw a gold comment's source feel
    of it (one Feeling per part of gold)."""

    told: Arrays
    trained_on: Mapping[str, int]
    metrics: Mapping[str, Any]
    unseen: tuple[Feeling, ...]


def train_words(shared: Path, gold: Gold) -> Words:
    """Train the heads on ``data/sentiment/{code}_train.parquet`` and gold together."""
    known = pd.read_parquet(shared / "data" / "sentiment" / f"{gold.code}_train.parquet")
    known = known[~known["text"].isin(set(gold.frame["text"]))].reset_index(drop=True)
    matrix = comment_matrix(batches(list(known["text"]), WordTable()), gold.number)
    corpus = _Corpus(known, matrix, gold)
    whole = corpus.fit(np.ones(len(known), dtype=bool), np.arange(len(gold)))
    readings, margins = np.zeros((len(gold), len(READINGS) - 4)), [np.zeros(0) for _ in gold.parts]
    answers = np.full(len(known), "", dtype=object)
    for trained, judged in gold.folds():
        away = set(gold.sources[judged])
        outside = known["source"].isin(away).to_numpy()
        told = corpus.fit(~outside, trained)
        answers[outside] = _answers(told, matrix[outside])
        _feel(told, gold, judged, readings, margins)
    feelings = tuple(
        Feeling(readings[rows], margin) for (rows, _), margin in zip(gold.rows(), margins, strict=True)
    )
    return Words(whole, _sets(known) | {"gold": len(gold)}, _by_source(known, answers), feelings)


def train(gold: Gold, words: Words, mentions: NDArray[np.int64]) -> Pack:
    """The second model and the finished pack. ``mentions``: gold comments × POLARITIES, counts of topics that
    models which never saw the comment's source find in it."""
    readings = np.hstack(
        [
            np.vstack([feeling.readings for feeling in words.unseen]),
            mention_readings(mentions),
        ]
    )
    model = LogisticRegression(class_weight=_RARE, max_iter=2000)
    answer = cross_val_predict(model, readings, gold.sentiments, groups=gold.sources, cv=GroupKFold(FOLDS))
    model.fit(readings, gold.sentiments)
    order = [list(model.classes_).index(name) for name in SENTIMENTS]
    mix = {"mix_weights": model.coef_[order].T, "mix_intercept": model.intercept_[order]}
    each = f1_score(gold.sentiments, answer, average=None, labels=list(SENTIMENTS))
    facts = _facts(gold.code) | {
        "trained_on": words.trained_on,
        "metrics": {
            "gold_macro_f1_4_classes_by_source": round(float(each.mean()), 4),
            "gold_f1_by_source": {n: round(float(f), 4) for n, f in zip(SENTIMENTS, each, strict=True)},
            "gold_comments": len(gold),
            "words_alone_macro_f1_3_classes_of_unseen_sources": words.metrics,
        },
    }
    return Pack(f"sentiment-{gold.code}", dict(words.told) | mix, facts)


@dataclass(frozen=True)
class _Corpus:
    known: pd.DataFrame
    matrix: sparse.csr_matrix
    gold: Gold

    def fit(self, known: NDArray[np.bool_], gold: NDArray[np.intp]) -> Arrays:
        """Heads trained on some of the known comments and some of gold; mixed ones teach nothing here."""
        clear = gold[self.gold.sentiments[gold] != "mixed"]
        matrix = sparse.vstack([self.matrix[known], self.gold.matrix[clear]], format="csr")
        labels = np.r_[self.known["label"].to_numpy(dtype=object)[known], self.gold.sentiments[clear]]
        sources = np.r_[self.known["source"].to_numpy(dtype=object)[known], self.gold.sources[clear]]
        weight = np.r_[np.ones(int(known.sum())), np.full(len(clear), _GOLD_WEIGHT)]
        kept = columns(matrix, sources.tolist())
        model = LogisticRegression(C=_STRENGTH, max_iter=_ITERATIONS)
        model.fit(select(matrix, kept), labels, sample_weight=weight)
        order = [list(model.classes_).index(head) for head in HEADS]
        return arrays(kept, model.coef_[order].T, model.intercept_[order])


def _facts(code: str) -> dict[str, Any]:
    return {"features": features.VERSION, "heads": list(HEADS), "language": code}


def _answers(told: Arrays, matrix: sparse.csr_matrix) -> NDArray[np.object_]:
    scores = matrix[:, told["numbers"]] @ told["weights"].astype(np.float64) + told["intercept"]
    answers: NDArray[np.object_] = np.array(HEADS, dtype=object)[np.argmax(scores, axis=1)]
    return answers


def _feel(
    told: Arrays,
    gold: Gold,
    judged: NDArray[np.intp],
    readings: NDArray[np.float64],
    margins: list[NDArray[np.float64]],
) -> None:
    """What these heads feel of the judged comments, put into their places."""
    blank = {
        "mix_weights": np.zeros((len(READINGS), len(SENTIMENTS))),
        "mix_intercept": np.zeros(len(SENTIMENTS)),
    }
    model = SentimentModel([Pack("", dict(told) | blank, _facts(gold.code))] * len(LANGUAGES))
    chosen = np.zeros(len(gold), dtype=bool)
    chosen[judged] = True
    for place, (rows, part) in enumerate(gold.rows()):
        feeling = model.feel(part, gold.scores(part, model.linears), gold.dominant(part))
        readings[rows][chosen[rows]] = feeling.readings[chosen[rows]]
        if not len(margins[place]):
            margins[place] = np.zeros(len(feeling.clause_margin))
        here = chosen[rows][part.comment_of_clause]
        margins[place][here] = feeling.clause_margin[here]


def _by_source(known: pd.DataFrame, answers: NDArray[np.object_]) -> dict[str, Any]:
    """Macro-F1 of the heads on each source they were not trained on."""
    scores = {}
    for source in sorted(set(known["source"][answers != ""])):
        here = (known["source"] == source).to_numpy()
        scores[source] = round(float(f1_score(known["label"][here], answers[here], average="macro")), 4)
    return scores


def _sets(frame: pd.DataFrame) -> dict[str, int]:
    return {str(name): int(count) for name, count in frame["source"].value_counts().items()}
