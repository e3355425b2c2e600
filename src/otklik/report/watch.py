"""Control charts as the page shows them: small lines over a band of limits, and each change in a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.records import Results, Watch
from otklik.report.chart import Scale
from otklik.report.phrases import Phrases
from otklik.report.scores import Score, scores

Row = Mapping[Any, Any]
SURE = 3  # changes that the first screen names


@dataclass(frozen=True)
class Dot:
    """One period: its place, the band of its limits (top and height; None without), all in percent;
    ``whole``: the data neither begin nor end within it."""

    period: str
    n: int
    value: float
    x: float
    y: float
    band: tuple[float, float] | None
    beyond: bool
    whole: bool


@dataclass(frozen=True)
class Mark:
    """Where a change begins."""

    x: float
    up: bool


@dataclass(frozen=True)
class Line:
    """The chart of a score, or of the complaints of a ``topic``: the ``mean`` of all periods stands at
    ``centre``; ``step`` is the width of a period."""

    score: Score | None
    topic: str
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    mean: float
    centre: float
    step: float

    @property
    def beyond(self) -> tuple[Dot, ...]:
        return tuple(dot for dot in self.dots if dot.beyond)

    @property
    def ends(self) -> tuple[Dot, Dot]:
        """The first and the last whole period."""
        whole = [dot for dot in self.dots if dot.whole]
        return whole[0], whole[-1]


@dataclass(frozen=True)
class Watched:
    """``alerts``: rows of ALERT_COLUMNS with their lines; ``lines``: those that changed and the scores,
    ``others``: the rest."""

    alerts: tuple[tuple[Row, Line], ...]
    lines: tuple[Line, ...]
    others: tuple[Line, ...]

    @property
    def partial(self) -> bool:
        """Whether any period that is shown is not whole."""
        return any(not dot.whole for line in (*self.lines, *self.others) for dot in line.dots)


def watched(results: Results) -> Watched | None:
    """The charts in the order they are shown; None where there are none."""
    watch = results.watch
    if watch is None or watch.charts.empty:
        return None
    by_name = {score.name: score for score in scores(results)}
    alerts = watch.alerts.to_dict("records")
    lines = {
        key: _line(table.to_dict("records"), by_name, watch)
        for key, table in watch.charts.groupby(["score", "topic"], sort=False)
    }
    changed = dict.fromkeys((row["score"], row["topic"]) for row in alerts)
    order = [*changed, *(key for key in lines if key[0] and key not in changed)]
    return Watched(
        tuple((row, lines[row["score"], row["topic"]]) for row in alerts),
        tuple(lines[key] for key in order),
        tuple(line for key, line in lines.items() if key not in order),
    )


def _line(rows: Sequence[Row], by_name: Mapping[str, Score], watch: Watch) -> Line:
    score = by_name.get(rows[0]["score"])
    places = {name: at for at, name in enumerate(sorted(set(watch.charts["period"])))}
    step = 100 / len(places)
    ends = [row[name] for row in rows for name in ("value", "low", "high") if math.isfinite(row[name])]
    low, high = min(ends) if score else 0.0, max(ends)
    pad = 0.08 * (high - low) or 0.01
    scale = Scale(low - (pad if score else 0), high + pad)
    topic = str(rows[0]["topic"])
    own = watch.alerts[(watch.alerts["score"] == rows[0]["score"]) & (watch.alerts["topic"] == topic)]
    marks = [
        Mark(round(places[r["start"]] * step, 2), r["after"] > r["before"]) for r in own.to_dict("records")
    ]
    dots = tuple(_dot(row, (places[row["period"]] + 0.5) * step, scale) for row in rows)
    mean = rows[0]["centre"]
    return Line(score, topic, dots, tuple(marks), mean, _down(scale, mean), round(step, 3))


def _dot(row: Row, x: float, scale: Scale) -> Dot:
    band = None
    if math.isfinite(row["low"]) and math.isfinite(row["high"]):
        top = _down(scale, row["high"])
        band = top, round(_down(scale, row["low"]) - top, 2)
    place = round(x, 2), _down(scale, row["value"])
    return Dot(
        str(row["period"]), int(row["n"]), row["value"], *place, band, bool(row["beyond"]), bool(row["whole"])
    )


def _down(scale: Scale, value: float) -> float:
    """From the top, in percent of the height."""
    return round(100 - scale.at(value), 2)


def level(line: Line, value: float, say: Phrases) -> str:
    """A value of the line in its own unit."""
    if line.score is None:
        return say.figures.percent(value)
    return say.figure(line.score, value)


def line_name(line: Line, say: Phrases) -> str:
    """'NPS', or 'Время ожидания (жалобы)'."""
    if line.score is not None:
        return line.score.name
    topic = say.texts.name(say.names, line.topic)
    return say.texts("driver_lead", topic=topic, polarity=say.texts("polarity.negative"))


def alerts_told(watched: Watched, say: Phrases) -> str:
    """How many changes there are, and the surest of them: '2 перемены: Время ожидания (жалобы) — чаще; …'."""
    count = len(watched.alerts)
    told = say.texts("alerts", count=count, n=say.figures.number(count))
    first = [f"{line_name(line, say)} — {_turn(row, line, say)}" for row, line in watched.alerts[:SURE]]
    return (f"{told}: " if first else told) + "; ".join(first) + ("; …" if count > SURE else "")


def _turn(row: Row, line: Line, say: Phrases) -> str:
    up, down = ("turn.higher", "turn.lower") if line.score else ("turn.more", "turn.fewer")
    return say.texts(up if row["after"] > row["before"] else down)


def alert(row: Row, line: Line, say: Phrases) -> str:
    """A change in a sentence: since when, from what to what, how sure."""
    ended = isinstance(row["until"], str)
    lasts = "alert_lasts" if not ended else "alert_once" if row["until"] == row["start"] else "alert_ended"
    return say.texts(
        lasts,
        turn=_turn(row, line, say),
        start=say.figures.month(row["start"]),
        until=say.figures.month(row["until"]) if ended else "",
        before=level(line, row["before"], say),
        after=level(line, row["after"], say),
        p=say.figures.probability(row["p_adjusted"]),
    )
