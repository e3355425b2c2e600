"""Prevalence and mean from predicted labels that a labelled sample corrects (see ``blend``)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, vector, weighting
from otklik.stats.blend import Blend, Powered
from otklik.stats.interval import normal_quantile


def ppi_mean(
    true: ArrayLike,
    predicted: ArrayLike,
    others: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    others_counts: ArrayLike | None = None,
    level: float = 0.95,
    tuning: float | None = None,
) -> Powered:
    """A mean or, for 0/1, a prevalence, in the unit of the labels.

    ``true``, ``predicted``: (n,) on the labelled sample; ``others``: (N,) predictions on the unlabelled rows;
    counts: how many observations a row stands for. With Y, f and f̃ for the three:
    θ = λ·mean(f̃) + mean(Y − λf), se² = var(Y − λf)/n + λ²·var(f̃)/N; normal interval, for 0/1 within [0, 1]
    by inverting the score test, as Wilson's, the model's hit rates taken as known (Wilson's own at λ = 0);
    λ = cov(Y, f) / (var(f and f̃)·(1 + n/N)) within [0, 1], unless ``tuning`` gives it. NaN without labels.
    Source: PPI++. Raises UsageError for shapes that do not fit or a tuning outside [0, 1].
    """
    label = vector(true, "true")
    model, far = vector(predicted, "predicted", like=label), vector(others, "others")
    count, rest = weighting(counts, "counts", like=label), weighting(others_counts, "others_counts", like=far)
    if tuning is not None and not 0 <= tuning <= 1:
        raise UsageError(
            f"tuning is {tuning}, but must lie between 0 and 1", mend="tuning=None finds the best"
        )
    blend = Blend(label, -model, np.zeros(len(far)), far, count, rest)
    share = blend.tuning() if tuning is None or not rest.sum() else tuning
    value = _mean(label - share * model, count) + (share * _mean(far, rest) if share else 0.0)
    figure = blend.figure(value, share, level)
    return figure if not np.isin(label, (0, 1)).all() else _scored(figure, blend, level)


def _scored(figure: Powered, blend: Blend, level: float) -> Powered:
    """The share with Wilson's bounds: the values θ within z standard errors, as they would be at θ itself.

    With a the mean of Y − λf among the labels 1 less that among 0, b that of λf, and w the variances of λf
    within both, taken as known: V(θ) = (θ(1 − θ)a² + w₀ + θ(w₁ − w₀))/n + (θ(1 − θ)b² + w₀ + θ(w₁ − w₀))/N.
    """
    if not figure.n > 1:
        return figure
    (mean_0, inner_0), (mean_1, inner_1) = (_class(blend, figure.tuning, value) for value in (0.0, 1.0))
    jump, z2 = mean_1 - mean_0, normal_quantile(level) ** 2
    near, far = 1 / figure.n, 1 / figure.others if figure.others else 0.0
    bend = (1 - jump) ** 2 * near + jump**2 * far
    base, slope = inner_0 * (near + far), (inner_1 - inner_0) * (near + far)
    square, half = 1 + z2 * bend, figure.value + z2 * (bend + slope) / 2
    root = math.sqrt(max(0.0, half**2 - square * (figure.value**2 - z2 * base)))
    return replace(figure, low=max(0.0, (half - root) / square), high=min(1.0, (half + root) / square))


def _class(blend: Blend, tuning: float, value: float) -> tuple[float, float]:
    """Mean and variance of λ·prediction among the rows labelled ``value``; zeros where there are none."""
    guess, count = -tuning * blend.model, blend.count * (blend.truth == value)
    if not count.sum():
        return 0.0, 0.0
    mean = _mean(guess, count)
    return mean, _mean((guess - mean) ** 2, count)


def ppi_labels(
    true: ArrayLike, predicted: ArrayLike, others: ArrayLike, *, width: float, level: float = 0.95
) -> int:
    """How many labelled observations, those there are included, give ``ppi_mean`` an interval of ``width``.

    With T = (width/2z)² and the variances of the sample at hand (arrays as ``ppi_mean``), solves
    se²(n) = var(Y)/n − cov(Y, f)²/var(f) · N/(n(n + N)) = T, which is that of the best λ for n.
    Raises UsageError for a width that is not positive, or fewer than two labels.
    """
    label = vector(true, "true")
    model, far = vector(predicted, "predicted", like=label), vector(others, "others")
    if width <= 0 or len(label) < 2:
        raise UsageError(f"width is {width}, with {len(label)} labels: it takes a width > 0 and two labels")
    target = (width / (2 * normal_quantile(level))) ** 2
    shared, given = (
        max(0.0, float(np.cov(label, model)[0, 1])),
        float(np.concatenate([model, far]).var(ddof=1)),
    )
    own, explained = float(label.var(ddof=1)), shared**2 / given if given else 0.0
    half = (own / target - len(far)) / 2
    root = math.sqrt(half**2 + max(0.0, own - explained) * len(far) / target)
    return max(2, math.ceil(half + root))


def _mean(figures: Array, count: Array) -> float:
    n = float(count.sum())
    return float(count @ figures) / n if n else math.nan
