"""Has the level of a series moved, when, and how sure is that? Looking back over all of its periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from otklik.errors import UsageError
from otklik.stats.arrays import Array, vector

DRAWS = 1999  # series of a constant level beside the one at hand
SHIFT = 1.0  # standard errors of a period: the small shift that the CUSUM is tuned to
LEAST = 0.01  # dispersion left in a series of two levels and nothing else
PERIODS = 4  # fewer have no spread of their own to be judged by


@dataclass(frozen=True)
class Scan:
    """The likeliest stretch of another level: periods ``start`` ≤ t < ``stop`` (the series' length when it
    lasts), and the p-value that there is any. NaN where the series is too short or does not vary."""

    start: int
    stop: int
    p: float


@dataclass(frozen=True)
class _Series:
    """Totals (…, t) of n (t,) answers by period; ``variance`` of one answer, None for a share."""

    total: Array
    n: Array
    variance: float | None

    @property
    def level(self) -> Array:
        return np.asarray(self.total.sum(axis=-1, keepdims=True) / self.n.sum())

    @property
    def spread(self) -> Array:
        """Variance of one answer, (…, 1)."""
        level = self.level
        return np.full_like(level, self.variance) if self.variance is not None else level * (1 - level)


def scan(
    total: ArrayLike,
    n: ArrayLike,
    *,
    variance: float | None = None,
    others: ArrayLike = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> Scan:
    """Whether a share, or a mean, stayed the same over t periods: ``total`` (t,) of ``n`` (t,) > 0 answers.

    A share: ``total`` counts successes. A mean: ``total`` sums the values, ``variance`` is that of one value
    within a period. Two statistics: the largest of E²N / (v·w·(N − w)) over all stretches of periods, which
    hold w of the N answers and E more than their due, over σ²; and the largest CUSUM, up or down, of the
    periods' distances from the common level in standard errors times σ (see ``cusum_mean``).
    σ² is the dispersion of the periods (see ``dispersion``), so that what varies from period to period anyway
    is no change: half by this series, half by the median of it and the ``others`` watched beside it.
    p is that of the smaller of their two Monte Carlo p-values among ``draws`` binomial series of a constant
    level (normal for a mean), so that few answers and rare mentions are judged as they are. Source: Olshen et
    al. 2004 (circular binary segmentation); Page 1954; Westfall & Young 1993 (min-p).
    Raises UsageError for shapes that do not fit.
    """
    series = _series(total, n, variance)
    beside = vector(others, "others")
    if len(series.n) < PERIODS or not series.spread.item() > 0:
        return Scan(0, len(series.n), np.nan)
    generator = np.random.default_rng(seed)
    start, stop = _stretches(len(series.n))
    gains = _gains(series, start, stop)
    likeliest = int(gains.argmax())
    drawn = _Series(_constant(series, draws, generator), series.n, variance)
    largest = _gains(drawn, start, stop).max(axis=-1)
    own, left = _left(series, gains.max()), _left(drawn, largest)
    around = generator.permuted(np.tile(left, (len(beside), 1)), axis=1)
    sigma2 = (own + np.median(np.append(beside, own))) / 2
    drawn_sigma2 = (left + np.median(np.vstack([left, around]), axis=0)) / 2
    found = [
        np.append(largest / drawn_sigma2, gains.max() / sigma2),
        np.append(_cusum(drawn, drawn_sigma2), _cusum(series, sigma2)),
    ]
    return Scan(int(start[likeliest]), int(stop[likeliest]), _smaller(np.array(found)))


def dispersion(total: ArrayLike, n: ArrayLike, *, variance: float | None = None) -> float:
    """How much wider the periods vary than answers drawn at one level do, in variance (1: no wider), once the
    likeliest stretch of another level is allowed for. NaN where ``scan`` gives no p."""
    series = _series(total, n, variance)
    if len(series.n) < PERIODS or not series.spread.item() > 0:
        return np.nan
    return float(_left(series, _gains(series, *_stretches(len(series.n))).max()))


def _series(total: ArrayLike, n: ArrayLike, variance: float | None) -> _Series:
    size = vector(n, "n")
    if (size <= 0).any():
        raise UsageError("every period must hold answers", mend="leave the empty ones out")
    return _Series(vector(total, "total", like=size), size, variance)


def _distances(series: _Series) -> Array:
    """The periods' distances from the common level, in standard errors (…, t)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        distances = (series.total - series.n * series.level) / np.sqrt(series.n * series.spread)
    return np.asarray(np.nan_to_num(distances))


def _left(series: _Series, gain: ArrayLike) -> Array:
    """The dispersion that a stretch of this gain leaves, (…,)."""
    squares = (_distances(series) ** 2).sum(axis=-1) - gain
    return np.asarray(np.maximum(LEAST, squares / (len(series.n) - 2)))


def _cusum(series: _Series, sigma2: ArrayLike) -> Array:
    """The largest CUSUM, up or down, (…,)."""
    z = _distances(series) / np.sqrt(np.asarray(sigma2))[..., None]
    ends = []
    for side in (z, -z):
        path = np.cumsum(side - SHIFT / 2, axis=-1)
        ends.append((path - np.minimum(0, np.minimum.accumulate(path, axis=-1))).max(axis=-1))
    return np.asarray(np.maximum(*ends))


def _smaller(found: Array) -> float:
    """The p-value of the last column of statistics (k, draws + 1) by the smallest of its k p-values."""
    size = found.shape[1]
    ordered = np.sort(found, axis=1)
    ranks = [size - np.searchsorted(line, own, side="left") for line, own in zip(ordered, found, strict=True)]
    least = np.min(ranks, axis=0)
    return float((least <= least[-1]).mean())


def _constant(series: _Series, draws: int, generator: np.random.Generator) -> Array:
    """Totals (draws, t) of series whose level never moved."""
    shape, level, n = (draws, len(series.n)), series.level.item(), series.n
    if series.variance is None:
        columns = [generator.binomial(int(size), level, size=draws) for size in n]
        return np.column_stack(columns).astype(np.float64)
    return np.asarray(n * level + np.sqrt(n * series.variance) * generator.standard_normal(shape))


def _stretches(periods: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Start and stop (s,) of every stretch; one from the first period on is the change after it."""
    start, last = np.triu_indices(periods)
    return start[start > 0], last[start > 0] + 1


def _gains(series: _Series, start: NDArray[np.intp], stop: NDArray[np.intp]) -> Array:
    """How much better each stretch of its own level fits than one level for all (…, s)."""
    path = np.cumsum(series.total - series.n * series.level, axis=-1)
    excess = path[..., stop - 1] - path[..., start - 1]
    held = np.append(0, np.cumsum(series.n))
    inside, everyone = held[stop] - held[start], held[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        gains = excess**2 * everyone / (inside * (everyone - inside)) / series.spread
    return np.asarray(np.nan_to_num(gains))
