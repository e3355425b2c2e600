"""Least squares with predicted topic flags that a labelled sample corrects (see ``blend``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, matrix, vector, weighting
from otklik.stats.blend import Blend
from otklik.stats.design import decompose, satterthwaite
from otklik.stats.interval import t_p, t_quantiles

_PINNED = 1 - 1e-9  # leverage of a row that the line passes through whatever its outcome

Table = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True)
class PoweredRegression:
    """One figure per column of X (p,), in units of y; each coefficient has a ``tuning`` λ of its own.

    NaN for columns that the labelled sample cannot tell apart; no ``se`` where a coefficient hangs on one
    labelled row. ``n`` labelled and ``others`` unlabelled observations.
    """

    coef: Array
    se: Array
    p: Array
    low: Array
    high: Array
    tuning: Array
    n: int
    others: int


@dataclass(frozen=True)
class _Rows:
    """Rows of one kind: x (r, k), y and observations per row."""

    x: Array
    y: Array
    count: Array

    @cached_property
    def moments(self) -> tuple[Array, Array]:
        """The means of xxᵀ (k, k) and xy (k,)."""
        n = max(float(self.count.sum()), 1.0)
        return self.x.T @ (self.count[:, None] * self.x) / n, self.x.T @ (self.count * self.y) / n


def ppi_ols(
    true: Table,
    predicted: Table,
    others: Table,
    *,
    counts: ArrayLike | None = None,
    others_counts: ArrayLike | None = None,
    level: float = 0.95,
) -> PoweredRegression:
    """Least squares when columns of X (topic flags), or y, are predicted, and labelled on a sample only.

    Each table is (X, y) of shapes (rows, p) and (rows,): ``true`` and ``predicted`` on the same labelled
    rows, ``others`` predicted on the unlabelled ones; counts: observations per row. With x = (1, row of X),
    S and t the means of xxᵀ and xy: θ solves (S + λ(S̃ − Ŝ))θ = t + λ(t̃ − t̂), which is the mean gradient of
    PPI++ set to zero. cov = H⁻¹(cov(g − λĝ)/n + λ²·cov(g̃)/N)H⁻¹, with gradients g = x(y − xᵀθ) and H the
    matrix of the left side. Labelled gradients are divided by 1 − leverage, as in HC3; tests and bounds on t
    with the degrees of freedom that such a variance is worth (see ``design.satterthwaite``), n − rank at
    most. λ is tuned for each coefficient, at the estimate of the labels alone.
    Source: Angelopoulos, Duchi & Zrnic 2023, extended to predicted columns.
    Raises UsageError for shapes that do not fit.
    """
    near, guess, far = _rows(true, counts), _rows(predicted, counts), _rows(others, others_counts)
    if near.x.shape != guess.x.shape or near.x.shape[1] != far.x.shape[1]:
        raise UsageError(f"X of true, predicted and others do not fit: {_shapes(near, guess, far)}")
    used, n = near.count > 0, int(near.count.sum())
    near, guess = (_Rows(part.x[used], part.y[used], part.count[used]) for part in (near, guess))
    coef, se, tuning, freedom = _fit(near, guess, far) if n else np.full((4, near.x.shape[1]), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = t_p(coef / se, freedom)
    reach = t_quantiles(level, freedom) * se
    return PoweredRegression(
        coef=coef[1:],
        se=se[1:],
        p=p[1:],
        low=(coef - reach)[1:],
        high=(coef + reach)[1:],
        tuning=tuning[1:],
        n=n,
        others=int(far.count.sum()),
    )


def _rows(table: Table, counts: ArrayLike | None) -> _Rows:
    X, y = matrix(table[0], "X"), vector(table[1], "y")
    if len(X) != len(y):
        raise UsageError(f"X has {len(X)} rows, y has {len(y)}")
    return _Rows(np.column_stack([np.ones(len(y)), X]), y, weighting(counts, "counts", like=y))


def _shapes(*tables: _Rows) -> str:
    return ", ".join(f"{len(table.x)} × {table.x.shape[1] - 1}" for table in tables)


def _fit(near: _Rows, guess: _Rows, far: _Rows) -> Array:
    """Coefficients, standard errors, λ and degrees of freedom (4, k)."""
    basis, inverse, estimable = decompose(np.sqrt(near.count)[:, None] * near.x)
    leverage = (basis**2).sum(axis=1) / near.count
    turned = tuple(_Rows(part.x @ inverse, part.y, part.count) for part in (near, guess, far))
    figures = np.full((4, len(inverse)), np.nan)
    for k in np.flatnonzero(estimable):
        tuning = _estimate(turned, inverse[k], leverage, 0.0)[1].tuning()
        value, blend = _estimate(turned, inverse[k], leverage, tuning)
        figures[:3, k] = value, np.sqrt(blend.variance(tuning)), tuning
    hold = np.abs(inverse @ turned[0].x.T)
    hangs = hold[:, leverage > _PINNED].max(axis=1, initial=0) > 1e-9 * hold.max(axis=1)
    df = int(near.count.sum()) - basis.shape[1]
    figures[1, hangs | (df <= 0)] = np.nan
    figures[3] = np.minimum(satterthwaite(basis, inverse, near.count), df)
    return figures


def _estimate(
    rows: tuple[_Rows, ...], direction: Array, leverage: Array, tuning: float
) -> tuple[float, Blend]:
    """The coefficient along ``direction`` at this λ, and what it varies by from row to row."""
    (square, product), (here, here_y), (there, there_y) = (part.moments for part in rows)
    bread = square + tuning * (there - here)
    theta = np.linalg.solve(bread, product + tuning * (there_y - here_y))
    pull = np.linalg.solve(bread, direction)
    truth, model, other = ((part.x @ pull) * (part.y - part.x @ theta) for part in rows)
    slack = np.where(leverage > _PINNED, 1, 1 - leverage)
    near, _, far = rows
    blend = Blend(truth / slack, -model / slack, np.zeros(len(far.y)), other, near.count, far.count)
    return float(direction @ theta), blend
