"""``otklik demo``: the whole way on bundled data, with our own labels, finds what was planted."""

from __future__ import annotations

import json
import runpy
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from otklik.cli import main
from otklik.resources import folder

MODEL: dict[str, Any] = runpy.run_path(str(folder("data") / "demo" / "make.py"), run_name="make")
MEGABYTE = 2**20


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with demo.html, demo.xlsx, demo.json and what was said, said.txt."""
    where = tmp_path_factory.mktemp("demo")
    names = {"-o": "demo.html", "--xlsx": "demo.xlsx", "--json": "demo.json"}
    args = [part for option, name in names.items() for part in (option, str(where / name))]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as said:
        patch.setattr(sys, "argv", ["otklik", "demo", *args])
        patch.setattr("signal.signal", lambda *_: None)
        with pytest.raises(SystemExit) as done:
            main()
    assert done.value.code == 0
    (where / "said.txt").write_text(said.getvalue(), encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def found(demo: Path) -> Any:
    return json.loads((demo / "demo.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_the_readme_shows_what_the_demo_says(demo: Path, readme: str) -> None:
    text = (Path(__file__).parents[1] / readme).read_text(encoding="utf-8")
    assert f"```text\n{(demo / 'said.txt').read_text(encoding='utf-8').strip()}\n```" in text


def drivers(found: Any, score: str) -> dict[str, Any]:
    rows = (row for row in found["drivers"] if row["score"] == score)
    return {f"{row['topic']}:{row['polarity']}": row for row in rows}


def significant(found: Any, score: str) -> dict[str, int]:
    """Drivers called significant, and the sign of their effect."""
    told = {name: row["effect"] for name, row in drivers(found, score).items() if row["significant"]}
    return {name: 1 if effect > 0 else -1 for name, effect in told.items()}


def planted(score: str) -> dict[str, int]:
    return {topic: 1 if effect > 0 else -1 for topic, effect in MODEL[score].effects.items()}


def test_the_drivers_of_nps_are_exactly_the_planted_ones(found: Any) -> None:
    assert significant(found, "NPS") == planted("NPS")


def test_the_drivers_of_nps_have_the_largest_impacts(found: Any) -> None:
    impact = {name: abs(row["impact"] or 0) for name, row in drivers(found, "NPS").items()}
    assert set(sorted(impact, key=lambda name: -impact[name])[: len(planted("NPS"))]) == set(planted("NPS"))


def test_no_driver_of_csat_is_made_up(found: Any) -> None:
    """Only some 440 comments have a ticket: a weak planted driver may be missed, none may be invented."""
    told = significant(found, "csat")
    assert told
    assert told.items() <= planted("CSAT").items()


def test_the_impact_of_every_planted_driver_of_csat_has_its_sign(found: Any) -> None:
    rows = drivers(found, "csat")
    assert all(rows[name]["impact"] * sign > 0 for name, sign in planted("CSAT").items())


def test_the_join_is_accounted_for(found: Any) -> None:
    join = found["join"]
    assert join["left_rows"] == found["data"]["rows"] == 715
    assert join["right_rows"] - join["right_matched"] == MODEL["SILENT_TICKETS"]


def test_all_that_is_to_be_told_of_bundled_data_is_how_it_was_read_and_joined(found: Any) -> None:
    *read, met = found["data"]["notes"]
    assert read == ["read as utf-8, delimiter: semicolon", "tickets.csv: read as utf-8, delimiter: comma"]
    assert met.startswith("443 of 715 comments met a row of the second table")


def test_complaints_of_waiting_rise_in_may(found: Any) -> None:
    assert [month["month"] for month in found["months"]] == [f"2026-0{month}" for month in range(1, 7)]
    assert all(month["n"] == sum(list(month.values())[2:]) for month in found["months"])


def test_the_report_is_one_small_file_in_which_no_comment_is_code(demo: Path) -> None:
    page = (demo / "demo.html").read_text(encoding="utf-8")
    assert len(page.encode()) <= 2 * MEGABYTE
    assert "<script>alert" not in page
    assert 'src="http' not in page
    assert "<link" not in page
