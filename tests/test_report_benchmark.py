"""benchmarks/report.py: the page is the same bytes every time, and costs little from the last label on."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmark_folder import modules_of

FOLDER = Path(__file__).parents[1] / "benchmarks"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="benchmarks is not in this checkout")


def test_a_report_is_weighed_and_is_the_same_bytes_again(tmp_path: Path) -> None:
    texts = [f"Ждал ответа {days} дней, никто не перезвонил" for days in range(40)]
    pages = [tmp_path / "one.html", tmp_path / "other.html"]
    with modules_of(FOLDER, ("report", "told")) as modules:
        costs = [modules.report.page(texts, page) for page in pages]
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert "Ждал".encode() in pages[0].read_bytes()
    assert all(0 < cost["processor"] < 3 for cost in costs)


def test_figures_are_told_with_their_titles_and_units() -> None:
    with modules_of(FOLDER, ("told",)) as modules:
        figures = {
            "comments": 1200,
            "report": {"size, MB": 1.25, "same": True, "cost, s": {"clock": 2.0, "cpu": 1.5}},
        }
        lines = modules.told.written(figures).splitlines()
    assert lines[:3] == ["1,200 comments", "", "report"]
    assert [line.split("  ")[1] for line in lines[3:]] == ["size, MB", "same", "cost, s"]
    assert [" ".join(line.split()[-4:]) for line in lines[-1:]] == ["2.00 clock 1.50 cpu"]
