"""How far the labels can be trusted, as the page shows it: what people said beside what was found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.records import Results
from otklik.report.scores import Score, scores

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Corrected:
    """Impact and joint effect of a topic on a score: rows of ESTIMATE_COLUMNS."""

    topic: str
    polarity: str
    impact: Row
    effect: Row


@dataclass(frozen=True)
class Trusted:
    """``sentiments`` and ``topics``: rows of ACCURACY_COLUMNS; ``shares``: of ESTIMATE_COLUMNS; ``scant``:
    how many topic rows have too few labels for any figure."""

    labelled: int
    unknown: int
    width: float
    sentiments: tuple[Row, ...]
    topics: tuple[Row, ...]
    shares: tuple[Row, ...]
    scores: tuple[tuple[Score, tuple[Corrected, ...]], ...]
    scant: int


def trust_view(results: Results) -> Trusted | None:
    """The rows that have figures, the topics spoken of most first; None without a labelled sample."""
    trust = results.trust
    if trust is None:
        return None
    rows = trust.accuracy.to_dict("records")
    of_topics = [row for row in rows if row["topic"]]
    told = [row for row in of_topics if math.isfinite(row["precision"]) or math.isfinite(row["recall"])]
    estimates = [row for row in trust.estimates.to_dict("records") if math.isfinite(row["value"])]
    return Trusted(
        trust.labelled,
        trust.unknown,
        trust.width,
        tuple(row for row in rows if not row["topic"]),
        tuple(sorted(told, key=lambda row: (-row["right"], -row["found"], row["topic"]))),
        tuple(sorted((r for r in estimates if r["figure"] == "share"), key=lambda r: -r["value"])),
        tuple((score, found) for score in scores(results) if (found := _corrected(estimates, score.name))),
        len(of_topics) - len(told),
    )


def _corrected(rows: Sequence[Row], score: str) -> tuple[Corrected, ...]:
    by_figure = {
        figure: {
            (row["topic"], row["polarity"]): row
            for row in rows
            if (row["score"], row["figure"]) == (score, figure)
        }
        for figure in ("impact", "effect")
    }
    both = [key for key in by_figure["impact"] if key in by_figure["effect"]]
    both.sort(key=lambda key: -abs(by_figure["impact"][key]["value"]))
    return tuple(Corrected(*key, by_figure["impact"][key], by_figure["effect"][key]) for key in both)
