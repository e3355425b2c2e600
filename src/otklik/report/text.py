"""The summary for a terminal: plain text, at most 96 columns wide, readable without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from otklik.records import POLARITIES, Changes, Results
from otklik.report.changes import SURE, Row, Turn, topic_name, turns, verdict
from otklik.report.passages import clean
from otklik.report.phrases import Phrases, phrases
from otklik.report.scores import Driver, Score, scores
from otklik.report.texts import Texts, texts
from otklik.report.themes import themes_told

WIDTH = 96


def summary(results: Results, *, lang: str | None = None, rows: int = 8) -> str:
    """Each score with its interval and its ``rows`` first drivers; without a score, the commonest topics.

    Raises UsageError for a language there are no texts in.
    """
    said = texts(lang or results.language)
    say = phrases(said, results.names)
    blocks = [_score(score, say, rows) for score in scores(results)] or [_topics(results, said, rows)]
    if told := clean(themes_told(results, say)):
        blocks.append(iter(textwrap.wrap(f"{said('themes')}: {told}", WIDTH, subsequent_indent="  ")))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def changed(changes: Changes, names: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """What changed between two waves: each score in a sentence, then the topics. Raises as ``summary``."""
    say, found = phrases(texts(lang), names), turns(changes)
    blocks = [_turn(turn, say) for turn in found.scores]
    if found.topics:
        blocks.append(_shares(found.topics, say))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _turn(turn: Turn, say: Phrases) -> Iterator[str]:
    t, f, digits = say.texts, say.figures, turn.second.digits
    yield clean(turn.second.name)
    yield from textwrap.wrap(verdict(turn, say), WIDTH, initial_indent="  ", subsequent_indent="  ")
    if turn.parts:
        yield ""
        lines = [
            (
                topic_name(part.topic, part.polarity, say) if part.topic else t("change_others"),
                f.signed(part.volume, digits),
                f.signed(part.severity, digits),
            )
            for part in turn.parts
        ]
        rest = (t("change_rest"), f.signed(turn.rest, digits), "")
        header = (t("col.topic"), t("change_volume"), t("change_severity"))
        yield from _aligned([header, *lines, rest])
        yield t("association")


def _shares(rows: Sequence[Row], say: Phrases) -> Iterator[str]:
    t, f = say.texts, say.figures
    lines = [
        (
            ("* " if row["p_adjusted"] <= SURE else "  ") + topic_name(row["topic"], row["polarity"], say),
            f"{f.percent(row['share_first'])} → {f.percent(row['share_second'])}",
            f.interval(100 * row["share_change_low"], 100 * row["share_change_high"], 1, signed=True),
            f.probability(row["p_adjusted"]),
        )
        for row in rows
    ]
    header = (f"  {t('changes_topics')}", t("change_shares"), t("change_total"), t("col.p"))
    yield from _aligned([header, *lines])
    yield f"  {t('p_note')}"


def _score(score: Score, say: Phrases, rows: int) -> Iterator[str]:
    head = f"{clean(score.name)}: {say.value(score)}"
    interval = say.interval(score)
    yield f"{head} ({interval})" if interval else head
    count = say.texts("answers", count=score.n, n=say.figures.number(score.n))
    yield from textwrap.wrap(
        f"{say.scale(score)}, {count}", WIDTH, initial_indent="  ", subsequent_indent="  "
    )
    if told := say.commented(score):
        yield from textwrap.wrap(told, WIDTH, initial_indent="  ", subsequent_indent="  ")
    if not score.strongest():
        yield from textwrap.wrap(say.no_driver(score), WIDTH, initial_indent="  ", subsequent_indent="  ")
    if known := [d for d in score.drivers if isfinite(d.impact)]:
        yield ""
        yield from _table(score, known[:rows], say)


def _table(score: Score, drivers: list[Driver], say: Phrases) -> Iterator[str]:
    t, f = say.texts, say.figures
    header = (t("col.topic"), t("col.mentions"), t("col.impact"), "", t("col.effect"), t("col.p"))
    table = [
        (
            ("* " if d.significant else "  ") + say.driver(d),
            f.number(d.mentions),
            f.signed(d.impact, score.digits),
            f.interval(d.impact_low, d.impact_high, score.digits, signed=True),
            say.own(score, d),
            f.probability(d.p_adjusted) if isfinite(d.p_adjusted) else "",
        )
        for d in drivers
    ]
    yield from _aligned([("  " + header[0], *header[1:]), *table])
    yield f"  {t('p_note')} {t('association')}"
    if any(d.entwined for d in drivers):
        yield from textwrap.wrap(t("entwined_note"), WIDTH, initial_indent="  ", subsequent_indent="  ")
    if score.held:
        held = t("controls_note", controls=say.held(score))
        yield from textwrap.wrap(held, WIDTH, initial_indent="  ", subsequent_indent="  ")


def _topics(results: Results, said: Texts, rows: int) -> Iterator[str]:
    analysed = int(results.data.get("analysed", 0))
    say = phrases(said, results.names)
    yield said("lead", count=analysed, n=say.figures.number(analysed))
    found = [(sum(int(r[p]) for p in POLARITIES), r) for r in results.topics.to_dict("records")]
    found = sorted((item for item in found if item[0]), key=lambda item: (-item[0], str(item[1]["topic"])))
    if not found:
        yield said("no_topics")
        return
    header = (said("col.topic"), *(said(f"polarity.{p}") for p in POLARITIES))
    lines = [
        (said.name(results.names, str(r["topic"])), *(say.figures.number(r[p]) for p in POLARITIES))
        for _, r in found[:rows]
    ]
    yield from _aligned([header, *lines])


def _aligned(table: list[tuple[str, ...]]) -> Iterator[str]:
    """The first column to the left and cut to what is left of the width, the others to the right."""
    longest, *widths = (max(map(len, column)) for column in zip(*table, strict=True))
    room = min(longest, max(16, WIDTH - sum(widths) - 2 * len(widths)))
    for first, *rest in table:
        name = first if len(first) <= room else first[: room - 1] + "…"
        cells = [text.rjust(width) for text, width in zip(rest, widths, strict=True)]
        yield "  ".join([name.ljust(room), *cells]).rstrip()
