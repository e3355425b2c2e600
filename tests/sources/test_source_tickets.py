"""Every export of every helpdesk becomes one row per ticket, with the customer's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import UsageError
from otklik.sources.hints import roles_of
from otklik.sources.loading import load_sources
from otklik.sources.recognition import recognise_json
from otklik.sources.record import Source
from otklik.sources.rows import Tickets, tickets

FIXTURES = Path(__file__).with_name("fixtures")
SOURCES = {source.id: source for source in load_sources()}
FILES = sorted(file.name for file in FIXTURES.glob("*.json*"))
HELPDESKS = sorted(source.id for source in SOURCES.values() if source.json)
Row = dict[str, Any]

EXPECTED: dict[str, list[Row]] = yaml.safe_load(
    Path(__file__).with_name("expected.yaml").read_text(encoding="utf-8")
)


def values(name: str) -> list[Any]:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()] if name.endswith("l") else [json.loads(text)]


def source_of(name: str) -> Source:
    return SOURCES[name.split("_")[0]]


def read(name: str, *, with_agents: bool = False) -> Tickets:
    return tickets(values(name), source_of(name), with_agents=with_agents)


def test_every_source_has_three_exports_and_each_an_expectation() -> None:
    assert [name for name in HELPDESKS if sum(one.startswith(f"{name}_") for one in FILES) < 3] == []
    assert sorted(EXPECTED) == FILES


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_known_as_its_own_and_as_no_other(name: str) -> None:
    known = [one for one in HELPDESKS if recognise_json(values(name), [SOURCES[one]])]
    assert known == [source_of(name).id]


@pytest.mark.parametrize("name", FILES)
def test_an_export_becomes_rows(name: str) -> None:
    rows = read(name).rows
    said = [{key: row.get(key) for key in wanted} for row, wanted in zip(rows, EXPECTED[name], strict=True)]
    assert said == EXPECTED[name]


@pytest.mark.parametrize("name", FILES)
def test_a_list_of_answers_and_a_list_in_lines_say_the_same(name: str) -> None:
    flat = [item for value in values(name) for item in (value if isinstance(value, list) else [value])]
    assert tickets([flat], source_of(name)).rows == tickets(flat, source_of(name)).rows


@pytest.mark.parametrize("name", FILES)
def test_rows_have_the_same_columns_and_none_that_is_always_empty(name: str) -> None:
    rows = read(name).rows
    assert len({tuple(row) for row in rows}) == 1
    always = {"ticket_id", "text", "messages", "customer_messages"}
    assert all(any(row[key] is not None for row in rows) for key in rows[0] if key not in always)


@pytest.mark.parametrize("name", FILES)
def test_agents_are_heard_and_marked_only_when_asked_for(name: str) -> None:
    for alone, all_of_them in zip(read(name).rows, read(name, with_agents=True).rows, strict=True):
        assert "[agent]" not in alone["text"]
        for part in filter(None, alone["text"].split("\n\n")):
            assert f"[customer] {part}" in all_of_them["text"]


def test_with_agents_everybody_is_marked() -> None:
    assert read("usedesk_ticket.json", with_agents=True).rows[0]["text"] == (
        "[customer] Где мой заказ?\n\n[system] Запрос принят\n\n[agent] Проверяем, подождите"
        "\n\n[note] клиент злится\n\n[customer] Спасибо, привезли"
    )


@pytest.mark.parametrize(
    "plain",
    [
        [{"comment": "Долго"}, {"comment": "Хорошо"}],
        [{"id": 1, "text": "Долго", "score": 3, "created_at": "2024-01-01"}],
        {"comments": [{"id": 1, "body": "Nice", "rating": 5, "date": "2024-01-01"}]},
        {"data": [{"id": 1, "title": "a", "message": "b", "rating": 1, "ticket_id": 2}]},
        ["Долго", "Хорошо"],
        {"reviews": [{"author": "Ann", "content": "Good", "stars": 5}]},
    ],
)
def test_plain_lists_of_comments_are_of_no_source(plain: Any) -> None:
    assert recognise_json([plain], tuple(SOURCES.values())) is None


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("usedesk_list.json", "tickets left out: 1 deleted, 1 merged, 1 spam"),
        ("usedesk_list.json", "times without a time zone, which is not known: 1"),
        (
            "usedesk_webhooks.jsonl",
            "UseDesk writes 1 for the best rating and 3 for the worst; here 3 is the best",
        ),
        ("usedesk_webhooks.jsonl", "records with neither a ticket nor a message: 1"),
        ("omnidesk_cases.json", "tickets left out: 1 deleted, 1 spam"),
        ("omnidesk_cases.json", "tickets without a word of the customer, kept with an empty text: 1"),
        ("helpscout_conversations.json", "the times keep the time zone they were given in"),
        ("freshdesk_pages.jsonl", "tickets that came more than once and were put together: 1"),
        ("kayako_posts.json", "tickets whose id is not said: 1"),
    ],
)
def test_what_is_left_out_or_doubtful_is_said(name: str, note: str) -> None:
    assert note in read(name).notes


def test_without_the_ticket_whoever_wrote_first_is_the_customer_and_a_note_says_so() -> None:
    assert any("whoever wrote first" in note for note in read("helpdeskeddy_posts.json").notes)


def test_a_message_that_came_twice_is_read_once() -> None:
    twice = values("omnidesk_messages.json") * 2
    assert tickets(twice, SOURCES["omnidesk"]).rows == read("omnidesk_messages.json").rows


def test_a_rating_of_an_unknown_word_goes_on_as_it_is() -> None:
    value = values("kayako_camel.json")[0]
    value["data"]["rating"]["score"] = "MIXED"
    assert tickets([value], SOURCES["kayako"]).rows[0]["rating"] == "MIXED"


@pytest.mark.parametrize("code", [0, None, "", "null"])
def test_no_rating_is_no_rating(code: object) -> None:
    value = values("helpdeskeddy_tickets.json")[0]
    value["data"]["10"]["rate"] = code
    assert tickets([value], SOURCES["helpdeskeddy"]).rows[0].get("rating") is None


def test_the_roles_of_ticket_rows_are_known() -> None:
    source = SOURCES["intercom"]
    hints = roles_of(source, list(read("intercom_conversation.json").rows[0]))
    assert (hints.text, hints.id, hints.date, hints.customer) == (
        ("text",),
        "ticket_id",
        "created",
        "customer",
    )
    assert hints.scores == {"rating": "csat5"}
    assert hints.words == {}
    assert hints.segments == ("channel", "sla_met")
    assert hints.others["first_reply"] == "first_reply"


def test_a_source_of_tables_only_has_no_tickets() -> None:
    with pytest.raises(UsageError, match="says nothing of JSON"):
        tickets([], Source("x", "X"))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every list or object in a value and a place in it."""
    for key in (
        list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    ):
        yield value, key
        yield from places(value[key])


ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)


