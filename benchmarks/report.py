"""How large the report is and how soon it is there once all is labelled; how soon the commands answer.

    python benchmarks/report.py --comments ../shared/data/unlabelled/comments.parquet [--n 100000] [--json]

Scores, days and groups of the comments are drawn. Seconds are given by the clock and by the processor's time,
since other work on the machine slows only the clock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
from told import main

import otklik
from otklik.pipeline import run

Seconds = dict[str, float]
OTKLIK = [sys.executable, "-c", "from otklik.cli import main; main()"]


def export(texts: list[str]) -> pd.DataFrame:
    """The comments as a survey exports them: with a score, a day of two years, a channel."""
    dice, size = np.random.default_rng(0), len(texts)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(dice.integers(0, 730, size), unit="D")
    channels = np.array(["app", "chat", "office", "phone", "site"])[dice.integers(0, 5, size)]
    drawn = {"score": dice.integers(0, 11, size), "day": days.strftime("%Y-%m-%d"), "channel": channels}
    return pd.DataFrame({"id": np.arange(size).astype(str), "text": texts} | drawn)


def page(texts: list[str], target: Path) -> Seconds:
    """Writes the report; what it costs from the last label on."""
    began = [0.0, 0.0]
    results = run.results

    def labelled(*given: Any, **named: Any) -> Any:
        began[:] = time.perf_counter(), time.process_time()
        return results(*given, **named)

    with mock.patch.object(run, "results", labelled):
        asked: dict[str, Any] = {"scores": {"score": "nps"}, "date": "day", "segments": ["channel"]}
        otklik.analyze(export(texts), text="text", id="id", **asked).to_html(target)
    return {"clock": time.perf_counter() - began[0], "processor": time.process_time() - began[1]}


def answer(*arguments: str, whole: bool = True) -> Seconds:
    """What a command costs, or what it costs until it says the first thing; the quickest of three."""
    with TemporaryDirectory() as folder:
        return min((_answer(arguments, folder, whole) for _ in range(3)), key=lambda cost: cost["clock"])


def _answer(arguments: tuple[str, ...], folder: str, whole: bool) -> Seconds:
    began = time.perf_counter()
    command = subprocess.Popen(
        [*OTKLIK, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert command.stdout is not None
    with command.stdout as said:
        said.read() if whole else said.read(1)
        clock = time.perf_counter() - began
        if not whole:
            command.kill()
        _, _, used = os.wait4(command.pid, 0)
    command.returncode = 0  # waited for above
    return {"clock": clock, "processor": used.ru_utime + used.ru_stime}


def figures(texts: list[str]) -> dict[str, Any]:
    """All figures, each with its bar."""
    with TemporaryDirectory() as folder:
        one, other = Path(folder) / "one.html", Path(folder) / "other.html"
        spent = page(texts, one)
        page(texts[:1000], other)
        again = other.read_bytes()
        page(texts[:1000], other)
        return {
            "comments": len(texts),
            "report": {
                "size, MB (bar: 2)": one.stat().st_size / 1e6,
                "after the last label, s (bar: 3)": spent,
                "same bytes a second time (1,000 comments)": other.read_bytes() == again,
            },
            "commands": {
                "--help, s (bar: 0.3)": answer("--help"),
                "demo up to its first words, s (bar: 2)": answer("demo", whole=False),
                "demo, s (bar: 10)": answer("demo"),
            },
        }


if __name__ == "__main__":
    main(__doc__, figures, n=100_000)
