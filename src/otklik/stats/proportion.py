"""One share with its interval, and the change from one share to another."""

from __future__ import annotations

import math

from otklik.errors import UsageError
from otklik.stats.interval import Difference, Interval, normal_p, normal_quantile


def wilson(successes: float, n: float, *, level: float = 0.95, corrected: bool = False) -> Interval:
    """Wilson's score interval of a share, in [0, 1]; ``value`` is the raw share.

    (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n) (Wilson 1927); ``corrected``: with continuity
    correction, where each bound is that of half an answer further out (Newcombe 1998, method 4; R
    ``prop.test``). Of weighted answers both figures may be effective ones, not whole.
    NaN for n = 0. Raises UsageError unless 0 ≤ successes ≤ n.
    """
    _check(successes, n)
    z = normal_quantile(level)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, math.nan, 0)
    share, step = successes / n, 0.5 if corrected else 0.0
    low = 0.0 if successes == 0 else _bound(max(successes - step, 0), n, -z)
    high = 1.0 if successes == n else _bound(min(successes + step, n), n, z)
    return Interval(share, low, high, math.sqrt(share * (1 - share) / n), int(n))


def adjusted_wald(successes: int, n: int, *, level: float = 0.95) -> Interval:
    """The Wald interval after two successes and two failures more, within [0, 1] (Agresti & Coull 1998).

    Here ``value`` and ``se`` are the adjusted ones: (successes + 2)/(n + 4). Raises UsageError as ``wilson``.
    """
    _check(successes, n)
    share = (successes + 2) / (n + 4)
    se = math.sqrt(share * (1 - share) / (n + 4))
    reach = normal_quantile(level) * se
    return Interval(share, max(0.0, share - reach), min(1.0, share + reach), se, n)


def newcombe(x1: float, n1: float, x2: float, n2: float, *, level: float = 0.95) -> Difference:
    """The change x2/n2 − x1/n1 of a share, from the first group to the second, in [−1, 1].

    Bounds from the two Wilson intervals (Newcombe 1998, method 10); p from the N − 1 chi-square
    test (Campbell 2007), which needs both outcomes to occur, else NaN. Raises UsageError as ``wilson``.
    """
    first, second = wilson(x1, n1, level=level), wilson(x2, n2, level=level)
    change = second.value - first.value
    low = change - math.hypot(second.value - second.low, first.high - first.value)
    high = change + math.hypot(second.high - second.value, first.value - first.low)
    return Difference(change, low, high, math.hypot(first.se, second.se), _campbell(x1, n1, x2, n2))


def _campbell(x1: float, n1: float, x2: float, n2: float) -> float:
    n = n1 + n2
    pooled = (x1 + x2) / n if n else 0.0
    if not (n1 and n2 and 0 < pooled < 1):
        return math.nan
    se = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return normal_p((x2 / n2 - x1 / n1) / se * math.sqrt((n - 1) / n))


def _bound(successes: float, n: float, z: float) -> float:
    """The share whose test puts this many successes z standard errors below (z > 0) or above it."""
    share = successes / n
    reach = z * math.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    return (share + z * z / (2 * n) + reach) / (1 + z * z / n)


def _check(successes: float, n: float) -> None:
    if not 0 <= successes <= n:
        raise UsageError(f"{successes} of {n} is not a share: 0 ≤ successes ≤ n must hold")
