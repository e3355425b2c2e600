"""The report: one self-contained page that opens anywhere and asks the network for nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from otklik.records import CALLBACKS, SENTIMENTS, Changes, Results
from otklik.report import callbacks, chart, passages, reasons
from otklik.report.changes import topic_name, turns, verdict
from otklik.report.figures import Figures
from otklik.report.kano import kano_chart, kano_sentence
from otklik.report.mismatch import mismatch_sides
from otklik.report.nonresponse import writing_tables
from otklik.report.pain import group_name, pain_sentences, pains
from otklik.report.phrases import phrases
from otklik.report.quadrant import quadrant_chart
from otklik.report.quality import Quality, guesses, join_sides
from otklik.report.scores import Score, groups, scores
from otklik.report.service import level_name, service_scores
from otklik.report.sieve import sieve
from otklik.report.texts import Texts, texts
from otklik.report.themes import theme_growth, theme_views, themes_told
from otklik.report.timeline import SENTIMENT_ORDER, timeline
from otklik.report.topics import QUOTES_SHOWN, Known, anchors, polarities, topic_views
from otklik.report.trust import trust_view
from otklik.report.watch import alert, alerts_told, level, line_name, watched
from otklik.report.waterfall import waterfall

TEMPLATES = Path(__file__).with_name("templates")


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


def render(results: Results, *, lang: str | None = None) -> str:
    """The report as one HTML document, in ``lang`` ('ru' or 'en'; by default that of the results).

    The same results give the same bytes: nothing here looks at the clock or at the machine.
    Raises UsageError for a language there are no texts in.
    """
    said = texts(lang or results.language)
    found = _of_scores(results, scores(results), said)
    page = environment().get_template("report.html")
    script = Markup((TEMPLATES / "report.js").read_text(encoding="utf-8"))
    return page.render(
        t=said,
        say=phrases(said, results.names),
        results=results,
        data=results.data,
        style=style("report.css") + style("chart.css"),
        script=script,
        script_hash=_fingerprint(script),
        names_of=lambda topics: ", ".join(said.name(results.names, topic) for topic in topics),
        **found,
        **_of_comments(results, found, said),
        **_of_data(results, said),
    )


def _fingerprint(script: str) -> str:
    """The only script the page allows to run, as its Content-Security-Policy names it."""
    return "sha256-" + b64encode(sha256(script.encode()).digest()).decode()


def _of_scores(results: Results, every: Sequence[Score], said: Texts) -> dict[str, Any]:
    """What the templates show of the scores and of what goes with them."""
    changed = turns(results.changes) if results.changes else None
    return {
        "scores": [(score, chart.driver_chart(score), _shares(score, said)) for score in every],
        "groups": partial(groups, results),
        "kano": [found for score in every if (found := kano_chart(results, score))],
        "kano_sentence": kano_sentence,
        "quadrants": [plane for score in every if (plane := quadrant_chart(results, score))],
        "pains": pains(results, every),
        "pain_sentences": pain_sentences,
        "group_name": group_name,
        "turns": changed,
        "verdict": verdict,
        "topic_name": topic_name,
        "waterfall": waterfall,
        "watched": watched(results),
        "trust": trust_view(results),
        "alert": alert,
        "alerts_told": alerts_told,
        "level": level,
        "line_name": line_name,
        "mismatches": mismatch_sides(results),
        "writing": writing_tables(results),
        "service": service_scores(results),
        "level_name": level_name,
    }


def _of_comments(results: Results, found: Mapping[str, Any], said: Texts) -> dict[str, Any]:
    """What the templates show of the comments themselves; ``found``: what goes with the scores."""
    every = [score for score, *_ in found["scores"]]
    topics = topic_views(results, Known(every, found["kano"], found["watched"]))
    return {
        "topics": topics,
        "anchors": anchors(topics),
        "polarities": polarities,
        "sieve": sieve(topics),
        "themes": theme_views(results),
        "themes_told": themes_told,
        "theme_growth": theme_growth,
        "sentiments": _sentiments(results, said),
        "timeline": timeline(results.months, partial=results.data.get("partial", ())),
        "reasons": reasons,
        "signals": [row for row in results.signals.to_dict("records") if row["n"]],
        "repeats": results.data.get("repeats"),
        "callbacks": callbacks.views(results, said),
        "callbacks_found": 0 if results.callbacks is None else len(results.callbacks),
        "callbacks_most": CALLBACKS,
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
            topic_name=topic_name,
            waterfall=waterfall,
            style=style("report.css") + style("chart.css"),
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
