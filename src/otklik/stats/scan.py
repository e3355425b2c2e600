"""Has the level of a series moved, when, and how sure is that? Looking back over all of its periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, vector
from otklik.stats.chart import MOVING_RANGE

DRAWS = 1999  # series of a constant level beside the one at hand
ODDS = 1.5  # the small shift of a share that the CUSUM is tuned to
SHIFT = 0.2  # the same of a mean, in standard deviations of one answer
LEAST = 0.01  # σ_z of a series whose neighbours never differ
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
    total: ArrayLike, n: ArrayLike, *, variance: float | None = None, draws: int = DRAWS, seed: int = 0
) -> Scan:
    """Whether a share, or a mean, stayed the same over t periods: ``total`` (t,) of ``n`` (t,) > 0 answers.

    A share: ``total`` counts successes. A mean: ``total`` sums the values, ``variance`` is that of one value
    within a period. Two statistics, both over σ_z² of ``laney_chart``, so that what varies from period to
    period anyway is no change: the largest of E²N / (v·w·(N − w)) over all stretches of periods, which hold
    w of the N answers and E more than their due; and the largest CUSUM (see ``cusum``) from the common level
    to ODDS times its odds (SHIFT deviations), up or down. p is that of the smaller of their two Monte Carlo
    p-values among ``draws`` binomial series of a constant level (normal for a mean), so that few answers and
    rare mentions are judged as they are. Source: Olshen et al. 2004 (circular binary segmentation); Page
    1954; Westfall & Young 1993 (min-p). Raises UsageError for shapes that do not fit.
    """
    size = vector(n, "n")
    series = _Series(vector(total, "total", like=size), size, variance)
    if (size <= 0).any():
        raise UsageError("every period must hold answers", mend="leave the empty ones out")
    if len(size) < PERIODS or not series.spread.item() > 0:
        return Scan(0, len(size), np.nan)
    drawn = _Series(_constant(series, draws, np.random.default_rng(seed)), size, variance)
    gains, stretches = _stretches(series)
    start, stop = stretches[:, int(gains.argmax())].tolist()
    found = np.array(
        [
            np.append(shown.max(axis=-1), own.max())
            for shown, own in ((_stretches(drawn)[0], gains), (_cusums(drawn), _cusums(series)))
        ]
    )
    return Scan(start, stop, _smaller(found))


def _smaller(found: Array) -> float:
    """The p-value of the last column of statistics (k, draws + 1) by the smallest of its k p-values."""
    size = found.shape[1]
    ordered = np.sort(found, axis=1)
    ranks = [size - np.searchsorted(line, own, side="left") for line, own in zip(ordered, found, strict=True)]
    least = np.min(ranks, axis=0)
    return float((least <= least[-1]).mean())


def _dispersion(series: _Series) -> Array:
    """σ_z by the mean moving range, (…, 1)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (series.total / series.n - series.level) * np.sqrt(series.n / series.spread)
    ranges = np.abs(np.diff(z, axis=-1)).mean(axis=-1, keepdims=True) / MOVING_RANGE
    return np.asarray(np.maximum(LEAST, np.nan_to_num(ranges)))


def _constant(series: _Series, draws: int, generator: np.random.Generator) -> Array:
    """Totals (draws, t) of series whose level never moved."""
    shape, level, n = (draws, len(series.n)), series.level.item(), series.n
    if series.variance is None:
        columns = [generator.binomial(int(size), level, size=draws) for size in n]
        return np.column_stack(columns).astype(np.float64)
    return np.asarray(n * level + np.sqrt(n * series.variance) * generator.standard_normal(shape))


def _stretches(series: _Series) -> tuple[Array, Array]:
    """The statistic of every stretch (…, s), and its start and stop (2, s); one from the first period on
    is the change after it."""
    start, stop = np.triu_indices(len(series.n), k=0)
    start, stop = start[start > 0], stop[start > 0] + 1
    path = np.cumsum(series.total - series.n * series.level, axis=-1)
    excess = path[..., stop - 1] - path[..., start - 1]
    held = np.append(0, np.cumsum(series.n))
    inside, all_answers = held[stop] - held[start], held[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        gains = excess**2 * all_answers / (inside * (all_answers - inside)) / series.spread
    return np.nan_to_num(gains) / _dispersion(series) ** 2, np.array([start, stop])


def _cusums(series: _Series) -> Array:
    """The CUSUM upwards and downwards by period, (…, 2t)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        gains = [_gains(series, up) for up in (True, False)]
    paths = [np.concatenate([np.zeros_like(g[..., :1]), np.cumsum(g, axis=-1)], axis=-1) for g in gains]
    sums = [(path - np.minimum.accumulate(path, axis=-1))[..., 1:] for path in paths]
    return np.asarray(np.nan_to_num(np.concatenate(sums, axis=-1)) / _dispersion(series) ** 2)


def _gains(series: _Series, up: bool) -> Array:
    level, spread = series.level, series.spread
    if series.variance is not None:
        shift = SHIFT * np.sqrt(spread) * (1 if up else -1)
        return np.asarray(shift * (series.total - series.n * (level + shift / 2)) / spread)
    odds = level / (1 - level) * (ODDS if up else 1 / ODDS)
    share = odds / (1 + odds)
    lost = np.log((1 - share) / (1 - level))
    return np.asarray(series.total * np.log(share / level) + (series.n - series.total) * lost)
