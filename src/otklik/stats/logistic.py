"""Logistic regression: which columns go with a yes, when all others are held equal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit, xlogy

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags, matrix, vector, weighting
from otklik.stats.design import decompose
from otklik.stats.interval import normal_p, normal_quantile
from otklik.stats.newton import Summit, climb


@dataclass(frozen=True)
class Logistic:
    """Log-odds of a yes: one figure per column of X in each (p,) array; ``low`` … ``high`` are Wald's.

    ``coef`` is NaN where columns are constant or combinations of others, or have no finite estimate
    because they separate the answers (a flag that only occurs with one of them). ``r2`` is McFadden's,
    1 − log-likelihood / null log-likelihood. ``n`` counts observations, not rows.
    """

    intercept: float
    intercept_se: float
    coef: Array
    se: Array
    p: Array
    low: Array
    high: Array
    log_likelihood: float
    null_log_likelihood: float
    r2: float
    n: int


def logistic(X: ArrayLike, y: ArrayLike, *, counts: ArrayLike | None = None, level: float = 0.95) -> Logistic:
    """Maximum likelihood of logit P(yes) = intercept + X·coef, by Newton's method.

    ``X``: (r, p); ``y``: (r,) 0 or 1, or the share of yes among the ``counts`` (r,) observations that a
    row stands for (default 1). Log-likelihood Σ count·(y·log π + (1 − y)·log(1 − π)), standard errors
    from (Xᵀ diag(count·π(1 − π)) X)⁻¹, p from the normal: as R ``glm(family = binomial)``.
    R² of McFadden 1974. All is NaN when y never varies. Weights are taken for counts.
    Raises UsageError for shapes that do not fit, or a y outside [0, 1].
    """
    design, share, count = observations(X, y, counts)
    z, n = normal_quantile(level), int(count.sum())
    mean = float(count @ share) / n if n else 0.0
    if not 0 < mean < 1:
        empty = np.full(design.shape[1], np.nan)
        return Logistic(np.nan, np.nan, *(empty,) * 5, np.nan, np.nan, np.nan, n)
    full = np.column_stack([np.ones(len(design)), design])
    _, inverse, estimable = decompose(np.sqrt(count)[:, None] * full)
    top = summit(full @ inverse, share, count)
    beta, se = _coefficients(top, inverse, estimable)
    reach = z * se
    p = np.array([normal_p(statistic) for statistic in (beta / se)])
    null = n * float(xlogy(mean, mean) + xlogy(1 - mean, 1 - mean))
    return Logistic(
        intercept=float(beta[0]),
        intercept_se=float(se[0]),
        coef=beta[1:],
        se=se[1:],
        p=p[1:],
        low=(beta - reach)[1:],
        high=(beta + reach)[1:],
        log_likelihood=top.height,
        null_log_likelihood=null,
        r2=1 - top.height / null,
        n=n,
    )


def observations(X: ArrayLike, y: ArrayLike, counts: ArrayLike | None) -> tuple[Array, Array, Array]:
    """The rows that count: X (r, p), the share of yes (r,) and the counts (r,), checked."""
    design, share = matrix(X, "X"), vector(y, "y")
    if len(design) != len(share):
        raise UsageError(f"X has {len(design)} rows, y has {len(share)}")
    if ((share < 0) | (share > 1)).any():
        raise UsageError("y must be 0 or 1, or a share between", mend="y=(answer == 'yes')")
    count = weighting(counts, "counts", like=share)
    return design[count > 0], share[count > 0], count[count > 0]


def summit(columns: Array, share: Array, count: Array) -> Summit:
    """The likelihood's top over coefficients of ``columns`` (r, k), which together span a constant."""

    def landscape(point: Array) -> tuple[float, Array, Array]:
        eta = columns @ point
        yes = expit(eta)
        height = float(count @ (share * eta - np.logaddexp(0, eta)))
        spread = count * yes * (1 - yes)
        return height, columns.T @ (count * (share - yes)), columns.T @ (spread[:, None] * columns)

    odds = np.full(len(columns), logit(np.average(share, weights=count)))
    root = np.sqrt(count)
    start = np.linalg.lstsq(root[:, None] * columns, root * odds, rcond=None)[0]
    return climb(landscape, start.astype(np.float64))


def _coefficients(top: Summit, inverse: Array, estimable: Flags) -> tuple[Array, Array]:
    variance = ((inverse @ top.inverse) * inverse).sum(axis=1)
    scale = np.abs(inverse).max(axis=1)
    endless = (np.abs(inverse @ top.flat) > 1e-6 * scale[:, None]).any(axis=1)
    told = estimable & ~endless
    return np.where(told, inverse @ top.point, np.nan), np.where(
        told, np.sqrt(np.maximum(0, variance)), np.nan
    )
