"""Waiting times as steps that add up: narrow ones for a curve, plain ones for groups of tickets.

Memory does not grow with the tickets: there are a few hundred narrow steps, and few plain ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers import Cells
from otklik.records import TIME_ROLES

Array = NDArray[np.float64]
Steps = NDArray[np.object_]

NARROW = math.log(1.05)
LADDER = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 4320, 10080, 20160, 43200)
"""Minutes between the plain steps: to a minute, two, five … an hour … a day … thirty days, and longer."""
HELD = 5  # parts of equal numbers of tickets in which a time is held equal
UNKNOWN = 0.1  # share of comments without a time above which it is not held equal


def minutes(column: pd.Series) -> Array:
    """A column of minutes as numbers (n,); NaN for what is none, or below zero."""
    texts = column.astype("string").str.strip().str.replace(",", ".")
    told = pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(told) & (told >= 0), told, np.nan)


def narrow_steps(times: Array) -> Steps:
    """The number of the 5 % step of each time (n,), as text; None for NaN."""
    return _texts(np.floor(np.log1p(times) / NARROW + 1e-9))


def plain_steps(times: Array) -> Steps:
    """The number of the step of LADDER each time (n,) is on, as text; None for NaN."""
    return _texts(np.where(np.isnan(times), np.nan, np.searchsorted(LADDER, times)))


def narrow_ends(steps: Iterable[int]) -> tuple[float, float]:
    """Minutes from … to of a run of narrow steps."""
    held = list(steps)
    return math.expm1(min(held) * NARROW), math.expm1((max(held) + 1) * NARROW)


def plain_ends(steps: Iterable[int]) -> tuple[float, float]:
    """Minutes from … to of a run of plain steps; to NaN where it has no end."""
    held = list(steps)
    ends = (0, *LADDER, math.nan)
    return float(ends[min(held)]), float(ends[max(held) + 1])


def parts(sizes: Mapping[int, int], number: int) -> dict[int, list[int]]:
    """Steps in ``number`` parts of about equal numbers of tickets, by ``sizes`` of the steps: part → its
    steps, both in order. A part without a step is left out."""
    total, before = sum(sizes.values()), 0
    found: dict[int, list[int]] = {}
    for step in sorted(sizes):
        middle = before + sizes[step] / 2
        found.setdefault(min(number - 1, int(number * middle / total)), []).append(step)
        before += sizes[step]
    return found


def held_times(cells: Cells) -> Cells:
    """Cells whose times, as plain steps, are segments: each in HELD parts instead. A time that is not known
    of more than UNKNOWN of the comments is left out: as a group of their own these would stand for no time,
    and such an indicator of what is missing biases the other effects (Jones 1996)."""
    for role in TIME_ROLES:
        if role not in cells.segments:
            continue
        sizes = {int(step): part.n for step, part in cells.groups(role).items() if step}
        if sum(sizes.values()) < (1 - UNKNOWN) * cells.n:
            cells = cells.at(role, cells.group_of(role).tolist())
            continue
        names = {str(step): str(part) for part, held in parts(sizes, HELD).items() for step in held}
        cells = cells.recoded(role, names)
    return cells


def _texts(steps: Array) -> Steps:
    return np.array([None if np.isnan(step) else str(int(step)) for step in steps], dtype=object)
