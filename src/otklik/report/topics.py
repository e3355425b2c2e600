"""A topic as the page shows it: how often and how it is spoken of, by whom, what goes with it, and quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.records import POLARITIES, Quote, Results
from otklik.report import passages
from otklik.report.kano import KanoChart
from otklik.report.kano import Topic as KanoTopic
from otklik.report.passages import Passage
from otklik.report.scores import Driver, Score
from otklik.report.texts import Texts
from otklik.report.watch import Line, Watched

QUOTES_SHOWN = 2  # of one polarity; the others open on demand
QUOTES_KEPT = {"negative": 8, "neutral": 4, "positive": 8}
GROUPS_SHOWN = 8  # of one segment, the largest

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class QuoteView:
    """A quote as shown: a passage, a longer one when the first had to be cut, and its ticket or ''."""

    quote: Quote
    short: Passage
    whole: Passage | None
    link: str


@dataclass(frozen=True)
class Voice:
    """How often a topic is spoken of in one way, and the quotes that show it."""

    polarity: str
    mentions: int
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True)
class GoesWith:
    """How a topic goes with a score: polarity → driver, those without any figure left out, and its class."""

    score: Score
    drivers: Mapping[str, Driver]
    kano: KanoTopic | None


@dataclass(frozen=True)
class TopicView:
    """A row of the topics table and, where there are quotes, a page of its own. ``groups``: segment column →
    rows of SEGMENT_TOPIC_COLUMNS; ``line``: its complaints over time."""

    id: str
    anchor: str
    share: float
    voices: tuple[Voice, ...]
    goes_with: tuple[GoesWith, ...]
    groups: Mapping[str, Sequence[Row]]
    line: Line | None

    @property
    def mentions(self) -> int:
        return sum(voice.mentions for voice in self.voices)

    @property
    def quotes(self) -> int:
        return sum(len(voice.quotes) for voice in self.voices)


@dataclass(frozen=True)
class Known:
    """What the other parts of the page found out of topics."""

    scores: Sequence[Score] = ()
    kano: Sequence[KanoChart] = ()
    watched: Watched | None = None


def topic_views(results: Results, known: Known) -> tuple[TopicView, ...]:
    """Topics by the number of mentions. Anchors are numbered: a user's id is not trusted in a link."""
    rows = results.topics.to_dict("records")
    order = sorted(rows, key=lambda row: (-sum(row[p] for p in POLARITIES), str(row["topic"])))
    groups, lines = _groups(results), _lines(known.watched)
    return tuple(
        TopicView(
            id=topic,
            anchor=f"topic-{i}",
            share=float(row["share"]),
            voices=tuple(_voices(results, topic, row)),
            goes_with=tuple(_goes_with(known, topic)),
            groups=groups.get(topic, {}),
            line=lines.get(topic),
        )
        for i, row in enumerate(order, start=1)
        if sum(row[p] for p in POLARITIES)
        for topic in [str(row["topic"])]
    )


def anchors(topics: Sequence[TopicView]) -> dict[tuple[str, str], str]:
    """(topic, polarity) → where its quotes stand on the page."""
    return {
        (topic.id, voice.polarity): f"{topic.anchor}-{voice.polarity}"
        for topic in topics
        for voice in topic.voices
        if voice.quotes
    }


def polarities(topic: TopicView, said: Texts) -> list[tuple[str, str, float]]:
    """(tone, label, share) of the ways a topic is spoken of, as a bar of shares is made."""
    told = (voice for voice in topic.voices if voice.mentions)
    return [(one.polarity, said(f"polarity.{one.polarity}"), one.mentions / topic.mentions) for one in told]


def _voices(results: Results, topic: str, row: Row) -> Iterator[Voice]:
    for polarity in POLARITIES:
        quotes = results.quotes.get((topic, polarity), ())[: QUOTES_KEPT[polarity]]
        yield Voice(polarity, int(row[polarity]), tuple(map(_quote, quotes)))


def _quote(quote: Quote) -> QuoteView:
    short = passages.passage(quote, passages.SHORT)
    whole = passages.passage(quote, passages.LONG) if short.cut else None
    return QuoteView(quote, short, whole, passages.page_link(quote.link))


def _goes_with(known: Known, topic: str) -> Iterator[GoesWith]:
    classes = {chart.score.name: one for chart in known.kano for one in chart.topics if one.id == topic}
    for score in known.scores:
        drivers = {one.polarity: one for one in score.drivers if one.topic == topic and not one.scant}
        kano = classes.get(score.name)
        if drivers or kano:
            yield GoesWith(score, drivers, kano)


def _groups(results: Results) -> dict[str, dict[str, list[Row]]]:
    """Topic → segment → rows, the largest groups."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in [] if results.segment_topics is None else results.segment_topics.to_dict("records"):
        rows = found.setdefault(str(row["topic"]), {}).setdefault(str(row["segment"]), [])
        if len(rows) < GROUPS_SHOWN:
            rows.append(row)
    return found


def _lines(watched: Watched | None) -> dict[str, Line]:
    every = () if watched is None else (*watched.lines, *watched.others)
    return {line.topic: line for line in every if line.topic}
