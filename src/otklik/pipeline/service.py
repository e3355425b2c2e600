"""Tickets: whether the service was as promised, or quick, and the customer is unhappy all the same; and how
the score goes with waiting."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers import Cells
from otklik.metrics import Answers, difference, measure, unless_scant
from otklik.pipeline.comments import column_of
from otklik.pipeline.counting import Counting
from otklik.pipeline.times import Steps, minutes, narrow_ends, narrow_steps, parts, plain_ends, plain_steps
from otklik.records import SLA_COLUMNS, SLA_TOPIC_COLUMNS, TIME_ROLES, WAITING_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import benjamini_hochberg, newcombe, wilson

PARTS = 5  # of equal numbers of tickets, from the shortest waits to the longest
LEVEL, TIME = "level", "time"
MET, MISSED = "met", "missed"
THIRDS = ("fast", "middle", "slow")
GOOD = (MET, THIRDS[0])
_WORDS = {
    **dict.fromkeys(("1", "1.0", "yes", "true", "met", "hit", "within sla", "ok", "да", "соблюден"), MET),
    **dict.fromkeys(
        ("0", "0.0", "no", "false", "missed", "breached", "sla violated", "нет", "нарушен"), MISSED
    ),
}
DISCOVERY_RATE = 0.05

Kinds = Mapping[str, ScoreKind]
Levelled = Mapping[tuple[str, str], Cells]


@dataclass(frozen=True)
class Service:
    """By score and measure (TICKET_ROLES): ``answers`` apart by LEVEL, and ``mentions``, the same of those
    who commented, flagged by their mentions. A LEVEL is MET or MISSED, or the plain step of a time without a
    target. ``times``: score and role of the time → answers by narrow step. Empty without such columns."""

    answers: Levelled = field(default_factory=dict)
    mentions: Levelled = field(default_factory=dict)
    times: Levelled = field(default_factory=dict)

    def __add__(self, other: Service) -> Service:
        """Both together; they come from the same columns."""
        return Service(
            {key: cells + other.answers[key] for key, cells in self.answers.items()},
            {key: cells + other.mentions[key] for key, cells in self.mentions.items()},
            {key: cells + other.times[key] for key, cells in self.times.items()},
        )

    def cross(self, kinds: Kinds, minimum: int, targets: Mapping[str, float]) -> pd.DataFrame:
        """SLA_COLUMNS: how many customers are unhappy at each level of each measure: the SLA or one of the
        ``targets`` (role → minutes) was met or missed, a time without one is in THIRDS of the tickets."""
        rows = []
        for (score, role), cells in self._told(self.answers, kinds):
            for level, steps in _levels(cells).items():
                found = cells.at(LEVEL, steps)
                n, unhappy = found.n, int(found.counts[_unhappy(found.values, kinds[score])].sum())
                share = wilson(unhappy, n) if n >= minimum else wilson(0, 0)
                ends = _ends(level, steps, targets.get(role, math.nan))
                rows.append((score, role, level, *ends, n, unhappy, share.value, share.low, share.high))
        return pd.DataFrame(rows, columns=list(SLA_COLUMNS))

    def topics(self, kinds: Kinds, minimum: int) -> pd.DataFrame:
        """SLA_TOPIC_COLUMNS: what the unhappy complain of although the service was good by a measure (met, or
        in the fast third), beside the others for whom it was. Newcombe's interval; BH over all topics and
        measures of a score; topics of fewer than ``minimum`` complaints are left out."""
        rows = [
            (score, role, level, *row)
            for (score, role), cells in self._told(self.mentions, kinds)
            for level, steps in _levels(self.answers[score, role]).items()
            if level in GOOD
            for row in _complaints(cells.at(LEVEL, steps), kinds[score], minimum)
        ]
        table = pd.DataFrame(rows, columns=list(SLA_TOPIC_COLUMNS[:-2]))
        adjusted = table.groupby("score")["p"].transform(benjamini_hochberg)
        sure = (adjusted <= DISCOVERY_RATE) & (table["difference"] > 0)
        return table.assign(p_adjusted=adjusted, significant=sure)

    def waiting(self, kinds: Kinds, minimum: int) -> pd.DataFrame:
        """WAITING_COLUMNS: the metric in PARTS equal parts by waiting time (minutes, to 5 %), and its change
        from the shortest waits."""
        rows = [
            row for key, cells in self.times.items() for row in _curve(cells, kinds[key[0]], key, minimum)
        ]
        return pd.DataFrame(rows, columns=list(WAITING_COLUMNS))

    def _told(self, found: Levelled, kinds: Kinds) -> Iterator[tuple[tuple[str, str], Cells]]:
        """Those of the scores that have an unhappy end."""
        return ((key, cells) for key, cells in found.items() if _sided(kinds[key[0]]))


def service(count: Counting) -> Service:
    """Of the people of a batch."""
    told = {role: count.people[column_of(column)] for role, column in count.roles.ticket.items()}
    times = {role: minutes(told[role]) for role in TIME_ROLES if role in told}
    levels = {"sla_met": _kept(told["sla_met"])} if "sla_met" in told else {}
    for role, waits in times.items():
        target = count.roles.targets.get(role)
        levels[role] = plain_steps(waits) if target is None else _within(waits, target)
    steps = {role: narrow_steps(waits) for role, waits in times.items()}
    scores = count.scores
    return Service(
        {(score, role): count.answers(score, {LEVEL: levels[role]}) for score in scores for role in levels},
        {(score, role): count.mentions(score, {LEVEL: levels[role]}) for score in scores for role in levels},
        {(score, role): count.answers(score, {TIME: steps[role]}) for score in scores for role in steps},
    )


def _kept(column: pd.Series) -> Steps:
    words = column.astype("string").str.strip().str.casefold()
    return words.map(_WORDS).astype(object).to_numpy()


def _within(waits: NDArray[np.float64], target: float) -> Steps:
    levels = np.where(waits <= target, MET, MISSED).astype(object)
    levels[np.isnan(waits)] = None
    return levels


def _levels(answers: Cells) -> dict[str, list[str]]:
    """Level → the values of LEVEL that are it; empty where there is nothing to compare."""
    sizes = {value: cells.n for value, cells in answers.groups(LEVEL).items() if value}
    if sizes.keys() <= {MET, MISSED}:
        return {level: [level] for level in (MET, MISSED) if level in sizes}
    thirds = parts({int(value): n for value, n in sizes.items()}, len(THIRDS))
    return {THIRDS[part]: list(map(str, steps)) for part, steps in thirds.items()} if len(thirds) > 1 else {}


def _ends(level: str, steps: Sequence[str], target: float) -> tuple[float, float]:
    """Minutes from … to of a level; NaN where it has no such end."""
    low, high = plain_ends(map(int, steps)) if level in THIRDS else (target, target)
    return math.nan if level in GOOD else low, math.nan if level in (MISSED, THIRDS[-1]) else high


def _sided(kind: ScoreKind) -> bool:
    """Whether a kind has an unhappy end."""
    return kind.better is not None and (kind.metric == "rate" or kind.cuts is not None)


def _unhappy(values: NDArray[np.float64], kind: ScoreKind) -> NDArray[np.bool_]:
    """Answers at the unhappy end: detractors, the dissatisfied, the low."""
    low, high = kind.cuts or (0, 1)
    return np.asarray(values >= high if kind.better == "low" else values <= low, dtype=bool)


def _complaints(cells: Cells, kind: ScoreKind, minimum: int) -> list[tuple[Any, ...]]:
    """SLA_TOPIC_COLUMNS from topic to p, the most over-represented first."""
    flags = cells.patterns[cells.pattern]
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
            (topic, x2, n2, x1, n1, x2 / n2, x1 / n1, change.value, change.low, change.high, change.p)
        )
    return sorted(rows, key=lambda row: (-row[7], row[0]))


def _curve(cells: Cells, kind: ScoreKind, key: tuple[str, str], minimum: int) -> Iterator[tuple[object, ...]]:
    steps = {int(step): part for step, part in cells.groups(TIME).items() if step}
    first: Answers | None = None
    equal = parts({step: part.n for step, part in steps.items()}, PARTS)
    for number, held in enumerate(equal.values(), start=1):
        found = [steps[step] for step in held]
        values, counts, within = (
            np.concatenate([getattr(one, name) for one in found]) for name in ("values", "counts", "within")
        )
        row = unless_scant(measure(values, kind, score=key[0], counts=counts, within=within), minimum)
        here = Answers(values, counts, within) if row["n"] >= minimum else None
        change = difference(first, here, kind) if first and here else None
        first = first or (here if number == 1 else None)
        told = (change.value, change.low, change.high, change.p) if change else (math.nan,) * 4
        yield (*key, number, *narrow_ends(held), row["n"], row["value"], row["low"], row["high"], *told)
