"""Scores in words and signs: what each counts, which family a column is written in, and where it is asked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import UndecidedError, UsageError
from otklik.reading.guessing import choices, is_score, score_kind
from otklik.reading.score_cells import read_cell
from otklik.reading.score_column import settled
from otklik.reading.score_table import load_score_words, spellings
from otklik.reading.score_words import Family, fold
from otklik.reading.scores import coerce
from otklik.score_kinds import parse_kind

TABLE = load_score_words()
AGREEMENT = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
AGREEMENT_7 = [*AGREEMENT[:2], "Somewhat disagree", "Neutral", "Somewhat agree", *AGREEMENT[3:]]
COLUMNS: list[tuple[str, list[str], str, list[float]]] = [
    ("Оценка", ["плохо", "средне", "отлично"], "csat235", [2, 3, 5]),
    ("Оценка", ["Плохо!", "СРЕДНЕ", " отлично "], "csat235", [2, 3, 5]),
    ("Оценка", ["ужасно", "плохо", "нормально", "хорошо", "отлично"], "stars5", [1, 2, 3, 4, 5]),
    ("CSAT", ["Отлично", "Хорошо", "Удовлетворительно", "Неудовлетворительно"], "csat5", [5, 4, 3, 2]),
    (
        "CES",
        ["крайне сложно", "сложно", "нормально", "легко", "очень легко"],
        "ces5",
        [1, 2, 3, 4, 5],
    ),
    (
        "CES",
        ["Очень сложно", "Сложно", "Скорее сложно", "Нейтрально", "Скорее легко", "Легко", "Очень легко"],
        "ces7",
        [1, 2, 3, 4, 5, 6, 7],
    ),
    (
        "CES",
        ["полностью не согласен", "скорее не согласна", "нейтрально", "согласна", "полностью согласен"],
        "ces5",
        [1, 2, 3, 4, 5],
    ),
    ("CSAT", AGREEMENT, "csat5", [1, 2, 3, 4, 5]),
    ("CES", AGREEMENT_7, "ces7", [1, 2, 3, 4, 5, 6, 7]),
    (
        "rating",
        ["очень недовольна", "недоволен", "ни доволен, ни недоволен", "довольны", "очень доволен"],
        "csat5",
        [1, 2, 3, 4, 5],
    ),
    (
        "rating",
        ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "VERY SATISFIED"],
        "csat5",
        [1, 2, 3, 4, 5],
    ),
    (
        "rating",
        ["Not at all likely", "Not so likely", "Somewhat likely", "Very likely", "Extremely likely"],
        "stars5",
        [1, 2, 3, 4, 5],
    ),
    (
        "rating",
        ["Extremely unlikely", "unlikely", "neutral", "likely", "extremely likely"],
        "stars5",
        [1, 2, 3, 4, 5],
    ),
    ("rating", ["Poor", "Fair", "Good", "Very good", "Excellent"], "stars5", [1, 2, 3, 4, 5]),
    ("rating", ["Terrible", "Poor", "Average", "Good", "Excellent"], "stars5", [1, 2, 3, 4, 5]),
    ("rating", ["Great", "Okay", "Not Good"], "csat3:3=best", [3, 2, 1]),
    ("Оценка", ["low", "middle", "high"], "csat3:3=best", [1, 2, 3]),
    ("Satisfaction Score", ["Good", "Bad", "GOOD"], "binary:0=bad", [1, 0, 1]),
    ("Satisfaction Score", ["Good with comment", "Bad"], "binary:0=bad", [1, 0]),
    ("Оценка", ["👍", "👎🏽", "👍👍"], "binary:0=bad", [1, 0, 1]),
    ("Оценка", ["😡", "🙁", "😐", "🙂", "😀"], "stars5", [1, 2, 3, 4, 5]),
    ("Оценка", ["рекомендую", "Не рекомендую"], "binary:0=bad", [1, 0]),
    ("Статус", ["ушёл", "остался", "ушла"], "binary:1=bad", [1, 0, 1]),
    ("status", ["churned", "active"], "binary:1=bad", [1, 0]),
    ("NPS", ["Promoter", "Passive", "Detractor"], "nps", [10, 8, 0]),
    ("Оценка", ["★★★☆☆", "★★★★★", "★☆☆☆☆"], "stars5", [3, 5, 1]),
    ("Оценка", ["⭐⭐⭐", "⭐️⭐️⭐️⭐️⭐️", "***"], "stars5", [3, 5, 3]),
    ("Оценка", ["★★★", "★★", "★"], "stars5", [3, 2, 1]),
    ("CSAT", ["Полностью удовлетворен(а)", "Не удовлетворен(-а)", "Удовлетворён/а"], "csat5", [5, 2, 4]),
    ("Оценка", ["пять", "четыре", "two"], "stars5", [5, 4, 2]),
    ("Оценка", ["4/5", "3/5"], "stars5", [4, 3]),
    ("Оценка", ["5", "отлично", "хорошо", "2"], "stars5", [5, 5, 4, 2]),
    ("NPS", ["0 - Not at all likely", "10 – Extremely likely", "7"], "nps", [0, 10, 7]),
    ("Оценка", ["1 - отлично", "2 - хорошо", "3 - плохо"], "csat3:1=best", [1, 2, 3]),
    ("Оценка", ["1 - плохо", "2 - нормально", "3 - хорошо"], "csat3:3=best", [1, 2, 3]),
    ("CSAT", ["1 - отлично", "2", "3", "4", "5 - ужасно"], "csat5:1=best", [1, 2, 3, 4, 5]),
    ("score", ["1 = Good", "0 = Bad"], "binary:0=bad", [1, 0]),
]


@pytest.mark.parametrize(("header", "cells", "spec", "values"), COLUMNS, ids=lambda value: str(value)[:40])
def test_a_column_of_words_is_recognised_and_read(
    header: str, cells: list[str], spec: str, values: list[float]
) -> None:
    column = pd.Series(cells, name=header)
    kind, why = score_kind(header, column)
    assert kind is not None, why
    assert kind.spec == spec
    read, check = coerce(column, kind)
    assert read.tolist() == values
    assert check.valid == len(cells)


@pytest.mark.parametrize(
    ("header", "cells", "spec", "values"),
    [column for column in COLUMNS if column[2] != "csat5:1=best"],
    ids=lambda value: str(value)[:40],
)
def test_a_told_kind_reads_the_same(header: str, cells: list[str], spec: str, values: list[float]) -> None:
    assert coerce(pd.Series(cells), parse_kind(spec))[0].tolist() == values


@pytest.mark.parametrize(
    ("spec", "cell", "value"),
    [
        ("csat3:1=best", "Great", 1),
        ("csat3:3=best", "Great", 3),
        ("csat3:1=best", "low", 3),
        ("binary:1=good", "Bad", 0),
        ("binary:1=bad", "Bad", 1),
        ("binary:1=good", "like", 1),
        ("csat5", "Very satisfied", 5),
        ("csat5", "Не доволен", 2),
        ("csat5", "недоволен", 2),
        ("csat5", "удовлетворён", 4),
        ("ces7", "Somewhat easy", 5),
        ("csat5:1=best", "Very satisfied", 1),
    ],
)
def test_words_count_towards_the_good_end_of_the_kind(spec: str, cell: str, value: float) -> None:
    read, check = coerce(pd.Series([cell]), parse_kind(spec))
    assert read.tolist() == [value]
    assert (check.valid, check.worded) == (1, 1)


@pytest.mark.parametrize(
    ("text", "value", "top"),
    [
        ("9 из 10", 9, 10),
        ("9 / 10", 9, 10),
        ("4,5/5", 4.5, 5),
        ("8 out of 10 points", 8, 10),
        ("пять из десяти", 5, 10),
        ("★★★☆☆", 3, 5),
        ("★ ★ ★", 3, None),
        ("4★", 4, None),
        ("5 звёзд", 5, None),
        ("пять звёзд", 5, None),
        ("5) отлично", 5, None),
        ("5 отлично", 5, None),
        ("Отлично (5)", 5, None),
        ("Оценка: 4", 4, None),
        ("7 - сам не знаю почему", 7, None),
        ("04.май", np.nan, None),
        ("5-Apr", np.nan, None),
        ("10.окт", np.nan, None),
        ("2024-05-04", np.nan, None),
        ("Филиал 5", np.nan, None),
        ("5 минут", np.nan, None),
        ("9 or 10", np.nan, None),
        ("одна беда", np.nan, None),
        ("-" * 50_000 + "5", np.nan, None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_the_number_of_a_cell(text: str, value: float, top: float | None) -> None:
    cell = read_cell(text)
    assert np.array_equal([cell.value], [value], equal_nan=True)
    assert cell.top == top


@pytest.mark.parametrize(
    ("header", "cells", "why"),
    [
        ("Оценка", ["1", "2", "3"], "which end is good cannot be told from numbers"),
        ("rating", ["Poor", "Good", "Excellent"], "'good' is 4 of 'Terrible … Excellent' or 3 of 'Poor"),
        ("Оценка", AGREEMENT, "whether that is good the header does not tell"),
        ("CES: было сложно решить вопрос", AGREEMENT, "whether that is good the header does not tell"),
        (
            "Оценка",
            ["1 - отлично", "3 - отлично", "1 - плохо", "3 - плохо"],
            "do not agree which end is good",
        ),
        ("NPS", ["0 - отлично", "10 - ужасно"], "the words say that the low end is good"),
        ("rate", ["like", "like", ""], "nor known words of a score"),
        ("Оценка", ["да", "нет"], "which of yes and no is good cannot be told"),
        ("Оценка", ["1 - полностью согласен", "5 - полностью не согласен"], "the header does not tell"),
        ("Оценка", ["отлично", "синий", "зелёный"], "nor known words of a score"),
    ],
)
def test_what_could_be_read_in_two_ways_is_asked(header: str, cells: list[str], why: str) -> None:
    kind, said = score_kind(header, pd.Series(cells))
    assert kind is None
    assert why in said


def test_a_told_kind_against_the_words_of_the_column_is_asked() -> None:
    column = pd.Series(["1 - отлично", "2 - хорошо", "5 - ужасно"], name="Оценка")
    with pytest.raises(UndecidedError, match="do not agree which end is good: '1 - отлично'") as caught:
        settled(column, parse_kind("csat5"))
    assert caught.value.mend == "say csat5:1=best, or mend the column"
    assert settled(column, parse_kind("csat5:1=best")).spec == "csat5:1=best"


def test_a_number_beside_words_of_the_other_end_is_shown_not_counted() -> None:
    _, check = coerce(pd.Series(["5 (очень плохо)", "5 (отлично)", "1 - ужасно"]), parse_kind("csat5"))
    assert (check.valid, check.not_numeric) == (2, {"5 (очень плохо)": 1})


def test_no_answer_is_empty_and_the_unknown_is_shown() -> None:
    cells = ["Good", "Bad", "Offered", "Unoffered", "затрудняюсь ответить", "0 - не знаю", "так и сяк", None]
    _, check = coerce(pd.Series(cells), parse_kind("binary:1=good"))
    assert (check.valid, check.worded, check.empty) == (2, 2, 5)
    assert check.not_numeric == {"так и сяк": 1}


def test_the_words_of_a_source_go_first() -> None:
    freshdesk = {"103": 5, "100": 3, "-103": 1, "Great": 5}
    cells = pd.Series(["103", -103, "100.0", "great", "104"], dtype=object)
    read, check = coerce(cells, parse_kind("csat5"), words=freshdesk)
    assert np.array_equal(read, [5, 1, 3, 5, np.nan], equal_nan=True)
    assert check.out_of_range == {"104": 1}


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("x", ["Great", "Okay", "Not Good"], True),
        ("x", ["Very satisfied", "Neutral", "Satisfied"], True),
        ("x", ["👍", "👎"], True),
        ("x", ["★★★☆☆", "★★★★★"], True),
        ("Priority", ["low", "middle", "high"], False),
        ("Оценка", ["low", "middle", "high"], True),
        ("Machine", ["Good", "Bad"], False),
        ("Status", ["churned", "active"], False),
        ("x", ["1", "2", "5"], False),
        ("Оценка", ["1", "2", "5"], True),
        ("x", ["плохо работает", "отлично сделано"], False),
    ],
)
def test_words_that_leave_no_doubt_need_no_header(header: str, cells: list[str], expected: bool) -> None:
    assert is_score(header, pd.Series(cells * 5)) is expected


def test_the_kinds_of_doubtful_words_are_offered() -> None:
    assert choices(pd.Series(AGREEMENT)) == ["ces5", "csat5"]
    assert choices(pd.Series(["да", "нет"])) == ["binary:1=good", "binary:1=bad"]
    assert choices(pd.Series(["сегодня", "вчера"])) == ["number:high=good", "number:low=good"]


def test_batches_of_a_settled_column_are_read_alike() -> None:
    column = pd.Series(["Poor", "Fair", "Good", "Very good", "Excellent"], name="rating")
    kind = settled(column, parse_kind("csat5"))
    assert [coerce(column.iloc[[at]], kind)[0][0] for at in range(5)] == [1, 2, 3, 4, 5]
    assert coerce(pd.Series(["Good"]), parse_kind("csat5"))[1].not_numeric == {"Good": 1}


def test_spellings() -> None:
    assert spellings("(не |)довол(ен|ьна)") == ["не доволен", "не довольна", "доволен", "довольна"]
    assert spellings("((a|b)c|d)!") == ["ac", "d", "bc", "d"]


cells = st.sampled_from([*AGREEMENT, "отлично", "Плохо", "👍", "5", "7/10", "", None, "n/a", "синий", "★★"])


@given(st.lists(cells, min_size=1, max_size=30), st.sampled_from(["csat5", "csat235", "binary:1=bad", "nps"]))
def test_counts_add_up_and_the_order_of_rows_does_not_matter(rows: list[str | None], spec: str) -> None:
    column = pd.Series(rows, dtype=object, name="s")
    values, check = coerce(column, parse_kind(spec))
    total = check.valid + check.empty + sum(check.out_of_range.values()) + sum(check.not_numeric.values())
    assert total == len(rows)
    assert check.valid == np.isfinite(values).sum()
    assert check.worded <= check.valid
    turned, again = coerce(column.iloc[::-1], parse_kind(spec))
    assert again == check
    assert np.array_equal(turned[::-1], values, equal_nan=True)
    assert score_kind("CSAT", column)[0] == score_kind("CSAT", column.iloc[::-1])[0]


words = st.sampled_from(sorted(word for family in TABLE.families for step in family.steps for word in step))


@given(words, st.sampled_from(["{}", " {} ", "{}!", "«{}»", "{}."]), st.booleans())
def test_folding_forgets_case_spaces_and_punctuation(word: str, frame: str, upper: bool) -> None:
    written = frame.format(word.upper() if upper else word)
    assert fold(written) == fold(fold(written)) == word or not word[0].isalpha()


@pytest.mark.parametrize("family", TABLE.families, ids=lambda family: family.name)
def test_every_family_can_be_recognised_and_fits_its_kinds(family: Family) -> None:
    assert TABLE.fitting(Counter(min(step) for step in family.steps))
    assert all(kind.low is None or family.on(kind) for kind in map(parse_kind, family.kinds.values()))


OWN = """
none: [пропуск]
families:
  огонь … дно:
    kinds: {any: stars5}
    clear: true
    steps: [[дно], [печаль], [норм], [годно], [огонь, "(очень |)круто"]]
