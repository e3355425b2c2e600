"""Shapes of headers: where the table begins, what its columns are called, what is left out and told."""

from __future__ import annotations

import io
from csv import reader

import pyarrow as pa
import pytest

from otklik.reading.layout import Layout, find_layout
from otklik.reading.leftovers import Leftovers
from otklik.reading.totals import at_the_end, is_total


def layout(text: str, delimiter: str = ";") -> Layout:
    return find_layout(list(reader(io.StringIO(text), delimiter=delimiter)))


# name: (the file, names of the columns, row of the header, first row of data)
SHAPES: dict[str, tuple[str, list[str], int | None, int]] = {
    "SurveyMonkey: question, then 'Open-Ended Response'": (
        "Respondent ID;Collector ID;Start Date;How likely are you to recommend us?;Why?\n"
        ";;;;Open-Ended Response\n"
        "118;44;03/21/2026 10:15:01 AM;9;Quick answer\n"
        "119;44;03/22/2026 9:01:00 AM;3;Slow\n",
        ["Respondent ID", "Collector ID", "Start Date", "How likely are you to recommend us?", "Why?"],
        0,
        2,
    ),
    "SurveyMonkey: 'Response' under the one answer": (
        "Respondent ID;Start Date;How satisfied are you?;Tell us more\n;;Response;Open-Ended Response\n"
        "118;03/21/2026;Very satisfied;Quick\n119;03/22/2026;Neutral;Slow\n",
        ["Respondent ID", "Start Date", "How satisfied are you?", "Tell us more"],
        0,
        2,
    ),
    "SurveyMonkey: a question with several answers": (
        "Respondent ID;Which do you use?;;;Why?\n;Phone;Chat;Other (please specify);Open-Ended Response\n"
        "118;Phone;;;It works\n119;;Chat;pigeons;No idea\n",
        [
            "Respondent ID",
            "Which do you use?: Phone",
            "Which do you use?: Chat",
            "Which do you use?: Other (please specify)",
            "Why?",
        ],
        0,
        2,
    ),
    "SurveyMonkey: a matrix": (
        "Respondent ID;Rate us;;;Why?\n;Speed;Price;Staff;\n118;4;5;3;It works\n119;2;2;;No idea\n",
        ["Respondent ID", "Rate us: Speed", "Rate us: Price", "Rate us: Staff", "Why?"],
        0,
        2,
    ),
    "SurveyMonkey in Russian": (
        "ID респондента;Дата начала;Что вам понравилось?;Каналы;\n;;Открытый ответ;Чат;Почта\n"
        "118;21.03.2026;Скорость;Чат;\n119;22.03.2026;Цена;;Почта\n",
        ["ID респондента", "Дата начала", "Что вам понравилось?", "Каналы: Чат", "Каналы: Почта"],
        0,
        2,
    ),
    "Qualtrics: three rows": (
        "StartDate,Status,ResponseId,Q1,Q1_NPS_GROUP,Q2\n"
        "Start Date,Response Type,Response ID,How likely are you to recommend us?,How likely are "
        'you to recommend us? - Group,"Why did you\n'
        'give this score?"\n'
        '"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}",'
        '"{""ImportId"":""status""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}",'
        '"{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID2_TEXT""}"\n'
        "2026-03-21 10:15:01,IP Address,R_1a,9,Promoter,Quick answer\n"
        "2026-03-22 09:00:00,IP Address,R_2b,3,Detractor,Slow\n",
        [
            "StartDate",
            "Status: Response Type",
            "ResponseId",
            "Q1: How likely are you to recommend us?",
            "Q1_NPS_GROUP: How likely are you to recommend us? - Group",
            "Q2: Why did you give this score?",
        ],
        0,
        3,
    ),
    "Qualtrics: two rows": (
        "StartDate,ResponseId,Q1,Q2\nStart Date,Response ID,How likely are you to recommend us?,Why?\n"
        "2026-03-21 10:15:01,R_1a,9,Quick answer\n2026-03-22 09:00:00,R_2b,3,Slow\n",
        ["StartDate", "ResponseId", "Q1: How likely are you to recommend us?", "Q2: Why?"],
        0,
        2,
    ),
    "Qualtrics: one question answered in words by all": (
        "ResponseId,Finished,Q2\nResponse ID,Finished,Why?\nR_1,True,Quick\nR_2,True,Slow\n",
        ["ResponseId", "Finished", "Q2: Why?"],
        0,
        2,
    ),
    "codes, then questions, and answers in words only": (
        "Q1;Q2;Q3\nЧто понравилось?;Что улучшить?;Ваш город\nБыстро;Цена;Уфа\nВежливо;Сроки;Омск\n",
        ["Q1: Что понравилось?", "Q2: Что улучшить?", "Q3: Ваш город"],
        0,
        2,
    ),
    "the same in another language below": (
        "Номер;Оценка;Комментарий\nid;score;comment\n1;9;Быстро\n2;3;Долго\n",
        ["Номер: id", "Оценка: score", "Комментарий: comment"],
        0,
        2,
    ),
    "a cover of pairs without colons": (
        "Отчёт;Отзывы клиентов\nПериод;март\n\nID;Комментарий\n1;Быстро\n2;Долго\n",
        ["ID", "Комментарий"],
        3,
        4,
    ),
    "one column whose first answer is a word of types": (
        "Комментарий\nтекст\nотзыв\n",
        ["Комментарий"],
        0,
        1,
    ),
    "the header twice": ("ID;Комментарий\nID;Комментарий\n1;Быстро\n2;Долго\n", ["ID", "Комментарий"], 0, 1),
    "HTML in the names": (
        '#,<p><strong>How likely</strong> are you to&nbsp;recommend us?</p>,"<span '
        'style=""color:#fff"">Why<br/>so?</span>",A &amp; B &lt; 5\n'
        "q1,9,Quick,1\n"
        "q2,3,Slow,2\n",
        ["#", "How likely are you to recommend us?", "Why so?", "A & B < 5"],
        0,
        1,
    ),
    "stars and line breaks": (
        '"*Почему* вы так решили? *";"Ваш\nгород\u00a0*"\nБыстро;Казань\nДолго;Москва\n',
        ["Почему вы так решили?", "Ваш город"],
        0,
        1,
    ),
    "groups above the names": (
        ";О клиенте;;Оценки;\n"
        "ID;Город;Тариф;NPS;Комментарий\n"
        "1;Казань;Старт;9;Быстро\n"
        "2;Москва;Про;3;Долго\n",
        ["ID", "О клиенте: Город", "О клиенте: Тариф", "Оценки: NPS", "Оценки: Комментарий"],
        0,
        2,
    ),
    "units below the names": (
        "ID;Оценка;Время ответа;Комментарий\n;(0–10);мин;текст\n1;9;15;Быстро\n2;3;90;Долго\n",
        ["ID", "Оценка", "Время ответа", "Комментарий"],
        0,
        2,
    ),
    "columns numbered below the names": (
        "Номер;Дата;Оценка;Комментарий\n1;2;3;4\n17;01.03.2026;9;Быстро\n18;02.03.2026;3;Долго\n",
        ["Номер", "Дата", "Оценка", "Комментарий"],
        0,
        2,
    ),
    "columns numbered above the names": (
        "1;2;3;4\nНомер;Дата;Оценка;Комментарий\n17;01.03.2026;9;Быстро\n18;02.03.2026;3;Долго\n",
        ["Номер", "Дата", "Оценка", "Комментарий"],
        1,
        2,
    ),
    "codes of questions below the names": (
        "Respondent;How likely?;Why?;City\nq0;q1;q2;q3\n17;9;Quick;Kazan\n18;3;Slow;Moscow\n",
        ["Respondent", "How likely?", "Why?", "City"],
        0,
        2,
    ),
    "numbers for names": ("1;2;3\nБыстро;да;Казань\nДолго;нет;Москва\n", ["1", "2", "3"], 0, 1),
    "signs for names": ("№;%;!\n1;50;Быстро\n2;70;Долго\n", ["№", "%", "!"], 0, 1),
    "a year among the names": (
        "ID;Оценка;2025;Комментарий\n1;9;15;Быстро\n2;3;90;Долго\n",
        ["ID", "Оценка", "2025", "Комментарий"],
        0,
        1,
    ),
    "a cover before the names": (
        "Отчёт по опросу\n"
        "ООО «Ромашка»\n"
        "\n"
        "Период:;март 2026\n"
        "Автор:;Анна\n"
        "\n"
        "ID;Дата;Комментарий\n"
        "1;01.03.2026;Быстро\n"
        "2;02.03.2026;Долго\n",
        ["ID", "Дата", "Комментарий"],
        6,
        7,
    ),
    "name: value lines right above": (
        "Опрос:;NPS, март\nПериод:;март 2026\nID;Комментарий\n1;Быстро\n2;Долго\n3;Нет\n",
        ["ID", "Комментарий"],
        2,
        3,
    ),
    "an empty first column": (
        ";ID;Комментарий\n;1;Быстро\n;2;Долго\n",
        ["column_1", "ID", "Комментарий"],
        0,
        1,
    ),
    "the same name thrice": (
        "ID;Comment;Comment;Comment\n1;Slow;;\n2;Quick;Bad;\n",
        ["ID", "Comment", "Comment (2)", "Comment (3)"],
        0,
        1,
    ),
    "words only, one row of names": (
        "Клиент;Город;Комментарий\nАнна;Казань;Быстро\nОлег;Москва;Долго\nИра;Уфа;Нет комментариев\n",
        ["Клиент", "Город", "Комментарий"],
        0,
        1,
    ),
    "a first answer in words under numbers": (
        "ID;Оценка;Комментарий\n1;не знаю;Быстро\n2;3;Долго\n3;5;Так себе\n",
        ["ID", "Оценка", "Комментарий"],
        0,
        1,
    ),
    "a first row with gaps": (
        "ID;Оценка;Комментарий;Город\n;;Быстро;Казань\n2;3;Долго;Уфа\n3;5;Так себе;Пермь\n",
        ["ID", "Оценка", "Комментарий", "Город"],
        0,
        1,
    ),
    "blank rows between all answers": (
        "Ваш отзыв о доставке\n\nхороший сервис\n\nОтзыв: всё плохо\n\nне пришли\n",
        ["Ваш отзыв о доставке"],
        0,
        1,
    ),
    "a blank row below the names": (
        "ID;Комментарий\n\n1;Быстро\n2;Долго, жду отзыва\n",
        ["ID", "Комментарий"],
        0,
        1,
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str) -> None:
    text, columns, header, first = SHAPES[name]
    found = layout(text, "," if name.startswith(("Qualtrics", "HTML")) else ";")
    assert (list(found.columns), found.header, found.first) == (columns, header, first)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Qualtrics: three rows", "the header has 2 rows"),
        ("Qualtrics: three rows", "names nothing"),
        ("SurveyMonkey: a matrix", "the header has 2 rows"),
        ("HTML in the names", "took HTML out of 3 names"),
        ("units below the names", "names nothing: (0–10), мин, текст"),
        ("columns numbered above the names", "skipped 1 title row above the header: 1 2 3 4"),
        ("an empty first column", "left out 1 column with"),
        ("the same name thrice", "2 columns repeat the name"),
        ("a cover before the names", "skipped 4 title rows"),
    ],
)
def test_what_is_taken_off_is_told(name: str, told: str) -> None:
    found = layout(SHAPES[name][0], "," if name.startswith(("Qualtrics", "HTML")) else ";")
    assert any(told in note for note in found.notes), found.notes


