"""How often charts over time call a change when no share ever moved, and how often they find one that did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from bars import Array, Bar

from otklik.drivers import Line, watch

ALARMS = 0.07  # share of sets with any alert, at a false discovery rate of 0.05
CHARTS = 20
SHARES = np.geomspace(0.01, 0.25, CHARTS)
DESIGNS = ((12, 50), (12, 300), (24, 300))  # periods, comments in each
SPREAD = 1.5  # how much wider than binomial the months swing in one set, which shows what that costs


def watch_alarms(runs: int) -> list[Bar]:
    """Sets of CHARTS topics whose shares stay the same, and one in which a month has a share of its own."""
    generator = np.random.default_rng(12)
    bars = [_alarms(periods, n, 1.0, runs, generator) for periods, n in DESIGNS]
    loose = _alarms(*DESIGNS[1], SPREAD, runs, generator)
    return [*bars, replace(loose, bounds=None)]


def watch_power(runs: int) -> list[Bar]:
    """One topic of CHARTS doubles its share in the middle, or in the last two periods; shown only."""
    generator = np.random.default_rng(13)
    bars = []
    for what, since in (("from the middle on", 6), ("in the last two periods", 10)):
        found = np.zeros(runs)
        for run in range(runs):
            lines = _lines(12, 300, 1.0, generator)
            share = np.where(np.arange(12) < since, 0.05, 0.10)
            n = lines[0].n
            moved = Line("", "moved", "negative", generator.binomial(n.astype(int), share).astype(float), n)
            alerts = _alerts([*lines[1:], moved], run)
            found[run] = (alerts["topic"] == "moved").any()
        bars.append(_bar(f"5 % doubled {what}: found", 300, found))
    return bars


def _alarms(periods: int, n: int, spread: float, runs: int, generator: np.random.Generator) -> Bar:
    found = np.array(
        [len(_alerts(_lines(periods, n, spread, generator), run)) > 0 for run in range(runs)], float
    )
    swing = "" if spread == 1 else f", months {spread:g} × as wide"
    return replace(
        _bar(f"{CHARTS} charts, {periods} periods{swing}: any alert", n, found), bounds=(0, ALARMS)
    )


def _alerts(lines: list[Line], seed: int):  # type: ignore[no-untyped-def]
    names = [f"{at:03}" for at in range(len(lines[0].n))]
    return watch(lines, names, minimum=10, seed=seed)[1]


def _lines(periods: int, n: int, spread: float, generator: np.random.Generator) -> list[Line]:
    sizes = generator.poisson(n, periods).clip(10)
    return [
        Line("", f"topic{at}", "negative", _counts(share, sizes, spread, generator), sizes.astype(float))
        for at, share in enumerate(SHARES)
    ]


def _counts(share: float, sizes: Array, spread: float, generator: np.random.Generator) -> Array:
    shares: Array | float = share
    if spread > 1:
        weight = (sizes.mean() - 1) / (spread**2 - 1) - 1
        shares = generator.beta(share * weight, (1 - share) * weight, size=len(sizes))
    return generator.binomial(sizes, shares).astype(float)


def _bar(what: str, n: int, found: Array) -> Bar:
    share = float(found.mean())
    return Bar(what, n, share, float(np.sqrt(share * (1 - share) / len(found))), 0.05)
