"""Exports of survey tools, from the file to the roles: what is recognised, what is asked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from otklik.errors import ColumnError, UndecidedError
from otklik.reading.columns import find_column
from otklik.reading.opening import open_table
from otklik.reading.roles import Named, recognise
from otklik.reading.table import Table
from otklik.records import Roles
from otklik.sources.hints import Hints, roles_of
from otklik.sources.loading import load_sources
from otklik.sources.recognition import recognise_columns

WHY = [
    "Answered at once, thanks",
    "Waited two weeks for a refund",
    "Fine, but dear",
    "They never called back",
]


def hints_of(table: Table) -> Hints:
    source = recognise_columns(table.columns, load_sources())
    assert source is not None, table.columns
    return roles_of(source, table.columns)


def opened(folder: Path, text: str) -> tuple[Table, Roles, str]:
    (folder / "x.csv").write_text(text, encoding="utf-8", newline="")
    table = open_table(folder / "x.csv")
    hints = hints_of(table)
    return table, recognise(table.sample, hints=hints), hints.source


EXPORTS = {
    "Google Forms": (
        "Отметка времени,Адрес электронной почты,Насколько вероятно вы порекомендуете нас?,Что нам улучшить?,"
        "Чем вы пользуетесь?\n"
        "21.03.2026 10:15:01,a@b.ru,9,Отвечайте быстрее,чат;почта\n"
        "22.03.2026 9:01:00,c@d.ru,0,Верните деньги наконец,чат\n"
        '22.03.2026 9:05:00,a@b.ru,7,Всё хорошо и так,"чат, телефон"\n',
        {"text": "Что нам улучшить?", "date": "Отметка времени", "customer": "Адрес электронной почты"},
        {"Насколько вероятно вы порекомендуете нас?": "nps"},
    ),
    "Yandex Forms": (
        "ID;Время создания;Оцените работу поддержки;Расскажите подробнее\n"
        "101;2026-03-21 10:15:01;5;Отвечают быстро и вежливо\n102;2026-03-22 09:01:00;1;Не дождался ответа\n"
        "103;2026-03-23 09:01:00;4;Неплохо, но долго\n",
        {"text": "Расскажите подробнее", "date": "Время создания", "id": "ID"},
        {"Оцените работу поддержки": "stars5"},
    ),
    "SurveyMonkey": (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,How likely are "
        "you to recommend us?,"
        "Why did you choose this?,Which do you use?,\n"
        ",,,,,,,Open-Ended Response,Phone,Chat\n"
        f'118,44,03/21/2026 10:15:01,03/21/2026 10:17:00,1.1.1.1,a@b.com,9,"{WHY[0]}",Phone,\n'
        f"119,44,03/22/2026 9:01:00,03/22/2026 9:05:00,1.1.1.2,c@d.com,0,{WHY[1]},,Chat\n",
        {
            "text": "Why did you choose this?",
            "date": "End Date",
            "id": "Respondent ID",
            "customer": "Email Address",
        },
        {"How likely are you to recommend us?": "nps"},
    ),
    "Qualtrics": (
        "StartDate,EndDate,Status,IPAddress,Finished,RecordedDate,ResponseId,ExternalReference,"
        "Q1_NPS_GROUP,Q1,Q2\n"
        "Start Date,End Date,Response Type,IP Address,Finished,Recorded Date,Response ID,External "
        "Data Reference,"
        'How likely are you to recommend us? - Group,How likely are you to recommend us?,"Why this score?"\n'
        + ",".join(f'"{{""ImportId"":""{name}""}}"' for name in "abcdefghijk")
        + "\n2026-03-21 10:15:01,2026-03-21 10:16:00,IP Address,1.1.1.1,True,2026-03-21 10:16:01,R_1,u7,3,9,"
        f'"{WHY[0]}"\n'
        "2026-03-22 10:15:01,2026-03-22 10:16:00,Survey Preview,1.1.1.2,True,2026-03-22 10:16:01,R_2,u8,1,0,"
        f"{WHY[1]}\n",
        {
            "text": "Q2: Why this score?",
            "date": "RecordedDate",
            "id": "ResponseId",
            "customer": "ExternalReference: External Data Reference",
        },
        {"Q1: How likely are you to recommend us?": "nps"},
    ),
    "Typeform": (
        "#,<p>How likely are you to <b>recommend</b> us?</p>,*Why* is that?,Response Type,Start Date (UTC),"
        "Submit Date (UTC),Network ID\n"
        f'a1b2,9,"{WHY[0]}",completed,2026-03-21 10:15:01,2026-03-21 10:16:01,f00\n'
        f"c3d4,0,{WHY[1]},completed,2026-03-22 10:15:01,2026-03-22 10:16:01,f01\n",
        {"text": "Why is that?", "date": "Submit Date (UTC)", "id": "#"},
        {"How likely are you to recommend us?": "nps"},
    ),
    "Delighted": (
        "Response ID,Score,Comment,Created at,Email,Survey type,Tags\n"
        f'1,9,"{WHY[0]}",2026-03-21 10:15:01,a@b.com,NPS,\n2,0,{WHY[1]},2026-03-22 10:15:01,a@b.com,NPS,\n',
        {"text": "Comment", "date": "Created at", "id": "Response ID", "customer": "Email"},
        {"Score": "nps"},
    ),
    "AskNicely": (
        "response_id,person_id,email,answer,comment,responded,segment,question_type\n"
        f'1,11,a@b.com,9,"{WHY[0]}",2026-03-21 10:15:01,vip,nps\n'
        f"2,12,c@d.com,0,{WHY[1]},2026-03-22 10:15:01,new,nps\n",
        {"text": "comment", "date": "responded", "id": "response_id", "customer": "email"},
        {"answer": "nps"},
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_export_of_a_survey_tool_needs_no_flags(tmp_path: Path, name: str) -> None:
    text, roles, scores = EXPORTS[name]
    table, found, source = opened(tmp_path, text)
    assert source == name
    assert {role: getattr(found, role) for role in roles} == roles
    assert {column: kind.spec for column, kind in found.scores.items()} == scores
    assert len(table.sample) == text.count("\n") - {"SurveyMonkey": 2, "Qualtrics": 3}.get(name, 1)


def test_what_a_source_says_is_told_as_such(tmp_path: Path) -> None:
    _, found, _ = opened(tmp_path, EXPORTS["Delighted"][0])
    told = {guess.role: (guess.column, guess.why, guess.flag) for guess in found.guesses}
    assert told["text"] == ("Comment", "this is how Delighted exports it", '--text "Comment"')
    assert told["score"] == ("Score", "this is how Delighted exports it", '--score "Score=nps"')
    assert found.texts == ("Comment",)


def test_a_scale_that_a_source_does_not_have_is_asked(tmp_path: Path) -> None:
    text = EXPORTS["Delighted"][0].replace(",9,", ",1,")
    with pytest.raises(UndecidedError, match="'Score'"):
        opened(tmp_path, text)


ANSWERS = pd.DataFrame(
    {
        "№": ["1", "2", "3", "4"],
        "Что понравилось?": WHY,
        "Что улучшить?": WHY[::-1],
        "Город": ["Уфа", "Уфа", "Омск", "Омск"],
    }
)


def test_several_open_questions_are_asked_with_all_of_them_as_flags() -> None:
    frame = ANSWERS.rename(columns={"Что понравилось?": "Почему да?", "Что улучшить?": "Почему нет?"})
    with pytest.raises(UndecidedError) as caught:
        recognise(frame, Named(scores={}))
    assert (caught.value.mend or "").endswith('--text "Почему да?" --text "Почему нет?"')


def test_several_texts_told() -> None:
    roles = recognise(ANSWERS, Named(text=["что улучшить", "Что понравилось?"], scores={}))
    assert (roles.text, roles.texts) == ("Что улучшить?", ("Что улучшить?", "Что понравилось?"))
    assert "text" not in {guess.role for guess in roles.guesses}


def test_the_users_words_win_over_hints_and_hints_over_guesses() -> None:
    hints = Hints(source="My Tool", text=("Что понравилось?",), id="№", customer="Город")
    assert recognise(ANSWERS, Named(scores={}), hints=hints).text == "Что понравилось?"
    assert recognise(ANSWERS, Named(text="Что улучшить?", scores={}), hints=hints).text == "Что улучшить?"
    assert recognise(ANSWERS, Named(scores={}), hints=hints).customer == "Город"


def test_none_of_several_texts_can_be_a_score() -> None:
    with pytest.raises(ColumnError, match="'Что улучшить"):
        recognise(ANSWERS, Named(text=["Что понравилось?", "Что улучшить?"], scores={"Что улучшить?": "nps"}))


@pytest.mark.parametrize(
    ("header", "values", "is_customer"),
    [
        ("Email", ["a@b.ru", "c@d.ru", "a@b.ru", "e@f.ru"], True),
        ("Телефон", ["+7 900", "+7 901", "+7 900", "+7 902"], True),
        ("customer_id", ["7", "8", "9", "10"], True),
        ("userId", ["7", "8", "7", "10"], True),
        ("ID клиента", ["7", "8", "7", "10"], True),
        ("Клиент", ["Анна", "Олег", "Анна", "Ира"], True),
        ("Agent email", ["a@b.ru", "c@d.ru", "a@b.ru", "c@d.ru"], False),
        ("Сотрудник", ["Анна", "Олег", "Анна", "Олег"], False),
    ],
)
def test_who_wrote(header: str, values: list[str], is_customer: bool) -> None:
    roles = recognise(pd.DataFrame({"Комментарий": WHY, header: values}), Named(scores={}))
    assert roles.customer == (header if is_customer else None)
    assert roles.id is None


def test_a_column_is_named_by_its_question_or_its_code() -> None:
    columns = ["ResponseId", "Q1: How likely?", "Q2: Why?", "Rate us: Speed", "Rate us: Price"]
    assert find_column(columns, "q2", "--text") == "Q2: Why?"
    assert find_column(columns, "How likely", "--text") == "Q1: How likely?"
    assert find_column(columns, "speed", "--score") == "Rate us: Speed"
    with pytest.raises(ColumnError, match="could be any of"):
        find_column(columns, "Rate us", "--score")


def sheet(path: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def test_merged_header_cells_of_a_sheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Опрос клиентов, март 2026"],
        ["ID", "О клиенте", None, "Оценки", None, "Комментарий"],
        [None, "Город", "Тариф", "Скорость", "Цена"],
        [1, "Казань", "Старт", 5, 4, "Быстро"],
        [2, "Москва", "Про", 2, 5, "Долго"],
    ]
    merged = ("A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3")
    table = open_table(sheet(tmp_path / "x.xlsx", rows, merged))
    assert table.columns == (
        "ID",
        "О клиенте: Город",
        "О клиенте: Тариф",
        "Оценки: Скорость",
        "Оценки: Цена",
        "Комментарий",
    )
    assert (table.facts["header_row"], table.facts["titles"]) == (2, ("Опрос клиентов, март 2026",))
    assert table.sample["Оценки: Цена"].tolist() == [4, 5]
    assert any("2 rows" in note for note in table.notes)


def test_two_rows_without_a_title_whose_first_holds_one_merged_label(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["ID", "Оценки", None],
        [None, "Скорость", "Цена"],
        [1, 5, 4],
        [2, 2, 5],
    ]
    table = open_table(sheet(tmp_path / "x.xlsx", rows, ("A1:A2", "B1:C1")))
    assert table.columns == ("ID", "Оценки: Скорость", "Оценки: Цена")


def test_merged_cells_of_data_count_for_all_their_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Город", "Комментарий"],
        ["Казань", "Быстро"],
        [None, "Долго"],
        ["Уфа", "Дорого"],
    ]
    table = open_table(sheet(tmp_path / "x.xlsx", rows, ("A2:A3",)))
    assert table.sample["Город"].tolist() == ["Казань", "Казань", "Уфа"]
    assert any("1 merged cell to each of its rows" in note for note in table.notes)


def test_repeated_header_totals_and_a_second_table_of_a_sheet(tmp_path: Path) -> None:
    head: list[object] = ["ID", "Оценка", "Комментарий"]
    rows: list[list[object]] = [
        head,
        [1, 5, "Быстро"],
        head,
        [2, 2, "Долго"],
        ["Итого", 7, None],
        [],
        ["Канал", "Количество", "Рейтинг"],
        ["Чат", 1, 5],
    ]
    table = open_table(sheet(tmp_path / "x.xlsx", rows))
    assert table.sample["ID"].tolist() == [1, 2]
    assert table.sample["Комментарий"].tolist() == ["Быстро", "Долго"]
    notes = " | ".join(table.notes)
    assert "1 row that repeats the header" in notes
    assert "1 row of totals" in notes
    assert "second table" in notes


def test_sheet_with_an_empty_first_column_and_a_cover(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [],
        [None, "Отчёт по обращениям"],
        [None, "Период:", "март"],
        [None, "Всего:", 2],
        [],
        [],
        [None, "Номер", "Дата", "Комментарий"],
        [None, 1, "01.03.2026", "Быстро"],
        [None, 2, "02.03.2026", "Долго"],
    ]
    table = open_table(sheet(tmp_path / "x.xlsx", rows))
    assert table.columns == ("Номер", "Дата", "Комментарий")
    assert table.facts["header_row"] == 7
    assert any("left out 1 column with" in note for note in table.notes)
