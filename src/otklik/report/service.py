"""Service level, waiting and experience, as they are shown: the tables of one score together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from otklik.records import Results
from otklik.report.scores import Score, scores

Rows = tuple[dict[Any, Any], ...]


@dataclass(frozen=True)
class ServiceOf:
    """What SLA_COLUMNS, SLA_TOPIC_COLUMNS and, by role of the time, WAITING_COLUMNS say of one score."""

    score: Score
    levels: Rows
    topics: Rows
    curves: tuple[tuple[str, Rows], ...]


def service_scores(results: Results) -> tuple[ServiceOf, ...]:
    """One per score of tickets; empty where the data are none."""
    found = []
    for score in scores(results):
        levels, topics, waits = (
            _rows(table, score.name) for table in (results.sla, results.sla_topics, results.waiting)
        )
        roles = dict.fromkeys(str(row["time"]) for row in waits)
        curves = tuple((role, tuple(row for row in waits if row["time"] == role)) for role in roles)
        if levels or curves:
            found.append(ServiceOf(score, levels, topics, curves))
    return tuple(found)


def _rows(table: pd.DataFrame | None, score: str) -> Rows:
    return () if table is None else tuple(table[table["score"] == score].to_dict("records"))
