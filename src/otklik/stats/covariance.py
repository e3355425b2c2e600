"""Weighted correlations, the only thing that relative importance sees of the data."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags, matrix, vector, weighting


def correlations(X: ArrayLike, y: ArrayLike, weights: ArrayLike | None) -> tuple[Array, Flags]:
    """Correlations (p + 1, p + 1) of the columns of X (r, p) and, last, y (r,); and which of them vary.

    A constant column has zeros, on the diagonal too. Raises UsageError as ``ols_hc3``.
    """
    design, outcome = matrix(X, "X"), vector(y, "y")
    if len(design) != len(outcome):
        raise UsageError(f"X has {len(design)} rows, y has {len(outcome)}")
    weight = weighting(weights, "weights", like=outcome)
    used = weight > 0
    table = np.column_stack([design, outcome])[used]
    if not len(table):
        return np.zeros((table.shape[1],) * 2), np.zeros(table.shape[1], dtype=bool)
    weight = weight[used] / weight[used].sum()
    varies = np.ptp(table, axis=0) > 0
    table = (table - weight @ table) * np.sqrt(weight)[:, None]
    length = np.linalg.norm(table, axis=0)
    table = np.where(varies, table, 0) / np.where(varies & (length > 0), length, 1)
    return table.T @ table, varies
