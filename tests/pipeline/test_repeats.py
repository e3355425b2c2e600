"""Who comes back about the same thing, and who only seems to."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.pipeline.repeats import MANY, Contacts, Repeats

TOPICS = ("waiting_time", "unresolved_issue", "staff")
Row = tuple[str, str | None, str | None, str]
"""comment_id, customer, date, mentions such as 'waiting_time- staff+'."""


def tables(rows: list[Row], start: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    signs = {"-": "negative", "=": "neutral", "+": "positive"}
    index = pd.RangeIndex(start, start + len(rows))
    found = [
        (at, name[:-1], signs[name[-1]])
        for at, row in zip(index, rows, strict=True)
        for name in row[3].split()
    ]
    tagged = pd.DataFrame(rows, columns=["comment_id", "customer", "date", "said"], index=index)
    mentions = pd.DataFrame(found, columns=["at", "topic", "polarity"]).set_index("at")
    return tagged, mentions.astype(object)


def contacts(rows: list[Row], start: int = 0) -> Contacts:
    tagged, mentions = tables(rows, start)
    dates = pd.to_datetime(tagged["date"])
    return Contacts.of(
        tagged["comment_id"], mentions, customers=tagged["customer"], dates=dates, topics=TOPICS
    )


def marked(rows: list[Row], days: int = 30) -> list[tuple[str, int] | None]:
    """For each row the id it repeats and the days between."""
    tagged = contacts(rows).repeats(days).mark(tables(rows)[0])
    pairs = zip(tagged["repeat_of"], tagged["repeat_days"], strict=True)
    return [None if of is None else (of, int(days)) for of, days in pairs]


def test_the_same_customer_on_the_same_topic_is_a_repeat() -> None:
    rows: list[Row] = [
        ("1", "anna@x.ru", "2024-03-01", "waiting_time-"),
        ("2", "ANNA@x.ru ", "2024-03-11", "waiting_time- staff-"),
        ("3", "boris@x.ru", "2024-03-12", "waiting_time-"),
        ("4", "anna@x.ru", "2024-03-12", "unresolved_issue-"),
    ]
    assert marked(rows) == [None, ("1", 10), None, None]


def test_the_latest_contact_with_a_common_topic_is_repeated() -> None:
    rows: list[Row] = [
        ("1", "7", "2024-03-01", "waiting_time- staff-"),
        ("2", "7", "2024-03-05", "staff-"),
        ("3", "7", "2024-03-06", "unresolved_issue-"),
        ("4", "7", "2024-03-08", "waiting_time- staff-"),
    ]
    assert marked(rows) == [None, ("1", 4), None, ("2", 3)]


@pytest.mark.parametrize(
    ("day", "repeats"), [("2024-03-31 23:59", True), ("2024-04-01 00:00", False), ("2024-03-01 23:00", True)]
)
def test_days_are_those_of_the_calendar(day: str, repeats: bool) -> None:
    rows: list[Row] = [("1", "7", "2024-03-01 12:00", "staff-"), ("2", "7", day, "staff-")]
    assert (marked(rows)[1] is not None) == repeats


def test_praise_is_no_reason_to_come_back_and_a_question_is() -> None:
    rows: list[Row] = [
        ("1", "7", "2024-03-01", "staff- waiting_time-"),
        ("2", "7", "2024-03-02", "staff+"),
        ("3", "7", "2024-03-03", "waiting_time="),
    ]
    assert marked(rows) == [None, None, ("1", 2)]


def test_of_the_same_moment_the_lower_id_came_first() -> None:
    rows: list[Row] = [("10", "7", "2024-03-01", "staff-"), ("9", "7", "2024-03-01", "staff-")]
    assert marked(rows) == [("9", 0), None]


def test_rows_of_one_contact_do_not_repeat_each_other() -> None:
    rows: list[Row] = [
        ("1", "7", "2024-03-01", "staff-"),
        ("1", "7", "2024-03-01", "staff- waiting_time-"),
        ("2", "7", "2024-03-02", "waiting_time-"),
        ("2", "7", "2024-03-02", "staff-"),
    ]
    assert marked(rows) == [None, None, ("1", 1), ("1", 1)]
    found = contacts(rows).repeats()
    assert (found.contacts, found.repeats, found.customers, found.share) == (2, 1, 1, 0.5)


@pytest.mark.parametrize(
    "key",
    [None, "", " ", "-", "0", "000", "n/a", "None", "Anonymous", "guest@shop.ru", "no-reply@shop.ru",
     "Аноним", "не указан", "Неизвестный клиент", "guest user", "гость"],
)  # fmt: skip
def test_nobody_is_no_customer(key: str | None) -> None:
    rows: list[Row] = [("1", key, "2024-03-01", "staff-"), ("2", key, "2024-03-02", "staff-")]
    found = contacts(rows).repeats()
    assert (found.contacts, found.nameless) == (0, 2)
    assert found.notes() == ["repeat contacts: 2 rows have no customer; left out"]


@pytest.mark.parametrize(
    "key", ["1", "guesthouse@mail.ru", "nata", "Нетребко", "noneill@x.com", "79001234567"]
)
def test_a_name_that_looks_like_nobody_is_a_customer(key: str) -> None:
    rows: list[Row] = [("1", key, "2024-03-01", "staff-"), ("2", key, "2024-03-02", "staff-")]
    assert marked(rows) == [None, ("1", 1)]


def test_a_key_that_many_rows_share_is_no_customer() -> None:
    shared: list[Row] = [(f"s{n}", "info@shop.ru", "2024-03-01", "staff-") for n in range(MANY)]
    others: list[Row] = [(f"o{n}", f"u{n // 2}@x.ru", "2024-03-01", "staff-") for n in range(100)]
    found = contacts(shared + others).repeats()
    assert (found.contacts, found.repeats, found.shared) == (100, 50, (MANY,))
    assert "20 rows share 1 customer key," in found.notes()[0]
    few = contacts(shared[:-1] + others).repeats()
    assert few.contacts == 119


def test_a_row_without_a_date_is_left_out_and_told() -> None:
    rows: list[Row] = [("1", "7", None, "staff-"), ("2", "7", "2024-03-02", "staff-")]
    found = contacts(rows).repeats()
    assert (found.contacts, found.undated, marked(rows)) == (1, 1, [None, None])


def test_totals_per_topic() -> None:
    rows: list[Row] = [
        ("1", "a", "2024-03-01", "staff- waiting_time-"),
        ("2", "a", "2024-03-02", "staff-"),
        ("3", "a", "2024-06-02", "staff-"),
        ("4", "b", "2024-03-02", "staff-"),
        ("5", "b", "2024-03-02", ""),
    ]
    found = contacts(rows).repeats()
    assert found.topics.to_dict("list") == {
        "topic": list(TOPICS),
        "contacts": [1, 0, 4],
        "repeats": [0, 0, 1],
        "customers": [1, 0, 2],
    }
    assert (found.contacts, found.repeats, found.busiest) == (5, 1, (3, 2))


def test_nothing_gives_nothing() -> None:
    found = contacts([]).repeats()
    assert (found.contacts, found.repeats, found.busiest) == (0, 0, ())
    assert np.isnan(found.share)
    assert found.mark(tables([])[0]).empty


def test_more_topics_than_bits_and_topics_not_asked_for() -> None:
    tagged, mentions = tables([("1", "7", "2024-03-01", "t99- x-"), ("2", "7", "2024-03-02", "t99- x-")])
    dates = pd.to_datetime(tagged["date"])
    topics = [f"t{n}" for n in range(100)]
    found = Contacts.of(
        tagged["comment_id"], mentions, customers=tagged["customer"], dates=dates, topics=topics
    ).repeats()
    assert found.topics.set_index("topic")["repeats"].sum() == found.topics["repeats"].iloc[99] == 1


ROWS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(1, 28),
        st.lists(
            st.sampled_from([f"{topic}{sign}" for topic in TOPICS for sign in "-="]),
            unique_by=lambda s: s[:-1],
        ),
    ),
    max_size=12,
).map(
    lambda rows: [
        (str(n), who, f"2024-03-{day:02}", " ".join(said)) for n, (who, day, said) in enumerate(rows)
    ]
)


def told(found: Repeats, rows: list[Row]) -> dict[str, Any]:
    tagged = found.mark(tables(rows)[0]).set_index("comment_id")
    return {"of": tagged["repeat_of"].to_dict(), "n": (found.contacts, found.repeats, found.busiest)} | {
        "topics": found.topics.to_dict()
    }


@given(ROWS, st.randoms(use_true_random=False), st.integers(1, 5), st.integers(0, 30))
def test_neither_order_nor_batches_matter(rows: list[Row], random: Any, size: int, days: int) -> None:
    shuffled = random.sample(rows, len(rows))
    starts = list(range(0, len(rows), size)) or [0]
    parts = [contacts(shuffled[at : at + size], at) for at in random.sample(starts, len(starts))]
    assert told(reduce(add, parts).repeats(days), shuffled) == told(contacts(rows).repeats(days), rows)


@given(ROWS, st.integers(0, 30))
def test_the_marks_are_those_of_a_plain_search(rows: list[Row], days: int) -> None:
    def earlier(row: Row) -> list[tuple[int, int, str]]:
        topics = {name[:-1] for name in row[3].split()}
        moment = (int(row[2][-2:]), int(row[0]))  # type: ignore[index]
        found = [
            (int(other[2][-2:]), int(other[0]), other[0])  # type: ignore[index]
            for other in rows
            if other[1] == row[1] and topics & {name[:-1] for name in other[3].split()}
        ]
        return [one for one in found if one[:2] < moment and moment[0] - one[0] <= days]

    expected = [max(earlier(row))[2] if earlier(row) else None for row in rows]
    assert [mark and mark[0] for mark in marked(rows, days)] == expected
