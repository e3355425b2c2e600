"""What each subset of predictors leaves unexplained: the ground of every all-subsets method."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from otklik.stats.arrays import Array

EXACT = 20  # players up to which all 2^m subsets are fitted
TOLERANCE = 1e-10  # share of a predictor's variance below which the others already hold it


def sweep(table: Array) -> Array:
    """Take the first variable into the model: tables (r, r, N) of what the others have left.

    One step of Gaussian elimination (Schur complement) in N tables at once; a variable that the model
    already determines changes nothing.
    """
    pivot = table[0, 0]
    scale = np.zeros_like(pivot)
    np.divide(1, pivot, out=scale, where=pivot > TOLERANCE)
    rest: Array = table[1:, 1:] - table[1:, :1] * (table[:1, 1:] * scale)
    return rest


def absorb(table: Array) -> Array:
    """Take all variables but the last into the model: (1, 1, N)."""
    while len(table) > 1:
        table = sweep(table)
    return table


def unexplained_by_subset(table: Array, sizes: list[int]) -> Array:
    """Unexplained variance of the outcome (2^m,) for every subset of m players; bit j stands for player j.

    ``table`` (r, r, 1): correlations of the players' columns in order, the outcome last; ``sizes``: how
    many columns each player has.
    """
    for size in sizes:
        taken = table
        for _ in range(size):
            taken = sweep(taken)
        table = np.concatenate([table[size:, size:], taken], axis=2)
    rest: Array = table[0, 0]
    return rest


def subset_sizes(players: int) -> NDArray[np.int64]:
    """How many players each of the 2^m subsets holds."""
    sizes = np.zeros(1, dtype=np.int64)
    for _ in range(players):
        sizes = np.concatenate([sizes, sizes + 1])
    return sizes
