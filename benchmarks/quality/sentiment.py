"""Sentiment on sets the models were not trained on, the shipped model's and that of ``otklik train``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from figures import TEST, Figure

from otklik.own import OwnModel
from otklik.pack import Pack
from otklik.pipeline.label import Labeller
from otklik.stats.calibration import calibration_error
from otklik.stats.confusion import bootstrap, confusion, macro_f1, weighted_f1
from otklik.train.labelled import Wanted, labelled
from otklik.train.lesson import Lesson, teach

CLASSES = ("negative", "neutral", "positive")
AIRLINE, AIRLINE_TEST = "en_airline_train_evaluation_only", "en_airline_test"
TWEETS, TWEETS_TEST = "ru_rusentitweet_train_5class", "ru_rusentitweet_test_5class"
TWEETS_TEST_3 = "ru_rusentitweet_test"
_BATCH = 1000
FIGURES = {"macro-F1": macro_f1, "weighted F1": weighted_f1}


def read(data: Path, name: str) -> pd.DataFrame:
    """A set of labelled comments."""
    return pd.read_parquet(data / "data" / "sentiment" / f"{name}.parquet")


def shipped(labeller: Labeller, data: Path, name: str, part: str, title: str) -> list[Figure]:
    """The shipped model on a set of three classes, comments in none of its training sets. 'mixed' counts as
    the side it leans to."""
    frame = read(data, name)
    labels, scores = [], []
    for texts in _cut(frame["text"].tolist()):
        found = labeller.label(texts)
        labels += found.sentiment
        scores += found.sentiment_score.tolist()
    sides = [
        label if label != "mixed" else "positive" if score > 0 else "negative"
        for label, score in zip(labels, scores, strict=True)
    ]
    matrix = confusion(frame["label"].tolist(), sides, CLASSES)
    return [Figure.of(f"{title}: macro-F1", bootstrap(macro_f1, matrix), "measured, unseen", part=part)]


def own_unseen(data: Path, name: str, title: str, *, aim: str, alone: bool) -> tuple[Pack, list[Figure]]:
    """A model of ``otklik train`` on a training set, and its cross-validated figures."""
    frame = read(data, name)
    comments = labelled(frame["text"].tolist(), frame["label"].tolist(), Wanted({}), column="label")
    trained = teach(comments, Lesson(title, name, "label", aim, alone))
    (told,) = trained.facts["metrics"].values()
    n, how = told["comments"], "otklik train, cross-validated"
    figures = [
        Figure(f"{title}: {shown}", *(told[name][end] for end in ("value", "low", "high")), n=n, how=how)
        for name, shown in (("macro_f1", "macro-F1"), ("weighted_f1", "weighted F1"))
    ]
    error = told["expected_calibration_error"]
    figures.append(Figure(f"{title}: calibration error", error, np.nan, np.nan, n, how, is_error=True))
    return trained, figures


def own_test(trained: Pack, data: Path, name: str, title: str) -> list[Figure]:
    """The trained model on its set's test split, kept apart."""
    frame = read(data, name)
    labeller = Labeller(own=OwnModel(trained))
    labels, shares = _own_labels(labeller, frame["text"].tolist())
    truth = frame["label"].tolist()
    matrix = confusion(truth, labels, sorted({*truth, *labels}))
    figures = [
        Figure.of(f"{title}: {shown}", bootstrap(figure, matrix), "otklik train, test split", part=TEST)
        for shown, figure in FIGURES.items()
    ]
    right = [said == true for said, true in zip(labels, truth, strict=True)]
    error = calibration_error(shares, right)
    how = "otklik train, test split"
    return [
        *figures,
        Figure(f"{title}: calibration error", error, np.nan, np.nan, len(truth), how, TEST, is_error=True),
    ]


def _own_labels(labeller: Labeller, texts: Sequence[str]) -> tuple[list[str], list[float]]:
    """Label and its probability of each text by the user's own model."""
    assert labeller.own is not None
    labels: list[str] = []
    shares: list[float] = []
    for part in _cut(texts):
        heard = labeller.hear(labeller.ready(part))
        names, chances = labeller.own.told(labeller.own.judge(heard.batch, heard.readings))
        labels += names
        shares += chances
    return labels, shares


def _cut(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
