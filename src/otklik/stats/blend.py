"""Prediction-powered inference: a small labelled sample corrects what a model says of all the others.

Every estimate is the model on the others + (truth − model) on the sample, the model's part scaled by a
tuning λ between 0 (the labels alone) and 1. It is right however wrong the model is, as long as the labelled
rows are a random sample; with λ tuned it is, to first order, never less certain than the labels alone.
Source: Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023 (PPI); Angelopoulos, Duchi & Zrnic 2023 (PPI++).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from otklik.stats.arrays import Array
from otklik.stats.interval import normal_p, normal_quantile


@dataclass(frozen=True)
class Powered:
    """An estimate from ``n`` labelled and ``others`` unlabelled observations, its standard error and bounds.

    ``p`` tests that it is 0. ``tuning``: the λ used; at 0 the model was of no help.
    """

    value: float
    low: float
    high: float
    se: float
    p: float
    tuning: float
    n: int
    others: int


@dataclass(frozen=True)
class Blend:
    """What one estimate varies by, row by row: ``truth`` + λ·``model`` (n,) on the labelled rows, ``base`` +
    λ·``guess`` (N,) on the others; ``count`` (n,) and ``rest`` (N,) say how many observations a row is."""

    truth: Array
    model: Array
    base: Array
    guess: Array
    count: Array
    rest: Array

    def tuning(self) -> float:
        """The λ in [0, 1] with the smallest variance; 0 where the model never varies or there are no others.

        −(cov(truth, model)/n + cov(base, guess)/N) / (var·(1/n + 1/N)), var of the model's part in both
        samples together: the λ of PPI++. (With a variance of its own for each sample λ follows chance more,
        and intervals are a little too short.)
        """
        n, others = float(self.count.sum()), float(self.rest.sum())
        if n <= 1 or not others:
            return 0.0
        everyone, weight = np.concatenate([-self.model, self.guess]), np.concatenate([self.count, self.rest])
        own = _variance(everyone, everyone, weight) * (n + others) * (1 / n + 1 / others)
        shared = _variance(self.truth, self.model, self.count) + _variance(self.base, self.guess, self.rest)
        return min(1.0, max(0.0, -shared / own)) if own > 0 else 0.0

    def variance(self, tuning: float) -> float:
        """Variance of the estimate; NaN for fewer than two labels."""
        near, far = self.truth + tuning * self.model, self.base + tuning * self.guess
        return _variance(near, near, self.count) + _variance(far, far, self.rest)

    def figure(self, value: float, tuning: float, level: float) -> Powered:
        """The estimate ``value`` made with this λ, its interval and p from the normal; NaN without labels."""
        n, others = int(self.count.sum()), int(self.rest.sum())
        se = math.sqrt(self.variance(tuning)) if n else math.nan
        reach = normal_quantile(level) * se
        p = normal_p(value / se) if se > 0 else math.nan
        return Powered(value, value - reach, value + reach, se, p, tuning, n, others)


def _variance(first: Array, second: Array, count: Array) -> float:
    """Covariance of two means over the same rows; 0 for none, NaN for one observation."""
    n = float(count.sum())
    if n <= 1:
        return np.nan if n else 0.0
    centred = (first - count @ first / n) * (second - count @ second / n)
    return float(count @ centred / (n - 1) / n)
