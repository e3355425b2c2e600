"""Time and memory of the driver analysis: python benchmarks/drivers.py [COMMENTS] [FLAGS] [DRAWS]

The comments are drawn: each flag on its own with a share between 0.5 % and 12 %, the NPS from the flags.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from otklik.drivers import Cells, drivers
from otklik.score_kinds import SCORE_KINDS
from otklik.stats import lmg


def main(comments: int = 1_000_000, flags: int = 38, draws: int = 1000) -> None:
    generator = np.random.default_rng(0)
    shares = generator.uniform(0.005, 0.12, flags)
    marks = np.stack([generator.random(comments) < share for share in shares], axis=1)
    points = marks[:, :5] @ np.array([-3.0, -2, -2, 1, 2])
    scores = np.clip(np.round(7.5 + points + generator.normal(0, 2.2, comments)), 0, 10)
    names = [f"topic{i // 2}:{'negative' if i % 2 else 'positive'}" for i in range(flags)]

    before = _peak()
    cells, counting = _timed(lambda: Cells.count(marks, scores, names=names))
    table, analysis = _timed(lambda: drivers(cells, SCORE_KINDS["nps"], score="NPS", draws=draws))
    print(
        f"{comments:,} comments × {flags} flags: {len(cells.table):,} cells, {len(cells.patterns):,} patterns"
    )
    print(f"group-by {counting:.2f} s, analysis with {draws} draws {analysis:.2f} s")
    print(f"peak memory {_peak():.0f} MB, of which {before:.0f} MB were there before")
    print("significant:", ", ".join(f"{r.topic}:{r.polarity}" for r in table[table.significant].itertuples()))
    for players in (10, 15, 20):
        design = generator.random((2000, players)) < 0.1
        outcome = design @ generator.normal(size=players) + generator.normal(size=2000)
        seconds = min(_timed(lambda: lmg(design, outcome))[1] for _ in range(3))  # noqa: B023
        print(f"exact LMG of {players}: {seconds:.3f} s")


def _timed(task):  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    return task(), time.perf_counter() - start


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
