"""What the cells say of one kind of score: its contribution by flag pattern."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.drivers.cells import Cells
from otklik.errors import UsageError
from otklik.metrics import contribution
from otklik.score_kinds import ScoreKind

Array = NDArray[np.float64]

LEVELS = 101  # distinct contributions up to which they are kept apart


@dataclass(frozen=True)
class Outcome:
    """Contributions to the headline figure (see ``otklik.metrics.contribution``) by pattern of flags.

    ``flags`` (m, k) of 0/1; by pattern (m,): ``count`` of comments, ``total`` and ``mean`` contribution, and
    ``within``, the sum of squared deviations from the mean. ``levels`` (v,) are the distinct contributions
    and ``spectrum`` (m, v) how often each occurs; None when they are continuous or more than LEVELS.
    """

    flags: Array
    count: Array
    total: Array
    mean: Array
    within: Array
    levels: Array | None
    spectrum: Array | None

    @property
    def n(self) -> int:
        """Comments with a valid score."""
        return int(self.count.sum())


def outcome(cells: Cells, kind: ScoreKind) -> Outcome:
    """Reduce the cells to patterns. Raises UsageError when a scale is asked of continuous cells."""
    if cells.continuous and kind.metric != "mean":
        raise UsageError(
            f"{kind.metric} needs each answer, but these cells keep only count, sum and squares",
            mend="count the cells with continuous=False",
        )
    points = contribution(cells.values, kind)
    told = ~np.isnan(points)
    pattern, points = cells.pattern[told], points[told]
    counts = cells.counts[told].astype(np.float64)
    size = len(cells.patterns)
    count = _summed(pattern, counts, size)
    total = _summed(pattern, counts * points, size)
    mean = np.divide(total, count, out=np.zeros(size), where=count > 0)
    within = _summed(pattern, counts * (points - mean[pattern]) ** 2 + cells.within[told], size)
    flags = cells.patterns.astype(np.float64)
    levels, level = np.unique(points, return_inverse=True)
    if cells.continuous or len(levels) > LEVELS:
        return Outcome(flags, count, total, mean, within, None, None)
    spectrum = _summed(pattern * len(levels) + level, counts, size * len(levels))
    return Outcome(flags, count, total, mean, within, levels, spectrum.reshape(size, len(levels)))


def _summed(index: NDArray[np.int64], figures: Array, size: int) -> Array:
    """Figures summed by index, from the first row to the last, as floats of shape (size,)."""
    return np.bincount(index, figures, minlength=size).astype(np.float64)
