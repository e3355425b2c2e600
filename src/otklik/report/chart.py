"""Where the bars of drivers stand: percents of the width, so that they fit any screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

from otklik.report.scores import Driver, Score

BARS = 16


@dataclass(frozen=True)
class Scale:
    """A line of values laid over 0–100 %."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Where ``value`` stands, in percent of the width, clipped to the scale."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0.0), 1.0), 2)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round values inside the scale, zero among them, some five of them."""
        step = _round_step((self.high - self.low) / 7)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return tuple(round(i * step, 10) for i in range(first, last + 1))

    @property
    def digits(self) -> int:
        """Decimals that tell the ticks apart."""
        return next(d for d in range(11) if all(round(tick, d) == tick for tick in self.ticks))


def _round_step(rough: float) -> float:
    """The first of 1, 2, 2.5, 5, 10 times a power of ten that is not below ``rough``."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * (1 - 1e-9))


@dataclass(frozen=True)
class Bar:
    """A driver's impact from zero, and its interval (None when there is none)."""

    driver: Driver
    x: float
    width: float
    whisker: tuple[float, float] | None
    worse: bool


@dataclass(frozen=True)
class DriverChart:
    """Bars in the order of the drivers' rank; ``more`` says how many rows did not fit."""

    scale: Scale
    bars: tuple[Bar, ...]
    more: int


def driver_chart(score: Score, *, limit: int = BARS) -> DriverChart | None:
    """The first ``limit`` drivers of a score as bars; None when no impact could be computed."""
    known = [d for d in score.drivers if math.isfinite(d.impact)]
    shown = known[:limit]
    ends = [x for d in shown for x in (d.impact, d.impact_low, d.impact_high) if math.isfinite(x)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    if low == high:
        return None
    pad = 0.04 * (high - low)
    scale = Scale(low - pad, high + pad)
    return DriverChart(scale, tuple(_bar(d, scale, score) for d in shown), len(known) - len(shown))


def _bar(driver: Driver, scale: Scale, score: Score) -> Bar:
    left, right = sorted((scale.at(0), scale.at(driver.impact)))
    whisker = None
    if math.isfinite(driver.impact_low) and math.isfinite(driver.impact_high):
        whisker = (scale.at(driver.impact_low), scale.at(driver.impact_high))
    worse = (driver.impact < 0) != score.low_is_good
    return Bar(driver, left, round(right - left, 2), whisker, worse)
