"""The terminal summary and the notebook fragment."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from report_page import Page

from otklik.records import Results, ScoreCheck
from otklik.report.notebook import summary_html
from otklik.report.text import WIDTH, summary
from otklik.score_kinds import parse_kind


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_fits_the_width_and_begins_with_the_score(results: Results, churned: Results, lang: str) -> None:
    for shown in (results, churned):
        assert all(len(line) <= WIDTH for line in summary(shown, lang=lang).splitlines())
    assert summary(results, lang="ru").startswith("NPS: +11,7 (95\u00a0% ДИ от +7,2 до +16,2)\n")
    assert summary(results, lang="en").startswith("NPS: +11.7 (95% CI +7.2 to +16.2)\n")


def test_drivers_stand_in_columns_and_significant_ones_carry_a_star(results: Results) -> None:
    lines = summary(results, lang="en").splitlines()
    table = [line for line in lines if "(complaints)" in line or "(praise)" in line]
    assert table[0].startswith("* Staff attitude (praise)")
    assert table[4].startswith("  Staff attitude (complaints)")
    assert len({len(line) for line in table}) == 1


def test_without_a_score_the_commonest_topics_are_told(scoreless: Results) -> None:
    lines = summary(scoreless, lang="en").splitlines()
    assert lines[0] == "1,302 comments"
    assert lines[2].split()[:2] == ["Staff", "attitude"]


def test_no_driver_is_said_in_words(make: Callable[..., Results], results: Results) -> None:
    assert "Ни одна тема" in summary(make(drivers=results.drivers.assign(significant=False)))


@pytest.mark.parametrize(
    ("spec", "value", "said"),
    [("csat5", 79.0, "79.0%"), ("stars5", 4.125, "4.12"), ("number:low=good", 134.56, "135"),
     ("number:high=good", 12.34, "12.3"), ("binary:1=bad", 17.0, "17.0%"), ("nps", -3.0, "−3.0"),
     ("nps", float("nan"), "not enough data")],
)  # fmt: skip
def test_each_kind_of_score_is_written_its_own_way(
    make: Callable[..., Results], spec: str, value: float, said: str
) -> None:
    kind = parse_kind(spec)
    row = {
        "score": "S",
        "kind": spec,
        "metric": kind.metric,
        "n": 50,
        "value": value,
        "low": value,
        "high": value,
        "shares": {},
    }
    shown = make(metrics=pd.DataFrame([row]), score_checks=(ScoreCheck("S", kind, 50, 0, {}, {}),))
    assert summary(shown, lang="en").startswith(f"S: {said}")


def test_the_notebook_fragment_is_whole_and_says_what_is_next(results: Results, scoreless: Results) -> None:
    for shown in (results, scoreless):
        page = Page(summary_html(shown))
        assert (page.mistakes, page.open) == ([], [])
        assert ".to_html(" in page.text
        assert not {"script", "html", "body"} & set(page.tags)
    style = summary_html(results).split("<style>")[1].split("</style>")[0]
    selectors = [s for rule in style.split("}") if "{" in rule for s in rule.split("{")[-2].split(",")]
    assert all(".otklik" in s or "@media" in s for s in selectors)
