"""Topics that are both complained of and praised: their two flags side by side."""

from __future__ import annotations

from dataclasses import dataclass

from otklik.drivers.cells import Cells
from otklik.drivers.outcome import Array, Outcome
from otklik.errors import UsageError
from otklik.score_kinds import ScoreKind


@dataclass(frozen=True)
class Sides:
    """The k ``topics``; ``bad`` and ``good`` (m, k) are 0/1 by pattern, always 0 where mentions are too
    few to judge: such a column has no coefficient; ``complaints``, ``praises`` (k,) count them all."""

    topics: tuple[str, ...]
    bad: Array
    good: Array
    complaints: Array
    praises: Array

    @classmethod
    def of(cls, cells: Cells, data: Outcome, minimum: int) -> Sides:
        """Raises UsageError when no topic of the cells has both a negative and a positive flag."""
        places = {name: at for at, name in enumerate(cells.names)}
        topics = tuple(
            topic
            for topic, _, polarity in (name.rpartition(":") for name in cells.names)
            if polarity == "negative" and f"{topic}:positive" in places
        )
        if not topics:
            raise UsageError(
                "no topic has both a negative and a positive flag", mend="flags 'topic:polarity'"
            )
        bad, good = (
            data.flags[:, [places[f"{topic}:{polarity}"] for topic in topics]]
            for polarity in ("negative", "positive")
        )
        complaints, praises = data.count @ bad, data.count @ good
        least = max(1, minimum)
        return cls(topics, bad * (complaints >= least), good * (praises >= least), complaints, praises)


def towards_good(data: Outcome, kind: ScoreKind) -> Array:
    """The mean contribution of each pattern (m,), turned so that more is better."""
    return -data.mean if kind.better == "low" and kind.metric in ("mean", "rate") else data.mean
