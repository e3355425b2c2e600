"""CSAT and CES: which share of the answers is good, and the variants that carry the same name."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags, answers
from otklik.stats.interval import Interval
from otklik.stats.mean import mean_interval
from otklik.stats.proportion import wilson

GRADES = (2, 3, 5)  # bad, average, excellent
_EFFORT = {(1, 7): (3, 5, 6), (1, 5): (2, 4, 4)}  # scale: hard up to, agrees from, easy from


@dataclass(frozen=True)
class Csat:
    """Customer satisfaction: ``top`` is the headline in percent (Wilson), ``mean`` on the scale itself (t).

    ``net`` is percent at the top minus percent at the bottom, both ends equally wide.
    """

    top: Interval
    mean: Interval
    net: float


@dataclass(frozen=True)
class Csat235:
    """The Russian mean of 2 (bad), 3 (average) and 5 (excellent): ``mean`` (t) on 2 … 5, ``index`` the same
    on 0 … 100, and the three ``shares`` in percent (Wilson), which must stand beside it.

    Never to be compared with a mean of 1–5: the step from 3 to 5 is twice that from 2 to 3, so half bad and
    half excellent (3.5) beats all average (3).
    """

    mean: Interval
    index: float
    shares: tuple[Interval, Interval, Interval]


@dataclass(frozen=True)
class Ces:
    """Customer effort, three figures that are all called CES: ``mean`` on the scale (t), ``agree`` = percent
    above the middle (Wilson; 5–7 of 7), ``index`` = percent easy minus percent hard (6–7 and 1–3 of 7)."""

    mean: Interval
    agree: Interval
    index: float


def csat(
    scores: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    scale: tuple[int, int] = (1, 5),
    boxes: int = 2,
    level: float = 0.95,
) -> Csat:
    """CSAT of answers on ``scale``: the share of the ``boxes`` best answers (top-2-box on 1–5).

    ``scores``: (n,) answers, NaN for none; ``counts``: (n,) how often each occurs (default 1).
    Answers off the scale are left out. Source: top-box practice; interval Wilson 1927.
    """
    values, frequency = _on_scale(scores, counts, scale)
    low, high = scale
    top = _percent(frequency, values > high - boxes, level)
    bottom = _percent(frequency, values < low + boxes, level)
    return Csat(top, mean_interval(values, counts=frequency, level=level), top.value - bottom.value)


def csat235(scores: ArrayLike, *, counts: ArrayLike | None = None, level: float = 0.95) -> Csat235:
    """The mean of answers of 2, 3 or 5, as Russian companies count CSAT, with its three shares.

    ``scores``: (n,) answers, NaN for none; ``counts``: (n,) how often each occurs (default 1). Other answers
    are left out. index = 100 · (mean − 2)/3.
    """
    values, frequency = answers(scores, counts)
    valid = np.isin(values, GRADES)
    values, frequency = values[valid], frequency[valid]
    mean = mean_interval(values, counts=frequency, level=level)
    bad, average, excellent = (_percent(frequency, values == grade, level) for grade in GRADES)
    return Csat235(mean, 100 * (mean.value - 2) / 3, (bad, average, excellent))


def ces(
    scores: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    scale: tuple[int, int] = (1, 7),
    level: float = 0.95,
) -> Ces:
    """CES 2.0 of answers on 1–7, where 7 is 'strongly agree that it was easy'; or 1–5, where 5 is easy.

    ``scores``: (n,) answers, NaN for none; ``counts``: (n,) how often each occurs (default 1).
    Answers off the scale are left out. On 1–5 easy is 4–5 and hard 1–2.
    Source: Dixon, Freeman & Toman 2010; index as in CYS. Raises UsageError for another scale.
    """
    if scale not in _EFFORT:
        raise UsageError(f"there is no CES on {scale}", mend="scale=(1, 7) or (1, 5)")
    hard, positive, easy = _EFFORT[scale]
    values, frequency = _on_scale(scores, counts, scale)
    shares = (_percent(frequency, values >= easy, level), _percent(frequency, values <= hard, level))
    return Ces(
        mean_interval(values, counts=frequency, level=level),
        _percent(frequency, values >= positive, level),
        shares[0].value - shares[1].value,
    )


def _on_scale(scores: ArrayLike, counts: ArrayLike | None, scale: tuple[int, int]) -> tuple[Array, Array]:
    values, frequency = answers(scores, counts)
    valid = (values >= scale[0]) & (values <= scale[1])
    return values[valid], frequency[valid]


def _percent(frequency: Array, hit: Flags, level: float) -> Interval:
    share = wilson(int(frequency[hit].sum()), int(frequency.sum()), level=level)
    if math.isnan(share.value):
        return share
    return Interval(100 * share.value, 100 * share.low, 100 * share.high, 100 * share.se, share.n)
