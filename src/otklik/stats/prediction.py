"""Prevalence, mean and impact from predicted labels that a labelled sample corrects (see ``blend``)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, vector, weighting
from otklik.stats.blend import Blend
from otklik.stats.interval import normal_p, normal_quantile

Pair = tuple[ArrayLike, ArrayLike]


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
    θ = λ·mean(f̃) + mean(Y − λf), se² = var(Y − λf)/n + λ²·var(f̃)/N, normal interval;
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
    return _powered(value, blend, share, level)


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
    ``others`` predicted flags (N,) on the unlabelled rows with theirs. S is the plain mean of y over all
    rows; S₀ solves the λ-weighted mean of (1 − flag)(y − S₀) = 0. Standard error from the influence of
    each row on S − S₀, with the parts of S and S₀ taken together; λ at the estimate of the labels alone.
    NaN without labelled rows that lack the mention. Raises UsageError for shapes that do not fit.
    """
    labelled, guessed, far = (
        _flagged(true, counts),
        _flagged(predicted, counts),
        _flagged(others, others_counts),
    )
    if len(labelled.y) != len(guessed.y):
        raise UsageError(
            f"there are {len(labelled.y)} true and {len(guessed.y)} predicted flags of the sample"
        )
    if not labelled.mean(labelled.lacking):
        n, rest = int(labelled.count.sum()), int(far.count.sum())
        return Powered(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, n, rest)
    share = _impact(labelled, guessed, far, 0.0)[1].tuning()
    return _powered(*_impact(labelled, guessed, far, share), share, level)


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


@dataclass(frozen=True)
class _Flagged:
    """Rows without the mention (``lacking`` 1 or 0), y and observations per row, each (r,)."""

    lacking: Array
    y: Array
    count: Array

    def mean(self, figures: Array) -> float:
        return float(self.count @ figures / max(self.count.sum(), 1))


def _flagged(pair: Pair, counts: ArrayLike | None) -> _Flagged:
    flag = vector(pair[0], "flag")
    return _Flagged(1 - flag, vector(pair[1], "y", like=flag), weighting(counts, "counts", like=flag))


def _impact(near: _Flagged, guess: _Flagged, far: _Flagged, tuning: float) -> tuple[float, Blend]:
    """The impact at this λ, and what it varies by from row to row."""
    sizes = [part.mean(part.lacking) for part in (near, guess, far)]
    sums = [part.mean(part.lacking * part.y) for part in (near, guess, far)]
    size, total = (told + tuning * (there - here) for told, here, there in (sizes, sums))
    n, others = near.count.sum(), far.count.sum()
    overall = float(near.count @ near.y + far.count @ far.y) / (n + others)
    pulls = [part.lacking * (part.y - total / size) / size for part in (near, guess, far)]
    truth = n / (n + others) * (near.y - overall) - pulls[0]
    base = others / (n + others) * (far.y - overall)
    return float(overall - total / size), Blend(truth, pulls[1], base, -pulls[2], near.count, far.count)


def _mean(figures: Array, count: Array) -> float:
    n = float(count.sum())
    return float(count @ figures) / n if n else math.nan


def _powered(value: float, blend: Blend, tuning: float, level: float) -> Powered:
    n, others = int(blend.count.sum()), int(blend.rest.sum())
    se = math.sqrt(blend.variance(tuning)) if n else math.nan
    reach = normal_quantile(level) * se
    p = normal_p(value / se) if se > 0 else math.nan
    return Powered(value, value - reach, value + reach, se, p, tuning, n, others)
