"""Coverage of the intervals in the table of drivers: leave-out impact and joint effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from bars import Array, Bar, coverage, within
from population import NPS, Population

from otklik.drivers import Cells, drivers
from otklik.stats import ols_hc3

MINIMUM = 10  # mentions below which the table of drivers gives no figure
CLASSES = {"under 10": (0, 10), "10–19": (10, 20), "20–49": (20, 50), "50 or more": (50, np.inf)}


@contextmanager
def without_shares() -> Iterator[None]:
    """The table of drivers without LMG, which is most of its cost and has no interval to look at."""

    def nothing(flags: Array, *_: object, **__: object) -> SimpleNamespace:
        return SimpleNamespace(share=np.full(flags.shape[1], np.nan))

    with patch("otklik.drivers.importance.lmg", nothing):
        yield


@dataclass(frozen=True)
class Hits:
    """Whether each interval held the truth (runs, flags); NaN where the table gave none."""

    impact: Array
    effect: Array
    hc3: Array

    @property
    def methods(self) -> Mapping[str, Array]:
        """What is measured, by the name it is shown under."""
        return {"impact, drivers": self.impact, "effect, drivers": self.effect, "effect, plain HC3": self.hc3}


def driver_coverage(population: Population, n: int, runs: int) -> list[Bar]:
    """All flags together, and by how many mentions n comments hold on average.

    The aim of an effect is the least squares of the whole population on the flags that the run tested.
    Flags with under 10 mentions expected are reported only when chance gave them more, so nothing is promised
    of them. HC3 on t with n − p degrees of freedom is shown beside what the table of drivers gives.
    """
    hits, expected = simulate(population, n, runs), n * population.shares
    bars = []
    for method, inside in hits.methods.items():
        ours = method != "effect, plain HC3"
        for name, (low, high) in CLASSES.items():
            among = inside[:, (expected >= low) & (expected < high)]
            if not np.isnan(among).all():
                promised = ours and low >= MINIMUM
                bars.append(coverage(f"{method}, {name} mentions", n, among, promised=promised))
        bars.append(coverage(f"{method}, all", n, inside, promised=ours))
    return bars


def simulate(population: Population, n: int, runs: int) -> Hits:
    """Analyse ``runs`` samples of n comments."""
    generator = np.random.default_rng([5, n])
    impact, effect, hc3 = np.full((3, runs, len(population.names)), np.nan)
    for run in range(runs):
        flags, points, scores = population.sample(n, generator)
        cells = Cells.count(flags, scores, names=population.names)
        with without_shares():
            table = drivers(cells, NPS, score="NPS", minimum=MINIMUM, seed=run)
        impact[run] = within(table["impact_low"], population.impacts, table["impact_high"])
        tested = table["impact"].notna().to_numpy()
        truth = population.effects(tested)
        effect[run] = within(table["effect_low"], truth, table["effect_high"])
        if tested.any():
            line = ols_hc3(flags[:, tested], points)
            hc3[run, tested] = within(line.low, truth[tested], line.high)
    return Hits(impact, effect, hc3)
