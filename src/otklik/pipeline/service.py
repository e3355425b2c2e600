"""Tickets: whether the promised service level was kept, how long the customer waited, and the score.

The time is kept as one of a few hundred steps of 5 %, so that memory does not grow with the tickets.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers import Cells
from otklik.metrics import Answers, difference, measure, unless_scant
from otklik.pipeline.comments import column_of
from otklik.pipeline.counting import Counting
from otklik.records import SLA_COLUMNS, SLA_TOPIC_COLUMNS, TIME_ROLES, WAITING_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import benjamini_hochberg, newcombe, wilson

PARTS = 5  # of equal numbers of tickets, from the shortest waits to the longest
SLA, TIME = "sla", "time"
MET, MISSED = "met", "missed"
_STEP = math.log(1.05)
_WORDS = {
    **dict.fromkeys(("1", "1.0", "yes", "true", "met", "hit", "within sla", "ok", "да", "соблюден"), MET),
    **dict.fromkeys(
        ("0", "0.0", "no", "false", "missed", "breached", "sla violated", "нет", "нарушен"), MISSED
    ),
}
DISCOVERY_RATE = 0.05

Kinds = Mapping[str, ScoreKind]


@dataclass(frozen=True)
class Service:
    """``levels``: score → answers by SLA; ``mentions``: the same of those who commented, flagged by their
    mentions; ``times``: (score, role of the time) → answers by its step. Empty where the table has no such
    columns."""

    levels: Mapping[str, Cells] = field(default_factory=dict)
    mentions: Mapping[str, Cells] = field(default_factory=dict)
    times: Mapping[tuple[str, str], Cells] = field(default_factory=dict)

    def __add__(self, other: Service) -> Service:
        """Both together; they come from the same columns."""
        return Service(
            {name: cells + other.levels[name] for name, cells in self.levels.items()},
            {name: cells + other.mentions[name] for name, cells in self.mentions.items()},
            {key: cells + other.times[key] for key, cells in self.times.items()},
        )

    def cross(self, kinds: Kinds, minimum: int) -> pd.DataFrame:
        """SLA_COLUMNS: of the tickets whose SLA was met, and missed, how many customers are unhappy."""
        rows = []
        for score, level, cells in _sided_groups(self.levels, kinds):
            n, unhappy = cells.n, int(cells.counts[_unhappy(cells.values, kinds[score])].sum())
            share = wilson(unhappy, n) if n >= minimum else wilson(0, 0)
            rows.append((score, level, n, unhappy, share.value, share.low, share.high))
        return pd.DataFrame(rows, columns=list(SLA_COLUMNS))

    def topics(self, kinds: Kinds, minimum: int) -> pd.DataFrame:
        """SLA_TOPIC_COLUMNS: what the unhappy complain of although the SLA was met, beside the others whose
        SLA was met; Newcombe's interval, BH over the topics of a score, fewer than ``minimum`` untested."""
        parts = [
            _complaints(score, cells, kinds[score], minimum)
            for score, level, cells in _sided_groups(self.mentions, kinds)
            if level == MET
        ]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(SLA_TOPIC_COLUMNS))

    def waiting(self, kinds: Kinds, minimum: int) -> pd.DataFrame:
        """WAITING_COLUMNS: the metric in PARTS equal parts by waiting time (minutes, to 5 %), and its change
        from the shortest waits."""
        rows = [
            row
            for (score, role), cells in self.times.items()
            for row in _curve(cells, kinds[score], (score, role), minimum)
        ]
        return pd.DataFrame(rows, columns=list(WAITING_COLUMNS))


def _sided_groups(found: Mapping[str, Cells], kinds: Kinds) -> Iterator[tuple[str, str, Cells]]:
    """Score, level and cells of each level, for the scores that have an unhappy end."""
    for score, cells in found.items():
        groups = cells.groups(SLA)
        if _sided(kinds[score]):
            yield from ((score, level, groups[level]) for level in (MET, MISSED) if level in groups)


