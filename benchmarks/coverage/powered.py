"""Prediction-powered figures beside naive ones, when 15 % of the predicted labels are wrong."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
from bars import Array, Bar, coverage, within
from population import NPS, Flags, Population

from otklik.drivers import Cells, drivers
from otklik.stats import ppi_impact, ppi_mean, ppi_ols, wilson

NOISE = 0.15  # how often a predicted label is wrong, either way
LABELLED = 0.2  # share of the comments that people labelled
TOPICS = 5  # the flags spoken of most
FIGURES = ("prevalence", "impact", "effect")
METHODS = ("naive", "labels only", "PPI")

Estimates = dict[tuple[str, str], Array]  # (method, figure) → value, low, high (3, flags)


def ppi_coverage(population: Population, n: int, runs: int) -> tuple[list[Bar], list[Bar], pd.DataFrame]:
    """With n labelled comments of n / LABELLED: the bars of PPI, those of the rest, and naive beside PPI.

    The table has, per method and figure, mean bias and width of the interval (percent of comments, points of
    NPS) and the coverage.
    """
    usual = population.only(np.argsort(-population.shares, kind="stable")[:TOPICS].tolist())
    aims = dict(zip(FIGURES, _truth(usual), strict=True))
    generator = np.random.default_rng([6, n])
    found: dict[tuple[str, str], list[Array]] = defaultdict(list)
    for run in range(runs):
        for key, figures in _estimates(usual, n, generator, seed=run).items():
            found[key].append(figures)
    bars, rows = {}, []
    for method in METHODS:
        for figure in FIGURES:
            value, low, high = np.stack(found[method, figure], axis=1)
            aim, promised = aims[figure], method == "PPI"
            bar = coverage(f"{method}: {figure}", n, within(low, aim, high), promised=promised)
            bars[method, figure] = bar
            rows.append((figure, method, n, np.nanmean(value - aim), np.nanmean(high - low), bar.figure))
    table = pd.DataFrame(rows, columns=["figure", "method", "labelled", "bias", "width", "coverage"])
    ours = [bar for (method, _), bar in bars.items() if method == "PPI"]
    rest = [bar for (method, _), bar in bars.items() if method != "PPI"]
    return ours, rest, table.sort_values("figure", kind="stable")


def _truth(population: Population) -> tuple[Array, Array, Array]:
    everything = np.ones(len(population.names), dtype=bool)
    return 100 * population.shares, population.impacts, population.effects(everything)


def _estimates(population: Population, n: int, generator: np.random.Generator, *, seed: int) -> Estimates:
    flags, points, scores = population.sample(round(n / LABELLED), generator)
    guessed = flags ^ (generator.random(flags.shape) < NOISE)
    return {
        **_classical("naive", population, guessed, scores, seed=seed),
        **_classical("labels only", population, flags[:n], scores[:n], seed=seed),
        **_powered(flags[:n], guessed, points),
    }


def _classical(method: str, population: Population, flags: Flags, scores: Array, *, seed: int) -> Estimates:
    """The flags taken at their word: Wilson's intervals and the table of drivers."""
    cells = Cells.count(flags, scores, names=population.names)
    table = drivers(cells, NPS, score="NPS", seed=seed)
    shares = [wilson(int(column.sum()), len(flags)) for column in flags.T]
    return {
        (method, "prevalence"): 100 * np.array([[one.value, one.low, one.high] for one in shares]).T,
        **{
            (method, figure): table[[figure, f"{figure}_low", f"{figure}_high"]].to_numpy(dtype=float).T
            for figure in ("impact", "effect")
        },
    }


def _powered(labels: Flags, guessed: Flags, points: Array) -> Estimates:
    """PPI from the ``labels`` of the first rows and the guesses and points of all rows."""
    n = len(labels)
    known, counts = _distinct(np.column_stack([points[:n], labels, guessed[:n]]))
    rest, others = _distinct(np.column_stack([points[n:], guessed[n:]]))
    here, true, near = known[:, 0], *np.split(known[:, 1:], 2, axis=1)
    there, far = rest[:, 0], rest[:, 1:]
    shares, impacts = [], []
    for told, said, heard in zip(true.T, near.T, far.T, strict=True):
        one = ppi_mean(told, said, heard, counts=counts, others_counts=others)
        shares.append([one.value, one.low, one.high])
        one = ppi_impact((told, here), (said, here), (heard, there), counts=counts, others_counts=others)
        impacts.append([one.value, one.low, one.high])
    line = ppi_ols((true, here), (near, here), (far, there), counts=counts, others_counts=others)
    return {
        ("PPI", "prevalence"): 100 * np.array(shares).T,
        ("PPI", "impact"): np.array(impacts).T,
        ("PPI", "effect"): np.array([line.coef, line.low, line.high]),
    }


def _distinct(rows: Array) -> tuple[Array, Array]:
    """Rows that differ, and how often each occurs: the same figures from fewer rows."""
    digits = np.array([np.unique(column, return_inverse=True)[1] for column in rows.T])
    code = digits.T @ 3 ** np.arange(rows.shape[1])  # a flag takes two values, the points three
    _, first, counts = np.unique(code, return_index=True, return_counts=True)
    return rows[first], counts.astype(float)
