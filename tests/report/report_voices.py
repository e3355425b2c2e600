"""Quotes for the report: ordinary ones, long ones, and ones that mean harm."""

from __future__ import annotations

from typing import Any

import pandas as pd

from otklik.records import CALLBACK_COLUMNS, Quote

EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)> ждал час & ушёл \u202eтсопёнзад\u202c'


def quote(text: str, evidence: str, **more: Any) -> Quote:
    start = text.index(evidence)
    more = {"why": f"«{evidence}»", "probability": 0.93, "date": "2026-03-14", "scores": {"NPS": 2.0}} | more
    return Quote("c1", text, start, start + len(evidence), **more)


QUOTES: dict[tuple[str, str], tuple[Quote, ...]] = {
    ("waiting_time", "negative"): (
        quote(
            "Провисел на линии 40 минут, потом сбросили. Перезвонить никто не догадался.", "на линии 40 минут"
        ),
        quote(
            "Waited for an hour in the branch and nobody even looked at me 😡",
            "Waited for an hour",
            date="2026-01-09",
        ),
        quote(
            "Очередь из пяти человек, а окно одно. " * 20
            + "Ждать пришлось полтора часа. "
            + "В общем, грустно. " * 130,
            "Ждать пришлось полтора часа",
        ),
        quote(EVIL, "ждал час"),
        quote("з\u0337\u0310\u0312\u0301" * 60 + " жду", "жду", date=None, scores={}),
        quote("А" * 50_000 + " долго", "долго"),
    ),
    ("unresolved_issue", "negative"): (
        quote("Пятое обращение, а вопрос так и не решён.", "вопрос так и не решён"),
        quote("Ticket closed, problem still there", "problem still there", date="2026-02-20"),
    ),
    ("staff_attitude", "positive"): (
        quote(
            "Девушка на кассе очень вежливая, спасибо ей!",
            "очень вежливая",
            scores={"NPS": 10.0, "CSAT": 5.0},
            segments={"Канал": "офис"},
            language="ru",
            link="javascript:alert(1)",
        ),
        quote(
            "Super friendly staff, thank you",
            "friendly staff",
            scores={"NPS": 9.0},
            segments={"Канал": "чат"},
            language="en",
            link="https://desk.example/tickets/18",
        ),
    ),
    ("staff_attitude", "negative"): (quote("Нахамили и бросили трубку", "Нахамили"),),
    ("billing_payment", "negative"): (quote("Дважды списали комиссию, вернуть не могут", "Дважды списали"),),
    ("digital_reliability", "negative"): (quote("Приложение вылетает после обновления", "вылетает"),),
    ("price_value", "positive"): (quote("Хорошая цена", "цена", scores={"NPS": 8.0}),),
}


def call(text: str, promised: str | None = None, **reasons: str) -> dict[str, Any]:
    """A customer to call back: ``reasons`` are parts of the text, and so is ``promised``."""
    words = [*reasons.values(), *([promised] if promised else [])]
    marks = [(text.index(part), text.index(part) + len(part)) for part in words]
    row = (
        "T-1",
        None,
        "2026-03-14",
        {"NPS": 1.0},
        list(reasons),
        list(reasons.values()),
        promised,
        text,
        marks,
    )
    return dict(zip(CALLBACK_COLUMNS, row, strict=True))


def callbacks() -> pd.DataFrame:
    rows = [
        call(
            "Пятое обращение, вопрос так и не решён. Обещали перезвонить и пропали. Ухожу от вас.",
            "Обещали перезвонить",
            churn_intent="Ухожу от вас",
            unresolved_issue="вопрос так и не решён",
            repeat_contact="Пятое обращение",
        )
        | {"link": "https://desk.example/tickets/17", "comment_id": "T-17"},
        call(EVIL, unresolved_issue="ждал час") | {"link": "javascript:alert(1)", "scores": {}, "date": None},
        call('"><img onerror=alert(1) src=x> =1+1', escalation="=1+1") | {"comment_id": "<b>=2</b>"},
    ]
    return pd.DataFrame(rows, columns=list(CALLBACK_COLUMNS))
