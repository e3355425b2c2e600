"""Net Promoter Score: the point estimate, four intervals, and the difference of two groups."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import answers
from otklik.stats.interval import Difference, Interval, normal_p, normal_quantile
from otklik.stats.trinomial import bootstrap_bounds

METHODS = ("adjusted-wald", "score", "wald", "bootstrap")
DETRACTOR, PROMOTER = 6, 9  # Reichheld 2003: 0–6 detract, 9–10 promote


@dataclass(frozen=True)
class Nps:
    """An NPS of ``n`` answers in points (−100 … 100). ``excluded`` answers were not on the 0–10 scale.

    ``variance`` is that of one answer scored −1, 0, +1; ``se`` is in points.
    """

    value: float
    n: int
    detractors: int
    passives: int
    promoters: int
    excluded: int
    variance: float
    se: float

    @property
    def counts(self) -> tuple[int, int, int]:
        """(detractors, passives, promoters), as ``nps_interval`` and ``nps_difference`` take them."""
        return self.detractors, self.passives, self.promoters


def nps(scores: ArrayLike, *, counts: ArrayLike | None = None) -> Nps:
    """NPS = 100 · (promoters − detractors) / n of answers on 0–10.

    ``scores``: (n,) answers, NaN for none; ``counts``: (n,) how often each occurs (default 1).
    Answers off the scale are left out and counted in ``excluded``. NaN for no answers.
    Source: Reichheld 2003; variance p + d − (p − d)² as in R NPS 1.1 ``npvar``.
    """
    values, frequency = answers(scores, counts)
    valid = (values >= 0) & (values <= 10)
    promoters = int(frequency[valid & (values >= PROMOTER)].sum())
    detractors = int(frequency[valid & (values <= DETRACTOR)].sum())
    n = int(frequency[valid].sum())
    mean, variance = _moments(detractors, n - detractors - promoters, promoters)
    excluded = int(frequency[~valid].sum())
    se = 100 * math.sqrt(variance / n) if n else math.nan
    return Nps(100 * mean, n, detractors, n - detractors - promoters, promoters, excluded, variance, se)


def nps_interval(
    detractors: float,
    passives: float,
    promoters: float,
    *,
    method: str = "adjusted-wald",
    level: float = 0.95,
) -> Interval:
    """Interval of an NPS in points, within [−100, 100]; ``value`` stays the raw NPS, ``se`` the Wald one.

    - 'wald': NPS ± z·√((p + d − (p − d)²)/n); of no width when all answers are of one class.
    - 'adjusted-wald': the same after adding ¾ promoter, 1½ passives, ¾ detractor (Rocks 2016, (3, T)).
    - 'score': inverts the score test with the class shares refitted under each value (Tango 1998).
    - 'bootstrap': percentiles over samples of n of the answers (Efron 1979), exact, without random draws.

    Of weighted answers the counts may be effective ones, not whole.
    Raises UsageError for a method that does not exist, a negative count or a level outside (0, 1).
    """
    counts = _checked((detractors, passives, promoters))
    if method not in METHODS:
        raise UsageError(f"there is no NPS interval {method!r}", mend="method= one of: " + ", ".join(METHODS))
    z, n = normal_quantile(level), sum(counts)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, math.nan, 0)
    mean, variance = _moments(*counts)
    if method == "score":
        low, high = _tango(counts[0], counts[2], n, z)
    elif method == "bootstrap":
        low, high = bootstrap_bounds((counts[0] / n, counts[1] / n, counts[2] / n), max(1, round(n)), level)
    else:
        low, high = _wald(counts, z, pseudo=(0.75, 1.5, 0.75) if method == "adjusted-wald" else (0, 0, 0))
    return Interval(
        100 * mean, max(-100.0, 100 * low), min(100.0, 100 * high), 100 * math.sqrt(variance / n), int(n)
    )


def nps_difference(first: Sequence[float], second: Sequence[float], *, level: float = 0.95) -> Difference:
    """NPS of ``first`` minus NPS of ``second``, in points, for two independent groups.

    Each group is (detractors, passives, promoters). Wald: se² = var₁/n₁ + var₂/n₂, p from the normal
    (R NPS 1.1 ``nps.test``). NaN where a group is empty; p is NaN when nobody's answer varies.
    """
    groups = [_checked(first), _checked(second)]
    z = normal_quantile(level)
    if not all(sum(group) for group in groups):
        return Difference(math.nan, math.nan, math.nan, math.nan, math.nan)
    (mean_1, variance_1), (mean_2, variance_2) = (_moments(*group) for group in groups)
    value = 100 * (mean_1 - mean_2)
    se = 100 * math.sqrt(variance_1 / sum(groups[0]) + variance_2 / sum(groups[1]))
    p = normal_p(value / se) if se else math.nan
    return Difference(value, max(-200.0, value - z * se), min(200.0, value + z * se), se, p)


def _checked(counts: Sequence[float]) -> tuple[float, float, float]:
    if len(counts) != 3 or min(counts) < 0:
        raise UsageError(f"counts are {tuple(counts)}, but must be detractors, passives, promoters, each ≥ 0")
    detractors, passives, promoters = counts
    return detractors, passives, promoters


def _moments(detractors: float, passives: float, promoters: float) -> tuple[float, float]:
    n = detractors + passives + promoters
    if n == 0:
        return math.nan, math.nan
    mean = (promoters - detractors) / n
    return mean, max(0.0, (promoters + detractors) / n - mean**2)


def _wald(
    counts: tuple[float, float, float], z: float, *, pseudo: tuple[float, float, float]
) -> tuple[float, float]:
    adjusted = [count + extra for count, extra in zip(counts, pseudo, strict=True)]
    mean, variance = _moments(*adjusted)
    reach = z * math.sqrt(variance / sum(adjusted))
    return mean - reach, mean + reach


def _tango(detractors: float, promoters: float, n: float, z: float) -> tuple[float, float]:
    def excess(value: float) -> float:
        """Distance of the estimate from ``value`` less the distance that z standard errors allow."""
        b = (2 * n - promoters + detractors) * value - promoters - detractors
        c = -detractors * value * (1 - value)
        share = (math.sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
        variance = max(0.0, 2 * share + value * (1 - value))
        return abs(promoters - detractors - n * value) - z * math.sqrt(n * variance)

    from scipy.optimize import brentq  # 0.1 s that every other command would wait for

    mean = (promoters - detractors) / n
    near = 1e-9  # at −1 and +1 themselves the variance is 0, which is no bound
    low = -1.0 if mean == -1 else brentq(excess, -1, mean - near, xtol=1e-13)
    high = 1.0 if mean == 1 else brentq(excess, mean + near, 1, xtol=1e-13)
    return low, high
