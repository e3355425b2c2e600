"""Where it hurts: complaints by levels of a pyramid, by stages of a journey, by touchpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers.cells import Cells
from otklik.drivers.impact import leave_out
from otklik.drivers.outcome import outcome
from otklik.drivers.table import MINIMUM
from otklik.metrics import Answers, contribution, difference
from otklik.records import PAIN_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import wilson

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class _Group:
    """Which cells (c,) are in the group at all, which of them complain in it, whose score is the score
    there; and its topics by name with the cells (c,) that complain of each."""

    name: str
    among: Marks
    complains: Marks
    there: Marks
    topics: Mapping[str, Marks]


def pain(
    cells: Cells,
    kind: ScoreKind,
    groups: Mapping[str, Sequence[str]],
    *,
    score: str,
    minimum: int = MINIMUM,
    level: float = 0.95,
) -> pd.DataFrame:
    """PAIN_COLUMNS, one row per group in the order of ``groups``: name → topics.

    ``complaints`` counts the comments that complain of any topic of the group, each once, so that groups of
    many topics are not counted twice; a comment may complain in several groups. ``share`` of the ``n``
    comments with Wilson's bounds; ``value`` is the metric of those comments, ``others`` that of all others,
    ``gap`` the first less the second (see ``otklik.metrics.difference``); ``impact`` the leave-out
    impact of those comments (see ``leave_out``); ``topics`` those complained of, the most frequent first.
    Fewer than ``minimum`` complaints have no figures but their count. Associations, not causes.
    """
    told = _told(cells, kind)
    everyone = np.ones(len(told.counts), dtype=bool)
    complaints = _complaints(told)
    nowhere = np.zeros_like(everyone)
    found = []
    for name, topics in groups.items():
        here = {topic: complaints[topic] for topic in topics if topic in complaints}
        hurt = np.logical_or.reduce([nowhere, *here.values()])
        found.append(_Group(name, everyone, hurt, hurt, here))
    return _table(told, kind, found, score=score, minimum=minimum, level=level)


def touchpoints(
    cells: Cells,
    kind: ScoreKind,
    segment: str,
    *,
    score: str,
    minimum: int = MINIMUM,
    level: float = 0.95,
) -> pd.DataFrame:
    """PAIN_COLUMNS, one row per value of a segment of the cells, the most frequent first; '' is none.

    As ``pain``, but a comment belongs to one group: ``n`` are the comments there, ``complaints`` those of
    them that complain of any topic, ``value`` is the metric of all ``n``, ``others`` that elsewhere.
    """
    told = _told(cells, kind)
    complaints = _complaints(told)
    where = told.group_of(segment)
    sizes = pd.Series(told.counts).groupby(where).sum()
    found = []
    for name in sorted(filter(None, sizes.index), key=lambda name: (-sizes[name], name)):
        here: Marks = np.asarray(where == name, dtype=bool)
        topics = {topic: mark & here for topic, mark in complaints.items()}
        hurt = np.logical_or.reduce([np.zeros_like(here), *topics.values()])
        found.append(_Group(str(name), here, hurt, here, topics))
    return _table(told, kind, found, score=score, minimum=minimum, level=level)


def _told(cells: Cells, kind: ScoreKind) -> Cells:
    """The cells with a valid score."""
    valid = ~np.isnan(contribution(cells.values, kind))
    return Cells(cells.names, cells.table[valid].reset_index(drop=True))


def _complaints(cells: Cells) -> dict[str, Marks]:
    """Topic → the cells (c,) that complain of it."""
    flags = cells.patterns[cells.pattern]
    parts = (name.rpartition(":") for name in cells.names)
    return {topic: flags[:, at] for at, (topic, _, side) in enumerate(parts) if side == "negative"}


def _table(
    cells: Cells, kind: ScoreKind, groups: Sequence[_Group], *, score: str, minimum: int, level: float
) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for group in groups:
        n, complaints = _size(cells, group.among), _size(cells, group.complains)
        known = _size(cells, group.there) >= max(1, minimum)
        share = wilson(complaints, n, level=level) if known else wilson(0, 0, level=level)
        rows.append(
            {"score": score, "group": group.name, "n": n, "complaints": complaints}
            | {"share": share.value, "share_low": share.low, "share_high": share.high}
            | _scores(cells, kind, group.there, minimum=minimum, level=level)
            | {"topics": _most_frequent(cells, group.topics)}
        )
    table = pd.DataFrame(rows, columns=list(PAIN_COLUMNS))
    return table.assign(**_impact(cells, kind, groups, minimum=minimum, level=level))


def _size(cells: Cells, mark: Marks) -> int:
    return int(cells.counts[mark].sum())


def _most_frequent(cells: Cells, topics: Mapping[str, Marks]) -> list[str]:
    sizes = {topic: _size(cells, mark) for topic, mark in topics.items()}
    return sorted(filter(sizes.get, sizes), key=lambda topic: (-sizes[topic], topic))


def _scores(cells: Cells, kind: ScoreKind, there: Marks, *, minimum: int, level: float) -> dict[str, float]:
    """The metric there, that of the rest, and their gap; NaN where there are too few comments."""
    figures = dict.fromkeys(("value", "others", "gap", "gap_low", "gap_high"), np.nan)
    sides = {}
    for name, mark in (("value", there), ("others", ~there)):
        if _size(cells, mark) >= max(1, minimum):
            answers = sides[name] = Answers(cells.values[mark], cells.counts[mark], cells.within[mark])
            figures[name] = float(np.average(answers.told(kind).points, weights=cells.counts[mark]))
    if len(sides) == 2:
        change = difference(sides["others"], sides["value"], kind, level=level)
        figures |= {"gap": change.value, "gap_low": change.low, "gap_high": change.high}
    return figures


def _impact(
    cells: Cells, kind: ScoreKind, groups: Sequence[_Group], *, minimum: int, level: float
) -> dict[str, Any]:
    if not groups:
        return {}
    names = [f"{group.name}:negative" for group in groups]
    marked = cells.marked(names, np.column_stack([group.complains for group in groups]))
    alone = leave_out(outcome(marked, kind), names, minimum=minimum, draws=1000, seed=0, level=level)
    return {"impact": alone.impact, "impact_low": alone.low, "impact_high": alone.high}
