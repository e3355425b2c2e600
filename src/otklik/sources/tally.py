"""What there is to tell about the tickets that were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from otklik.sentences import Sentence
from otklik.sources.record import Score
from otklik.sources.times import has_zone

_GUESSED = (
    "tickets of which only the messages are there, so that whoever wrote first is taken for the customer: {n}"
)


@dataclass
class Tally:
    """Counts that add up while the rows are made."""

    dropped: Counter[str] = field(default_factory=Counter)
    without_zone: int = 0
    with_zone: int = 0
    nameless: int = 0
    wordless: int = 0
    guessed: int = 0
    again: int = 0

    def time(self, moment: datetime | None) -> None:
        if moment is not None:
            self.with_zone += has_zone(moment)
            self.without_zone += not has_zone(moment)


def notes(rows: Sequence[Mapping[str, Any]], tally: Tally, score: Score, empty: int = 0) -> list[Sentence]:
    """What the user should know of how the tickets were read."""
    messages = sum(row["messages"] for row in rows)
    told = [Sentence("tickets: {n}, messages in them: {messages}", n=len(rows), messages=messages)]
    if dropped := sorted(tally.dropped.items()):
        reasons = [Sentence("{n} {reason}", n=n, reason=Sentence(reason)) for reason, n in dropped]
        told.append(Sentence("tickets left out: {reasons}", reasons=reasons))
    counted = {
        "tickets without a word of the customer, kept with an empty text: {n}": tally.wordless,
        _GUESSED: tally.guessed,
        "tickets whose id is not said: {n}": tally.nameless,
        "tickets that came more than once and were put together: {n}": tally.again,
        "records with neither a ticket nor a message: {n}": empty,
        "the times keep the time zone they were given in": tally.with_zone,
        "times without a time zone, which is not known: {n}": tally.without_zone,
    }
    told += [Sentence(template, n=n) for template, n in counted.items() if n]
    if score.note and any(row["rating"] is not None for row in rows):
        told.append(Sentence(score.note))
    return told
