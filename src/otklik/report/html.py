"""The report: one self-contained page that opens anywhere and asks the network for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from otklik.records import POLARITIES, SENTIMENTS, Changes, Quote, Results
from otklik.report import callbacks, chart, passages, reasons
from otklik.report.changes import turns, verdict
from otklik.report.figures import Figures
from otklik.report.kano import kano_chart, kano_sentence
from otklik.report.mismatch import mismatch_sides
from otklik.report.nonresponse import writing_tables
from otklik.report.pain import group_name, pain_sentences, pains
from otklik.report.passages import Passage
from otklik.report.phrases import phrases
from otklik.report.quadrant import quadrant_chart
from otklik.report.quality import Quality, guesses, join_sides
from otklik.report.scores import Score, groups, scores
from otklik.report.service import level_name, service_scores
from otklik.report.texts import Texts, texts
from otklik.report.timeline import SENTIMENT_ORDER, timeline
from otklik.report.trust import trust_view
from otklik.report.watch import alert, level, line_name, watched

TEMPLATES = Path(__file__).with_name("templates")
QUOTES_SHOWN = 2  # of one topic and polarity; the others open on demand
QUOTES_KEPT = 8


@dataclass(frozen=True)
class QuoteView:
    """A quote as shown: a passage, and a longer one when the first had to be cut."""

    quote: Quote
    short: Passage
    whole: Passage | None


@dataclass(frozen=True)
class Voice:
    """How often a topic is spoken of in one way, and the quotes that show it."""

    polarity: str
    mentions: int
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True)
class TopicView:
    """A row of the topics table and, where there are quotes, a section of its own."""

    id: str
    anchor: str
    share: float
    voices: tuple[Voice, ...]

    @property
    def mentions(self) -> int:
        return sum(voice.mentions for voice in self.voices)

    @property
    def quoted(self) -> bool:
        return any(voice.quotes for voice in self.voices)


@cache
def environment() -> Environment:
    """Escapes everything it is given; a name a template does not know is an error."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["clean"] = lambda value: passages.clean(str(value))
    return env


def style(name: str) -> Markup:
    """A stylesheet of ours, to stand between <style> tags as it is."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def _quote(quote: Quote) -> QuoteView:
    short = passages.passage(quote, passages.SHORT)
    return QuoteView(quote, short, passages.passage(quote, passages.LONG) if short.cut else None)


def topic_views(results: Results) -> tuple[TopicView, ...]:
    """Topics by the number of mentions. Anchors are numbered: a user's id is not trusted in a link."""
    rows = results.topics.to_dict("records")
    order = sorted(rows, key=lambda row: (-sum(row[p] for p in POLARITIES), str(row["topic"])))
    return tuple(
        TopicView(
            id=str(row["topic"]),
            anchor=f"topic-{i}",
            share=float(row["share"]),
            voices=tuple(
                Voice(
                    polarity,
                    int(row[polarity]),
                    tuple(
                        _quote(q) for q in results.quotes.get((str(row["topic"]), polarity), ())[:QUOTES_KEPT]
                    ),
                )
                for polarity in POLARITIES
            ),
        )
        for i, row in enumerate(order, start=1)
        if sum(row[p] for p in POLARITIES)
    )


def _anchors(topics: tuple[TopicView, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    for topic in topics:
        for voice in topic.voices:
            if voice.quotes:
                yield (topic.id, voice.polarity), f"{topic.anchor}-{voice.polarity}"


def render(results: Results, *, lang: str | None = None) -> str:
    """The report as one HTML document, in ``lang`` ('ru' or 'en'; by default that of the results).

    The same results give the same bytes: nothing here looks at the clock or at the machine.
    Raises UsageError for a language there are no texts in.
    """
    said = texts(lang or results.language)
    every = scores(results)
    page = environment().get_template("report.html")
    return page.render(
        t=said,
        say=phrases(said, results.names),
        results=results,
        data=results.data,
        style=style("report.css") + style("chart.css"),
        names_of=lambda topics: ", ".join(said.name(results.names, topic) for topic in topics),
        **_of_scores(results, every, said),
        **_of_comments(results, said),
        **_of_data(results, said),
    )


def _of_scores(results: Results, every: Sequence[Score], said: Texts) -> dict[str, Any]:
    """What the templates show of the scores and of what goes with them."""
    return {
        "scores": [(score, chart.driver_chart(score), _shares(score, said)) for score in every],
        "groups": partial(groups, results),
        "kano": [found for score in every if (found := kano_chart(results, score))],
        "kano_sentence": kano_sentence,
        "quadrants": [plane for score in every if (plane := quadrant_chart(results, score))],
        "pains": pains(results, every),
        "pain_sentences": pain_sentences,
        "group_name": group_name,
        "turns": turns(results.changes) if results.changes else None,
        "verdict": verdict,
        "watched": watched(results),
        "trust": trust_view(results),
        "alert": alert,
        "level": level,
        "line_name": line_name,
        "mismatches": mismatch_sides(results),
        "writing": writing_tables(results),
        "service": service_scores(results),
        "level_name": level_name,
    }


def _of_comments(results: Results, said: Texts) -> dict[str, Any]:
    """What the templates show of the comments themselves."""
    topics = topic_views(results)
    return {
        "topics": topics,
        "anchors": dict(_anchors(topics)),
        "sentiments": _sentiments(results, said),
        "timeline": timeline(results.months),
        "reasons": reasons,
        "signals": [row for row in results.signals.to_dict("records") if row["n"]],
        "repeats": results.data.get("repeats"),
        "callbacks": callbacks.views(results, said),
        "callbacks_found": 0 if results.callbacks is None else len(results.callbacks),
        "shown": QUOTES_SHOWN,
    }


def _of_data(results: Results, said: Texts) -> dict[str, Any]:
    """What the templates show of the file and how it was understood."""
    quality = Quality(said, Figures(said))
    return {
        "f": quality.figures,
        "quality": quality,
        "facts": list(quality.facts(results)),
        "guesses": guesses(results.data.get("roles")),
        "joined": join_sides(results.join_report, said) if results.join_report else (),
    }


def render_changes(changes: Changes, names: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """What changed as a document of its own, in ``lang``. Raises as ``render``."""
    said = texts(lang)
    return (
        environment()
        .get_template("compare.html")
        .render(
            t=said,
            f=Figures(said),
            say=phrases(said, names),
            turns=turns(changes),
            verdict=verdict,
            style=style("report.css"),
        )
    )


# (tone, label, share): what a bar of shares is made of
Parts = list[tuple[str, str, float]]


def _shares(score: Score, said: Texts) -> Parts:
    """The shares that make the whole of a score, the low end first; the tone says which end is good."""
    names = score.whole
    tones = ("negative", "neutral", "positive") if len(names) == 3 else ("negative", "positive")
    if score.low_is_good and names and names[0] in ("low", "no"):
        tones = tones[::-1]
    return [
        (tone, said(f"share.{name}"), score.shares[name]) for tone, name in zip(tones, names, strict=False)
    ]


def _sentiments(results: Results, said: Texts) -> Parts:
    """Shares of the sentiments among analysed comments; empty when they were not counted."""
    counts = results.data.get("sentiments") or {}
    total = sum(counts.get(name, 0) for name in SENTIMENTS)
    return [
        (name, said(f"sentiment.{name}"), counts.get(name, 0) / total) for name in SENTIMENT_ORDER if total
    ]
