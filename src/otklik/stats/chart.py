"""Control charts of a share and of a mean: is this month out of line, or is it only noise?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags, vector

_D2 = 1.128  # expected range of two standard normal values, as printed in Laney 2002


@dataclass(frozen=True)
class Chart:
    """A share by period: (t,) arrays, in [0, 1]; ``beyond`` marks the periods outside their limits.

    In the chart of a mean, ``share`` holds the means, in their own unit. ``sigma_z``: how much wider the
    spread between periods is than chance alone makes it (1 uncorrected). ``dispersion``: variance of the
    counts over that of one binomial, ``dispersion_p`` its test.
    """

    share: Array
    centre: float
    low: Array
    high: Array
    beyond: Flags
    sigma_z: float
    dispersion: float
    dispersion_p: float


def laney_chart(x: ArrayLike, n: ArrayLike, *, sigmas: float = 3.0, correct: bool = True) -> Chart:
    """p′-chart of ``x`` of ``n`` (t,) by period; with ``correct=False`` the plain p-chart (Shewhart).

    Centre p̄ = Σx/Σn; limits p̄ ± sigmas·σ_z·√(p̄(1 − p̄)/nᵢ), cut to [0, 1], where σ_z is the mean moving
    range of zᵢ = (pᵢ − p̄)/√(p̄(1 − p̄)/nᵢ), divided by 1.128. Large counts vary more from month to month than
    a binomial does: uncorrected, every month of a busy topic alarms. Periods with n = 0 are NaN and left
    out. Source: Laney 2002; limits and dispersion test as R qcc 2.7 (``qcc(type = "p")``,
    ``qcc.overdispersion.test``). Raises UsageError unless 0 ≤ x ≤ n.
    """
    size = vector(n, "n")
    hits = vector(x, "x", like=size)
    if ((hits < 0) | (hits > size)).any():
        raise UsageError("x must lie between 0 and n in every period")
    heard = size > 0
    total = float(size.sum())
    centre = float(hits.sum()) / total if total else np.nan
    blank = np.full(len(size), np.nan)
    share = np.divide(hits, size, out=blank.copy(), where=heard)
    sd = np.sqrt(np.divide(centre * (1 - centre), size, out=blank.copy(), where=heard))
    sigma_z = _sigma_z((share - centre)[heard], sd[heard]) if correct else 1.0
    reach = sigmas * sigma_z * sd
    low, high = np.maximum(0, centre - reach), np.minimum(1, centre + reach)
    beyond = (share < low) | (share > high)
    return Chart(share, centre, low, high, beyond, sigma_z, *_dispersion(hits[heard], size[heard], centre))


def mean_chart(total: ArrayLike, n: ArrayLike, *, variance: float, sigmas: float = 3.0) -> Chart:
    """The chart of a mean by period: ``total`` (t,) sums ``n`` (t,) > 0 values, ``variance`` is that of one
    value within a period; limits ȳ ± sigmas·σ_z·√(variance/nᵢ) with Laney's σ_z as in ``laney_chart``.

    ``dispersion`` is the variance of z, expected to be 1, with its χ² test. Raises UsageError for n ≤ 0.
    """
    size = vector(n, "n")
    summed = vector(total, "total", like=size)
    if (size <= 0).any():
        raise UsageError("every period must hold answers", mend="leave the empty ones out")
    centre = float(summed.sum() / size.sum()) if len(size) else np.nan
    distance, sd = summed / size - centre, np.sqrt(variance / size)
    sigma_z = _sigma_z(distance, sd)
    low, high = centre - sigmas * sigma_z * sd, centre + sigmas * sigma_z * sd
    mean = summed / size
    dispersion, p = np.nan, np.nan
    if len(size) > 1 and variance > 0:
        squares = float(((distance / sd) ** 2).sum())
        dispersion, p = squares / (len(size) - 1), float(chdtrc(len(size) - 1, squares))
    return Chart(mean, centre, low, high, (mean < low) | (mean > high), sigma_z, dispersion, p)


def _sigma_z(distance: Array, sd: Array) -> float:
    if len(sd) < 2 or not sd.all():
        return np.nan
    return float(np.abs(np.diff(distance / sd)).mean() / _D2)


def _dispersion(hits: Array, size: Array, centre: float) -> tuple[float, float]:
    if len(hits) < 2 or not 0 < centre < 1:
        return np.nan, np.nan
    ratio = float(hits.var(ddof=1) / (size.mean() * centre * (1 - centre)))
    return ratio, float(chdtrc(len(hits) - 1, (len(hits) - 1) * ratio))
