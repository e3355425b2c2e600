"""A figure with its interval, and the gate that every figure passes.

``floors.json`` says for each figure what it may not undercut; ``bar``, where there is one, is what it is to
reach. A figure short of its bar is marked and does not fail.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from otklik.stats import Interval

DEV, TEST = "dev", "test"


@dataclass(frozen=True)
class Figure:
    """``name`` is unique; ``value`` [``low``, ``high``] is of ``n`` comments, words or mentions; ``how`` it
    was come by; ``part``: measured always, or on the splits kept apart only; ``model``: whose figure it is.
    The less the better where ``is_error``."""

    name: str
    value: float
    low: float
    high: float
    n: int
    how: str
    part: str = DEV
    model: str | None = None
    is_error: bool = False

    @classmethod
    def of(cls, name: str, found: Interval, how: str, **more: object) -> Figure:
        return cls(name, found.value, found.low, found.high, found.n, how, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Floor:
    """What a figure may not undercut (an error: exceed), and the bar that is aimed at."""

    floor: float
    bar: float | None = None


Floors = Mapping[str, Mapping[str, Floor]]


def read_floors(path: Path) -> Floors:
    """Part → name → floor."""
    told = json.loads(path.read_text(encoding="utf8"))
    return {part: {name: Floor(**floor) for name, floor in told[part].items()} for part in (DEV, TEST)}


def faults(figures: Iterable[Figure], floors: Floors, parts: Iterable[str]) -> list[str]:
    """What is wrong, a line each: a figure under its floor, without a floor, of nothing, or told twice; a
    floor without its figure; no figure at all."""
    found = list(figures)
    asked = {(part, name): floor for part in parts for name, floor in floors[part].items()}
    told = [(figure.part, figure.name) for figure in found]
    wrong = [f"{name}: told twice" for part, name in sorted({key for key in told if told.count(key) > 1})]
    wrong += [f"{name}: a floor, but no figure" for part, name in sorted(asked.keys() - set(told))]
    if not found:
        wrong.append("nothing was measured")
    for figure in found:
        floor = asked.get((figure.part, figure.name))
        if floor is None:
            wrong.append(f"{figure.name}: {figure.value:.4f}, but no floor")
        elif not figure.n or math.isnan(figure.value):
            wrong.append(f"{figure.name}: measured on nothing")
        elif not _held(figure, floor.floor):
            wrong.append(
                f"{figure.name}: {figure.value:.4f} {'over' if figure.is_error else 'under'} {floor.floor}"
            )
    return wrong


def _held(figure: Figure, bound: float) -> bool:
    return figure.value <= bound if figure.is_error else figure.value >= bound


def show(figures: Iterable[Figure], floors: Floors) -> None:
    """Print one table."""
    print(f"\n{'':68s} {'n':>8s} {'figure':>7s} {'95 % interval':>17s} {'floor':>7s} {'bar':>6s}  how")
    for figure in figures:
        floor = floors[figure.part].get(figure.name, Floor(math.nan))
        interval = "" if math.isnan(figure.low) else f"[{figure.low:.3f}, {figure.high:.3f}]"
        bar = "" if floor.bar is None else f"{floor.bar:.3f}"
        short = " SHORT" if floor.bar is not None and not _held(figure, floor.bar) else ""
        told = f"{figure.n:8,} {figure.value:7.4f} {interval:>17s} {floor.floor:7.3f} {bar:>6s}"
        print(f"{figure.name:68s} {told}  {figure.how}{short}", flush=True)


Told = dict[str, dict[str, dict[str, float]]]


def proposed(
    figures: Iterable[Figure], floors: Floors, slack: float
) -> dict[str, dict[str, dict[str, float]]]:
    """Floors for these figures, ``slack`` below each, with the bars kept; a floor that stands is not lowered,
    and those of a part that was not measured stay. To be read before it is kept."""
    figures = list(figures)
    unseen = {DEV, TEST} - {figure.part for figure in figures}
    told: Told = {part: {} for part in (DEV, TEST)}
    for part in unseen:
        told[part] = {name: _plain(floor.floor, floor.bar) for name, floor in floors[part].items()}
    for figure in sorted(figures, key=lambda figure: figure.name):
        before = floors[figure.part].get(figure.name)
        floor = round(figure.value + slack if figure.is_error else figure.value - slack, 3)
        if before is not None:
            floor = min(floor, before.floor) if figure.is_error else max(floor, before.floor)
        told[figure.part][figure.name] = _plain(floor, before.bar if before else None)
    return told


def _plain(floor: float, bar: float | None) -> dict[str, float]:
    return {"floor": floor} if bar is None else {"floor": floor, "bar": bar}
