"""What is held equal beside the topics: the segments of the cells, as columns of a regression."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers.cells import Cells

LEVELS = 20  # groups of one segment that are told apart
_CONTROL = "control:{}={}"


def controlled(cells: Cells, minimum: int) -> tuple[Cells, int]:
    """The cells with their segments as further flags, and how many these are.

    A segment becomes one flag per group but the largest, which the others are compared with; comments
    without a group are a group, and those of fewer than ``minimum`` comments, or beyond the LEVELS largest,
    are one together.
    """
    flags = [flag for segment in cells.segments for flag in _flags(cells, segment, minimum)]
    if not flags:
        return cells, 0
    names = (*cells.names, *(name for name, _ in flags))
    marks = np.column_stack([cells.patterns[cells.pattern], *(mark for _, mark in flags)])
    return cells.marked(names, marks), len(flags)


def _flags(cells: Cells, segment: str, minimum: int) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    groups = pd.Series(cells.group_of(segment), dtype=object)
    sizes = pd.Series(cells.counts).groupby(groups).sum()
    order = sorted(sizes.index, key=lambda group: (-sizes[group], group))
    told = [group for group in order[:LEVELS] if sizes[group] >= minimum]
    for group in told[1:]:
        yield _CONTROL.format(segment, group), (groups == group).to_numpy()
    rest = ~groups.isin(told).to_numpy()
    if told and rest.any():
        yield f"control:{segment}", rest
