"""Cumulative logit: the check that a driver of a mean also moves the ordered answers themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags, matrix, vector, weighting
from otklik.stats.interval import normal_p
from otklik.stats.newton import Summit, climb


@dataclass(frozen=True)
class Ordinal:
    """``thresholds`` (k − 1,) between the k ``answers`` that occur; ``coef``, ``se``, ``p`` per column (p,).

    A positive ``coef`` goes with higher answers, in log-odds. NaN for columns of ``nominal``, and where
    columns cannot be told apart or separate the answers (then for thresholds too). ``n`` counts observations.
    """

    answers: Array
    thresholds: Array
    coef: Array
    se: Array
    p: Array
    log_likelihood: float
    n: int


def ordinal_logit(
    X: ArrayLike, y: ArrayLike, *, counts: ArrayLike | None = None, nominal: Sequence[int] = ()
) -> Ordinal:
    """Proportional odds: logit P(y ≤ answer j) = threshold_j − X·coef.

    ``X``: (r, p); ``y``: (r,) ordered numbers, each distinct value an answer; ``counts``: (r,) observations
    per row. Columns in ``nominal`` get a coefficient for every threshold: twice the gain in log-likelihood
    tests that the odds of a column are proportional (chi-square with k − 2 degrees of freedom a column).
    All is NaN for a single answer. Source: McCullagh 1980; R ordinal ``clm``, standard errors from the
    observed information. Raises UsageError for shapes that do not fit.
    """
    design, outcome = matrix(X, "X"), vector(y, "y")
    if len(design) != len(outcome):
        raise UsageError(f"X has {len(design)} rows, y has {len(outcome)}")
    count = weighting(counts, "counts", like=outcome)
    used, n, p = count > 0, int(count.sum()), design.shape[1]
    answers, answer = np.unique(outcome[used], return_inverse=True)
    coef, se = np.full(p, np.nan), np.full(p, np.nan)
    if len(answers) < 2:
        return Ordinal(answers, np.empty(0), coef, se, se, np.nan, n)
    shared = [column for column in range(p) if column not in nominal]
    scale = np.abs(design[used]).max(axis=0)
    table = design[used] / np.where(scale > 0, scale, 1)
    cuts = len(answers) - 1
    top = _fitted(table[:, shared], table[:, list(nominal)], answer, count[used], cuts)
    told: Flags = np.abs(top.flat).max(axis=1, initial=0) < 1e-6
    place = cuts + np.flatnonzero(told[cuts : cuts + len(shared)])
    slots = np.array(shared, dtype=np.int64)[place - cuts]
    coef[slots] = top.point[place] / scale[slots]
    se[slots] = np.sqrt(top.inverse.diagonal()[place]) / scale[slots]
    tests = np.array([normal_p(statistic) for statistic in coef / se])
    thresholds = np.where(told, top.point, np.nan)[:cuts]
    return Ordinal(answers, thresholds, coef, se, tests, top.height, n)


def _fitted(shared: Array, nominal: Array, answer: NDArray[np.int64], count: Array, cuts: int) -> Summit:
    """Parameters in order: thresholds, shared coefficients, then for each cut those of ``nominal``."""
    rows = len(answer)

    def edge(cut: NDArray[np.int64]) -> Array:
        """Rows of the design of logit P(y ≤ cut) (r, parameters)."""
        at = (np.arange(cuts) == cut[:, None]).astype(np.float64)
        special = (at[:, :, None] * nominal[:, None, :]).reshape(rows, -1)
        return np.column_stack([at, -shared, -special])

    upper, lower = edge(answer), edge(answer - 1)
    last, first = answer == cuts, answer == 0

    def landscape(point: Array) -> tuple[float, Array, Array]:
        high = np.where(last, np.inf, upper @ point)
        low = np.where(first, -np.inf, lower @ point)
        chance = expit(high) - expit(low)
        if (chance <= 0).any():  # thresholds out of order
            return -np.inf, point, np.eye(len(point))
        up, down = expit(high) * expit(-high), expit(low) * expit(-low)
        gradient = upper * (up / chance)[:, None] - lower * (down / chance)[:, None]
        bend_up, bend_down = up * (1 - 2 * expit(high)), down * (1 - 2 * expit(low))
        curved = upper.T @ ((count * bend_up / chance)[:, None] * upper)
        curved -= lower.T @ ((count * bend_down / chance)[:, None] * lower)
        information = gradient.T @ (count[:, None] * gradient) - curved
        return float(count @ np.log(chance)), gradient.T @ count, information

    below = np.cumsum(np.bincount(answer, count))[:-1] / count.sum()
    width = shared.shape[1] + cuts * nominal.shape[1]
    return climb(landscape, np.concatenate([logit(below), np.zeros(width)]))
