"""How large the report is and how soon it is there once all is labelled; how soon the commands answer.

    python benchmarks/report.py --comments ../shared/data/unlabelled/comments.parquet [--n 100000] [--json]

Scores, days and groups of the comments are drawn. Seconds are given by the clock and by the processor's time,
since other work on the machine slows only the clock. How soon the page is painted, and whether anything moves
then, is asked of Chromium where it is installed, by the browser of the tests.
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
    return costs(texts, target, themes=False)["page"]


def costs(texts: list[str], target: Path, *, themes: bool) -> dict[str, Seconds]:
    """Writes the report; what the 'page' costs from the last label on, and the search for new 'themes'."""
    parts = {"page": [0.0, 0.0], "themes": [0.0, 0.0]}
    results, new_themes = run.results, run._new_themes

    def labelled(*given: Any, **named: Any) -> Any:
        parts["page"] = [-now for now in _now()]
        return results(*given, **named)

    def searched(*given: Any) -> Any:
        began = _now()
        found = new_themes(*given)
        parts["themes"] = [now - then for now, then in zip(_now(), began, strict=True)]
        return found

    with mock.patch.object(run, "results", labelled), mock.patch.object(run, "_new_themes", searched):
        asked: dict[str, Any] = {"scores": {"score": "nps"}, "date": "day", "segments": ["channel"]}
        otklik.analyze(export(texts), text="text", id="id", themes=themes, **asked).to_html(target)
    spent = zip(parts["page"], _now(), parts["themes"], strict=True)
    parts["page"] = [began + now - apart for began, now, apart in spent]
    return {name: dict(zip(("clock", "processor"), cost, strict=True)) for name, cost in parts.items()}


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def painted(target: Path, folder: Path) -> dict[str, Any]:
    """How soon Chromium paints the page from disk, at the quickest of three, and how far anything moves then;
    empty without Chromium."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "report"))
    from browser import CHROMIUM, PAINTED, Browser, Tab

    if CHROMIUM is None:
        return {}
    browser = Browser(folder / "profile")
    tab = Tab(browser)
    tab.width(1280)
    soon, moved = [], []
    for _ in range(3):
        tab.open(target.as_uri())
        soon.append(float(tab.value(PAINTED)) / 1000)
        tab.value("scrollTo(0, document.documentElement.scrollHeight)")
        tab.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        moved.append(float(tab.value("shifts")))
    browser.close()
    return {"painted, s (bar: 1)": min(soon), "layout shift (bar: 0)": max(moved)}


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
        spent = costs(texts, one, themes=True)
        page(texts[:1000], other)
        again = other.read_bytes()
        page(texts[:1000], other)
        return {
            "comments": len(texts),
            "report": {
                "size, MB (bar: 2)": one.stat().st_size / 1e6,
                "after the last label, s (bar: 3)": spent["page"],
                "new themes besides, s (bar: 10)": spent["themes"],
                "same bytes a second time (1,000 comments)": other.read_bytes() == again,
                **painted(one, Path(folder)),
            },
            "commands": {
                "--help, s (bar: 0.3)": answer("--help"),
                "demo up to its first words, s (bar: 2)": answer("demo", whole=False),
                "demo, s (bar: 10)": answer("demo"),
            },
        }


if __name__ == "__main__":
    main(__doc__, figures, n=100_000)
