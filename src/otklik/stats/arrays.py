"""What every function asks of its arrays: right shapes, finite numbers, weights that are not negative."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from otklik.errors import UsageError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def vector(values: ArrayLike, name: str, *, like: Array | None = None) -> Array:
    """A finite one-dimensional float array, as long as ``like`` when that is given."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise UsageError(f"{name} has shape {array.shape}, but must have one dimension")
    if like is not None and len(array) != len(like):
        raise UsageError(f"{name} has {len(array)} values for {len(like)} rows")
    if not np.isfinite(array).all():
        row = int(np.flatnonzero(~np.isfinite(array))[0])
        raise UsageError(
            f"{name} holds {array[row]} at row {row}", mend="drop the rows without a number first"
        )
    return array


def weighting(weights: ArrayLike | None, name: str, *, like: Array) -> Array:
    """Weights or frequencies ≥ 0, one per row of ``like``; ones when None."""
    if weights is None:
        return np.ones(len(like))
    array = vector(weights, name, like=like)
    if (array < 0).any():
        raise UsageError(f"{name} holds {array.min()} at row {int(array.argmin())}, but none may be negative")
    return array


def matrix(values: ArrayLike, name: str) -> Array:
    """A finite two-dimensional float array with at least one column."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] == 0:
        raise UsageError(f"{name} has shape {array.shape}, but must be rows × columns")
    if not np.isfinite(array).all():
        row, column = (int(at[0]) for at in np.nonzero(~np.isfinite(array)))
        raise UsageError(
            f"{name} holds {array[row, column]} at row {row}, column {column}",
            mend="drop the rows without a number first",
        )
    return array


def answers(scores: ArrayLike, counts: ArrayLike | None) -> tuple[Array, Array]:
    """Scores (NaN: no answer) with their frequencies; the unanswered are left out."""
    values = np.asarray(scores, dtype=np.float64)
    frequency = weighting(counts, "counts", like=values)
    told = ~np.isnan(values)
    return vector(values[told], "scores"), frequency[told]