def test_a_second_table_on_the_sheet_is_told_and_not_read() -> None:
    text = "ID;Комментарий\n1;Быстро\n2;Долго\n\nСводка\nКанал;Количество\nЧат;1\nПочта;1\n"
    found = layout(text)
    assert found.length == 2
    assert any("a second table begins after 2 rows" in note for note in found.notes)


HEAD = "ID;Оценка;Комментарий\n"
ROWS = [["1", "9", "Быстро"], ["2", "3", "Долго"]]


@pytest.mark.parametrize(
    ("row", "total"),
    [
        (["Итого", "12", ""], True),
        (["Всего ответов:", "2", ""], True),
        (["", "Average", "4.5"], True),
        (["Выгружено из CRM 01.04.2026", "", ""], True),
        (["Итого", "5", "очень доволен"], False),
        (["Итоговая", "5", ""], False),
        (["3", "5", "Всего хорошего"], False),
        (["3", "", ""], False),
        (["", "", ""], False),
    ],
)
def test_total_at_the_end(row: list[str], total: bool) -> None:
    assert is_total(row, ROWS) == total


def test_an_answer_that_reads_like_a_total_is_kept() -> None:
    above = [["Плохо", "1"], ["Хорошо", "5"]]
    assert not any(is_total([said, "3"], above) for said in ("Average", "Всего", "Всего хорошего"))


