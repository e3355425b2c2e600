"""Kano on the page: bars of both sides, the class in words, and the disagreement with the taxonomy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from report_page import Page

from otklik.records import EXPECTED_KANO_COLUMNS, Results
from otklik.report import workbook
from otklik.report.html import render
from otklik.report.kano import kano_chart
from otklik.report.scores import scores
from otklik.report.tables import to_dict
from otklik.report.texts import texts

NAN = float("nan")
ROWS = [
    ("waiting_time", 148, 60, 31.2, 0.001, 2.4, 0.6, 33.6, -0.86, -1.0, -0.5, "basic", "performance", False),
    ("price_value", 35, 44, 12.0, 0.03, 13.0, 0.02, 25.0, 0.04, -0.3, 0.3, "performance", None, None),
    ("billing_payment", 63, 2, 19.5, 0.2, NAN, NAN, NAN, NAN, NAN, NAN, "undecided", "basic", None),
    ("digital_reliability", 57, 22, 0.0, 0.7, 0.0, 0.8, 0.0, NAN, NAN, NAN, "indifferent", "basic", None),
    ("facilities", 3, 4, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, "undecided", "basic", None),
]


@pytest.fixture
def shown(make: Callable[..., Results]) -> Results:
    table = pd.DataFrame([("NPS", row[0], 1240, *row[1:]) for row in ROWS], columns=EXPECTED_KANO_COLUMNS)
    return make(kano=table.astype({"expected": object, "agrees": object}))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ru", "обязательная, хотя ожидалась линейная: жалобы связаны с потерей 31,2"),
        (
            "en",
            "basic, though performance was expected: complaints go with",
        ),
    ],
)
def test_the_disagreement_is_said_in_words(shown: Results, lang: str, said: str) -> None:
    page = Page(render(shown, lang=lang))
    assert said in page.text.replace("\u00a0", " ")
    assert page.mistakes == []
    assert "kano" in page.ids


def test_the_strongest_come_first_and_what_has_no_figures_is_named_apart(shown: Results) -> None:
    chart = kano_chart(shown, scores(shown)[0])
    assert chart is not None
    assert [topic.id for topic in chart.topics] == [row[0] for row in ROWS[:4]]
    assert chart.scant == ("facilities",)
    assert "Not enough data: Premises and comfort." in Page(render(shown, lang="en")).text


def test_penalty_lies_left_of_zero_and_reward_right_of_it(shown: Results) -> None:
    chart = kano_chart(shown, scores(shown)[0])
    assert chart is not None
    zero = chart.scale.at(0)
    for topic in chart.topics[:2]:
        assert topic.penalty.x + topic.penalty.width == pytest.approx(zero, abs=0.02)
        assert topic.reward.x == zero
        assert topic.penalty.width > 0 < topic.reward.width


def test_why_a_topic_has_no_class_is_said(shown: Results) -> None:
    assert "undecided: little praise" in Page(render(shown, lang="en")).text


def test_no_section_without_figures(results: Results, shown: Results) -> None:
    assert "kano" not in Page(render(results)).ids
    scant = shown.kano
    assert scant is not None
    only = scant[scant["topic"] == "facilities"]
    assert kano_chart(results.__class__(**{**vars(results), "kano": only}), scores(results)[0]) is None


def test_json_holds_every_figure_and_null_for_what_is_missing(shown: Results) -> None:
    rows = to_dict(shown)["kano"]
    assert rows[0]["agrees"] is False
    assert rows[2]["reward"] is None


def test_the_sheet_names_the_classes_in_its_language(shown: Results, tmp_path: Path) -> None:
    workbook.write(shown, tmp_path / "out.xlsx", lang="ru")
    head, *rows = openpyxl.load_workbook(tmp_path / "out.xlsx")["Кано"].iter_rows(values_only=True)
    found, expected = (head.index(texts("ru")(f"col.{name}")) for name in ("kano", "expected"))
    assert (rows[0][found], rows[0][expected]) == ("обязательная", "линейная")
    assert rows[2][found] == "не решено"
