"""Whom to call back first: who is on the list, in which order, and with what in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import otklik
from otklik.pipeline.callbacks import Callback, distress, first, is_bad
from otklik.pipeline.masking import masked_link
from otklik.reading.roles import Named, recognise
from otklik.records import CALLBACK_COLUMNS, CALLBACKS
from otklik.redaction import Redactor
from otklik.score_kinds import parse_kind

PLAIN = Callback("1", "не решено", {"unresolved_issue": (0, 9)}, None, None, None, {}, 0.0, -0.5)
ESCALATED = replace(PLAIN, evidence={"escalation": (0, 9)})
TWICE = replace(PLAIN, evidence={"unresolved_issue": (0, 9), "repeat_contact": (0, 9)})


@pytest.mark.parametrize(
    ("sooner", "later"),
    [
        (TWICE, ESCALATED),  # more reasons
        (ESCALATED, PLAIN),  # the graver reason
        (replace(PLAIN, promised=(0, 2)), PLAIN),
        (replace(PLAIN, distress=0.9), replace(PLAIN, distress=0.4)),
        (replace(PLAIN, date="2026-03-02"), replace(PLAIN, date="2026-02-28")),
        (replace(PLAIN, date="2020-01-01"), PLAIN),
        (replace(PLAIN, feeling=-0.9), PLAIN),
    ],
)
def test_the_order(sooner: Callback, later: Callback) -> None:
    later = replace(later, comment_id="2")
    assert first([later, sooner]) == first([sooner, later]) == (sooner, later)


@given(st.permutations(range(12)), st.integers(0, 12))
def test_neither_order_nor_batches_matter(order: Sequence[int], cut: int) -> None:
    found = [
        replace(PLAIN, comment_id=str(n), text=f"не решено {n % 5}", distress=n % 3 / 2) for n in range(12)
    ]
    mixed = [found[n] for n in order]
    assert first((*first(mixed[:cut]), *first(mixed[cut:]))) == first(found)


def test_no_more_than_so_many_are_kept() -> None:
    assert len(first(replace(PLAIN, comment_id=str(n)) for n in range(CALLBACKS + 7))) == CALLBACKS


@pytest.mark.parametrize(
    ("value", "spec", "bad", "near"),
    [
        (6.0, "nps", True, 0.4),
        (7.0, "nps", False, 0.3),
        (5.0, "csat5:1=best", True, 1.0),
        (1.0, "churn", True, 1.0),
        (0.0, "churn", False, 0.0),
        (0.0, "success", True, 1.0),
        (1e6, "time", False, 0.0),
    ],
)
def test_a_score_at_the_bad_end(value: float, spec: str, bad: bool, near: float) -> None:
    assert is_bad(value, parse_kind(spec)) == bad
    assert distress(value, parse_kind(spec)) == pytest.approx(near)


@pytest.fixture(scope="module")
def calls() -> pd.DataFrame:
    rows = [
        ("T-1", "Отличный сервис, всё понравилось, спасибо!", 10),
        (
            "T-2",
            "Пишу третий раз, вопрос так и не решён, обещали перезвонить и пропали. Ухожу в другой банк!",
            1,
        ),
        ("T-3", "Проблема до сих пор не решена, ужас.", 2),
        ("T-4", "Дорого и долго ждать в очереди.", 3),
    ]
    frame = pd.DataFrame(rows, columns=["id", "Отзыв", "NPS"])
    frame["Ссылка"] = "https://desk.example/tickets/" + frame["id"]
    return otklik.analyze(frame, text="Отзыв", scores={"NPS": "nps"}, id="id").callbacks


def test_the_list_holds_the_unhappy_with_a_reason_and_nobody_else(calls: pd.DataFrame) -> None:
    assert tuple(calls.columns) == CALLBACK_COLUMNS
    assert calls["comment_id"].tolist() == ["T-2", "T-3"]
    assert calls["scores"].tolist() == [{"NPS": 1.0}, {"NPS": 2.0}]
    assert calls["link"].tolist() == ["https://desk.example/tickets/T-2", "https://desk.example/tickets/T-3"]


def test_reasons_come_with_their_words_and_with_what_was_promised(calls: pd.DataFrame) -> None:
    worst = calls.iloc[0]
    assert worst["reasons"] == ["churn_intent", "unresolved_issue", "repeat_contact"]
    assert "обещали" in worst["promised"]
    words = [*worst["evidence"], worst["promised"]]
    assert [worst["text"][start:end] for start, end in worst["marks"]] == words


# --- links -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("header", "value", "link"),
    [
        ("URL", "https://desk.example/tickets/1", True),
        ("Ссылка на тикет", "http://desk.example/1", True),
        ("ticket_url", "https://desk.example/1", True),
        ("URL", "javascript:alert(1)", False),
        ("URL", "страница 1", False),
        ("Ссылка на профиль", "https://people.example/ivan", False),
    ],
)
def test_a_column_of_links_to_tickets_is_recognised(header: str, value: str, link: bool) -> None:
    sample = pd.DataFrame(
        {"Отзыв": ["Долго ждали ответа", "Очень вежливые сотрудники"], header: [value, None]}
    )
    assert recognise(sample, Named(text="Отзыв", scores={})).link == (header if link else None)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://desk.example/agent/tickets/123", True),
        ("https://desk.example/t?id=77", True),
        ("https://desk.example/t?email=ivan.petrov%40mail.example", False),
        ("https://desk.example/t?tel=+79161234567", False),
    ],
)
def test_a_link_that_tells_who_somebody_is_goes_missing(link: str, kept: bool) -> None:
    assert masked_link(link, Redactor()) == (link if kept else None)


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://desk.example/r?id=77&t=s3cr3t", "https://desk.example/r?id=77"),
        ("https://desk.example/r?t=s3cr3t", "https://desk.example/r"),
        ("https://desk.example/#/tickets/5", "https://desk.example/#/tickets/5"),
        ("https://desk.example/r#key=s3cr3t", "https://desk.example/r"),
        ("https://[broken/r", None),
    ],
)
def test_a_link_shows_no_key_that_lets_a_stranger_in(link: str, shown: str | None) -> None:
    assert masked_link(link, Redactor()) == shown
