"""Leave-out impact: how far the score would stand elsewhere without the comments that hold a mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from otklik.drivers.outcome import Outcome

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Impact:
    """One figure per flag in each (k,) array; means and impacts in the unit of the contribution."""

    mentions: Array
    share: Array
    mean_with: Array
    mean_without: Array
    impact: Array
    low: Array
    high: Array


def leave_out(
    outcome: Outcome, names: Sequence[str], *, minimum: int, draws: int, seed: int, level: float
) -> Impact:
    """Impact S − S₀ of each flag: the score of all comments minus that of those without the mention.

    Equal to share · (mean with − mean without). ``low`` … ``high``: percentiles of the nonparametric
    bootstrap over comments, ``draws`` times. One flag's impact depends on the cells only through the
    counts by (mentioned or not, contribution), and a multinomial draw over cells collapses to a
    multinomial draw over those counts, so that is what is drawn: exact, at a cost that does not depend
    on the number of cells. Where contributions are continuous their two means are drawn from the normal
    with the mean and variance of the bootstrap mean (sd²/m for m drawn mentions), m itself binomial.
    Each flag has its own stream, seeded by ``seed`` and its name: figures do not change when others join.

    Flags mentioned by fewer than ``minimum`` comments, or by all but fewer, are NaN but for mentions, share.
    Source: leave-out impact as used by Kapiche, Thematic, Qualtrics; bootstrap Efron 1979.
    """
    n, columns = outcome.n, outcome.flags.T
    mentions = columns @ outcome.count
    sums = columns @ outcome.total
    total = float(outcome.total.sum())
    enough = np.minimum(mentions, n - mentions) >= max(1, minimum)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = mentions / n
        mean_with = np.where(enough, sums / mentions, np.nan)
        mean_without = np.where(enough, (total - sums) / (n - mentions), np.nan)
    bounds = np.full((len(names), 2), np.nan)
    tails = [(1 - level) / 2, (1 + level) / 2]
    for flag in map(int, np.flatnonzero(enough)):
        generator = np.random.default_rng([seed, crc32(names[flag].encode())])
        bounds[flag] = np.nanquantile(_replicas(outcome, columns[flag], generator, draws), tails)
    return Impact(
        mentions,
        share,
        mean_with,
        mean_without,
        share * (mean_with - mean_without),
        bounds[:, 0],
        bounds[:, 1],
    )


def _replicas(outcome: Outcome, flag: Array, generator: np.random.Generator, draws: int) -> Array:
    """Impact in each bootstrap sample (draws,); NaN where the sample has no comment without the mention."""
    if outcome.spectrum is None or outcome.levels is None:
        mentions, sums, rest = _normal(outcome, flag, generator, draws)
    else:
        mentions, sums, rest = _multinomial(outcome.spectrum, outcome.levels, flag, generator, draws)
    n = outcome.n
    with np.errstate(divide="ignore", invalid="ignore"):
        return (sums + rest) / n - rest / (n - mentions)


def _multinomial(
    spectrum: Array, levels: Array, flag: Array, generator: np.random.Generator, draws: int
) -> tuple[Array, Array, Array]:
    """Mentions and the sums of contributions with and without the mention, each (draws,)."""
    having, everyone = flag @ spectrum, spectrum.sum(axis=0)
    table = np.concatenate([having, everyone - having])
    sample = generator.multinomial(int(table.sum()), table / table.sum(), size=draws)
    drawn, others = np.split(sample.astype(np.float64), 2, axis=1)
    return drawn.sum(axis=1), drawn @ levels, others @ levels


def _normal(
    outcome: Outcome, flag: Array, generator: np.random.Generator, draws: int
) -> tuple[Array, Array, Array]:
    n, size = outcome.n, float(flag @ outcome.count)
    mentions = generator.binomial(n, size / n, size=draws).astype(np.float64)
    sums = []
    for group, drawn in ((flag, mentions), (1 - flag, n - mentions)):
        count = group * outcome.count
        mean = group @ outcome.total / count.sum()
        variance = (count @ (outcome.mean - mean) ** 2 + group @ outcome.within) / count.sum()
        sums.append(drawn * mean + np.sqrt(drawn * variance) * generator.standard_normal(draws))
    return mentions, sums[0], sums[1]
