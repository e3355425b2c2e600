"""The statistics of one score as records: what the page, the terminal and the notebook all speak of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otklik.records import DRIVER_COLUMNS, Results
from otklik.score_kinds import SCORE_KINDS, ScoreKind, parse_kind

# Shares that make a whole, from the bad end to the good one; anything else is told in words.
_WHOLES = (
    ("detractors", "passives", "promoters"),
    ("dissatisfied", "neutral", "satisfied"),
    ("low", "middle", "high"),
    ("no", "yes"),
)
_FIGURES = tuple(
    name
    for name in DRIVER_COLUMNS
    if name not in ("score", "topic", "polarity", "n", "mentions", "significant")
)


@dataclass(frozen=True)
class Driver:
    """One row of DRIVER_COLUMNS. Figures that could not be given are NaN."""

    score: str
    topic: str
    polarity: str
    n: int
    mentions: int
    share: float
    mean_with: float
    mean_without: float
    impact: float
    impact_low: float
    impact_high: float
    effect: float
    effect_low: float
    effect_high: float
    p: float
    p_adjusted: float
    importance: float
    significant: bool

    @property
    def rank(self) -> tuple[bool, float, str, str]:
        """Sorts the significant first, the largest impact first among them, what has none last."""
        size = abs(self.impact) if math.isfinite(self.impact) else -1.0
        return (not self.significant, -size, self.topic, self.polarity)

    @property
    def torn(self) -> bool:
        """Whether impact and joint effect point opposite ways: other topics explain the impact."""
        return self.impact * self.effect < 0

    @property
    def entwined(self) -> bool:
        """Whether its effect cannot be told from that of others, since it never comes without them. Such a
        flag has a share of the importance all the same (see ``drivers.importance``)."""
        return math.isnan(self.effect) and math.isfinite(self.importance)

    @property
    def scant(self) -> bool:
        """Whether there were too few mentions for any figure."""
        return all(math.isnan(x) for x in (self.mean_with, self.impact, self.effect))


@dataclass(frozen=True)
class Score:
    """One score column: its headline figure and its drivers in the order of their rank; ``held`` are the
    controls of their effects, columns or roles of times."""

    name: str
    kind: ScoreKind
    n: int
    value: float
    low: float
    high: float
    shares: Mapping[str, float]
    drivers: tuple[Driver, ...]
    held: tuple[str, ...] = ()

    @property
    def metric(self) -> str:
        return self.kind.metric

    @property
    def low_is_good(self) -> bool:
        """A top-box share is of good answers whichever end of the scale is the good one."""
        return self.kind.better == "low" and self.metric in ("mean", "rate")

    @property
    def digits(self) -> int:
        """Decimals worth showing: one for points and percents, two for averages, fewer for big numbers."""
        if self.metric != "mean":
            return 1
        if self.kind.high is not None or not math.isfinite(self.value):
            return 2
        return max(0, 2 - max(0, int(math.log10(max(abs(self.value), 1)))))

    @property
    def unit(self) -> str:
        """The key of the unit that differences are told in."""
        if self.metric in ("top_box", "rate"):
            return "unit.share"
        if self.metric == "nps":
            return "unit.nps"
        return "unit.none" if self.kind.high is None else "unit.points"

    @property
    def whole(self) -> tuple[str, ...]:
        """Names of the shares that add up to one, the bad end first; empty when there are none."""
        return next((names for names in _WHOLES if all(name in self.shares for name in names)), ())

    def strongest(self, count: int = 3) -> tuple[Driver, ...]:
        """The significant drivers with the largest impact, none whose effect contradicts its impact."""
        found = (d for d in self.drivers if d.significant and math.isfinite(d.effect) and not d.torn)
        return tuple(found)[:count]

    @property
    def commented(self) -> tuple[int, float]:
        """How many scored answers hold a comment, and the figure over them (NaN when it is not known).

        Drivers are computed on these answers alone.
        """
        n = max((d.n for d in self.drivers), default=0)
        means = (d.share * d.mean_with + (1 - d.share) * d.mean_without for d in self.drivers)
        return n, next((mean for mean in means if math.isfinite(mean)), math.nan)

    @property
    def judged(self) -> bool:
        """Whether there were data enough for at least one joint effect."""
        return any(math.isfinite(d.effect) for d in self.drivers)


def _driver(row: Mapping[Any, Any]) -> Driver:
    values: dict[str, Any] = {name: float(row[name]) for name in _FIGURES}
    values |= {name: str(row[name]) for name in ("score", "topic", "polarity")}
    values |= {name: int(row[name]) for name in ("n", "mentions")}
    return Driver(**values, significant=pd.notna(row["significant"]) and bool(row["significant"]))


def _kind(results: Results, score: str, spec: object) -> ScoreKind:
    """The kind as the check of the column knows it (with its direction), else as the metrics name it."""
    for check in results.score_checks:
        if check.score == score:
            return check.kind
    if isinstance(spec, ScoreKind):
        return spec
    name = str(spec)
    return SCORE_KINDS[name] if name in SCORE_KINDS else parse_kind(name)


def scores(results: Results) -> tuple[Score, ...]:
    """One Score per row of ``results.metrics``, in that order."""
    drivers = [_driver(row) for row in results.drivers.to_dict("records")]
    return tuple(
        _score(row, results, tuple(sorted((d for d in drivers if d.score == name), key=lambda d: d.rank)))
        for row in results.metrics.to_dict("records")
        for name in [str(row["score"])]
    )


def groups(results: Results, score: str) -> dict[str, list[tuple[str, Score]]]:
    """Segment column → (group, the figure of the score in it); empty without segments."""
    found: dict[str, list[tuple[str, Score]]] = {}
    rows = [] if results.segments is None else results.segments.to_dict("records")
    for row in rows:
        if str(row["score"]) == score:
            found.setdefault(str(row["segment"]), []).append((str(row["group"]), _score(row, results, ())))
    return found


def _score(row: Mapping[Any, Any], results: Results, drivers: tuple[Driver, ...]) -> Score:
    name = str(row["score"])
    return Score(
        name=name,
        kind=_kind(results, name, row["kind"]),
        n=int(row["n"]),
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        shares={str(share): float(part) for share, part in dict(row["shares"] or {}).items()},
        drivers=drivers,
        held=tuple(results.data.get("controls", {}).get(name, ())),
    )
