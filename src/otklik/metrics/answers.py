"""What each answer counts for the metric of its kind, and the three shares of all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from otklik.score_kinds import ScoreKind

Array = NDArray[np.float64]

SHARE_NAMES = {
    "nps": ("detractors", "passives", "promoters"),
    "top_box": ("dissatisfied", "neutral", "satisfied"),
    "mean": ("low", "middle", "high"),
}


@dataclass(frozen=True)
class Told:
    """Valid answers: values, contributions, counts and squared deviations inside, each (r,)."""

    values: Array
    points: Array
    count: Array
    within: Array

    @property
    def classes(self) -> tuple[float, float, float]:
        """How many answers contribute −100, 0 and 100."""
        bottom, top = (float(self.count[self.points == end].sum()) for end in (-100, 100))
        return bottom, float(self.count[(self.points != -100) & (self.points != 100)].sum()), top


@dataclass(frozen=True)
class Answers:
    """The answers of one group: ``values`` (n,), NaN for none; ``counts`` (n,), how often each occurs (1 by
    default); ``within`` (n,), squared deviations in a row that stands for a mean (see ``Cells.within``)."""

    values: ArrayLike
    counts: ArrayLike | None = None
    within: ArrayLike | None = None

    def told(self, kind: ScoreKind) -> Told:
        """What the valid answers contribute."""
        values = np.asarray(self.values, dtype=np.float64)
        points = contribution(values, kind)
        told = ~np.isnan(points)
        count, within = (
            np.full(len(values), default) if given is None else np.asarray(given, dtype=np.float64)
            for given, default in ((self.counts, 1.0), (self.within, 0.0))
        )
        return Told(values[told], points[told], count[told], within[told])


def contribution(values: ArrayLike, kind: ScoreKind) -> Array:
    """What each answer adds to the headline: its mean is the metric, in the metric's own unit.

    ``values``: (n,) answers. nps: +100 promoter, 0, −100 detractor; top_box: 100 satisfied, else 0;
    rate: 100 for a 1, else 0; mean: the value. NaN for no answer and for one that is off the scale
    (``otklik.reading`` counts and names those).
    """
    answers = np.asarray(values, dtype=np.float64)
    low, high = limits(kind)
    return np.where((answers >= low) & (answers <= high), _points(answers, kind), np.nan)


def shares(values: ArrayLike, kind: ScoreKind, *, counts: ArrayLike | None = None) -> dict[str, float]:
    """Share of the answers, in [0, 1], below, between and above the cuts of the scale, by name.

    nps: detractors, passives, promoters; top_box: dissatisfied, neutral, satisfied (by meaning, not by
    number: on csat3:1=best a 1 is satisfied); mean on a scale: low, middle, high (on ces7 'high' is the
    percent of 5–7); rate: no, yes. Empty for a number without a scale, or without answers.
    """
    answers = np.asarray(values, dtype=np.float64)
    count = np.ones(len(answers)) if counts is None else np.asarray(counts, dtype=np.float64)
    if not count.sum():
        return {}
    if kind.metric == "rate":
        yes = float(count[answers == 1].sum() / count.sum())
        return {"no": 1 - yes, "yes": yes}
    if kind.cuts is None:
        return {}
    lower, upper = (float(count[end].sum() / count.sum()) for end in _ends(answers, kind.cuts))
    if kind.metric == "top_box" and kind.better == "low":
        lower, upper = upper, lower
    return dict(zip(SHARE_NAMES[kind.metric], (lower, 1 - lower - upper, upper), strict=True))


def _points(answers: Array, kind: ScoreKind) -> Array:
    match kind.metric:
        case "nps":
            detractor, promoter = _ends(answers, kind.cuts or (6, 9))
            points = promoter.astype(np.float64) - detractor
        case "top_box":
            lower, upper = _ends(answers, kind.cuts or (2, 4))
            points = (lower if kind.better == "low" else upper).astype(np.float64)
        case "rate":
            points = (answers == 1).astype(np.float64)
        case _:
            return answers
    return 100 * points


def _ends(answers: Array, cuts: tuple[float, float]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return answers <= cuts[0], answers >= cuts[1]


def limits(kind: ScoreKind) -> tuple[float, float]:
    """The least and the largest valid answer; ±∞ where the kind has none."""
    low, high = kind.low, kind.high
    return -np.inf if low is None else low, np.inf if high is None else high
