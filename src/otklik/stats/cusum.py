"""Cumulative sums: small shifts that last, found sooner than by any single period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags, vector


@dataclass(frozen=True)
class Cusum:
    """``statistic`` (t,) by period, not reset by an alarm; ``alarm`` (t,): it exceeds the limit.

    ``episodes``: one (onset, alarm) per change, as positions: the period after the statistic last stood
    at 0, which is the most likely start of the change, and the first period of alarm after it.
    """

    statistic: Array
    alarm: Flags
    episodes: tuple[tuple[int, int], ...]


def cusum(x: ArrayLike, n: ArrayLike, *, p0: float, p1: float, limit: float = 4.0) -> Cusum:
    """Binomial CUSUM: has the share of ``x`` in ``n`` (t,) moved from ``p0`` towards ``p1`` (either way)?

    S_t = max(0, S_{t−1} + x·log(p1/p0) + (n − x)·log((1 − p1)/(1 − p0))), alarm where S_t > limit.
    Source: Page 1954; Höhle 2010 (R surveillance ``categoricalCUSUM``).
    Raises UsageError unless 0 ≤ x ≤ n, p0 and p1 lie within (0, 1) and differ, and the limit is positive.
    """
    size = vector(n, "n")
    hits = vector(x, "x", like=size)
    if ((hits < 0) | (hits > size)).any():
        raise UsageError("x must lie between 0 and n in every period")
    if not (0 < p0 < 1 and 0 < p1 < 1) or p0 == p1:
        raise UsageError(f"p0 is {p0}, p1 {p1}: two different shares between 0 and 1", mend="p1=1.5 * p0")
    gains = hits * np.log(p1 / p0) + (size - hits) * np.log((1 - p1) / (1 - p0))
    return _accumulated(gains, limit)


def cusum_mean(z: ArrayLike, *, shift: float = 1.0, limit: float = 5.0) -> tuple[Cusum, Cusum]:
    """Tabular CUSUM of a mean, upward and downward: ``z`` (t,) are distances from target in standard errors.

    S⁺_t = max(0, S⁺_{t−1} + z − shift/2) and S⁻_t the same of −z; both are told as positive figures.
    Tuned to find a mean that is off by ``shift`` standard errors. Source: Page 1954; R qcc 2.7 ``cusum``.
    Raises UsageError for a shift or limit that is not positive.
    """
    distance = vector(z, "z")
    if shift <= 0:
        raise UsageError(f"shift is {shift}, but must be positive", mend="shift=1.0")
    return _accumulated(distance - shift / 2, limit), _accumulated(-distance - shift / 2, limit)


def _accumulated(gains: Array, limit: float) -> Cusum:
    if limit <= 0:
        raise UsageError(f"limit is {limit}, but must be positive", mend="limit=4.0")
    path = np.concatenate([[0.0], np.cumsum(gains)])
    statistic = (path - np.minimum.accumulate(path))[1:]  # the largest sum of gains that ends here
    alarm = statistic > limit
    periods = np.arange(len(gains))
    onset = np.maximum.accumulate(np.where(statistic == 0, periods + 1, 0))
    starts, first = np.unique(onset[alarm], return_index=True)
    alarms = periods[alarm][first]
    return Cusum(statistic, alarm, tuple(zip(starts.tolist(), alarms.tolist(), strict=True)))
