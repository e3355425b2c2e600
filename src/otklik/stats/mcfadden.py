"""How much of McFadden's R² belongs to each predictor of a yes or no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from otklik.errors import UsageError
from otklik.stats.arrays import Array
from otklik.stats.logistic import observations, summit
from otklik.stats.subsets import TOLERANCE, subset_sizes

_EXACT = 10  # predictors up to which all 2^p models are fitted: each is a Newton search of its own

Worth = Callable[[int], float]


@dataclass(frozen=True)
class McFadden:
    """One figure per column of X (p,): ``raw`` sums to ``r2``, ``share`` to 1.

    ``first``/``last``: R² of the column alone / lost without it. ``error``: Monte Carlo standard error of
    ``raw``, zero when ``exact``.
    """

    raw: Array
    share: Array
    first: Array
    last: Array
    error: Array
    r2: float
    exact: bool


def mcfadden_shares(
    X: ArrayLike, y: ArrayLike, *, counts: ArrayLike | None = None, permutations: int = 100, seed: int = 0
) -> McFadden:
    """McFadden's R² of a logistic regression, decomposed as ``lmg`` decomposes R²: mean gain over all orders.

    ``X``: (r, p); ``y``: (r,) 0 or 1, or a share of yes; ``counts``: (r,) observations per row: group equal
    rows first, as each model costs a pass over them. Up to 10 columns all 2^p models are fitted; above,
    ``permutations`` orders are sampled in antithetic pairs from ``seed``. Constant columns are NaN; all is
    NaN when y never varies. Source: Azen & Traxel 2009 (dominance analysis with McFadden's R²).
    Raises UsageError as ``logistic``, or for fewer than four permutations.
    """
    design, share, count = observations(X, y, counts)
    p = design.shape[1]
    if permutations < 4:
        raise UsageError(
            f"permutations is {permutations}, but two pairs are the least", mend="permutations=100"
        )
    varies = np.ptp(design, axis=0) > 0 if len(design) else np.zeros(p, dtype=bool)
    if not len(share) or (np.ptp(share) == 0 and share[0] in (0, 1)):
        empty = np.full(p, np.nan)
        return McFadden(empty, empty, empty, empty, empty, np.nan, p <= _EXACT)
    worth, everyone = _worth(design, share, count), (1 << p) - 1
    raw, error = _all(worth, p) if p <= _EXACT else _sampled(worth, p, permutations, seed)
    r2 = worth(everyone)
    first = np.array([worth(1 << j) for j in range(p)])
    last = np.array([r2 - worth(everyone ^ (1 << j)) for j in range(p)])
    scaled = raw / r2 if r2 > TOLERANCE else np.full(p, np.nan)
    raw, scaled, first, last, error = (
        np.where(varies, figure, np.nan) for figure in (raw, scaled, first, last, error)
    )
    return McFadden(raw, scaled, first, last, error, r2, p <= _EXACT)


def _worth(design: Array, share: Array, count: Array) -> Worth:
    """R² of the model that holds the columns whose bits are set."""
    spread = np.ptp(design, axis=0)
    full = np.column_stack([np.ones(len(design)), (design - design[0]) / np.where(spread > 0, spread, 1)])
    null = summit(full[:, :1], share, count).height

    @cache
    def worth(subset: int) -> float:
        held = [0] + [j + 1 for j in range(design.shape[1]) if subset >> j & 1 and spread[j] > 0]
        return 1 - summit(full[:, held], share, count).height / null

    return worth


def _all(worth: Worth, p: int) -> tuple[Array, Array]:
    value = np.array([worth(subset) for subset in range(1 << p)])
    weight = np.array([1 / (p * comb(p - 1, k)) for k in range(p)])[subset_sizes(p - 1)]
    cubes = (value.reshape(-1, 2, 1 << j) for j in range(p))
    return np.array([weight @ (cube[:, 1] - cube[:, 0]).ravel() for cube in cubes]), np.zeros(p)


def _sampled(worth: Worth, p: int, permutations: int, seed: int) -> tuple[Array, Array]:
    generator = np.random.default_rng(seed)
    orders = [generator.permutation(p) for _ in range(permutations // 2)]
    gains = np.array([(_entry(worth, order) + _entry(worth, order[::-1])) / 2 for order in orders])
    return gains.mean(axis=0), gains.std(axis=0, ddof=1) / np.sqrt(len(gains))


def _entry(worth: Worth, order: NDArray[np.int64]) -> Array:
    """Gain of each column (p,) as they enter in this order."""
    bits = [1 << int(j) for j in order]
    values = [worth(subset) for subset in np.cumsum([0, *bits]).tolist()]
    gains = np.empty(len(order))
    gains[order] = np.diff(values)
    return gains
