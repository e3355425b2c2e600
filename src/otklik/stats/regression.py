"""Least squares with standard errors that hold when the spread differs from row to row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, matrix, vector, weighting
from otklik.stats.design import decompose, satterthwaite
from otklik.stats.interval import t_p, t_quantile


@dataclass(frozen=True)
class Regression:
    """A fitted line: one figure per column of X in each (p,) array, in units of y per unit of X.

    NaN stands where the data cannot tell: columns that are constant or combinations of others have
    no ``coef``; without degrees of freedom there is no ``se``, ``p``, ``low``, ``high`` (all HC3).
    ``se_pooled`` is the classical standard error, from one variance for all observations.
    ``n`` counts observations (not rows), ``df`` = n − rank. ``freedom`` (p,): the degrees of freedom that
    each HC3 variance is worth (see ``design.satterthwaite``), few where a coefficient rests on few
    observations; tests and bounds here are on ``df`` all the same, as in R.
    """

    intercept: float
    intercept_se: float
    coef: Array
    se: Array
    se_pooled: Array
    p: Array
    low: Array
    high: Array
    r2: float
    n: int
    df: int
    freedom: Array


def ols_hc3(
    X: ArrayLike,
    y: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    counts: ArrayLike | None = None,
    within: ArrayLike | None = None,
    level: float = 0.95,
) -> Regression:
    """Ordinary least squares with an intercept and HC3 standard errors.

    ``X``: (r, p); ``y``: (r,). ``weights``: (r,) as in R ``lm(weights=)``. ``counts``: (r,) how many
    observations a row stands for; with ``within``, (r,) the sum of squared deviations of their
    outcomes from the row's mean ``y``. Rows are then a sufficient statistic, as the leverage is
    constant in a row: the result is that of the single observations.

    cov(b) = (XᵀWX)⁻¹ · Σ w²e²/(1 − h)² xxᵀ · (XᵀWX)⁻¹, tests on t with n − rank degrees of freedom.
    Source: MacKinnon & White 1985; R sandwich ``vcovHC(type = "HC3")`` with ``coeftest``.
    Raises UsageError for shapes that do not fit, numbers that are not finite, negative weights.
    """
    design, outcome = matrix(X, "X"), vector(y, "y")
    if len(design) != len(outcome):
        raise UsageError(f"X has {len(design)} rows, y has {len(outcome)}")
    count, weight = weighting(counts, "counts", like=outcome), weighting(weights, "weights", like=outcome)
    spread = np.zeros(len(outcome)) if within is None else weighting(within, "within", like=outcome)
    used = (count > 0) & (weight > 0)
    if not used.any():
        return _nothing(design.shape[1])
    return _fit(design[used], outcome[used], weight[used], count[used], spread[used], level=level)


def _fit(X: Array, y: Array, weight: Array, count: Array, within: Array, *, level: float) -> Regression:
    full = np.column_stack([np.ones(len(y)), X])
    root = np.sqrt(count * weight)
    basis, inverse, estimable = decompose(root[:, None] * full)
    beta = inverse @ (basis.T @ (root * y))
    residual = y - full @ beta
    n, rank = int(count.sum()), basis.shape[1]
    df = n - rank
    unexplained = float(count * weight @ residual**2 + weight @ within)
    total = float(count * weight @ (y - np.average(y, weights=count * weight)) ** 2 + weight @ within)
    varies = total > len(y) * (np.finfo(float).eps * np.abs(y).max()) ** 2 * float((count * weight).sum())
    se = _hc3(basis, inverse, weight * (residual**2 + within / count), count)
    pooled = np.sqrt(unexplained / max(df, 1) * (inverse**2).sum(axis=1))
    told = estimable & (df > 0) & varies
    beta, se, pooled = (
        np.where(estimable, beta, np.nan),
        np.where(told, se, np.nan),
        np.where(told, pooled, np.nan),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        p = t_p(beta / se, df)
    reach = t_quantile(level, df) * se
    return Regression(
        intercept=float(beta[0]),
        intercept_se=float(se[0]),
        coef=beta[1:],
        se=se[1:],
        se_pooled=pooled[1:],
        p=p[1:],
        low=(beta - reach)[1:],
        high=(beta + reach)[1:],
        r2=1 - unexplained / total if varies else float("nan"),
        n=n,
        df=df,
        freedom=np.where(told, satterthwaite(basis, inverse, count), np.nan)[1:],
    )


def _hc3(basis: Array, inverse: Array, squares: Array, count: Array) -> Array:
    """Standard errors from the mean squared residual of each row; NaN for a coefficient that hangs on
    an observation the line passes through whatever its outcome (leverage 1)."""
    leverage = (basis**2).sum(axis=1) / count
    pinned = leverage > 1 - 1e-9
    inflated = np.where(pinned, 0, squares / np.where(pinned, 1, 1 - leverage) ** 2)
    meat = basis.T @ (inflated[:, None] * basis)
    se: Array = np.sqrt(np.maximum(0, ((inverse @ meat) * inverse).sum(axis=1)))
    if pinned.any():
        hold = np.abs(inverse @ basis[pinned].T).max(axis=1)
        se[hold > 1e-9 * np.abs(inverse).max(axis=1)] = np.nan
    return se


def _nothing(columns: int) -> Regression:
    empty, nan = np.full(columns, np.nan), float("nan")
    figures = (empty, empty, empty, empty, empty, empty)
    return Regression(nan, nan, *figures, nan, 0, 0, empty)
