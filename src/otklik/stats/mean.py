"""A mean with Student's interval, and the change from one mean to another."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from otklik.stats.arrays import answers, weighting
from otklik.stats.interval import Difference, Interval, t_p, t_quantile


def mean_interval(
    values: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    within: ArrayLike | None = None,
    level: float = 0.95,
) -> Interval:
    """Mean ± t·sd/√n with n − 1 degrees of freedom, in the unit of the values.

    ``values``: (n,) numbers, NaN for none; ``counts``: (n,) how often each occurs (default 1), or what it is
    worth where answers are weighted (then they need not be whole).
    When a row is the mean of several numbers, ``within`` is the sum of their squared deviations from
    it. One number has no interval (NaN); none has no mean. Source: Student 1908.
    """
    numbers, frequency = answers(values, counts)
    spread = np.zeros(len(numbers))
    if within is not None:
        spread = weighting(within, "within", like=np.asarray(values))[~np.isnan(np.asarray(values, float))]
    n = float(frequency.sum())
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, math.nan, 0)
    mean = float(frequency @ numbers) / n
    squares = float(frequency @ (numbers - mean) ** 2 + spread.sum())
    se = math.sqrt(squares / (n - 1) / n) if n > 1 else math.nan
    reach = t_quantile(level, n - 1) * se
    return Interval(mean, mean - reach, mean + reach, se, int(n))


def mean_difference(first: Interval, second: Interval, *, level: float = 0.95) -> Difference:
    """The change from the ``first`` mean to the ``second``, of independent groups, in their unit.

    Both as ``mean_interval`` gives them. se² = se₁² + se₂²; interval and p on t with
    se⁴/(se₁⁴/(n₁ − 1) + se₂⁴/(n₂ − 1)) degrees of freedom. NaN where a group has fewer than
    two numbers; p is NaN when nothing varies. Source: Welch 1947; R ``t.test``.
    """
    value = second.value - first.value
    if min(first.n, second.n) < 2:
        return Difference(value, math.nan, math.nan, math.nan, math.nan)
    se = math.hypot(first.se, second.se)
    if not se:
        return Difference(value, value, value, 0.0, math.nan)
    df = 1 / ((first.se / se) ** 4 / (first.n - 1) + (second.se / se) ** 4 / (second.n - 1))
    reach = t_quantile(level, df) * se
    return Difference(value, value - reach, value + reach, se, float(t_p(np.array(value / se), df)))
