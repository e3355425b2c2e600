"""Where the marks of the charts stand: percents of the width and height, so that they fit any screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from otklik.report.scores import Driver, Score

BARS = 16
SENTIMENT_ORDER = ("negative", "mixed", "neutral", "positive")  # from the bottom of a column upwards


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
    """Bars from the lowest impact to the highest; ``more`` says how many rows did not fit."""

    scale: Scale
    bars: tuple[Bar, ...]
    more: int


def driver_chart(score: Score, *, limit: int = BARS) -> DriverChart | None:
    """The ``limit`` largest impacts of a score as bars; None when no impact could be computed."""
    known = [d for d in score.drivers if math.isfinite(d.impact)]
    shown = sorted(known[:limit], key=lambda d: (d.impact, d.topic, d.polarity))
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


@dataclass(frozen=True)
class Month:
    """A column: (sentiment, y, height) from the top down, and the height of its volume."""

    name: str
    n: int
    counts: dict[str, int]
    x: float
    width: float
    parts: tuple[tuple[str, float, float], ...]
    volume: float
    labelled: bool


def month_columns(months: pd.DataFrame, *, labels: int = 6) -> tuple[Month, ...]:
    """Months that have comments, in order, side by side; about ``labels`` of them carry a label."""
    rows = sorted(
        (row for row in months.to_dict("records") if row["n"] > 0), key=lambda row: str(row["month"])
    )
    if not rows:
        return ()
    # A few months stand side by side at the left rather than as broad slabs.
    step, most = min(100 / len(rows), 9.0), max(int(row["n"]) for row in rows)
    every = math.ceil(len(rows) / labels)
    return tuple(
        Month(
            name=str(row["month"]),
            n=int(row["n"]),
            counts={name: int(row[name]) for name in SENTIMENT_ORDER},
            x=round((i + 0.09) * step, 3),
            width=round(0.82 * step, 3),
            parts=_stack({name: int(row[name]) for name in SENTIMENT_ORDER}),
            volume=round(100 * int(row["n"]) / most, 2),
            labelled=i % every == 0 and i * step <= 85,  # one further right would be cut off
        )
        for i, row in enumerate(rows)
    )


def _stack(counts: dict[str, int]) -> tuple[tuple[str, float, float], ...]:
    """Shares laid on one another from the bottom (y = 100 %) up."""
    total, floor, parts = sum(counts.values()), 100.0, []
    for name, count in counts.items():
        height = 100 * count / total if total else 0.0
        floor -= height
        if count:
            parts.append((name, round(max(floor, 0.0), 2), round(height, 2)))
    return tuple(parts)
