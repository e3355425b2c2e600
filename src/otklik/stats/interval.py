"""Results that carry their uncertainty, and the quantiles they are made with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from otklik.errors import UsageError
from otklik.stats.arrays import Array


@dataclass(frozen=True)
class Interval:
    """An estimate from ``n`` answers, its standard error, and the bounds ``low`` … ``high``.

    All four figures are in the unit of the function that made them; NaN where the data cannot say.
    """

    value: float
    low: float
    high: float
    se: float
    n: int


@dataclass(frozen=True)
class Difference:
    """A difference of two independent groups, its bounds, standard error and two-sided p-value."""

    value: float
    low: float
    high: float
    se: float
    p: float


def check_level(level: float) -> float:
    """``level`` itself. Raises UsageError unless it lies strictly between 0 and 1."""
    if not 0 < level < 1:
        raise UsageError(f"level is {level}, but must lie between 0 and 1", mend="level=0.95")
    return level


def normal_quantile(level: float) -> float:
    """z with P(|Z| ≤ z) = ``level`` for a standard normal Z."""
    return float(ndtri((1 + check_level(level)) / 2))


def t_quantile(level: float, df: float) -> float:
    """t with P(|T| ≤ t) = ``level`` for Student's T; NaN without degrees of freedom."""
    return float(t_quantiles(level, df))


def t_quantiles(level: float, df: ArrayLike) -> Array:
    """``t_quantile`` for each of the df (k,), which need not be whole."""
    return np.asarray(stdtrit(_positive(df), (1 + check_level(level)) / 2))


def normal_p(z: float) -> float:
    """Two-sided p-value of a standard normal statistic."""
    return float(2 * ndtr(-abs(z)))


def t_p(t: Array, df: ArrayLike) -> Array:
    """Two-sided p-values of Student's t (k,), ``df`` one for all or (k,); NaN without degrees of freedom."""
    return np.asarray(2 * stdtr(_positive(df), -np.abs(t)))


def _positive(df: ArrayLike) -> Array:
    degrees = np.asarray(df, dtype=np.float64)
    return np.where(degrees > 0, degrees, np.nan)