RATED = [[str(n), f"всё хорошо {n}", str(score)] for n, score in enumerate((3, 5, 2, 3, 5, 1), start=1)]


@pytest.mark.parametrize("said", ["Итого", "Всего", "Total", "Grand total:", "ИТОГО"])
@pytest.mark.parametrize("sum_or_mean", ["19", "3,17", "3.17"])
@pytest.mark.parametrize("columns", [slice(0, None), slice(1, None)])
def test_a_total_in_the_column_of_comments_is_told_by_its_number(
    said: str, sum_or_mean: str, columns: slice
) -> None:
    assert is_total(["7", said, sum_or_mean][columns], [row[columns] for row in RATED])


@pytest.mark.parametrize("row", [["7", "Всего", "5"], ["7", "Average", "3"], ["7", "Average", "6"],
                                 ["7", "Всего", ""], ["7", "Итого ничего", "19"]])  # fmt: skip
def test_a_comment_of_one_such_word_is_kept(row: list[str]) -> None:
    assert not is_total(row, RATED)


SCORED = [[f"всё хорошо {n}", str(score)] for n, score in enumerate((9, 8, 9, 7, 3, 9, 8, 9, 2, 6) * 4)]


@pytest.mark.parametrize(
    ("said", "score"),
    [("Всего за день привезли", "10"), ("Total for a week of use", "10"),  # the first 10
     ("Average for the price", ""), ("Average", ""), ("Всего за 200 рублей", "")],
)  # fmt: skip
@pytest.mark.parametrize("answers", [SCORED[:7], SCORED])
@pytest.mark.parametrize("date", [[], ["2026-01-02"]])
def test_an_answer_that_begins_as_a_total_is_kept(
    said: str, score: str, answers: list[list[str]], date: list[str]
) -> None:
    assert not is_total([said, score, *date], [[*row, *date] for row in answers])


