"""How far shares of importance may be off: the bootstrap of LMG."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, matrix, vector, weighting
from otklik.stats.interval import check_level
from otklik.stats.subsets import EXACT, subset_sizes, unexplained_by_subset

_TABLES = 1 << 20  # subsets × draws held at a time


def lmg_bounds(
    X: ArrayLike,
    y: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    draws: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> tuple[Array, Array]:
    """Percentile bounds (p,), (p,) of ``lmg(X, y).raw`` over samples of the observations with replacement.

    ``X``: (r, p), p ≤ 20, ``y``: (r,), ``counts``: (r,) observations per row, over which the draw is
    multinomial. Each draw fits 2^p models. A share of R² is never negative, so its bounds leave out 0 for a
    predictor of no effect too: they say how large a share is, not whether there is one (see ``ols_hc3``).
    Constant columns are NaN. Source: R relaimpo ``boot.relimp``, ``booteval.relimp(bty = "perc")``.
    Raises UsageError as ``lmg``, or for more than 20 columns, or fewer than two draws.
    """
    design, outcome = matrix(X, "X"), vector(y, "y")
    if len(design) != len(outcome):
        raise UsageError(f"X has {len(design)} rows, y has {len(outcome)}")
    p, count = design.shape[1], weighting(counts, "counts", like=outcome)
    if p > EXACT or draws < 2:
        raise UsageError(f"{draws} draws of {p} columns", mend=f"two draws or more, {EXACT} columns or fewer")
    table, n = np.column_stack([design, outcome])[count > 0], int(count.sum())
    tails = [(1 - check_level(level)) / 2, (1 + level) / 2]
    if not n or not np.ptp(table[:, -1]):
        return np.full(p, np.nan), np.full(p, np.nan)
    generator, batch = np.random.default_rng(seed), max(1, _TABLES >> p)
    chances = count[count > 0] / count.sum()
    samples = (
        generator.multinomial(n, chances, size=min(batch, draws - start)) / n
        for start in range(0, draws, batch)
    )
    raw = np.concatenate([_shares(_correlations(table, sample)) for sample in samples])
    low, high = np.where(np.ptp(table[:, :-1], axis=0) > 0, np.quantile(raw, tails, axis=0), np.nan)
    return low, high


def _correlations(table: Array, weights: Array) -> Array:
    """Correlations (k, k, draws) of the columns of ``table`` (r, k) by rows of ``weights`` (draws, r)."""
    middled = table - table.mean(axis=0)
    k = middled.shape[1]
    means = weights @ middled
    products = (middled[:, :, None] * middled[:, None, :]).reshape(len(middled), k * k)
    spread = (weights @ products).reshape(-1, k, k) - means[:, :, None] * means[:, None, :]
    variance = np.maximum(spread.diagonal(axis1=1, axis2=2), 0)
    scale = np.divide(1, np.sqrt(variance), out=np.zeros_like(variance), where=variance > 1e-14)
    return np.asarray((spread * scale[:, :, None] * scale[:, None, :]).transpose(1, 2, 0))


def _shares(correlation: Array) -> Array:
    """Shapley values of R² (draws, p) from every subset; bit j of a subset is column j."""
    p, draws = len(correlation) - 1, correlation.shape[2]
    rest = unexplained_by_subset(correlation, [1] * p).reshape(1 << p, draws)
    weight = np.array([1 / (p * comb(p - 1, size)) for size in range(p)])[subset_sizes(p - 1)]
    cubes = (rest.reshape(-1, 2, 1 << j, draws) for j in range(p))
    return np.array([weight @ (cube[:, 0] - cube[:, 1]).reshape(-1, draws) for cube in cubes]).T
