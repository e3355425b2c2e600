"""The change of a score as steps from the first figure to the second, in percents of the width."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from otklik.report.changes import Part, Turn
from otklik.report.chart import Scale


@dataclass(frozen=True)
class Step:
    """From ``start`` by ``volume`` (one way) and ``severity`` (on from there); without a ``part``, by what
    goes with no topic. Values are in the unit of the score."""

    part: Part | None
    start: float
    volume: float
    severity: float

    @property
    def turned(self) -> float:
        """Where the volume ends and the severity begins."""
        return self.start + self.volume

    @property
    def end(self) -> float:
        return self.turned + self.severity


@dataclass(frozen=True)
class Waterfall:
    """The steps lead from ``first`` to ``second``, exactly."""

    turn: Turn
    scale: Scale
    steps: tuple[Step, ...]

    def span(self, one: float, other: float) -> tuple[float, float]:
        """Left edge and width of a bar, in percent."""
        left, right = sorted((self.scale.at(one), self.scale.at(other)))
        return left, round(right - left, 2)

    def worse(self, change: float) -> bool:
        return (change < 0) != self.turn.second.low_is_good


def waterfall(turn: Turn) -> Waterfall | None:
    """The steps of a change, the rest last; None where there is no figure or nothing moved."""
    if not turn.told:
        return None
    moves = [(part, part.volume, part.severity) for part in turn.parts] + [(None, turn.rest, 0.0)]
    starts = accumulate((volume + severity for _, volume, severity in moves), initial=turn.first.value)
    steps = tuple(Step(part, start, *by) for (part, *by), start in zip(moves, starts, strict=False))
    ends = [turn.second.value, *(value for step in steps for value in (step.start, step.turned, step.end))]
    low, high = min(ends), max(ends)
    if low == high:
        return None
    pad = 0.06 * (high - low)
    return Waterfall(turn, Scale(low - pad, high + pad), steps)
