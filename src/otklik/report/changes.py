"""What changed, as the page and the terminal tell it: each score with its parts, then the topics."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.records import Changes
from otklik.report.phrases import Phrases
from otklik.report.scores import Score
from otklik.score_kinds import parse_kind

PARTS = 10  # topics told apart in the change of a score; the others are one row
TOPICS = 8  # of which it is told how often they are written about; the workbook has all
SURE = 0.05

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Part:
    """What goes with a topic in the change of a score; without a ``topic``, with all the others together."""

    topic: str | None
    polarity: str
    mentions: tuple[int, int]
    shares: tuple[float, float]
    volume: float
    severity: float


@dataclass(frozen=True)
class Turn:
    """The change of one score. ``first`` and ``second`` are its figure in each wave."""

    first: Score
    second: Score
    change: float
    low: float
    high: float
    p: float
    rest: float
    parts: tuple[Part, ...]

    @property
    def told(self) -> bool:
        """Whether there were answers enough for any figure."""
        return math.isfinite(self.change)

    @property
    def sure(self) -> bool:
        return self.p <= SURE


@dataclass(frozen=True)
class Turns:
    """All that changed. ``topics``: rows of SHARE_CHANGE_COLUMNS, the surest first; ``scant``: how many rows
    had too few mentions to be told."""

    waves: tuple[str, str]
    sizes: tuple[int, int]
    split: str | None
    scores: tuple[Turn, ...]
    topics: tuple[Row, ...]
    more: int
    scant: int


def turns(changes: Changes) -> Turns:
    """The changes in the order and the number they are shown in."""
    rows = changes.topics.to_dict("records")
    known = [row for row in rows if math.isfinite(row["share_change"])]
    ranked = sorted(known, key=_rank)
    shown = [row for row in ranked if row["p_adjusted"] <= SURE] or ranked
    return Turns(
        changes.waves,
        changes.sizes,
        changes.split,
        tuple(_turn(row, changes) for row in changes.scores.to_dict("records")),
        tuple(shown[:TOPICS]),
        len(known) - len(shown[:TOPICS]),
        len(rows) - len(known),
    )


def _rank(row: Row) -> tuple[float, float, str, str]:
    p = row["p_adjusted"]
    return p if math.isfinite(p) else 1.0, -abs(row["share_change"]), row["topic"], row["polarity"]


def _turn(row: Row, changes: Changes) -> Turn:
    kind, nan = parse_kind(row["kind"]), math.nan
    before, after = (
        Score(str(row["score"]), kind, int(row[f"n_{w}"]), row[f"value_{w}"], nan, nan, {}, ())
        for w in ("first", "second")
    )
    of_score = changes.parts[changes.parts["score"] == row["score"]].to_dict("records")
    known = [part for part in of_score if math.isfinite(part["volume"])]
    return Turn(
        first=before,
        second=after,
        change=row["change"],
        low=row["change_low"],
        high=row["change_high"],
        p=row["p"],
        rest=row["rest"],
        parts=_parts(known),
    )


def _parts(rows: Sequence[Row]) -> tuple[Part, ...]:
    """The topics that go with the most of the change, and the others as one."""
    ranked = sorted(rows, key=lambda r: (-abs(r["volume"]) - abs(r["severity"]), r["topic"], r["polarity"]))
    shown, others = ranked[:PARTS], ranked[PARTS:]
    parts = tuple(
        Part(
            str(row["topic"]),
            str(row["polarity"]),
            (int(row["mentions_first"]), int(row["mentions_second"])),
            (row["share_first"], row["share_second"]),
            row["volume"],
            row["severity"],
        )
        for row in shown
    )
    if not others:
        return parts
    volume, severity = (math.fsum(row[name] for row in others) for name in ("volume", "severity"))
    return *parts, Part(None, "", (0, 0), (math.nan, math.nan), volume, severity)


def verdict(turn: Turn, say: Phrases) -> str:
    """The change in a sentence: from what to what, how sure, and whether chance alone could make it."""
    said = say.texts
    if not turn.told:
        return said("changed_scant", first=turn.first.n, second=turn.second.n)
    interval = say.figures.interval(turn.low, turn.high, turn.second.digits, signed=True)
    told = said(
        "changed_score",
        first=say.value(turn.first),
        second=say.value(turn.second),
        change=say.difference(turn.second, turn.change),
        ci=said("ci", interval=interval),
    )
    p = say.figures.probability(turn.p)
    return f"{told} {said('changed_sure' if turn.sure else 'changed_unsure', p=p)}"


def topic_name(topic: str, polarity: str, say: Phrases) -> str:
    """'Время ожидания (жалобы)'."""
    name = say.texts.name(say.names, topic, polarity)
    return say.texts("driver_lead", topic=name, polarity=say.texts.find(f"polarity.{polarity}", polarity))
