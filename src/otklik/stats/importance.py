"""How much of the explained variance belongs to each predictor, when predictors overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags
from otklik.stats.covariance import correlations
from otklik.stats.subsets import EXACT, TOLERANCE, absorb, subset_sizes, sweep, unexplained_by_subset

_BATCH = 250  # sampled orders worked on at once: bounds the memory

Members = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Lmg:
    """Shares of R², one figure per player in each array; a player is a column of X or a group of them.

    ``raw`` sums to ``r2_decomposed`` = ``r2`` minus what ``always`` explains; ``share`` = raw scaled to
    sum 1. ``first``/``last``: gain in R² when the player enters first / last. ``error``: Monte Carlo
    standard error of ``raw``, zero when ``exact``. ``members``: the columns of X behind each figure.
    """

    raw: Array
    share: Array
    first: Array
    last: Array
    error: Array
    r2: float
    r2_decomposed: float
    exact: bool
    members: Members


@dataclass(frozen=True)
class Johnson:
    """Relative weights (p,): ``raw`` sums to ``r2``, ``share`` to 1."""

    raw: Array
    share: Array
    r2: float


def lmg(
    X: ArrayLike,
    y: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    groups: Sequence[Sequence[int]] | None = None,
    always: int | Sequence[int] | None = None,
    permutations: int = 2000,
    seed: int = 0,
) -> Lmg:
    """R² decomposed by averaging each predictor's gain over all orders of entry (Shapley value).

    ``X``: (r, p), ``y``: (r,), ``weights``: (r,) ≥ 0 (frequencies or case weights). ``groups``: lists of
    column numbers that enter together; they come first in the result, then the other columns in their
    order. ``always``: column numbers that every model holds; what they explain is not shared out.
    Up to 20 players all subsets are fitted; above, ``permutations`` orders are sampled in antithetic
    pairs from ``seed`` and ``error`` says how far that may be off. A constant player is NaN; one that
    others determine shares with them. All is NaN when y is constant.
    Source: Lindeman, Merenda & Gold 1980; Grömping 2006, R relaimpo ``calc.relimp(type = "lmg")``.
    Raises UsageError for shapes that do not fit, or a column named twice or not there.
    """
    correlation, varies = correlations(X, y, weights)
    held, players = _players(len(varies) - 1, groups, always)
    order = [column for block in (held, *players) for column in block]
    table = correlation[np.ix_([*order, -1], [*order, -1])][..., None]
    total, left = float(table[-1, -1, 0]), float(absorb(table)[0, 0, 0])
    for _ in held:
        table = sweep(table)
    sizes = [len(player) for player in players]
    exact = len(players) <= EXACT
    raw, error = _exact(table, sizes) if exact else _sampled(table[..., 0], sizes, permutations, seed)
    first, last = _ends(table[..., 0], sizes)
    blank = ~np.array([varies[list(player)].any() for player in players]) | ~varies[-1]
    scope = float(varies[-1]) or np.nan  # no R² of a constant
    decomposed = float(table[-1, -1, 0]) - left
    share, first, last, error = (_mask(figure, blank) for figure in (_scaled(raw), first, last, error))
    r2, r2_decomposed = scope * (total - left), scope * decomposed
    return Lmg(_mask(raw, blank), share, first, last, error, r2, r2_decomposed, exact, players)


def johnson(X: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None) -> Johnson:
    """Relative weights: R² shared out through the nearest orthogonal predictors. Fast for any p.

    ``X``: (r, p), ``y``: (r,), ``weights``: (r,). With Λ = Rxx^½ and β = Λ⁻¹·rxy, raw = Λ²·β² (squares by
    element). Constant columns are NaN; all is NaN when y is constant.
    Source: Johnson 2000 (equal to Genizi 1993). Raises UsageError for shapes that do not fit.
    """
    correlation, varies = correlations(X, y, weights)
    values, vectors = np.linalg.eigh(correlation[:-1, :-1])
    kept = values > TOLERANCE
    vectors, root = vectors[:, kept], np.sqrt(values[kept])
    loading = (vectors * root) @ vectors.T
    beta = (vectors / root) @ (vectors.T @ correlation[:-1, -1])
    raw: Array = loading**2 @ beta**2
    blank = ~varies[:-1] | ~varies[-1]
    return Johnson(_mask(raw, blank), _mask(_scaled(raw), blank), float(raw.sum()) if varies[-1] else np.nan)


def _players(
    columns: int, groups: Sequence[Sequence[int]] | None, always: int | Sequence[int] | None
) -> tuple[tuple[int, ...], Members]:
    held = tuple(int(column) for column in np.atleast_1d([] if always is None else always))
    grouped = tuple(tuple(int(column) for column in group) for group in groups or ())
    named = [column for block in (held, *grouped) for column in block]
    if len(set(named)) < len(named) or not set(named) <= set(range(columns)) or () in grouped:
        raise UsageError(
            f"groups and always name columns {sorted(named)} of {columns}",
            mend=f"name each column at most once, from 0 to {columns - 1}",
        )
    players = grouped + tuple((column,) for column in range(columns) if column not in named)
    if not players:
        raise UsageError("every column is in always: there is nothing to share R² between")
    return held, players


def _exact(table: Array, sizes: list[int]) -> tuple[Array, Array]:
    """Shapley values from the unexplained variance of every subset; bit j of a subset is player j."""
    unexplained, players = unexplained_by_subset(table, sizes), len(sizes)
    weight = np.array([1 / (players * comb(players - 1, k)) for k in range(players)])[
        subset_sizes(players - 1)
    ]
    cubes = (unexplained.reshape(-1, 2, 1 << j) for j in range(players))
    raw = np.array([weight @ (cube[:, 0] - cube[:, 1]).ravel() for cube in cubes])
    return raw, np.zeros(players)


def _sampled(table: Array, sizes: list[int], permutations: int, seed: int) -> tuple[Array, Array]:
    if permutations < 4:
        raise UsageError(
            f"permutations is {permutations}, but two pairs are the least", mend="permutations=2000"
        )
    generator = np.random.default_rng(seed)
    ranks = np.tile(np.arange(len(sizes)), (permutations // 2, 1))
    orders = generator.permuted(ranks, axis=1)
    parts = [
        (_entry(table, sizes, part) + _entry(table, sizes, part[:, ::-1])) / 2
        for part in np.array_split(orders, -(-len(orders) // _BATCH))
    ]
    gains = np.concatenate(parts)
    return gains.mean(axis=0), gains.std(axis=0, ddof=1) / np.sqrt(len(gains))


def _ends(table: Array, sizes: list[int]) -> tuple[Array, Array]:
    """Gain of each player when it enters first, and when it enters last."""
    ranks = np.arange(len(sizes))
    first = _entry(table, sizes, np.array([np.roll(ranks, -j) for j in ranks]))
    last = _entry(table, sizes, np.array([np.roll(ranks, -j - 1) for j in ranks]))
    return first.diagonal(), last.diagonal()


def _entry(table: Array, sizes: list[int], orders: NDArray[np.int64]) -> Array:
    """Gain in R² (orders, players) as players enter in each of ``orders`` (orders, players)."""
    ends = np.cumsum(np.array(sizes, dtype=np.int64))
    blocks = [np.arange(end - size, end) for end, size in zip(ends, sizes, strict=True)]
    columns = np.array([np.concatenate([blocks[player] for player in order]) for order in orders])
    full = np.column_stack([columns, np.full(len(columns), len(table) - 1)])
    state = np.ascontiguousarray(table[full[:, :, None], full[:, None, :]].transpose(1, 2, 0))
    gains = np.zeros(columns.shape)
    for step in range(columns.shape[1]):
        rest = sweep(state)
        gains[np.arange(len(columns)), columns[:, step]] = state[-1, -1] - rest[-1, -1]
        state = rest
    return np.add.reduceat(gains, ends - sizes, axis=1)


def _scaled(raw: Array) -> Array:
    total = raw.sum()
    return raw / total if total > TOLERANCE else np.full(len(raw), np.nan)


def _mask(figures: Array, blank: Flags) -> Array:
    return np.where(blank, np.nan, figures)
