"""Results made by hand: what the report is shown, with nothing computed behind it."""

from __future__ import annotations

import math
from dataclasses import replace
from io import StringIO
from typing import Any

import pandas as pd
import report_lines
import report_voices
from report_voices import QUOTES

from otklik.records import DRIVER_COLUMNS, METRIC_COLUMNS, Guess, JoinReport, Results, Roles, ScoreCheck
from otklik.score_kinds import SCORE_KINDS, parse_kind

NAN = math.nan
NAMES = {
    "waiting_time": {"ru": "Время ожидания", "en": "Waiting time"},
    "repeated_data_entry": {"ru": "Повторный ввод данных", "en": "Repeated data entry"},
    "unresolved_issue": {"ru": "Нерешённый вопрос", "en": "Unresolved issue"},
    "staff_attitude": {"ru": "Отношение персонала", "en": "Staff attitude"},
    "billing_payment": {"ru": "Списания и возвраты", "en": "Charges and refunds"},
    "digital_reliability": {"ru": "Надёжность приложения и сайта", "en": "App and site reliability"},
    "price_value": {"ru": "Цена и выгода", "en": "Price and value"},
    "facilities": {"ru": "Помещение и комфорт", "en": "Premises and comfort"},
}
DEFINITIONS = {
    "waiting_time": {
        "ru": "Очереди, ожидание на линии, медленные ответы и обслуживание",
        "en": "Queues, time on hold, slow replies and service",
    },
    "staff_attitude": {"ru": "Вежливость, внимание, участие", "en": "Politeness, attention, empathy"},
}
# with, without: the mean score with and without the mention; what is missing was not enough to say
ROWS = pd.read_csv(
    StringIO("""\
topic, polarity, mentions, with, without, impact, low, high, effect, e_low, e_high, p, p_adjusted, importance
waiting_time, negative, 148, -18.2, 16.4, -4.1, -5.4, -2.9, -24.0, -31.2, -17.1, 1e-9, 1e-8, 0.31
unresolved_issue, negative, 96, -41.7, 16.2, -4.5, -5.9, -3.2, -37.9, -48.0, -27.8, 1e-12, 1e-11, 0.37
staff_attitude, positive, 171, 52.0, 5.6, 6.4, 4.9, 8.0, 29.6, 22.0, 37.2, 1e-8, 6e-8, 0.18
staff_attitude, negative, 41, -30.1, 13.2, -1.4, -2.3, -0.6, -16.2, -30.4, -2.0, 0.025, 0.051, 0.05
billing_payment, negative, 63, -22.8, 14.0, -1.9, -2.8, -1.0, -19.5, -31.0, -8.0, 0.0009, 0.003, 0.06
digital_reliability, negative, 57, -8.8, 13.0, -1.0, -1.9, -0.1, -9.8, -22.1, 2.5, 0.118, 0.18, 0.02
digital_reliability, positive, 22, 40.9, 11.5, 0.5, -0.1, 1.1, 14.0, -4.0, 32.0, 0.127, 0.18, 0.01
price_value, negative, 35, 2.9, 12.3, -0.3, -0.9, 0.4, -3.1, -19.0, 12.8, 0.70, 0.74, 0.0
price_value, positive, 44, 27.3, 11.5, 0.6, -0.1, 1.2, 9.0, -4.7, 22.7, 0.20, 0.25, 0.0
repeated_data_entry, negative, 7
facilities, positive, 4
facilities, negative, 3
"""),
    skipinitialspace=True,
).to_numpy(dtype=object)


def _drivers(score: str, n: int, scale: float) -> list[dict[str, Any]]:
    rows = []
    for topic, polarity, mentions, *figures in ROWS:
        scaled = [x * scale for x in figures[:8]]
        p, p_adjusted, importance = figures[8:]
        values = (
            score,
            topic,
            polarity,
            n,
            mentions,
            mentions / n,
            *scaled,
            p,
            p_adjusted,
            importance,
            p_adjusted <= 0.05,
        )
        rows.append(dict(zip(DRIVER_COLUMNS, values, strict=True)))
    return rows


def _metrics() -> pd.DataFrame:
    nps = {"detractors": 0.276, "passives": 0.331, "promoters": 0.393}
    csat = {"dissatisfied": 0.12, "neutral": 0.09, "satisfied": 0.79}
    rows = [
        ("NPS", "nps", "nps", 1240, 11.7, 7.2, 16.2, nps),
        ("CSAT", "csat5", "top_box", 620, 79.0, 75.6, 82.0, csat),
    ]
    return pd.DataFrame([dict(zip(METRIC_COLUMNS, row, strict=True)) for row in rows])


def _topics() -> pd.DataFrame:
    rows: dict[str, dict[str, Any]] = {}
    for topic, polarity, mentions, *_ in ROWS:
        row = rows.setdefault(topic, {"topic": topic, "negative": 0, "neutral": 2, "positive": 0})
        row[polarity] = mentions
    for row in rows.values():
        row["share"] = (row["negative"] + row["neutral"] + row["positive"]) / 1302
    return pd.DataFrame(
        [
            *rows.values(),
            {"topic": "security_trust", "negative": 0, "neutral": 0, "positive": 0, "share": 0.0},
        ]
    )


