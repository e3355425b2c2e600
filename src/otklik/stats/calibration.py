"""Whether probabilities keep their word: of comments given 0.8, eight in ten should be right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

BINS = 10


@dataclass(frozen=True)
class Reliability:
    """One bin of a reliability table: ``n`` answers, the mean ``probability`` they were given, and the
    ``share`` of them that was right."""

    low: float
    high: float
    n: int
    probability: float
    share: float


def reliability(probability: ArrayLike, right: ArrayLike, *, bins: int = BINS) -> list[Reliability]:
    """Bins of equal width over [0, 1], those without answers left out.

    ``probability``: of each answer, in [0, 1]; ``right``: whether it was. Raises ValueError when they differ
    in length or a probability lies outside.
    """
    given, true = np.asarray(probability, dtype=float), np.asarray(right, dtype=float)
    if given.shape != true.shape or given.ndim != 1:
        raise ValueError("probabilities and outcomes must be two rows of equal length")
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("a probability lies outside 0 and 1")
    place = np.minimum((given * bins).astype(int), bins - 1)
    return [
        Reliability(
            at / bins, (at + 1) / bins, len(here), float(given[here].mean()), float(true[here].mean())
        )
        for at in range(bins)
        if len(here := np.flatnonzero(place == at))
    ]


def calibration_error(probability: ArrayLike, right: ArrayLike, *, bins: int = BINS) -> float:
    """Expected calibration error (Naeini, Cooper & Hauskrecht 2015): the distance between the probability
    given and the share that was right, averaged over ``reliability``'s bins by their answers; NaN of none."""
    table = reliability(probability, right, bins=bins)
    n = sum(row.n for row in table)
    return sum(row.n * abs(row.probability - row.share) for row in table) / n if n else float("nan")
