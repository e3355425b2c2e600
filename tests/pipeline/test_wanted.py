"""What can be asked for on the command line can be asked for in Python, under the same name."""

from __future__ import annotations

from pathlib import Path

import pytest

from otklik import options as command
from otklik.cli import compare, report
from otklik.errors import UsageError
from otklik.pipeline.run import Job
from otklik.pipeline.source import Wishes
from otklik.pipeline.wanted import Options, check, job, wishes

OF_THE_FILE = {"file", "encoding", "delimiter", "sheet", "header", "source", "with_agents"}  # otklik.read
OF_THE_OUTPUT = {"output", "xlsx", "json_path", "quiet"}  # .to_html, .to_xlsx, .to_json
OF_THE_CALL = {"other", "key"}
SPELLED = {"texts": "text", "score_specs": "scores"}


def test_every_option_of_the_report_is_one_of_python_and_the_other_way_round() -> None:
    flags = {SPELLED.get(str(one.name), str(one.name)) for one in report.params}
    assert flags - OF_THE_FILE - OF_THE_OUTPUT - OF_THE_CALL == set(Options.__annotations__)


def test_compare_has_no_option_that_python_has_not() -> None:
    flags = {SPELLED.get(str(one.name), str(one.name)) for one in compare.params}
    assert flags - OF_THE_FILE - OF_THE_OUTPUT - OF_THE_CALL - {"first", "second"} <= set(
        Options.__annotations__
    )


def test_what_is_not_said_is_as_the_command_has_it() -> None:
    given = report.make_context("report", ["export.csv"]).params
    assert (command.wishes(given), command.job(given)) == (wishes({}), job({}))
    assert wishes({}) == Wishes()
    assert job({}) == Job(masked=True)


def test_the_command_and_python_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "block.txt").write_text("Ромашка\n", encoding="utf-8")
    flags = [
        *("--text", "a", "--text", "b", "--score", "NPS=nps", "--date", "when", "--date-order", "mdy"),
        *("--customer", "who", "--touchpoint", "where", "--control", "shop", "--no-control-times"),
        *("--response-target", "30", "--split-date", "2026-03-01", "--deduplicate", "--minimum", "5"),
        *("--repeat-days", "7", "--score-words", "words.yaml", "--block", str(tmp_path / "block.txt")),
    ]
    given = report.make_context("report", ["export.csv", *flags]).params
    said: Options = {
        "text": ("a", "b"),
        "scores": {"NPS": "nps"},
        "date": "when",
        "date_order": "mdy",
        "customer": "who",
        "touchpoint": "where",
        "controls": ("shop",),
        "control_times": False,
        "response_target": 30,
        "split_date": "2026-03-01",
        "deduplicate": True,
        "minimum": 5,
        "repeat_days": 7,
        "score_words": "words.yaml",
        "block": ["Ромашка"],
    }
    assert command.wishes(given) == wishes(said)
    ours, theirs = job(said), command.job(given)
    assert (ours.minimum, ours.repeat_days) == (theirs.minimum, theirs.repeat_days) == (5, 7)
    for work in (ours, theirs):
        assert work.redactor is not None
        assert work.redactor.mask("Ромашка") == "[hidden]"


def test_targets_and_repeats_mean_what_they_say() -> None:
    found = wishes({"response_target": 30, "resolution_target": None, "deduplicate": True})
    assert found.targets == {"first_response_minutes": 30}
    assert found.duplicates == "drop"


def test_the_list_of_what_is_masked_makes_a_redactor_and_nothing_else_does() -> None:
    assert job({"redact": False}).redactor is None
    staff = job({"redact_staff": True}).redactor
    assert staff is not None
    assert staff.staff


@pytest.mark.parametrize(("name", "near"), [("segment", "segments"), ("custommer", "customer")])
def test_a_name_that_is_no_option_is_told_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UsageError, match=f"no option '{name}'; did you mean '{near}'"):
        check({name: "x"})
