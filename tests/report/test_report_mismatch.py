"""The sections on scores that contradict texts and on who writes: what they say, and that they are safe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from otklik.records import MISMATCH_COLUMNS, MISMATCH_RATE_COLUMNS, NONRESPONSE_COLUMNS, Results
from otklik.report import workbook
from otklik.report.html import render

NAN = float("nan")
HOSTILE = "<script>alert(1)</script> =1+1"


@pytest.fixture
def told(make: Callable[..., Results]) -> Results:
    text = "Оператор хамил, но ставлю десять."
    listed = [
        ("NPS", "negative", 10.0, True, "=A1", "2026-03-14", "negative", ["staff_attitude"], text, 0, 14),
        ("NPS", "negative", 9.0, False, "<u>7", None, "mixed", [], HOSTILE, 0, 0),
    ]
    rates = [
        ("NPS", "negative", 9.0, 10.0, 400, 120, 0.3, 0.257, 0.347, 31),
        ("NPS", "positive", 0.0, 3.0, 6, 0, NAN, NAN, NAN, 0),
    ]
    wrote = [("NPS", 0.0, 40, 30, 0.75, 0.598, 0.858), ("NPS", 10.0, 4, 1, NAN, NAN, NAN)]
    wrote += [("CSAT", 5.0, 62, 62, 1.0, 0.942, 1.0)]
    return make(
        mismatches=pd.DataFrame(listed, columns=list(MISMATCH_COLUMNS)),
        mismatch_rates=pd.DataFrame(rates, columns=list(MISMATCH_RATE_COLUMNS)),
        nonresponse=pd.DataFrame(wrote, columns=list(NONRESPONSE_COLUMNS)),
    )


def section(page: str, name: str) -> str:
    return page.split(f'<section id="{name}">')[1].split("</section>")[0]


def test_contradictions_are_told_with_quote_and_id(told: Results) -> None:
    shown = section(render(told, lang="en"), "mismatches")
    assert "NPS: a high score (9–10) with a complaint" in shown
    assert "120 of 400 comments with such a score: 30.0% (95% CI 25.7 to 34.7)" in shown
    assert "<mark>Оператор хамил</mark>" in shown
    assert "comment =A1" in shown
    assert "There are none (comments with such a score: 6)." in shown
    assert "2 of 120 are shown" in shown


def test_russian_words(told: Results) -> None:
    page = render(told, lang="ru")
    assert "NPS: высокая оценка (9–10), а в тексте жалоба" in section(page, "mismatches")
    assert "Комментаторы — не все клиенты" in section(page, "nonresponse")


def test_hostile_texts_and_ids_stay_texts(told: Results) -> None:
    page = render(told)
    assert "<script>alert" not in page
    assert "<u>7" not in page


def test_who_writes_is_told_by_value(told: Results) -> None:
    shown = section(render(told, lang="en"), "nonresponse")
    assert "75.0%" in shown
    assert "not enough data" in shown
    assert "CSAT: every answer comes with a text (62)" in shown


def test_without_them_there_is_no_section(results: Results) -> None:
    page = render(results)
    assert 'id="mismatches"' not in page
    assert 'id="nonresponse"' not in page


def test_their_sheets_hold_no_formula_and_no_blank_figure(told: Results, tmp_path: Path) -> None:
    workbook.write(told, tmp_path / "book.xlsx", lang="en")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames[-3:] == ["Mismatch", "Mismatch list", "Non-response"]
    rows = list(book["Mismatch list"].values)
    assert rows[1][4] == "'=A1"
    assert "not enough data" in list(book["Mismatch"].values)[2]
    assert next(book["Non-response"].values)[:3] == ("Score", "Value", "Answers")
