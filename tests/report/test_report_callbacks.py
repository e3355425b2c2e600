"""Whom to call back first: shown with what was said, and harmless whatever was said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_page import Page
from report_voices import EVIL, call

from otklik.records import CALLBACK_COLUMNS, CALLBACKS, Results
from otklik.report import tables, workbook
from otklik.report.callbacks import SHOWN, views
from otklik.report.html import render
from otklik.report.passages import excerpt
from otklik.report.texts import texts


def section(page: str) -> str:
    return page.split('<section id="callbacks">')[1].split("</section>")[0]


@pytest.mark.parametrize(("lang", "title"), [("ru", "Кому перезвонить"), ("en", "Whom to call back")])
def test_the_section_in_both_languages(results: Results, lang: str, title: str) -> None:
    page = render(results, lang=lang)
    assert title in section(page)
    assert '<a href="#callbacks">' in page


def test_all_evidence_is_marked_and_the_words_about_promises_are_told(results: Results) -> None:
    part, english = (section(render(results, lang=lang)) for lang in ("ru", "en"))
    for words in ("Пятое обращение", "вопрос так и не решён", "Обещали перезвонить", "Ухожу от вас"):
        assert f"<mark>{words}</mark>" in part
    assert "Об обещаниях и сроках: <bdi>«Обещали перезвонить»</bdi>" in part
    assert "On promises and deadlines: <bdi>“Обещали перезвонить”</bdi>" in english


def test_a_link_leads_to_a_page_and_nowhere_else(results: Results) -> None:
    part = section(render(results))
    assert 'href="https://desk.example/tickets/17"' in part
    assert "javascript:" not in part


def test_comments_are_inert(results: Results) -> None:
    page = Page(render(results))
    assert "img" not in page.tags
    assert page.tags.count("script") == 1  # the page's own


def test_twenty_are_shown_and_the_number_of_all_is_told(make: Callable[..., Results]) -> None:
    many = pd.DataFrame([call(f"Жалоба {n}: не решено", unresolved_issue="не решено") for n in range(33)])
    whole = render(make(callbacks=many))
    page = section(whole)
    assert page.count("<li>") == SHOWN == 20
    assert "Показаны 20 из 33" in page
    assert "Кому перезвонить первым</a> первые 20 из 33 клиентов</li>" in whole


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ru", "Показаны 20; в книге Excel — первые 1\u00a0000, больше в списке не бывает."),
     ("en", "20 are shown; the workbook has the first 1,000, the most that the list holds.")],
)  # fmt: skip
def test_a_list_that_was_cut_says_where(make: Callable[..., Results], lang: str, said: str) -> None:
    row = call("Жалоба: не решено", unresolved_issue="не решено")
    page = section(render(make(callbacks=pd.DataFrame([row] * CALLBACKS)), lang=lang))
    assert said in page
    assert " из 1" not in page


def test_without_anybody_there_is_no_section(make: Callable[..., Results]) -> None:
    for nobody in (None, pd.DataFrame(columns=list(CALLBACK_COLUMNS))):
        assert "callbacks" not in Page(render(make(callbacks=nobody))).ids


def test_the_sheet_holds_all_with_a_column_for_each_score(results: Results, tmp_path: Path) -> None:
    workbook.write(results, tmp_path / "out.xlsx", lang="en")
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx")["Callbacks"].iter_rows(values_only=True))
    told = ("Why", "Evidence", "On promises and deadlines", "Text")
    assert rows[0] == ("Record", "Link", "Date", "NPS", "CSAT", *told)
    assert rows[1][:5] == ("T-17", "https://desk.example/tickets/17", "2026-03-14", 1, None)
    assert rows[1][5] == "Intent to leave, Unresolved issue, Repeated contact"
    assert rows[1][7] == "Обещали перезвонить"
    assert rows[2][1] is None
    assert rows[3][6] == "'=1+1"
    assert rows[2][8] == EVIL


def test_json_holds_them_as_they_are(results: Results) -> None:
    told = tables.to_dict(results)["callbacks"]
    assert [row["comment_id"] for row in told] == ["T-17", "T-1", "<b>=2</b>"]
    assert told[0]["reasons"] == ["churn_intent", "unresolved_issue", "repeat_contact"]
    start, end = told[0]["marks"][0]
    assert told[0]["text"][start:end] == told[0]["evidence"][0]


def test_what_is_missing_stays_empty(results: Results) -> None:
    second = views(results, texts("ru"))[1]
    assert (second.link, second.date, second.promised, dict(second.scores)) == ("", "", "", {})


@given(st.text(alphabet="аб \n", max_size=60), st.data(), st.integers(5, 80))
def test_an_excerpt_marks_the_evidence_it_shows_and_nothing_else(
    text: str, data: st.DataObject, width: int
) -> None:
    place = st.integers(0, len(text))
    drawn = data.draw(st.lists(st.tuples(place, place), min_size=1, max_size=4))
    marks = [(min(pair), max(pair)) for pair in drawn]
    found = excerpt(text, marks, width)
    shown = "".join(piece for piece, _ in found.pieces)
    assert shown in text
    assert found.cut_before or text.startswith(shown)
    assert found.cut_after or text.endswith(shown)
    if len(text) <= width:
        told = [marked for piece, marked in found.pieces for _ in piece]
        assert shown == text
        assert told == [any(start <= at < end for start, end in marks) for at in range(len(text))]
