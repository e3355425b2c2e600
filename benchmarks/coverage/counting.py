"""What cells promise: the same figures in any order and any chunks, at a cost that hardly grows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np
import pandas as pd
from bars import Array, Bar
from population import NPS, Flags, Population

from otklik.drivers import Cells, drivers
from otklik.score_kinds import SCORE_KINDS, ScoreKind

CHUNKS = (1, 2, 7)
ROUNDING = 1e-12  # relative, for sums that are not of integers
CHUNK = 500_000
SECONDS = 10


def same_figures(population: Population, n: int = 20_000) -> list[Bar]:
    """The largest difference between tables of drivers from shuffled rows in 1, 2 and 7 chunks."""
    generator = np.random.default_rng(9)
    flags, _, scores = population.sample(n, generator)
    minutes = np.exp(scores / 4 + generator.standard_normal(n))
    cases = (
        ("integer scores", scores, NPS, 0.0),
        ("minutes", minutes, SCORE_KINDS["number"], ROUNDING),
    )
    bars = []
    for what, values, kind, allowed in cases:
        tables = [
            _chunked(flags[order], values[order], population.names, kind, chunks=chunks)
            for chunks in CHUNKS
            for order in (np.arange(n), generator.permutation(n))
        ]
        apart = max(_difference(tables[0], table) for table in tables[1:])
        bars.append(Bar(f"{what}: largest relative difference", n, apart, bounds=(0, allowed)))
    return bars


def _chunked(
    flags: Flags, values: Array, names: Sequence[str], kind: ScoreKind, *, chunks: int
) -> pd.DataFrame:
    parts = (
        Cells.count(flags[rows], values[rows], names=names, continuous=not kind.integer)
        for rows in np.array_split(np.arange(len(values)), chunks)
    )
    return drivers(reduce(add, parts), kind, score="score", draws=200)


def _difference(first: pd.DataFrame, second: pd.DataFrame) -> float:
    """The largest difference of two tables, relative to the largest figure of its column, as a figure near 0
    has no relative precision; infinite when they differ in what is not a number."""
    numbers = first.select_dtypes("number").columns
    if not first.drop(columns=numbers).equals(second.drop(columns=numbers)):
        return np.inf
    a, b = first[numbers].to_numpy(dtype=float), second[numbers].to_numpy(dtype=float)
    if not np.array_equal(np.isnan(a), np.isnan(b)):
        return np.inf
    scale = np.maximum(np.nanmax(np.abs(a), axis=0, initial=0.0), np.finfo(float).tiny)
    return float(np.nanmax(np.abs(a - b) / scale, initial=0.0))


def cost(population: Population, sizes: Sequence[int], draws: int = 1000) -> tuple[list[Bar], pd.DataFrame]:
    """Seconds to count the cells of so many comments, chunk by chunk, and to analyse them; the bar is on a
    million. For memory, and flags that occur independently, see ``benchmarks/drivers.py``."""
    rows, bars = [], []
    for size in sizes:
        cells, counting = _counted(population, size)
        start = time.perf_counter()
        drivers(cells, NPS, score="NPS", draws=draws)
        analysis = time.perf_counter() - start
        rows.append((size, len(cells.patterns), len(cells.table), counting, analysis))
        if size == 1_000_000:
            bars = [
                Bar(
                    "a million comments counted and analysed, s",
                    size,
                    counting + analysis,
                    bounds=(0, SECONDS),
                )
            ]
    columns = ["comments", "patterns", "cells", "group-by, s", "analysis, s"]
    return bars, pd.DataFrame(rows, columns=columns)


def _counted(population: Population, size: int) -> tuple[Cells, float]:
    """The cells of ``size`` comments and the seconds it took to count them, drawing not included."""
    generator = np.random.default_rng(10)
    cells, seconds = None, 0.0
    for start in range(0, size, CHUNK):
        flags, _, scores = population.sample(min(CHUNK, size - start), generator)
        began = time.perf_counter()
        part = Cells.count(flags, scores, names=population.names)
        cells = part if cells is None else cells + part
        seconds += time.perf_counter() - began
    assert cells is not None
    return cells, seconds
