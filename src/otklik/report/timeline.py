"""Sentiment over time: a continuous axis of months, or of quarters or years where months are too many."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

SENTIMENT_ORDER = ("negative", "mixed", "neutral", "positive")  # from the bottom of a column upwards
MOST = 48  # columns; more of them are too thin to be told apart
FEW = 5  # comments; shares of fewer say little
_UNITS = {"month": 1, "quarter": 3, "year": 12}  # in months
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Column:
    """A period that has comments: (sentiment, y, height) from the bottom up, and the height of its volume;
    ``partial``: the data begin or end within it."""

    name: str
    n: int
    counts: dict[str, int]
    x: float
    width: float
    parts: tuple[tuple[str, float, float], ...]
    volume: float
    few: bool
    partial: bool


@dataclass(frozen=True)
class Timeline:
    """Columns of one ``unit`` (month, quarter, year); ``labels`` are (name, side, offset from it in %)."""

    unit: str
    columns: tuple[Column, ...]
    labels: tuple[tuple[str, str, float], ...]


def timeline(months: pd.DataFrame, *, partial: Collection[str] = (), labels: int = 6) -> Timeline | None:
    """Periods from the first with comments to the last, those without kept as gaps; None without any.
    ``partial``: the names of those within which the data begin or end."""
    counted = dict(_counted(months))
    if not counted:
        return None
    span = max(counted) - min(counted) + 1
    unit = next((unit for unit, size in _UNITS.items() if span <= MOST * size), "year")
    periods: dict[int, dict[str, int]] = {}
    for month, counts in counted.items():
        period = periods.setdefault(month // _UNITS[unit], dict.fromkeys(("n", *SENTIMENT_ORDER), 0))
        for name, count in counts.items():
            period[name] += count
    first, last = min(periods), max(periods)
    # A few periods stand side by side at the left rather than as broad slabs.
    step, most = min(100 / (last - first + 1), 9.0), max(counts["n"] for counts in periods.values())
    return Timeline(
        unit,
        tuple(
            _column(_name(at, unit), counts, (at - first) * step, step, most, partial)
            for at, counts in sorted(periods.items())
        ),
        tuple(_labels(first, last, unit, step, labels)),
    )


def _counted(months: pd.DataFrame) -> Iterator[tuple[int, dict[str, int]]]:
    """Number of the month since year 0 → its counts, for months with comments."""
    for row in months.to_dict("records"):
        found = _MONTH.fullmatch(str(row["month"]))
        if found and row["n"] > 0:
            yield int(found[1]) * 12 + int(found[2]) - 1, {k: int(row[k]) for k in ("n", *SENTIMENT_ORDER)}


def _name(at: int, unit: str) -> str:
    """'2026-03', '2026-Q1' or '2026'."""
    if unit == "year":
        return f"{at:04}"
    year, part = divmod(at, 12 // _UNITS[unit])
    return f"{year:04}-{part + 1:02}" if unit == "month" else f"{year:04}-Q{part + 1}"


def _column(
    name: str, counts: Mapping[str, Any], left: float, step: float, most: int, partial: Collection[str]
) -> Column:
    sentiments = {name: counts[name] for name in SENTIMENT_ORDER}
    return Column(
        name=name,
        n=counts["n"],
        counts=sentiments,
        x=round(left + 0.09 * step, 3),
        width=round(0.82 * step, 3),
        parts=_stack(sentiments),
        volume=round(100 * counts["n"] / most, 2),
        few=counts["n"] < FEW,
        partial=name in partial,
    )


def _labels(first: int, last: int, unit: str, step: float, most: int) -> Iterator[tuple[str, str, float]]:
    """About ``most`` names evenly apart, the last period always among them and never cut off."""
    every = math.ceil((last - first + 1) / most)
    for at in range(first, last - every + 1, every):
        yield _name(at, unit), "left", round((at - first) * step, 3)
    end = (last - first + 1) * step
    if end > 85:
        yield _name(last, unit), "right", round(100 - end, 3)
    else:
        yield _name(last, unit), "left", round((last - first) * step, 3)


def _stack(counts: dict[str, int]) -> tuple[tuple[str, float, float], ...]:
    """Shares laid on one another from the bottom (y = 100 %) up."""
    total, floor, parts = sum(counts.values()), 100.0, []
    for name, count in counts.items():
        height = 100 * count / total if total else 0.0
        floor -= height
        if count:
            parts.append((name, round(max(floor, 0.0), 2), round(height, 2)))
    return tuple(parts)
