"""Whether the numbers hold: coverage, false alarms, planted drivers, equal figures, cost.

    python benchmarks/coverage.py [--comments FILE.parquet] [--scores FILE:TEXT:SCORE:KIND …] [--json OUT]

Flags are those that otklik finds in the comments of FILE (column text) or, without it, in the bundled
demonstration; scores are generated from a known model, except the real ones of --scores, which are shuffled.
Prints every figure beside its bar and exits with 1 when one is missed. Nothing is kept of the texts.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from bars import Bar, show
from counting import cost, same_figures
from discoveries import Scored, false_alarms, planted_drivers
from effects import driver_coverage
from metrics import csat_coverage, nps_coverage
from population import demo_texts, labelled, populate, weights
from powered import LABELLED, NOISE, ppi_coverage
from watching import watch_alarms, watch_power

from otklik.pipeline.label import labeller


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--comments", type=Path, help="a Parquet file with a column text")
    parser.add_argument("--scores", nargs="*", default=[], type=Scored.read, metavar="FILE:TEXT:SCORE:KIND")
    parser.add_argument("--sizes", nargs="+", type=int, default=[200, 2000], help="comments per run")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--shuffles", type=int, default=200)
    parser.add_argument("--planted", type=int, default=300, help="runs with planted drivers")
    parser.add_argument("--watched", type=int, default=400, help="sets of charts over time")
    parser.add_argument("--rows", nargs="*", type=int, default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--json", type=Path, help="write every figure there too")
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    """Run everything; 0 when every bar is held."""
    told, start, reader = arguments(given), time.perf_counter(), labeller()
    texts = demo_texts() if told.comments is None else _texts(told.comments)
    names, comments = labelled(texts, reader)
    source = "the demonstration" if told.comments is None else told.comments.name
    print(f"{len(texts):,} comments of {source}, {len(names)} flags; {told.runs:,} runs")
    population = populate(names, comments, weights(names))
    bars: list[Bar] = []

    def table(title: str, found: list[Bar]) -> None:
        show(title, found)
        bars.extend(found)

    for n in told.sizes:
        table("Metrics", [*nps_coverage(population, n, told.runs), *csat_coverage(population, n, told.runs)])
        table("Drivers", driver_coverage(population, n, told.runs))
        ours, rest, beside = ppi_coverage(population, n, told.runs)
        table(f"PPI: n labelled of {round(n / LABELLED):,}, {NOISE:.0%} of the labels wrong", ours)
        table("  the same without PPI", rest)
        print(beside.to_string(index=False, float_format="{:.3f}".format))
    if told.scores:
        alarms = [false_alarms(one, *labelled(one.texts, reader), told.shuffles) for one in told.scores]
        table(f"Shuffled scores, {told.shuffles} times", alarms)
    if told.watched:
        table("Constant shares over time", watch_alarms(told.watched))
        table("  shares that moved", watch_power(told.watched))
    table("Planted drivers", planted_drivers(names, comments, told.planted))
    table("Shuffled rows, 1, 2 and 7 chunks", same_figures(population))
    limits, seconds = cost(population, told.rows)
    table("Cost", limits)
    print(seconds.to_string(index=False, float_format="{:.2f}".format))
    missed = [bar for bar in bars if not bar.held]
    print(f"\n{len(missed)} bars missed; {time.perf_counter() - start:.0f} s")
    if told.json is not None:
        found = [asdict(bar) | {"held": bar.held} for bar in bars]
        told.json.write_text(json.dumps({"bars": found, "cost": seconds.to_dict("records")}, indent=1))
    return 1 if missed else 0


def _texts(path: Path) -> list[str]:
    texts: list[str] = pd.read_parquet(path, columns=["text"])["text"].dropna().tolist()
    return texts
