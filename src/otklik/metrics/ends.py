"""Which answers stand at the two ends of a scale."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from otklik.score_kinds import ScoreKind

TOP, BOTTOM = 8 / 9, 0.3
"""Places on the scale, 0 its worst and 1 its best answer: 9–10 and 0–3 of 0–10, 5 and 1–2 of 1–5."""


def ends(values: ArrayLike, kind: ScoreKind) -> NDArray[np.int8]:
    """For each answer (n,) 1 at the good end, −1 at the bad end, else 0; the direction of the kind counts.

    All 0 where the kind has no two ends (minutes, clicks, money) or its direction is not said.
    """
    answers = np.asarray(values, dtype=np.float64)
    low, high = kind.low, kind.high
    if low is None or high is None or kind.better is None:
        return np.zeros(answers.shape, dtype=np.int8)
    place = (answers - low) / (high - low)
    place = 1 - place if kind.better == "low" else place
    valid = (place >= 0) & (place <= 1)
    return ((valid & (place >= TOP)).astype(np.int8) - (valid & (place <= BOTTOM))).astype(np.int8)


def end_range(kind: ScoreKind, end: int) -> tuple[float, float]:
    """The least and the largest whole answer at an end (1 good, −1 bad); NaN where there is none."""
    if kind.low is None or kind.high is None:
        return math.nan, math.nan
    steps = np.arange(kind.low, kind.high + 1)
    there = steps[ends(steps, kind) == end]
    return (float(there[0]), float(there[-1])) if len(there) else (math.nan, math.nan)