@pytest.mark.parametrize(
    "row",
    [
        ["Всего ответов", "1200"],
        ["Итого", "8400"],
        ["Итого", ""],
        ["Среднее", "7.2"],
        ["Всего за май", "280"],
    ],
)
def test_a_total_below_comments_in_the_first_column_is_left_out(row: list[str]) -> None:
    assert is_total(row, SCORED)


def test_the_number_of_a_customer_is_no_sum() -> None:
    bought = [[text, str(10_000 + at // 2)] for at, (text, _) in enumerate(SCORED)]
    assert not is_total(["Всего за два дня", "10100"], bought)


def test_totals_below_one_another_are_judged_by_the_answers_alone() -> None:
    ends = [["Итого", "", "19"], ["Среднее", "", "3.17"]]
    assert at_the_end([*RATED, *ends]) == 2
    assert at_the_end([*RATED, ["7", "Average", "4"]]) == 0


def test_rows_that_are_no_answers_are_dropped_and_counted() -> None:
    head = HEAD.strip().split(";")
    leftovers = Leftovers(layout(HEAD + "1;9;Быстро\n2;3;Долго\n"))
    dirty = [ROWS[0], head, ["", "", ""], ROWS[1], ["Итого", "2", ""]]
    assert leftovers.rows(dirty) == ROWS
    assert leftovers.dropped == {"header": 1, "total": 1}
    assert leftovers.notes == (
        "left out 1 row that repeats the header",
        "left out 1 row of totals or notes at the end: 'Итого 2'",
    )


def batch(rows: list[list[str]], names: tuple[str, ...]) -> pa.RecordBatch:
    columns = [pa.array([row[at] or None for row in rows], pa.string()) for at in range(len(names))]
    return pa.RecordBatch.from_arrays(columns, names=list(names))


def test_the_same_in_a_stream_of_batches() -> None:
    found = layout(";" + HEAD + ";1;9;Быстро\n;2;3;Долго\n")
    head = ["", *HEAD.strip().split(";")]
    rows = [["", *row] for row in ROWS]
    leftovers = Leftovers(found)
    stream = [
        batch([rows[0], head, [""] * 4], found.columns),
        batch([rows[1], ["", "Итого", "2", ""]], found.columns),
    ]
    kept = pa.Table.from_batches(list(leftovers.batches(stream)))
    assert kept.schema.names == ["ID", "Оценка", "Комментарий"]
    assert [list(row.values()) for row in kept.to_pylist()] == ROWS
    assert leftovers.dropped == {"header": 1, "total": 1}


def test_a_stream_stops_before_a_second_table() -> None:
    found = layout("ID;Комментарий\n1;Быстро\n2;Долго\n\nКанал;Номер\nЧат;1\n")
    stream = [
        batch([["1", "Быстро"]], found.columns),
        batch([["2", "Долго"], ["Канал", "Номер"]], found.columns),
    ]
    kept = pa.Table.from_batches(list(Leftovers(found).batches(stream)))
    assert kept.num_rows == 2
