"""Time and memory of the analysis of a million comments and their bars: python benchmarks/drivers.py --help

The comments are drawn: each flag on its own with a share between 0.5 % and 12 %, the NPS from the flags. Such
flags make far more patterns than those of real comments (see ``benchmarks/coverage.py``), so this is the dear
case. The cells are analysed in a process of its own, whose peak is that of the analysis, not of drawing the
comments. Seconds are the processor's, of one thread with OMP_NUM_THREADS=1, whoever else is at work.
Exits with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial, reduce
from multiprocessing import get_context
from operator import add
from pathlib import Path
from typing import Any

import numpy as np

from otklik.drivers import Cells, drivers, kano, pain, performance, shift
from otklik.score_kinds import SCORE_KINDS
from otklik.stats import lmg

MILLION = 1_000_000
SECONDS, MEGABYTES, LMG_SECONDS = 10.0, 1000.0, 0.5
CHUNK = 500_000
NPS = SCORE_KINDS["nps"]


def main(given: list[str]) -> int:
    """Print the cost of every size and the bars; 1 when one is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--comments", nargs="+", type=int, default=[100_000, MILLION])
    parser.add_argument("--flags", type=int, default=38)
    parser.add_argument("--draws", type=int, default=1000)
    told = parser.parse_args(given)
    print(f"{told.flags} flags, {told.draws} draws; processor seconds")
    print(f"{'comments':>11s} {'cells':>9s} {'patterns':>9s} {'group-by':>9s}")
    held = []
    for comments in told.comments:
        with tempfile.TemporaryDirectory() as folder:
            counting, parts = _counted(comments, told.flags, Path(folder))
            costs, seconds, peak = _apart(_analysed, Path(folder), told.draws)
        print(f"{comments:11,} {parts[0]:9,} {parts[1]:9,} {counting:9.2f}   " + "  ".join(costs))
        print(f"{'':42s}analysis {seconds:.2f}, its peak {peak:.0f} MB", flush=True)
        if comments == MILLION:
            held += [
                _bar("a million comments counted and analysed, s", counting + seconds, SECONDS),
                _bar("peak memory of the analysis, MB", peak, MEGABYTES),
            ]
    held.append(_bar("exact LMG of 20 flags, s", _lmg_seconds(20), LMG_SECONDS))
    return 0 if all(held) else 1


def _bar(what: str, figure: float, most: float) -> bool:
    print(f"{what:45s} {figure:8.2f}  bar ≤ {most:g}  {'pass' if figure <= most else 'MISSED'}")
    return figure <= most


def _counted(comments: int, flags: int, folder: Path) -> tuple[float, tuple[int, int]]:
    """Write the cells of all comments and of both halves; seconds to count them, drawing not included."""
    generator = np.random.default_rng(0)
    shares = generator.uniform(0.005, 0.12, flags)
    names = [f"topic{i // 2}:{'negative' if i % 2 else 'positive'}" for i in range(flags)]
    halves: list[Cells] = []
    seconds = 0.0
    for half in (comments // 2, comments - comments // 2):
        parts = []
        for start in range(0, half, CHUNK):
            marks, scores = _drawn(min(CHUNK, half - start), shares, generator)
            part, spent = _timed(partial(Cells.count, marks, scores, names=names))
            parts.append(part)
            seconds += spent
        whole, spent = _timed(partial(reduce, add, parts))
        halves.append(whole)
        seconds += spent
    cells, spent = _timed(partial(reduce, add, halves))
    for name, one in zip(("first", "second", "all"), (*halves, cells), strict=True):
        one.to_parquet(folder / name)
    return seconds + spent, (len(cells.table), len(cells.patterns))


def _drawn(n: int, shares: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    marks = np.stack([generator.random(n) < share for share in shares], axis=1)
    weights = np.zeros(len(shares))
    weights[:5] = [-3, -2, -2, 1, 2][: len(shares)]
    return marks, np.clip(np.round(7.5 + marks @ weights + generator.normal(0, 2.2, n)), 0, 10)


def _analysed(folder: Path, draws: int) -> tuple[list[str], float, float]:
    """What each part took, the seconds of all and the peak memory in MB."""
    cells, first, second = (Cells.from_parquet(folder / name) for name in ("all", "first", "second"))
    topics = [name.rpartition(":")[0] for name in cells.names]
    tasks: dict[str, Callable[[], Any]] = {
        "drivers": lambda: drivers(cells, NPS, score="NPS", draws=draws),
        "kano": lambda: kano(cells, NPS, score="NPS"),
        "performance": lambda: performance(cells, NPS, score="NPS"),
        "pain": lambda: pain(cells, NPS, {"all": topics}, score="NPS"),
        "shift": lambda: shift(first, second, NPS),
    }
    costs = {name: _timed(task)[1] for name, task in tasks.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [f"{name} {spent:.2f}" for name, spent in costs.items()], sum(costs.values()), peak


def _apart(task: Callable[..., Any], *given: Any) -> Any:
    """Run in a process of its own, which shares no memory with this one."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(task, given)


def _lmg_seconds(players: int) -> float:
    generator = np.random.default_rng(0)
    design = generator.random((2000, players)) < 0.1
    outcome = design @ generator.normal(size=players) + generator.normal(size=2000)
    return min(_timed(partial(lmg, design, outcome))[1] for _ in range(3))


def _timed(task: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    return task(), time.process_time() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
