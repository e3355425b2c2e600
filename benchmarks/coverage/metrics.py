"""Coverage of the intervals of the headline metrics."""

from __future__ import annotations

import numpy as np
from bars import Bar, coverage, within
from population import Population

from otklik.stats import Interval, csat, nps_interval

SHAPES = {"loyal": (0.05, 0.20, 0.75), "divided": (0.45, 0.10, 0.45)}  # detractors, passives, promoters
METHODS = {
    "adjusted-wald": True,
    "score": True,
    "bootstrap": True,
    "wald": False,
}  # Wald promises nothing; it is for comparison


def nps_coverage(population: Population, n: int, runs: int) -> list[Bar]:
    """NPS intervals: scores of the population and two other shapes of answers."""
    detract, promote = (population.points < 0).mean(), (population.points > 0).mean()
    shapes = {"population": (detract, 1 - detract - promote, promote), **SHAPES}
    bars = []
    for shape, shares in shapes.items():
        samples = np.random.default_rng([3, n]).multinomial(n, shares, size=runs)
        truth = 100 * (shares[2] - shares[0])
        for method, promised in METHODS.items():
            found = [nps_interval(*map(int, counts), method=method) for counts in samples]
            bars.append(_bar(f"NPS {method}, {shape}", n, found, truth, promised=promised))
    return bars


def csat_coverage(population: Population, n: int, runs: int) -> list[Bar]:
    """Top-2-box by Wilson and the mean by Student, on the scores of the population squeezed into 1–5."""
    answers = np.clip(np.ceil(population.scores / 2), 1, 5)
    values, counts = np.unique(answers, return_counts=True)
    samples = np.random.default_rng([4, n]).multinomial(n, counts / counts.sum(), size=runs)
    found = [csat(values, counts=sample) for sample in samples]
    return [
        _bar("CSAT top-2-box, Wilson", n, [one.top for one in found], 100 * float((answers >= 4).mean())),
        _bar("CSAT mean, Student", n, [one.mean for one in found], float(answers.mean())),
    ]


def _bar(what: str, n: int, found: list[Interval], truth: float, *, promised: bool = True) -> Bar:
    low, high = (np.array([[getattr(one, side)] for one in found]) for side in ("low", "high"))
    return coverage(what, n, within(low, truth, high), promised=promised)
