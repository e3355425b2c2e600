"""The program's own short sentences in the language of the report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from otklik.records import Guess, Quote, Results, Roles
from otklik.report import reasons
from otklik.report.html import render
from otklik.report.texts import texts
from otklik.sentences import Sentence

RU = texts("ru")


@pytest.mark.parametrize(
    ("why", "said"),
    [("rule: долго … ждать", "правилу: долго … ждать"), ("words: wait, hour", "словам: wait, hour"),
     ("words: ", ""), ("words:", ""), ("«ждать»", "«ждать»")],
)  # fmt: skip
def test_what_a_topic_was_found_by(why: str, said: str) -> None:
    assert reasons.found_by(RU, why) == said


def test_why_a_column_was_taken() -> None:
    values = Sentence("values {low:g} to {high:g}", low=1, high=10)
    assert RU.tell(Sentence("{kind}: {why}", kind="rating10", why=values)) == "rating10: значения от 1 до 10"
    assert RU.tell("something new") == "something new"


def test_a_russian_page_says_them_in_russian(
    make: Callable[..., Results], quoted: Callable[..., Quote], results: Results
) -> None:
    guess = Guess("unclear date", "d", Sentence("day and month cannot be told apart"), "--date d")
    page = render(
        make(
            data={**results.data, "roles": Roles(text="t", guesses=(guess,))},
            quotes={("waiting_time", "negative"): (quoted("ждал", "ждал", why="words: "),)},
        )
    )
    assert "неясная дата" in page
    assert "день и месяц не различить" in page
    assert "уверенность в теме" in page
    assert "unclear date" not in page
    assert "найдено по" not in page
