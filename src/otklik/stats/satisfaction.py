"""CSAT and CES: which share of the answers is good, and the variants that carry the same name."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from otklik.stats.arrays import Array, Flags, answers
from otklik.stats.interval import Interval
from otklik.stats.mean import mean_interval
from otklik.stats.proportion import wilson


@dataclass(frozen=True)
class Csat:
    """Customer satisfaction: ``top`` is the headline in percent (Wilson), ``mean`` on the scale itself (t).

    ``net`` is percent at the top minus percent at the bottom, both ends equally wide.
    """

    top: Interval
    mean: Interval
    net: float


@dataclass(frozen=True)
class Ces:
    """Customer effort on 1–7 (7 = easy): ``mean`` (t), ``agree`` = percent of 5–7 (Wilson),
    ``index`` = percent of 6–7 minus percent of 1–3. Three figures that are all called CES."""

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


def ces(scores: ArrayLike, *, counts: ArrayLike | None = None, level: float = 0.95) -> Ces:
    """CES 2.0 of answers on 1–7, where 7 is 'strongly agree that it was easy'.

    ``scores``: (n,) answers, NaN for none; ``counts``: (n,) how often each occurs (default 1).
    Answers off the scale are left out. Source: Dixon, Freeman & Toman 2010; index as in CYS.
    """
    values, frequency = _on_scale(scores, counts, (1, 7))
    easy, hard = _percent(frequency, values >= 6, level), _percent(frequency, values <= 3, level)
    return Ces(
        mean_interval(values, counts=frequency, level=level),
        _percent(frequency, values >= 5, level),
        easy.value - hard.value,
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
