"""Where it hurts, as the page shows it: by level of the pyramid, stage of the journey, touchpoint."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.records import Results
from otklik.report.chart import Scale
from otklik.report.phrases import Phrases
from otklik.report.scores import Score
from otklik.report.texts import Texts

PLACES = {"pyramid": "level", "journey": "stage", "touchpoints": "touchpoint"}
"""The tables, and what the names of their groups are found under among the texts."""


@dataclass(frozen=True)
class Pain:
    """A row of PAIN_COLUMNS. Figures that could not be given are NaN."""

    group: str
    n: int
    complaints: int
    share: float
    share_low: float
    share_high: float
    value: float
    others: float
    gap: float
    gap_low: float
    gap_high: float
    impact: float
    impact_low: float
    impact_high: float
    topics: tuple[str, ...]

    @property
    def known(self) -> bool:
        return math.isfinite(self.share)


@dataclass(frozen=True)
class PainChart:
    """The groups of one score in the order they are drawn, from the top of the page down."""

    score: Score
    scale: Scale
    rows: tuple[Pain, ...]

    @property
    def worst(self) -> Pain | None:
        """The group with the largest share of comments that complain; None when none has a figure."""
        return max((row for row in self.rows if row.known), key=lambda row: row.share, default=None)

    @property
    def heaviest(self) -> Pain | None:
        """The group whose complaints go most with a worse result; None when none surely does."""
        side = -1 if self.score.low_is_good else 1
        surely = (row for row in self.rows if max(side * row.impact_low, side * row.impact_high) < 0)
        return min(surely, key=lambda row: side * row.impact, default=None)

    @property
    def tied(self) -> tuple[Pain, ...]:
        """Other groups whose interval reaches that of the worst."""
        worst = self.worst
        others = (row for row in self.rows if row.known and row is not worst)
        return tuple(row for row in others if worst and row.share_high >= worst.share_low)


def pains(results: Results, scores: Sequence[Score]) -> dict[str, list[PainChart]]:
    """PLACES → a chart of each score that has any; the pyramid stands as pyramids do, its top first."""
    found = {}
    for name in PLACES:
        table = getattr(results, name)
        rows = [] if table is None else table.to_dict("records")
        ordered = rows[::-1] if name == "pyramid" else rows
        charts = [chart for score in scores if (chart := _chart(ordered, score))]
        if charts:
            found[name] = charts
    return found


def pain_sentences(place: str, chart: PainChart, say: Phrases) -> Iterator[str]:
    """Where most complain, whether another group may be as bad, how the scores stand there, and which
    complaints go most with the result."""
    worst, heaviest, figures = chart.worst, chart.heaviest, say.figures
    if worst is None:
        return

    def name(row: Pain) -> str:
        return group_name(place, row.group, say.texts)

    share, n, total = figures.percent(worst.share), figures.number(worst.complaints), figures.number(worst.n)
    yield say.texts(f"pain_lead.{place}", group=name(worst), share=share, n=n, total=total)
    if chart.tied:
        yield say.texts("pain_tied", groups=", ".join(map(name, chart.tied)))
    if math.isfinite(worst.gap):
        ci = _ci(chart.score, worst.gap_low, worst.gap_high, say)
        yield say.texts(f"pain_gap.{place}", gap=say.difference(chart.score, worst.gap), ci=ci)
    if heaviest is not None and heaviest is not worst:
        ci = _ci(chart.score, heaviest.impact_low, heaviest.impact_high, say)
        impact = say.difference(chart.score, heaviest.impact)
        yield say.texts("pain_heaviest", group=name(heaviest), impact=impact, ci=ci)


def _ci(score: Score, low: float, high: float, say: Phrases) -> str:
    return say.texts("ci", interval=say.figures.interval(low, high, score.digits, signed=True))


def group_name(place: str, group: str, texts: Texts) -> str:
    """The display name of a group; one that only the user's data know stays as it is."""
    return texts.find(f"{PLACES[place]}.{group}", group)


def _chart(rows: Sequence[Mapping[Any, Any]], score: Score) -> PainChart | None:
    here = tuple(
        Pain(**{str(name): value for name, value in row.items() if name != "score"})
        for row in rows
        if str(row["score"]) == score.name
    )
    most = max((row.share_high for row in here if row.known), default=0.0)
    return PainChart(score, Scale(0, 1.04 * most), here) if most else None
