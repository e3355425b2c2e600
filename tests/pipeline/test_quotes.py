"""Which comments are shown: the best, unlike one another, none that repeats another."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from otklik.analysis import Analysis
from otklik.pipeline.label import Labeller
from otklik.pipeline.quotes import best, diverse
from otklik.pipeline.run import Job, run
from otklik.pipeline.source import Wishes, open_comments
from otklik.records import Quote

Analyse = Callable[[pd.DataFrame, Wishes], Analysis]


@pytest.fixture(scope="module")
def analyse(worker: Labeller) -> Analyse:
    def analysed(table: pd.DataFrame, wishes: Wishes) -> Analysis:
        return run(open_comments(table, wishes), Job(), start=lambda: worker)

    return analysed


def quote(text: str, evidence: str) -> Quote:
    start = text.index(evidence)
    return Quote("1", text, start, start + len(evidence), "rule: x", 0.9)


def test_near_duplicates_are_shown_once_and_the_better_stays() -> None:
    first = quote("Ждал ответа две недели, никто не позвонил", "Ждал ответа")
    again = quote("Ждал ответа три недели, никто не позвонил!", "Ждал ответа")
    other = quote("В отделении вечная очередь", "очередь")
    assert diverse((first, again, other)) == (first, other)


def test_each_evidence_has_its_turn_before_any_comes_again() -> None:
    queues = [quote(f"Очередь {place}", "Очередь") for place in ("на почте утром", "у кассы вечером")]
    slow = quote("Отвечали долго", "долго")
    assert diverse((*queues, slow)) == (queues[0], slow, queues[1])
    assert diverse((*queues, slow), count=2) == (queues[0], slow)


def test_the_pool_is_the_same_in_whatever_parts_it_was_gathered() -> None:
    every = [quote(f"Очередь номер {n} была длинной и медленной", "Очередь") for n in range(120)]
    assert best((*best(every[:50]), *best(every[50:]))) == best(every[::-1])


def test_a_row_that_repeats_another_is_neither_quoted_nor_called_back(analyse: Analyse) -> None:
    text = "Пятое обращение, вопрос так и не решён, жду ответа уже три недели, ухожу от вас"
    rows = [("a", text), ("b", text), ("c", "Очень вежливый персонал, спасибо")]
    found = analyse(pd.DataFrame(rows, columns=["id", "text"]), Wishes("text", id="id", scores={}))
    assert found.callbacks is not None
    assert found.callbacks["comment_id"].tolist() == ["a"]
    assert {q.comment_id for quotes in found.quotes.values() for q in quotes} == {"a", "c"}


def test_a_quote_says_of_which_group_and_language_it_is_and_where_its_ticket_is(analyse: Analyse) -> None:
    table = pd.DataFrame(
        {
            "text": ["Waited for an hour, the queue was terrible"],
            "url": ["https://desk.example/1"],
            "Канал": ["чат"],
        }
    )
    found = analyse(table, Wishes("text", scores={}, segments=("Канал",)))
    quotes = [quote for some in found.quotes.values() for quote in some]
    assert quotes
    for one in quotes:
        assert (one.segments, one.language, one.link) == ({"Канал": "чат"}, "en", "https://desk.example/1")


def test_topics_are_counted_in_each_group(analyse: Analyse) -> None:
    rows = [("чат", "Долго ждал ответа")] * 12 + [("банк", "Спасибо")] * 12 + [("", "Долго ждал ответа")]
    table = pd.DataFrame(rows, columns=["Канал", "text"])
    found = analyse(table, Wishes("text", scores={}, segments=("Канал",), duplicates="ignore"))
    assert found.segment_topics is not None
    waits = found.segment_topics.query("topic == 'waiting_time'").set_index("group")
    assert waits["comments"].to_dict() == {"банк": 12, "чат": 12}  # '' has too few
    assert waits["negative"].to_dict() == {"банк": 0, "чат": 12}
    assert waits["share"].to_dict() == {"банк": 0.0, "чат": 1.0}
    assert 0 < waits.loc["чат", "low"] < 1
