"""Importance × performance as the page shows it: numbered points with their intervals on a plane."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.records import Results
from otklik.report.chart import Scale
from otklik.report.scores import Score


@dataclass(frozen=True)
class Point:
    """A topic: value, low and high of its performance (share) and importance (points of the metric)."""

    number: int
    id: str
    performance: tuple[float, float, float]
    importance: tuple[float, float, float]
    opportunity: float
    quadrant: str
    sure: bool


@dataclass(frozen=True)
class Plane:
    """Points by falling opportunity, the scales of both axes and the cuts (the means of the topics);
    ``scant`` are topics without figures."""

    score: Score
    across: Scale
    up: Scale
    cuts: tuple[float, float]
    points: tuple[Point, ...]
    scant: tuple[str, ...]

    def x(self, share: float) -> float:
        return self.across.at(share)

    def y(self, points: float) -> float:
        """From the top, in percent of the height."""
        return round(100 - self.up.at(points), 2)


def quadrant_chart(results: Results, score: Score) -> Plane | None:
    """The plane of a score; without points when fewer than two topics can be compared, None without rows."""
    every = [] if results.quadrant is None else results.quadrant.to_dict("records")
    rows = [row for row in every if str(row["score"]) == score.name]
    if not rows:
        return None
    known = [row for row in rows if math.isfinite(row["importance"])]
    scant = tuple(str(row["topic"]) for row in rows if row not in known)
    if len(known) < 2:
        return Plane(score, Scale(0, 1), Scale(0, 1), (0.5, 0.5), (), scant)
    known.sort(key=lambda row: (-row["opportunity"], str(row["topic"])))
    low, high = _ends(known, "importance")
    left, right = _ends(known, "performance")
    across = Scale(max(left, 0.0), min(right, 1.0))
    points = tuple(
        Point(
            number,
            str(row["topic"]),
            (row["performance"], row["performance_low"], row["performance_high"]),
            (row["importance"], row["importance_low"], row["importance_high"]),
            float(row["opportunity"]),
            str(row["quadrant"]),
            bool(row["sure"]),
        )
        for number, row in enumerate(known, start=1)
    )
    cuts = tuple(sum(row[name] for row in known) / len(known) for name in ("performance", "importance"))
    return Plane(score, across, Scale(min(low, 0.0), max(high, 0.0)), (cuts[0], cuts[1]), points, scant)


def _ends(rows: Sequence[Mapping[Any, Any]], name: str) -> tuple[float, float]:
    """Between what all intervals of a figure lie, and a little more."""
    low, high = (pick(row[f"{name}_{side}"] for row in rows) for side, pick in (("low", min), ("high", max)))
    pad = 0.05 * (high - low) or 0.05
    return low - pad, high + pad