@given(st.sampled_from(FILES), st.integers(0, 10**6), ODD | st.lists(ODD) | st.dictionaries(st.text(), ODD))
def test_an_odd_value_anywhere_does_not_stop_the_reading(name: str, place: int, odd: Any) -> None:
    value = values(name)
    among = list(places(value))
    holder, key = among[place % len(among)]
    holder[key] = odd
    result = tickets(value, source_of(name))
    assert all(isinstance(row["text"], str) for row in result.rows)
    assert all(row["customer_messages"] <= row["messages"] for row in result.rows)


def test_nothing_in_it_is_no_tickets() -> None:
    assert tickets([], SOURCES["zendesk"]).rows == []


def test_what_a_message_quotes_does_not_take_the_next_one_with_it() -> None:
    quoted = (
        "От: Shop <help@mail.example>\nОтправлено: 1 марта 2026 г. 10:00\nКому: Жанна\nТема: Вопрос\n\nЖдите"
    )
    ticket = json.loads((FIXTURES / "usedesk_ticket.json").read_text(encoding="utf-8"))
    for message in ticket["comments"]:
        if message["id"] == "8":
            message["message"] = f"Нет ответа\n\n{quoted}"
    row = tickets([ticket], SOURCES["usedesk"]).rows[0]
    assert row["text"] == "Нет ответа\n\nСпасибо, привезли"
