"""Train the sentiment models: three linear heads per language, and the second model that tells 'mixed'."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from otklik import features
from otklik.languages import LANGUAGES
from otklik.pack import Pack
from otklik.records import SENTIMENTS
from otklik.sentiment import HEADS, READINGS, SentimentModel
from otklik.train.design import arrays, batches, columns, comment_matrix, select
from otklik.words import Batch, WordTable

_DEV = 0.1
_STRENGTH, _MIX_STRENGTH = 2.0, 1.0


def train(data: Path, code: str) -> Pack:
    """Train one language from ``data/sentiment/{code}_train.parquet`` and ``gold/{code}_train.parquet``.

    Comments that are also in gold are left out of the linear model, so that the second model sees honest
    margins. The pack's facts hold the macro-F1 on a random tenth kept for development, by source, and the
    four-class macro-F1 on gold, cross-validated by source.
    """
    number = [language.code for language in LANGUAGES].index(code) + 1
    gold = pd.read_parquet(data / "gold" / f"{code}_train.parquet")
    gold = gold[~gold["evaluation_only"]].reset_index(drop=True)
    known = pd.read_parquet(data / "data" / "sentiment" / f"{code}_train.parquet")
    known = known[~known["text"].isin(set(gold["text"]))].reset_index(drop=True)
    table = WordTable()
    whole = comment_matrix(batches(list(known["text"]), table), number)
    kept = columns(whole, list(known["source"]))
    matrix = select(whole, kept)
    dev = np.random.default_rng(0).random(len(known)) < _DEV
    labels = known["label"].to_numpy(dtype=object)
    model = _fit(matrix[~dev], labels[~dev])
    metrics = _by_source(labels[dev], model.predict(matrix[dev]), known["source"].to_numpy()[dev])
    model = _fit(matrix, labels)
    order = [list(model.classes_).index(head) for head in HEADS]
    told = arrays(kept, model.coef_[order].T, model.intercept_[order])
    facts: dict[str, Any] = {
        "features": features.VERSION,
        "heads": list(HEADS),
        "language": code,
        "trained_on": _sets(known) | {"gold": len(gold)},
        "metrics": {"dev_macro_f1_3_classes": metrics},
    }
    mix, facts["metrics"]["gold_macro_f1_4_classes_by_source"] = _mix(told, facts, gold, table, number)
    return Pack(f"sentiment-{code}", told | mix, facts)


def _fit(matrix: Any, labels: NDArray[Any]) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=50).fit(matrix, labels)


def _by_source(truth: NDArray[Any], answer: NDArray[Any], source: NDArray[Any]) -> dict[str, Any]:
    scores = {"all": round(float(f1_score(truth, answer, average="macro")), 4)}
    for name in sorted(set(source)):
        here = source == name
        scores[name] = round(float(f1_score(truth[here], answer[here], average="macro")), 4)
    return scores


def _sets(frame: pd.DataFrame) -> dict[str, int]:
    return {str(name): int(count) for name, count in frame["source"].value_counts().items()}


def _mix(
    told: Mapping[str, NDArray[Any]],
    facts: Mapping[str, Any],
    gold: pd.DataFrame,
    table: WordTable,
    number: int,
) -> tuple[dict[str, NDArray[Any]], float]:
    """The second model, and its cross-validated macro-F1 where a source is never trained on itself."""
    readings = _readings(Pack("", dict(told) | _blank(), facts), batches(list(gold["text"]), table), number)
    truth = gold["sentiment"].to_numpy(dtype=object)
    model = LogisticRegression(C=_MIX_STRENGTH, max_iter=500)
    folds = GroupKFold(5)
    answer = cross_val_predict(model, readings, truth, groups=gold["source"], cv=folds)
    model.fit(readings, truth)
    order = [list(model.classes_).index(name) for name in SENTIMENTS]
    mix = {"mix_weights": model.coef_[order].T, "mix_intercept": model.intercept_[order]}
    return mix, round(float(f1_score(truth, answer, average="macro")), 4)


def _blank() -> dict[str, NDArray[Any]]:
    return {
        "mix_weights": np.zeros((len(READINGS), len(SENTIMENTS))),
        "mix_intercept": np.zeros(len(SENTIMENTS)),
    }


def _readings(pack: Pack, parts: list[Batch], number: int) -> NDArray[np.float64]:
    """What the run time would read with this pack in the place of every language."""
    model = SentimentModel([pack] * len(LANGUAGES))
    rows = []
    for part in parts:
        dominant = np.full(len(part), number, np.int32)
        owners = np.where(part.table.languages[part.words] == 0, number, part.table.languages[part.words])
        rows.append(model.readings(part, np.where(owners == number, number, 0), dominant)[0])
    return np.vstack(rows)
