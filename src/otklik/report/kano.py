"""Kano from data as the page shows it: what complaints cost and praise earns, beside what was expected."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otklik.records import Results
from otklik.report.chart import Scale
from otklik.report.phrases import Phrases
from otklik.report.scores import Score

SURE = 0.05  # p below which a penalty or reward counts for the class


@dataclass(frozen=True)
class Side:
    """What complaints about a topic cost, or its praise earns: NaN where too few speak so. ``x`` and
    ``width`` of its bar in percent."""

    mentions: int
    points: float
    p: float
    x: float
    width: float

    @property
    def sure(self) -> bool:
        return self.p < SURE

    @property
    def known(self) -> bool:
        return math.isfinite(self.points)

    @property
    def shown(self) -> bool:
        """Whether there is anything to draw: an effect of the wrong sign counts as none."""
        return self.known and self.width > 0


@dataclass(frozen=True)
class Topic:
    """A row of EXPECTED_KANO_COLUMNS with its two bars."""

    id: str
    penalty: Side
    reward: Side
    asymmetry: tuple[float, float, float]
    found: str
    expected: str | None
    agrees: bool | None

    @property
    def verdict(self) -> str:
        """The key of its class in words, or of why it has none."""
        if not self.reward.known:
            return "kano_few_praises"
        return f"kano.{self.found}" if self.penalty.known else "kano_few_complaints"

    @property
    def shown(self) -> bool:
        return self.penalty.shown or self.reward.shown


@dataclass(frozen=True)
class KanoChart:
    """Topics with a figure of either side by falling impact range; ``scant`` are the names of the others."""

    score: Score
    scale: Scale
    topics: tuple[Topic, ...]
    scant: tuple[str, ...]

    @property
    def differing(self) -> tuple[Topic, ...]:
        """Topics of another class than the taxonomy expects."""
        return tuple(topic for topic in self.topics if topic.agrees is False)

    @property
    def agreeing(self) -> int:
        return sum(topic.agrees is True for topic in self.topics)

    @property
    def undecided(self) -> int:
        return sum(topic.found == "undecided" for topic in self.topics)


def kano_chart(results: Results, score: Score) -> KanoChart | None:
    """The topics of a score; None when no complaint and no praise of any topic has a figure."""
    every = [] if results.kano is None else results.kano.to_dict("records")
    rows = [row for row in every if str(row["score"]) == score.name]
    known = [row for row in rows if not (math.isnan(row["penalty"]) and math.isnan(row["reward"]))]
    left, right = (max((_points(row, side) for row in known), default=0.0) for side in ("penalty", "reward"))
    if not left + right:
        return None
    pad = 0.04 * (left + right)
    scale = Scale(-left - pad, right + pad)
    known.sort(key=lambda row: (-_points(row, "penalty") - _points(row, "reward"), str(row["topic"])))
    scant = tuple(str(row["topic"]) for row in rows if row not in known)
    return KanoChart(score, scale, tuple(_topic(row, scale) for row in known), scant)


def kano_sentence(chart: KanoChart, topic: Topic, say: Phrases) -> str:
    """What the data say against the taxonomy, with the two figures it rests on."""
    return say.texts(
        "kano_differs",
        found=say.texts(f"kano.{topic.found}"),
        expected=say.texts(f"kano.{topic.expected}"),
        penalty=say.difference(chart.score, topic.penalty.points, signed=False),
        reward=say.difference(chart.score, topic.reward.points, signed=False),
        meaning=say.texts(f"kano_meaning.{topic.found}"),
    )


def _points(row: Mapping[Any, Any], side: str) -> float:
    points = float(row[side])
    return points if math.isfinite(points) else 0.0


def _topic(row: Mapping[Any, Any], scale: Scale) -> Topic:
    zero, agrees = scale.at(0), row["agrees"]
    cost, gain = scale.at(-_points(row, "penalty")), scale.at(_points(row, "reward"))
    return Topic(
        str(row["topic"]),
        Side(int(row["complaints"]), row["penalty"], row["penalty_p"], cost, round(zero - cost, 2)),
        Side(int(row["praises"]), row["reward"], row["reward_p"], zero, round(gain - zero, 2)),
        (row["asymmetry"], row["asymmetry_low"], row["asymmetry_high"]),
        str(row["kano"]),
        None if pd.isna(row["expected"]) else str(row["expected"]),
        None if pd.isna(agrees) else bool(agrees),
    )
