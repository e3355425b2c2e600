"""Finish the sentiment model: the figures of its network on sources it never saw, and how sure it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.metrics import f1_score

from otklik import features
from otklik.pack import Pack
from otklik.records import SENTIMENTS
from otklik.sentiment import NETWORK_HEADS, Context, Feeling
from otklik.stats.calibration import calibration_error
from otklik.train.gold import Gold

Arrays = Mapping[str, NDArray[Any]]
_SURENESS = (0.2, 3.0)


@dataclass(frozen=True)
class Words:
    """The network's arrays, its ``deep`` heads, what it was trained on, and what networks that never saw a
    gold comment's source feel of it (one Feeling per part of gold)."""

    told: Arrays
    deep: tuple[str, ...]
    trained_on: Mapping[str, int]
    metrics: Mapping[str, Any]
    unseen: tuple[Feeling, ...]


def train(gold: Gold, words: Words, context: Context) -> Pack:
    """The finished pack. ``context``: what models which never saw a gold comment's source find in it."""
    odds = np.vstack([feeling.labels for feeling in words.unseen])
    truth = np.array([SENTIMENTS.index(name) for name in gold.sentiments])
    chance = np.zeros_like(odds)
    told = gold.measured
    for trained, judged in gold.folds():
        trained = trained[told[trained]]
        sureness = _sureness(odds[trained], truth[trained])
        chance[judged] = softmax(sureness * odds[judged] + context.odds[judged], axis=1)
    answer, sure = chance.argmax(axis=1), chance.max(axis=1)
    each = f1_score(truth[told], answer[told], average=None, labels=range(len(SENTIMENTS)))
    metrics = {
        "gold_macro_f1_4_classes_by_source": round(float(each.mean()), 4),
        "gold_f1_by_source": {n: round(float(f), 4) for n, f in zip(SENTIMENTS, each, strict=True)},
        "gold_calibration_error_by_source": round(calibration_error(sure[told], (answer == truth)[told]), 4),
        "gold_comments": int(told.sum()),
    }
    facts: dict[str, Any] = {
        "features": features.VERSION,
        "language": gold.code,
        "heads": list(NETWORK_HEADS),
        "deep": list(words.deep),
    }
    facts |= {"trained_on": words.trained_on, "metrics": metrics | dict(words.metrics)}
    factor = np.array([_sureness(odds[told], truth[told])])
    return Pack(f"sentiment-{gold.code}", dict(words.told) | {"sureness": factor}, facts)


def _sureness(odds: NDArray[np.float64], truth: NDArray[np.intp]) -> float:
    """What log odds are multiplied by so that the truth is likeliest: the inverse temperature of Guo et al.
    (2017)."""

    def surprise(factor: float) -> float:
        return -float(log_softmax(factor * odds, axis=1)[np.arange(len(truth)), truth].mean())

    return round(float(minimize_scalar(surprise, bounds=_SURENESS, method="bounded").x), 3)
