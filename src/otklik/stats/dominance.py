"""Dominance analysis: does one predictor explain more than another, on average, by model size, always?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array
from otklik.stats.covariance import correlations
from otklik.stats.subsets import EXACT, subset_sizes, unexplained_by_subset


@dataclass(frozen=True)
class Dominance:
    """``general`` (p,): mean gain in R² over all orders (= LMG), sums to ``r2``; ``conditional`` (p, p):
    mean gain of predictor i as the (j + 1)-th of a model; ``complete`` (p, p): share of the models without
    i and j to which i adds more than j (1: always, 0: never, ½ each for equals), NaN on the diagonal.
    """

    general: Array
    conditional: Array
    complete: Array
    r2: float


def dominance(X: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None) -> Dominance:
    """Dominance of the columns of ``X`` (r, p), p ≤ 20, over the R² of ``y`` (r,); ``weights`` (r,) ≥ 0.

    Constant columns are NaN; all is NaN when y is constant. Source: Budescu 1993; Azen & Budescu 2003;
    R domir ``domin``. Raises UsageError for shapes that do not fit, or more than 20 columns.
    """
    correlation, varies = correlations(X, y, weights)
    p = len(varies) - 1
    if p > EXACT:
        raise UsageError(f"dominance of {p} predictors needs 2^{p} models", mend=f"use lmg above {EXACT}")
    rest = unexplained_by_subset(correlation[..., None], [1] * p)
    size = subset_sizes(p - 1)
    conditional = np.empty((p, p))
    for i in range(p):
        cube = rest.reshape(-1, 2, 1 << i)
        gain = (cube[:, 0] - cube[:, 1]).ravel()
        conditional[i] = np.bincount(size, gain, minlength=p) / np.bincount(size, minlength=p)
    complete = np.full((p, p), np.nan)
    for i in range(p):
        for j in range(i + 1, p):
            complete[i, j] = _more_often(rest, i, j)
            complete[j, i] = 1 - complete[i, j]
    blank = ~varies[:-1] | ~varies[-1]
    conditional[blank], complete[blank], complete[:, blank] = np.nan, np.nan, np.nan
    r2 = float(rest[0] - rest[-1]) if varies[-1] else np.nan
    return Dominance(conditional.mean(axis=1), conditional, complete, r2)


def _more_often(rest: Array, i: int, j: int) -> float:
    """Share of the models without i < j that i improves more than j; a tie counts half."""
    cube = rest.reshape(-1, 2, 1 << (j - i - 1), 2, 1 << i)
    lead = cube[:, 1, :, 0] - cube[:, 0, :, 1]
    return float(np.mean((lead > 1e-12) + 0.5 * (np.abs(lead) <= 1e-12)))
