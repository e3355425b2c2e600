"""A mean with Student's interval."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from otklik.stats.arrays import answers, weighting
from otklik.stats.interval import Interval, t_quantile


def mean_interval(
    values: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    within: ArrayLike | None = None,
    level: float = 0.95,
) -> Interval:
    """Mean ± t·sd/√n with n − 1 degrees of freedom, in the unit of the values.

    ``values``: (n,) numbers, NaN for none; ``counts``: (n,) how often each occurs (default 1).
    When a row is the mean of several numbers, ``within`` is the sum of their squared deviations from
    it. One number has no interval (NaN); none has no mean. Source: Student 1908.
    """
    numbers, frequency = answers(values, counts)
    spread = np.zeros(len(numbers))
    if within is not None:
        spread = weighting(within, "within", like=np.asarray(values))[~np.isnan(np.asarray(values, float))]
    n = int(frequency.sum())
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, math.nan, 0)
    mean = float(frequency @ numbers) / n
    squares = float(frequency @ (numbers - mean) ** 2 + spread.sum())
    se = math.sqrt(squares / (n - 1) / n) if n > 1 else math.nan
    reach = t_quantile(level, n - 1) * se
    return Interval(mean, mean - reach, mean + reach, se, n)