def service(count: Counting) -> Service:
    """Of the people of a batch."""
    told = {role: count.people[column_of(column)] for role, column in count.roles.ticket.items()}
    levels = _level(told["sla_met"]) if "sla_met" in told else None
    steps = {role: _step(told[role]) for role in TIME_ROLES if role in told}
    return Service(
        {} if levels is None else {name: count.answers(name, {SLA: levels}) for name in count.scores},
        {} if levels is None else {name: count.mentions(name, {SLA: levels}) for name in count.scores},
        {
            (name, role): count.answers(name, {TIME: step})
            for name in count.scores
            for role, step in steps.items()
        },
    )


def _level(column: pd.Series) -> NDArray[np.object_]:
    words = column.astype("string").str.strip().str.casefold()
    return words.map(_WORDS).astype(object).to_numpy()


def _step(column: pd.Series) -> NDArray[np.object_]:
    """Minutes as the number of their step, missing where there are none."""
    texts = column.astype("string").str.strip().str.replace(",", ".")
    minutes = pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    known = np.isfinite(minutes) & (minutes >= 0)
    steps = np.floor(np.log1p(np.where(known, minutes, 0)) / _STEP + 1e-9).astype(int).astype(str)
    return np.array([step if one else None for step, one in zip(steps, known, strict=True)], dtype=object)


def _sided(kind: ScoreKind) -> bool:
    """Whether a kind has an unhappy end."""
    return kind.better is not None and (kind.metric == "rate" or kind.cuts is not None)


def _unhappy(values: NDArray[np.float64], kind: ScoreKind) -> NDArray[np.bool_]:
    """Answers at the unhappy end: detractors, the dissatisfied, the low."""
    low, high = kind.cuts or (0, 1)
    return np.asarray(values >= high if kind.better == "low" else values <= low, dtype=bool)


def _complaints(score: str, cells: Cells, kind: ScoreKind, minimum: int) -> pd.DataFrame:
    flags = cells.patterns[cells.pattern].astype(bool)
    unhappy = _unhappy(cells.values, kind)
    ours, others = (cells.counts * side for side in (unhappy, ~unhappy))
    rows = []
    for at, name in enumerate(cells.names):
        topic, _, polarity = name.rpartition(":")
        if polarity != "negative":
            continue
        x1, n1, x2, n2 = (
            int(n) for n in (others @ flags[:, at], others.sum(), ours @ flags[:, at], ours.sum())
        )
        if x1 + x2 < minimum or min(n1, n2) < minimum:
            continue
        change = newcombe(x1, n1, x2, n2)
        rows.append(
            (score, topic, x2, n2, x1, n1, x2 / n2, x1 / n1, change.value, change.low, change.high, change.p)
        )
    table = pd.DataFrame(rows, columns=list(SLA_TOPIC_COLUMNS[:-2]))
    adjusted = benjamini_hochberg(table["p"])
    table = table.assign(
        p_adjusted=adjusted, significant=(adjusted <= DISCOVERY_RATE) & (table["difference"] > 0)
    )
    return table.sort_values(["difference", "topic"], ascending=[False, True], ignore_index=True)


def _curve(cells: Cells, kind: ScoreKind, key: tuple[str, str], minimum: int) -> Iterator[tuple[object, ...]]:
    steps = {int(step): part for step, part in cells.groups(TIME).items() if step}
    total, before = sum(part.n for part in steps.values()), 0
    parts: dict[int, list[int]] = {}
    for step in sorted(steps):
        middle = before + steps[step].n / 2
        parts.setdefault(min(PARTS - 1, int(PARTS * middle / total)), []).append(step)
        before += steps[step].n
    first: Answers | None = None
    for number, held in enumerate(parts.values(), start=1):
        found = [steps[step] for step in held]
        values, counts, within = (
            np.concatenate([getattr(one, name) for one in found]) for name in ("values", "counts", "within")
        )
        row = unless_scant(measure(values, kind, score=key[0], counts=counts, within=within), minimum)
        here = Answers(values, counts, within) if row["n"] >= minimum else None
        change = difference(first, here, kind) if first and here else None
        first = first or (here if number == 1 else None)
        told = (change.value, change.low, change.high, change.p) if change else (math.nan,) * 4
        ends = math.expm1(held[0] * _STEP), math.expm1((held[-1] + 1) * _STEP)
        yield (*key, number, *ends, row["n"], row["value"], row["low"], row["high"], *told)
