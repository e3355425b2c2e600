"""The headline figure of a score: what its kind averages, with the interval that fits it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from otklik.records import ScoreKind
from otklik.stats import Interval, mean_interval, nps_interval, wilson

Array = NDArray[np.float64]

SHARE_NAMES = {
    "nps": ("detractors", "passives", "promoters"),
    "top_box": ("dissatisfied", "neutral", "satisfied"),
    "mean": ("low", "middle", "high"),
}


def contribution(values: ArrayLike, kind: ScoreKind) -> Array:
    """What each answer adds to the headline: its mean is the metric, in the metric's own unit.

    ``values``: (n,) answers. nps: +100 promoter, 0, −100 detractor; top_box: 100 satisfied, else 0;
    rate: 100 for a 1, else 0; mean: the value. NaN for no answer and for one that is off the scale
    (``otklik.reading`` counts and names those).
    """
    answers = np.asarray(values, dtype=np.float64)
    low, high = _bounds(kind)
    return np.where((answers >= low) & (answers <= high), _points(answers, kind), np.nan)


def measure(
    values: ArrayLike,
    kind: ScoreKind,
    *,
    score: str,
    counts: ArrayLike | None = None,
    within: ArrayLike | None = None,
    level: float = 0.95,
) -> dict[str, Any]:
    """One row of METRIC_COLUMNS for the score column named ``score``.

    ``values``: (n,) answers, NaN for none; ``counts``: (n,) how often each occurs (default 1);
    ``within``: (n,) squared deviations inside a row that stands for a mean (see ``Cells.within``).
    ``value`` is the raw estimate in the metric's unit, ``low`` … ``high`` its interval: NPS by adjusted
    Wald, top_box and rate (percent) by Wilson, means by Student's t; NaN when nobody answered. The
    interval holds ``value`` and does not leave the scale.
    ``shares`` are those of all answers, by name (see ``shares``).
    """
    answers = np.asarray(values, dtype=np.float64)
    points = contribution(answers, kind)
    told = ~np.isnan(points)
    count = (np.ones(len(answers)) if counts is None else np.asarray(counts, dtype=np.float64))[told]
    points, spread = points[told], None if within is None else np.asarray(within, dtype=np.float64)[told]
    figure = _inside(_interval(points, count, spread, kind, level), kind)
    return {
        "score": score,
        "kind": kind.spec,
        "metric": kind.metric,
        "n": figure.n,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "shares": shares(answers[told], kind, counts=count),
    }


def shares(values: ArrayLike, kind: ScoreKind, *, counts: ArrayLike | None = None) -> dict[str, float]:
    """Share of the answers, in [0, 1], below, between and above the cuts of the scale, by name.

    nps: detractors, passives, promoters; top_box: dissatisfied, neutral, satisfied (by meaning, not by
    number: on csat3:1=best a 1 is satisfied); mean on a scale: low, middle, high (on ces7 'high' is the
    percent of 5–7); rate: no, yes. Empty for a number without a scale, or without answers.
    """
    answers = np.asarray(values, dtype=np.float64)
    count = np.ones(len(answers)) if counts is None else np.asarray(counts, dtype=np.float64)
    if not count.sum():
        return {}
    if kind.metric == "rate":
        yes = float(count[answers == 1].sum() / count.sum())
        return {"no": 1 - yes, "yes": yes}
    if kind.cuts is None:
        return {}
    lower, upper = (float(count[end].sum() / count.sum()) for end in _ends(answers, kind.cuts))
    if kind.metric == "top_box" and kind.better == "low":
        lower, upper = upper, lower
    return dict(zip(SHARE_NAMES[kind.metric], (lower, 1 - lower - upper, upper), strict=True))


def _interval(points: Array, count: Array, within: Array | None, kind: ScoreKind, level: float) -> Interval:
    if kind.metric == "mean":
        return mean_interval(points, counts=count, within=within, level=level)
    n, top = int(count.sum()), int(count[points == 100].sum())
    if kind.metric == "nps":
        bottom = int(count[points == -100].sum())
        return nps_interval(bottom, n - top - bottom, top, level=level)
    share = wilson(top, n, level=level)
    return Interval(100 * share.value, 100 * share.low, 100 * share.high, 100 * share.se, n)


def _inside(figure: Interval, kind: ScoreKind) -> Interval:
    """The interval around its raw value, and for a mean within the scale; NaN stays NaN.

    Few answers need it: adjusted Wald is centred off the raw NPS, and t with one degree is very wide.
    """
    floor, ceiling = _bounds(kind) if kind.metric == "mean" else (-np.inf, np.inf)
    low = np.maximum(floor, np.minimum(figure.low, figure.value))
    high = np.minimum(ceiling, np.maximum(figure.high, figure.value))
    return replace(figure, low=float(low), high=float(high))


def _points(answers: Array, kind: ScoreKind) -> Array:
    match kind.metric:
        case "nps":
            detractor, promoter = _ends(answers, kind.cuts or (6, 9))
            points = promoter.astype(np.float64) - detractor
        case "top_box":
            lower, upper = _ends(answers, kind.cuts or (2, 4))
            points = (lower if kind.better == "low" else upper).astype(np.float64)
        case "rate":
            points = (answers == 1).astype(np.float64)
        case _:
            return answers
    return 100 * points


def _ends(answers: Array, cuts: tuple[float, float]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return answers <= cuts[0], answers >= cuts[1]


def _bounds(kind: ScoreKind) -> tuple[float, float]:
    low, high = kind.low, kind.high
    return -np.inf if low is None else low, np.inf if high is None else high
