"""Draw the demonstration tables from the hand-written comments: ``python data/demo/make.py [folder]``.

``written.jsonl`` holds what people wrote and what they meant; everything else (who, when, where, which
score) is drawn here from one seeded stream, so the same file always gives the same bytes.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import NormalDist
from typing import TypeVar

HERE = Path(__file__).resolve().parent
SEED = 2026

Item = TypeVar("Item")


@dataclass(frozen=True)
class ScoreModel:
    """score = clip(round(base + Σ effects of the topics meant + normal noise), low, high), in points."""

    base: float
    noise: float
    low: int
    high: int
    effects: Mapping[str, float]

    def draw(self, topics: Iterable[str], rng: Random) -> int:
        mean = self.base + sum(self.effects.get(topic, 0.0) for topic in topics)
        return min(self.high, max(self.low, round(mean + self.noise * _normal(rng))))


# Topics that are not named have no effect at all.
NPS = ScoreModel(
    base=8.0,
    noise=1.2,
    low=0,
    high=10,
    effects={
        "waiting_time:negative": -3.0,
        "repeated_data_entry:negative": -3.5,
        "unresolved_issue:negative": -4.0,
        "digital_reliability:negative": -2.5,
        "staff_attitude:positive": +1.8,
    },
)
CSAT = ScoreModel(
    base=3.6,
    noise=0.8,
    low=1,
    high=5,
    effects={
        "waiting_time:negative": -1.4,
        "unresolved_issue:negative": -1.8,
        "staff_attitude:positive": +1.2,
    },
)

FIRST_DAY, DAYS = date(2026, 1, 1), 181
MAY = range(120, 151)  # the days of May, counted from the first day
MAY_RUSH = 6.0  # how many times likelier a complaint of waiting is on a day of May
CHANNELS = {"приложение": 0.34, "чат": 0.22, "телефон": 0.18, "отделение": 0.16, "сайт": 0.10}
SEGMENTS = {"новый": 0.3, "постоянный": 0.5, "премиум": 0.2}
ODD_SCORES = ("", "", "", "11", "не знаю")
TICKET_SHARE, SILENT_TICKETS = 0.6, 40
SLA = {
    False: 0.9,
    True: 0.4,
}  # share of tickets answered in time, by whether the customer complains of waiting
REPLY_MINUTES = {False: 20.0, True: 120.0}  # median minutes to the first answer, likewise
REPLY_SPREAD = 0.8  # standard deviation of its logarithm

COMMENT_HEADER = ("id", "Дата", "Канал", "Сегмент", "NPS", "Комментарий")
TICKET_HEADER = ("id", "opened", "sla_met", "first_response_minutes", "csat")
LABEL_HEADER = ("id", "language", "sentiment", "topics", "signals")


@dataclass(frozen=True)
class Written:
    """One line of ``written.jsonl``: a comment and its truth under the codebook."""

    text: str
    language: str
    sentiment: str
    topics: tuple[str, ...]
    signals: tuple[str, ...]

    @property
    def waited(self) -> bool:
        return "waiting_time:negative" in self.topics


@dataclass(frozen=True)
class Answer:
    """A written comment with what was drawn for it."""

    id: str
    day: date
    channel: str
    segment: str
    nps: str
    comment: Written


def main(folder: Path) -> None:
    rng = Random(SEED)
    answers = draw_answers(read_written(HERE / "written.jsonl"), rng)
    tickets = draw_tickets(answers, rng)
    write_table(folder / "comments.csv", COMMENT_HEADER, map(comment_row, answers), delimiter=";")
    write_table(folder / "labels.csv", LABEL_HEADER, map(label_row, answers), delimiter=",")
    write_table(folder / "tickets.csv", TICKET_HEADER, tickets, delimiter=",")


def read_written(path: Path) -> list[Written]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Written(
            text=row["text"],
            language=row["language"],
            sentiment=row["sentiment"],
            topics=tuple(row["topics"]),
            signals=tuple(row["signals"]),
        )
        for row in rows
    ]


def draw_answers(comments: Sequence[Written], rng: Random) -> list[Answer]:
    """Answers in order of date, which is also the order of ids."""
    scores = [str(NPS.draw(comment.topics, rng)) for comment in comments]
    for odd in ODD_SCORES:
        scores[int(rng.random() * len(scores))] = odd
    days = [_day(comment, rng) for comment in comments]
    order = sorted(range(len(comments)), key=lambda i: (days[i], rng.random()))
    return [
        Answer(f"SK-{10001 + n}", days[i], _pick(CHANNELS, rng), _pick(SEGMENTS, rng), scores[i], comments[i])
        for n, i in enumerate(order)
    ]


def draw_tickets(answers: Sequence[Answer], rng: Random) -> list[tuple[str, ...]]:
    """Tickets in order of opening: of a share of the answers, and some that nobody commented on."""
    commented = [a for a in answers if rng.random() < TICKET_SHARE]
    tickets = [_ticket(a.id, a.day - timedelta(int(7 * rng.random())), a.comment, rng) for a in commented]
    silence = Written("", "other", "neutral", (), ())
    tickets += [
        _ticket(f"SK-{20001 + n}", FIRST_DAY + timedelta(int(DAYS * rng.random())), silence, rng)
        for n in range(SILENT_TICKETS)
    ]
    return sorted(tickets, key=lambda ticket: (ticket[1], ticket[0]))


def _ticket(key: str, opened: date, comment: Written, rng: Random) -> tuple[str, ...]:
    in_time = rng.random() < SLA[comment.waited]
    minutes = REPLY_MINUTES[comment.waited] * math.exp(REPLY_SPREAD * _normal(rng))
    csat = CSAT.draw(comment.topics, rng)
    return key, opened.isoformat(), str(int(in_time)), str(max(1, round(minutes))), str(csat)


def _day(comment: Written, rng: Random) -> date:
    rush = MAY_RUSH if comment.waited else 1.0
    weights = {FIRST_DAY + timedelta(n): rush if n in MAY else 1.0 for n in range(DAYS)}
    return _pick(weights, rng)


def _pick(weights: Mapping[Item, float], rng: Random) -> Item:
    bounds = list(accumulate(weights.values()))
    place = bisect(bounds, rng.random() * bounds[-1], hi=len(bounds) - 1)
    return list(weights)[place]


def _normal(rng: Random) -> float:
    # Only Random.random() is promised to give the same stream in every Python; gauss() is not.
    return NormalDist().inv_cdf(max(rng.random(), 2**-53))


def comment_row(answer: Answer) -> tuple[str, ...]:
    day = answer.day.strftime("%d.%m.%Y")
    return answer.id, day, answer.channel, answer.segment, answer.nps, answer.comment.text


def label_row(answer: Answer) -> tuple[str, ...]:
    truth = answer.comment
    return answer.id, truth.language, truth.sentiment, " ".join(truth.topics), " ".join(truth.signals)


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
