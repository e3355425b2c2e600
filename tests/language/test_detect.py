"""Which language a comment is in, and whether it says anything at all."""

from __future__ import annotations

import pytest
from detect_table import TABLE

from otklik.words import WordTable, batch, languages, says_nothing

CASES = [(text, language) for language, texts in TABLE.items() for text in texts]


@pytest.fixture(scope="module")
def table() -> WordTable:
    return WordTable()


@pytest.mark.parametrize(("text", "language"), CASES)
def test_a_comment_is_in(text: str, language: str, table: WordTable) -> None:
    assert languages(batch([text], table)).tolist() == [language]


def test_the_language_does_not_depend_on_the_batch(table: WordTable) -> None:
    assert languages(batch([text for text, _ in CASES], table)).tolist() == [
        expected for _, expected in CASES
    ]


def test_no_comments_have_no_languages(table: WordTable) -> None:
    assert languages(batch([], table)).tolist() == []


NOTHING = """
-|.|…|???|—|нет|Нет.|НЕТ!!!|нету|ничего|Не знаю|нет, спасибо|Без комментариев.|нет идей|затрудняюсь ответить
не было|n/a|N/A|NA|none|Nothing.|no|No comment|nil|I don't know|dont know|nothing comes to mind|null|nan
No suggestions
"""
SOMETHING = """
👍|❤|нет 👎|5|10/10|да|ок|норм|все|ok|ничего не понравилось|нет, все плохо|нет связи|нет слов|ничего так
ничего не работает|не знаю, куда обратиться|no service|nothing works|nothing but praise|none of it works
no comment needed, awful|not sure it was worth it|No problems|非常好
"""


def answers(written: str) -> list[str]:
    return [answer for line in written.strip().splitlines() for answer in line.split("|")]


@pytest.mark.parametrize("text", ["", "  ", "\n", "-" * 100, " . " * 50, *answers(NOTHING)])
def test_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["нет " * 30, *answers(SOMETHING)])
def test_says_something(text: str) -> None:
    assert not says_nothing(text)
