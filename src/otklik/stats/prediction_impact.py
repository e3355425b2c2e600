"""Leave-out impact from predicted mentions that a labelled sample corrects (see ``blend``)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, vector, weighting
from otklik.stats.blend import Blend, Powered

Pair = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True)
class _Flagged:
    """Rows without the mention (``lacking`` 1 or 0), y and observations per row, each (r,)."""

    lacking: Array
    y: Array
    count: Array

    def mean(self, figures: Array) -> float:
        return float(self.count @ figures / max(self.count.sum(), 1))


def ppi_impact(
    true: Pair,
    predicted: Pair,
    others: Pair,
    *,
    counts: ArrayLike | None = None,
    others_counts: ArrayLike | None = None,
    level: float = 0.95,
) -> Powered:
    """Leave-out impact S − S₀ of a mention: the mean of all less the mean of those without it, in units of y.

    Each pair is (flag, y): ``true`` and ``predicted`` flags (n,) on the same labelled rows with their y,
    ``others`` predicted flags (N,) on the unlabelled rows with theirs; counts: observations per row.
    With D, D̂ and D̃ the impacts of the three taken alone: θ = D + λ(D̃ − D̂). A row adds
    (y − S) − (1 − flag)(y − S₀)/share lacking to an impact; the standard error is that of the mean of what
    the rows add, λ the best for it. Normal interval. λ is 0 where the model leaves nobody without the
    mention; NaN where no labelled row lacks it.
    Source: PPI++, with the influence function of S − S₀. Raises UsageError for shapes that do not fit.
    """
    near, guess, far = _flagged(true, counts), _flagged(predicted, counts), _flagged(others, others_counts)
    if len(near.y) != len(guess.y):
        raise UsageError(f"there are {len(near.y)} true and {len(guess.y)} predicted flags of the sample")
    (told, truth), (here, model), (there, other) = (_influence(part) for part in (near, guess, far))
    blend = Blend(truth, -model, np.zeros(len(other)), other, near.count, far.count)
    if math.isnan(told):
        n, rest = int(near.count.sum()), int(far.count.sum())
        return Powered(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, n, rest)
    if math.isnan(there - here):
        return blend.figure(told, 0.0, level)
    tuning = blend.tuning()
    return blend.figure(told + tuning * (there - here), tuning, level)


def _flagged(pair: Pair, counts: ArrayLike | None) -> _Flagged:
    flag = vector(pair[0], "flag")
    return _Flagged(1 - flag, vector(pair[1], "y", like=flag), weighting(counts, "counts", like=flag))


def _influence(rows: _Flagged) -> tuple[float, Array]:
    """S − S₀ of these rows alone, and what each row adds to it (r,); NaN and zeros where no row lacks."""
    size = rows.mean(rows.lacking)
    if not size:
        return math.nan, np.zeros(len(rows.y))
    overall, without = rows.mean(rows.y), rows.mean(rows.lacking * rows.y) / size
    return overall - without, rows.y - overall - rows.lacking * (rows.y - without) / size