"""


def test_users_add_their_own_words(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(OWN, encoding="utf-8")
    table = load_score_words(file)
    column = pd.Series(["огонь", "дно", "Очень круто", "пропуск", "печаль"], name="Отзыв")
    kind, _ = score_kind("Отзыв", column, table=table)
    assert kind is not None
    assert coerce(column, kind)[0].tolist()[:3] == [5, 1, 5]
    assert is_score("x", column, table=table)
    assert settled(column, parse_kind("stars5"), table=table).words == kind.words
    assert load_score_words().families == TABLE.families


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("families: [a]", "families: a mapping"),
        ("famlies: {}", "famlies: there is no such key"),
        ("families: {a: {kinds: {any: csat5}}}", "families: a: steps: two lists"),
        (
            "families: {a: {kinds: {any: csat9}, steps: [[x], [y]]}}",
            "families: a: kinds: any: there is no score",
        ),
        ("families: {a: {kinds: {any: csat3}, steps: [[x], [y]]}}", "families: a: kinds: any: which end"),
        ("families: {a: {kinds: {}, steps: [[x], [y]]}}", "families: a: kinds: a mapping"),
        (
            "families: {a: {kinds: {any: csat5}, steps: [[x], [yes]]}}",
            "families: a: steps: 2: a list of words",
        ),
        ("families: {a: {kinds: {any: csat5}, steps: [[x], [x]]}}", "families: a: steps: 'x' stands in two"),
        (
            "families: {a: {kinds: {any: csat5}, steps: [[x], [y]], values: [5, 1]}}",
            "families: a: values: they must rise",
        ),
        (
            "families: {a: {kinds: {any: csat5}, steps: [[x], [y]], clear: 1}}",
            "families: a: clear: true or false",
        ),
        ("numbers: {five: [пять]}", "numbers: a number is wanted, not 'five'"),
        ("none: нет", "none: a list of words"),
        ("a: [", "is no YAML"),
        ("- a", "the file: a mapping"),
    ],
)
def test_a_bad_table_is_refused_with_its_key(tmp_path: Path, content: str, key: str) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_score_words(file)
    assert str(file) in caught.value.message
    assert key in caught.value.message


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        load_score_words(tmp_path / "my.yaml")
