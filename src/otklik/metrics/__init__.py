"""The headline figure of a score: what its kind averages, with the interval that fits it."""

from __future__ import annotations

from otklik.metrics.answers import Answers, contribution, shares
from otklik.metrics.comparison import difference
from otklik.metrics.figure import measure, measure_weighted, unless_scant
from otklik.metrics.variants import variants

__all__ = [
    "Answers",
    "contribution",
    "difference",
    "measure",
    "measure_weighted",
    "shares",
    "unless_scant",
    "variants",
]
