"""Service level, waiting and experience, as they are shown: the tables of one score together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otklik.records import Results
from otklik.report.figures import Figures
from otklik.report.scores import Score, scores
from otklik.report.texts import Texts

Rows = tuple[dict[Any, Any], ...]
_UNITS = (("time.days", 1440), ("time.hours", 60), ("time.minutes", 1))


@dataclass(frozen=True)
class Measure:
    """What SLA_COLUMNS and SLA_TOPIC_COLUMNS say of one measure of the service."""

    role: str
    levels: Rows
    topics: Rows


@dataclass(frozen=True)
class ServiceOf:
    """The measures of one score and, by role of the time, what WAITING_COLUMNS say of it."""

    score: Score
    measures: tuple[Measure, ...]
    curves: tuple[tuple[str, Rows], ...]


def service_scores(results: Results) -> tuple[ServiceOf, ...]:
    """One per score of tickets; empty where the data are none."""
    found = []
    for score in scores(results):
        levels, topics, waits = (
            _rows(table, score.name) for table in (results.sla, results.sla_topics, results.waiting)
        )
        measures = tuple(
            Measure(role, here, _of(topics, "measure", role))
            for role, here in _parted(levels, "measure").items()
        )
        curves = tuple(_parted(waits, "time").items())
        if measures or curves:
            found.append(ServiceOf(score, measures, curves))
    return tuple(found)


def level_name(row: Mapping[Any, Any], texts: Texts, figures: Figures) -> str:
    """'срок соблюдён', or 'быстрая треть: до 15 мин' where the level is one of times."""
    name = texts(f"sla.{row['level']}")
    low, high = float(row["from"]), float(row["to"])
    if math.isnan(low) and math.isnan(high):
        return name
    if math.isnan(high):
        return f"{name}: " + texts("time_over", time=_span(low, texts, figures))
    if math.isnan(low):
        return f"{name}: " + texts("time_up_to", time=_span(high, texts, figures))
    start, end = (_span(one, texts, figures) for one in (low, high))
    return f"{name}: " + texts("time_between", low=start, high=end)


def _span(minutes: float, texts: Texts, figures: Figures) -> str:
    """90 → '1,5 ч': in the largest unit that it is a whole or half number of, 1 or more."""
    key, size = next((k, s) for k, s in _UNITS if (minutes >= s and minutes % (s / 2) == 0) or s == 1)
    count = minutes / size
    return texts(key, n=figures.number(count, 0 if count == round(count) else 1))


def _rows(table: pd.DataFrame | None, score: str) -> Rows:
    return () if table is None else tuple(table[table["score"] == score].to_dict("records"))


def _parted(rows: Rows, column: str) -> dict[str, Rows]:
    return {str(value): _of(rows, column, value) for value in dict.fromkeys(row[column] for row in rows)}


def _of(rows: Rows, column: str, value: object) -> Rows:
    return tuple(row for row in rows if row[column] == value)
