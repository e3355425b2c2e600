"""What there is to tell about the tickets that were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from otklik.sources.record import Score
from otklik.sources.times import has_zone


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


def notes(rows: Sequence[Mapping[str, Any]], tally: Tally, score: Score, empty: int = 0) -> list[str]:
    """What the user should know of how the tickets were read."""
    dropped = ", ".join(f"{count} {reason}" for reason, count in sorted(tally.dropped.items()))
    said = (
        (f"tickets: {len(rows)}, messages in them: {sum(row['messages'] for row in rows)}", True),
        (f"tickets left out: {dropped}", dropped),
        (
            f"tickets without a word of the customer, kept with an empty text: {tally.wordless}",
            tally.wordless,
        ),
        (
            "tickets of which only the messages are there, so that whoever wrote first is taken for the "
            f"customer: {tally.guessed}",
            tally.guessed,
        ),
        (f"tickets whose id is not said: {tally.nameless}", tally.nameless),
        (f"tickets that came more than once and were put together: {tally.again}", tally.again),
        (f"records with neither a ticket nor a message: {empty}", empty),
        ("the times keep the time zone they were given in", tally.with_zone),
        (f"times without a time zone, which is not known: {tally.without_zone}", tally.without_zone),
        (score.note, score.note and any(row["rating"] is not None for row in rows)),
    )
    return [sentence for sentence, true in said if true]
