"""The headline figure of a score: what its kind averages, with the interval that fits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from otklik.metrics.answers import Answers, Array, Told, limits, shares
from otklik.score_kinds import ScoreKind
from otklik.stats import Interval, mean_interval, nps_interval, wilson
from otklik.stats.arrays import weighting


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

    ``values``, ``counts``, ``within`` as in ``Answers``.
    ``value`` is the raw estimate in the metric's unit, ``low`` … ``high`` its interval: NPS by adjusted
    Wald, top_box and rate (percent) by Wilson, means by Student's t; NaN when nobody answered. The
    interval holds ``value`` and does not leave the scale.
    ``shares`` are those of all answers, by name (see ``shares``).
    """
    return _row(Answers(values, counts, within).told(kind), kind, score, level)


def measure_weighted(
    values: ArrayLike, weights: ArrayLike, kind: ScoreKind, *, score: str, level: float = 0.95
) -> dict[str, Any]:
    """``measure`` of answers that stand for different numbers of customers; ``n`` counts the answers.

    ``values``, ``weights``: (n,), weights ≥ 0 in any unit. Value and shares are weighted; the interval is
    that of as many equal answers as have the same variance: n* = S²/V, with S² = Σw(y − ȳ)²/Σw and V =
    Σw²(y − ȳ)²/(Σw)² of the contributions y (Kish 1965; Korn & Graubard 1998).
    Raises UsageError for a weight that is missing or negative.
    """
    weight = weighting(weights, "weights", like=np.asarray(values, dtype=np.float64))
    told = Answers(values, weight).told(kind)
    worth = replace(told, count=told.count * _effective(told.points, told.count))
    return _row(worth, kind, score, level) | {"n": int((told.count > 0).sum())}


def unless_scant(row: Mapping[str, Any], minimum: int) -> dict[str, Any]:
    """The row of ``measure``; without figures (NaN, no shares) when fewer than ``minimum`` answered."""
    if row["n"] >= minimum:
        return dict(row)
    return dict(row) | {"value": np.nan, "low": np.nan, "high": np.nan, "shares": {}}


def _row(told: Told, kind: ScoreKind, score: str, level: float) -> dict[str, Any]:
    figure = _inside(_interval(told, kind, level), kind)
    return {
        "score": score,
        "kind": kind.spec,
        "metric": kind.metric,
        "n": figure.n,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "shares": shares(told.values, kind, counts=told.count),
    }


def _interval(told: Told, kind: ScoreKind, level: float) -> Interval:
    if kind.metric == "mean":
        return mean_interval(told.points, counts=told.count, within=told.within, level=level)
    bottom, middle, top = told.classes
    if kind.metric == "nps":
        return nps_interval(bottom, middle, top, level=level)
    share = wilson(top, bottom + middle + top, level=level)
    return Interval(100 * share.value, 100 * share.low, 100 * share.high, 100 * share.se, share.n)


def _effective(points: Array, weight: Array) -> float:
    """What to multiply weights by, so that they count equal answers with the same variance of the mean."""
    total = weight.sum()
    if not total:
        return 1.0
    squares = (points - weight @ points / total) ** 2
    if not weight @ squares:
        squares = np.ones(len(points))
    return float(weight @ squares / (weight**2 @ squares))


def _inside(figure: Interval, kind: ScoreKind) -> Interval:
    """The interval around its raw value, and for a mean within the scale; NaN stays NaN.

    Few answers need it: adjusted Wald is centred off the raw NPS, and t with one degree is very wide.
    """
    floor, ceiling = limits(kind) if kind.metric == "mean" else (-np.inf, np.inf)
    low = np.maximum(floor, np.minimum(figure.low, figure.value))
    high = np.minimum(ceiling, np.maximum(figure.high, figure.value))
    return replace(figure, low=float(low), high=float(high))
