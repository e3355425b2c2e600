"""Reach and noise: which complaints tell the dissatisfied from the others, together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from otklik.errors import UsageError
from otklik.stats.arrays import Array, matrix, vector, weighting


@dataclass(frozen=True)
class ReachNoise:
    """Figures in percentage points of reach − noise. By flag (p,): ``shapley``, its fair part of ``total``,
    and ``single``, the flag alone.

    ``order``: flags by falling ``shapley``; ``cumulative`` (p,): reach − noise of the first 1, 2, … p of
    them together; ``best``: how many of them give the most.
    """

    shapley: Array
    single: Array
    total: float
    order: NDArray[np.int64]
    cumulative: Array
    best: int


def reach_noise(flags: ArrayLike, dissatisfied: ArrayLike, *, counts: ArrayLike | None = None) -> ReachNoise:
    """Key dissatisfaction drivers: the Shapley value of 'at least one of these flags is up'.

    ``flags``: (r, p) of 0/1; ``dissatisfied``: (r,) of 0/1; ``counts``: (r,) customers per row (default 1).
    A set of flags is worth reach − noise = the share of the dissatisfied with any of them − the share of
    the others with any of them (Youden's J). For one customer that game is the dual of a unanimity game,
    whose value is split equally between the flags that are up; so the exact value for any p is
    Σ ± 1/(number of flags up) over customers, with no subsets and no sampling. It may be negative.
    NaN (and ``best`` 0) unless there are customers of both kinds.
    Source: Conklin, Powaga & Lipovetsky 2004. Raises UsageError for shapes that do not fit, or flags that
    are not 0/1.
    """
    up, unhappy = matrix(flags, "flags"), vector(dissatisfied, "dissatisfied")
    if len(up) != len(unhappy):
        raise UsageError(f"flags has {len(up)} rows, dissatisfied has {len(unhappy)}")
    if not (np.isin(up, (0, 1)).all() and np.isin(unhappy, (0, 1)).all()):
        raise UsageError("flags and dissatisfied must be 0 or 1")
    count = weighting(counts, "counts", like=unhappy)
    inside, outside = count @ unhappy, count @ (1 - unhappy)
    if not (inside and outside):
        blank = np.full(up.shape[1], np.nan)
        return ReachNoise(blank, blank, np.nan, np.arange(up.shape[1]), blank, 0)
    weight = 100 * count * (unhappy / inside - (1 - unhappy) / outside)
    shapley = weight @ (up / np.maximum(up.sum(axis=1), 1)[:, None])
    order = np.argsort(-shapley, kind="stable")
    cumulative = weight @ np.maximum.accumulate(up[:, order], axis=1)
    return ReachNoise(
        shapley, weight @ up, float(cumulative[-1]), order, cumulative, int(cumulative.argmax()) + 1
    )
