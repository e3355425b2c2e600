"""Comments that contradict their score, as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from otklik.records import Quote, Results
from otklik.report import passages
from otklik.report.passages import Passage


@dataclass(frozen=True)
class Listed:
    """One comment: a passage of it, and a longer one when the first had to be cut."""

    id: str
    value: float
    date: str | None
    sentiment: str
    topics: tuple[str, ...]
    short: Passage
    whole: Passage | None


@dataclass(frozen=True)
class Side:
    """One end of a scale: how many comments stand there, how many say the opposite, and which."""

    score: str
    said: str
    lowest: float
    highest: float
    comments: int
    mismatches: int
    outright: int
    share: float
    low: float
    high: float
    listed: tuple[Listed, ...]


def mismatch_sides(results: Results) -> tuple[Side, ...]:
    """One Side per row of ``mismatch_rates``; empty without scores that have two ends."""
    return tuple(_sides(results))


def _sides(results: Results) -> Iterator[Side]:
    if results.mismatch_rates is None or results.mismatches is None:
        return
    listed: dict[tuple[str, str], list[Listed]] = {}
    for row in results.mismatches.to_dict("records"):
        listed.setdefault((row["score"], row["said"]), []).append(_listed(row))
    for row in results.mismatch_rates.to_dict("records"):
        key = row["score"], row["said"]
        figures = {str(name): row[name] for name in row if name not in ("from", "to")}
        yield Side(**figures, lowest=row["from"], highest=row["to"], listed=tuple(listed.get(key, ())))


def _listed(row: Mapping[Any, Any]) -> Listed:
    quote = Quote(row["comment_id"], row["text"], row["start"], row["end"], "", 1.0)
    short = passages.passage(quote, passages.SHORT)
    whole = passages.passage(quote, passages.LONG) if short.cut else None
    day = row["date"] if isinstance(row["date"], str) else None
    return Listed(quote.comment_id, row["value"], day, row["sentiment"], tuple(row["topics"]), short, whole)