def _months() -> pd.DataFrame:
    rows = [(f"2025-{m:02}", 70 + 9 * (m % 5), m) for m in range(5, 13)] + [
        (f"2026-{m:02}", 90 + 20 * m, m) for m in (1, 2, 3)
    ]
    return pd.DataFrame(
        {
            "month": month,
            "n": n,
            "negative": n // 3 + k,
            "neutral": n // 5,
            "positive": n // 3,
            "mixed": n - n // 3 - k - n // 5 - n // 3,
        }
        for month, n, k in rows
    )


def _comments() -> pd.DataFrame:
    texts = [
        "=1+1",
        "+7 900 000-00-00",
        "- долго",
        "@bank",
        "\tтаб",
        "http://example.com/x",
        "Спасибо\x00\x0b!",
        "б" * 40_000,
    ]
    n = len(texts)
    return pd.DataFrame(
        {
            "comment_id": [f"{i:03}" for i in range(n)],
            "text": texts,
            "=НПС": [-3.5, *range(1, n)],
            "date": pd.date_range("2026-03-01", periods=n, freq="D", tz="Europe/Moscow"),
            "big": [12345678901234567890] * n,
            "topics": [["waiting_time", "price_value"], *[[]] * (n - 1)],
            "signals": [["churn_intent"], *[[]] * (n - 1)],
        }
    )


def _mentions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "comment_id": ["000", "001"],
            "topic": ["waiting_time", "price_value"],
            "polarity": ["negative", "neutral"],
            "probability": [0.91, NAN],
            "start": [0, 3],
            "end": [4, 8],
            "evidence": ["=1+1", "цена"],
            "why": ["«ждать»", "модель: цена"],
        }
    )


def _data() -> dict[str, Any]:
    guesses = (
        Guess("text", "Комментарий", "the header, and long texts", '--text "Комментарий"'),
        Guess("score", "NPS", "the header, and whole numbers from 0 to 10", '--score "NPS=nps"'),
    )
    return {
        "source": "отзывы_март.csv",
        "rows": 1340,
        "analysed": 1302,
        "empty": 38,
        "encoding": "cp1251",
        "delimiter": ";",
        "languages": {"ru": 815, "en": 441, "mixed": 31, "other": 15},
        "sentiments": {"negative": 467, "neutral": 233, "positive": 482, "mixed": 120},
        "notes": ["two title rows above the header were skipped"],
        "roles": Roles(text="Комментарий", scores={"NPS": SCORE_KINDS["nps"]}, guesses=guesses),
        "versions": {"otklik": "0.1.0"},
    }


def build(**changes: Any) -> Results:
    results = Results(
        metrics=_metrics(),
        drivers=pd.DataFrame(_drivers("NPS", 1240, 1.0) + _drivers("CSAT", 620, 0.4)),
        topics=_topics(),
        signals=pd.DataFrame(
            {
                "signal": ["churn_intent", "repeat_contact", "escalation"],
                "n": [61, 88, 0],
                "share": [61 / 1302, 88 / 1302, 0.0],
            }
        ),
        months=_months(),
        quotes=QUOTES,
        score_checks=(
            ScoreCheck("NPS", SCORE_KINDS["nps"], 1240, 96, {"11": 3, "-1": 1}, {"н/д": 2}),
            ScoreCheck("CSAT", SCORE_KINDS["csat5"], 620, 722, {}, {}),
        ),
        names=NAMES,
        definitions=DEFINITIONS,
        data=_data(),
        language="ru",
        callbacks=report_voices.callbacks(),
        watch=report_lines.watch(),
        join_report=JoinReport("ticket_id", 1340, 700, 620, 618, ("A-17", "A-99"), ("Z-3",), 2, 0, ("A-1",)),
        comments=_comments(),
        mentions=_mentions(),
    )
    return replace(results, **changes)


def without_scores() -> Results:
    """The same export, no score told: topics, sentiment and quotes are still there."""
    return build(
        metrics=pd.DataFrame(columns=list(METRIC_COLUMNS)),
        drivers=pd.DataFrame(columns=list(DRIVER_COLUMNS)),
        score_checks=(),
        join_report=None,
    )


def churn() -> Results:
    """A score where more is worse, and every topic row without data."""
    results = build()
    drivers = results.drivers[results.drivers["score"] == "NPS"].assign(
        score="ушёл", effect=NAN, effect_low=NAN, effect_high=NAN, p=NAN, p_adjusted=NAN, significant=False
    )
    row = ("ушёл", "binary:1=bad", "rate", 1240, 17.0, 15.0, 19.2, {"no": 0.83, "yes": 0.17})
    return build(
        metrics=pd.DataFrame([dict(zip(METRIC_COLUMNS, row, strict=True))]),
        drivers=drivers,
        score_checks=(ScoreCheck("ушёл", parse_kind("binary:1=bad"), 1240, 100, {}, {}),),
    )
