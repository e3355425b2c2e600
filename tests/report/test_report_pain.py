"""Where it hurts, on the page: pyramid, journey and touchpoints, with what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from report_page import Page

from otklik.records import PAIN_COLUMNS, Results
from otklik.report import workbook
from otklik.report.html import render
from otklik.report.pain import pains
from otklik.report.scores import scores
from otklik.report.tables import to_dict

NAN = float("nan")
NONE = (NAN,) * 11
LEVELS = [
    ("Communication", 1240, 60, 0.05, 0.04, 0.06, 10.0, 12.0, -2, -9, 5, -0.1, -1, 0.8, ["staff_attitude"]),
    ("Responsive", 1240, 300, 0.24, 0.22, 0.27, -30.0, 22.0, -52, -60, -44, -11, -14, -8, ["waiting_time"]),
    ("Commitment", 1240, 320, 0.26, 0.23, 0.28, 8.0, 12.0, -4, -13, 5, -1, -3, 1, ["price_value"]),
    ("Evolution", 1240, 3, *NONE, []),
]
POINTS = [
    ("<b>Офис</b>", 700, 350, 0.5, 0.46, 0.54, 2.0, 22.0, -20, -26, -14, -5, -8, -2, ["waiting_time"]),
    ("Сайт", 540, 100, 0.19, 0.15, 0.22, 22.0, 2.0, 20, 14, 26, -2, -3, -1, ["price_value"]),
]


def table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame([("NPS", *row) for row in rows], columns=list(PAIN_COLUMNS))


@pytest.fixture
def hurt(make: Callable[..., Results]) -> Results:
    return make(pyramid=table(LEVELS), touchpoints=table(POINTS), journey=table([]))


def section(results: Results, name: str, lang: str = "en") -> str:
    return render(results, lang=lang).split(f'<section id="{name}">')[1].split("</section>")[0]


def test_the_pyramid_stands_on_its_foundation(hurt: Results) -> None:
    chart = pains(hurt, scores(hurt))["pyramid"][0]
    assert [row.group for row in chart.rows] == ["Evolution", "Commitment", "Responsive", "Communication"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ru", ["«Обязательность»: 26,0 % отзывов с жалобой (320 из 1 240)", "не меньше: Отзывчивость"]),
        ("en", ["“Commitment”: 26.0% of the comments complain there (320 of 1,240)", "no less: Responsive"]),
    ],
)
def test_the_worst_level_is_said_with_those_that_may_be_as_bad(
    hurt: Results, lang: str, said: list[str]
) -> None:
    page = Page(render(hurt, lang=lang))
    assert page.mistakes == []
    for words in said:
        assert words in page.text.replace("\u00a0", " ")


def test_the_most_frequent_pain_is_not_passed_off_as_the_heaviest(hurt: Results) -> None:
    assert "Complaints of “Responsive” go most with the result: impact −11.0" in Page(
        section(hurt, "pyramid")
    ).text.replace("\u00a0", " ")


def test_where_more_is_worse_the_heaviest_raises_the_figure(make: Callable[..., Results]) -> None:
    results = make(pyramid=table(LEVELS))
    metrics = results.metrics.assign(kind="churn", metric="rate")
    turned = make(pyramid=table(LEVELS), metrics=metrics, score_checks=())
    assert pains(turned, scores(turned))["pyramid"][0].heaviest is None, "all impacts are to the good"


def test_few_complaints_have_no_bar(hurt: Results) -> None:
    shown = section(hurt, "pyramid")
    assert shown.count('class="tone-negative"') == 3
    assert "not enough data" in shown


def test_names_from_the_data_are_words_only(hurt: Results) -> None:
    shown = section(hurt, "touchpoints")
    assert "&lt;b&gt;Офис&lt;/b&gt;" in shown
    assert "<b>Офис" not in shown


def test_without_rows_there_is_no_section(hurt: Results, results: Results) -> None:
    assert "journey" not in Page(render(hurt)).ids
    assert "pyramid" not in Page(render(results)).ids


def test_workbook_and_json_hold_the_figures(hurt: Results, tmp_path: Path) -> None:
    workbook.write(hurt, tmp_path / "out.xlsx", lang="ru")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    rows = list(book["Пирамида опыта"].iter_rows(values_only=True))
    assert len(rows[0]) == len(PAIN_COLUMNS)
    assert rows[2][1:5] == ("Отзывчивость", 1240, 300, 0.24)
    assert rows[2][-1] == "Время ожидания"
    assert rows[4][4] == "мало данных"
    assert "Путь клиента" not in book.sheetnames
    found = to_dict(hurt)
    assert found["pyramid"][3]["gap"] is None
    assert found["touchpoints"][0]["topics"] == ["waiting_time"]
