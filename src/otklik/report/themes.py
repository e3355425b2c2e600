"""New themes as the page and the workbook show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import pandas as pd

from otklik.records import SENTIMENTS, Quote, Results
from otklik.report import passages
from otklik.report.passages import Excerpt
from otklik.report.phrases import Phrases
from otklik.report.scores import Score, scores
from otklik.report.texts import Texts
from otklik.report.timeline import SENTIMENT_ORDER

Row = Mapping[Any, Any]
LEADING = 3  # themes that the first screen and the terminal name
_QUOTED = 3  # quotes in a row of the sheet


@dataclass(frozen=True)
class ThemeQuote:
    """A quote with all words of the theme marked; ``link`` is an address of a page or empty."""

    quote: Quote
    text: Excerpt
    link: str


@dataclass(frozen=True)
class ThemeView:
    """``row``: THEME_COLUMNS; ``scores``: each score with its row of THEME_SCORE_COLUMNS, where it has
    figures."""

    anchor: str
    row: Row
    scores: tuple[tuple[Score, Row], ...]
    quotes: tuple[ThemeQuote, ...]

    def moods(self, said: Texts) -> list[tuple[str, str, float]]:
        """(tone, label, share) of the sentiments of its sentences, as a bar of shares is made."""
        return [(name, said(f"sentiment.{name}"), self.row[name]) for name in SENTIMENT_ORDER]


def theme_views(results: Results) -> tuple[ThemeView, ...]:
    """The themes in their order; none where none was found or looked for."""
    if results.new is None:
        return ()
    by_name = {score.name: score for score in scores(results)}
    told = [row for row in results.new.scores.to_dict("records") if isfinite(row["difference"])]
    return tuple(
        ThemeView(
            anchor=f"theme-{number}",
            row=row,
            scores=tuple(
                (by_name[one["score"]], one)
                for one in told
                if one["theme"] == row["theme"] and one["score"] in by_name
            ),
            quotes=tuple(map(_quote, results.new.quotes.get(row["theme"], ()))),
        )
        for number, row in enumerate(results.new.themes.to_dict("records"), start=1)
    )


def _quote(quote: Quote) -> ThemeQuote:
    marks = quote.marks or ((quote.start, quote.end),)
    return ThemeQuote(
        quote, passages.excerpt(quote.text, marks, passages.SHORT), passages.page_link(quote.link)
    )


def theme_growth(row: Row, split: str | None, say: Phrases) -> str:
    """How the share of a theme changed at the split of the dates; empty where that is not known."""
    if split is None or not isfinite(row["share_change"]):
        return ""
    figures = say.figures
    sure = isfinite(row["p"]) and row["share_change_low"] * row["share_change_high"] > 0
    grew = "more" if row["share_change"] > 0 else "fewer"
    return say.texts(
        "theme_growth" if sure else "theme_steady",
        turn=say.texts(f"turn.{grew}"),
        day=figures.date(split),
        first=figures.percent(row["share_first"]),
        second=figures.percent(row["share_second"]),
        interval=figures.interval(
            100 * row["share_change_low"], 100 * row["share_change_high"], 1, signed=True
        ),
    )


def themes_told(results: Results, say: Phrases) -> str:
    """The first themes by name with their shares, or that there is none; empty where none was looked for."""
    if results.new is None:
        return ""
    rows = results.new.themes.to_dict("records")
    if not rows:
        return say.texts("themes_none")
    first = [
        say.texts("theme_short", theme=row["theme"], share=say.figures.percent(row["share"]))
        for row in rows[:LEADING]
    ]
    return "; ".join(first) + ("; …" if len(rows) > LEADING else "")


def theme_sheet(results: Results, said: Texts) -> pd.DataFrame | None:
    """One row per theme, with the figures of each score and its first quotes; None where none was looked
    for."""
    if results.new is None:
        return None
    found = results.new
    table = found.themes.drop(columns=["p"]).rename(columns=lambda name: _header(str(name), said))
    for score, rows in found.scores.groupby("score", sort=False):
        by_theme = rows.set_index("theme").reindex(found.themes["theme"])
        for name in ("n", "value", "others", "difference", "low", "high"):
            table[f"{score}: {said(f'theme_col.{name}')}"] = by_theme[name].to_numpy()
    quotes = [
        "\n\n".join(quote.text for quote in found.quotes.get(theme, ())[:_QUOTED])
        for theme in found.themes["theme"]
    ]
    return _told(table, said).assign(**{said("quotes"): quotes})


def _header(name: str, said: Texts) -> str:
    return said(f"sentiment.{name}") if name in SENTIMENTS else said(f"theme_col.{name}")


def _told(table: pd.DataFrame, said: Texts) -> pd.DataFrame:
    told = table.astype(object)
    return told.mask(
        told.map(lambda value: isinstance(value, float) and not isfinite(value)), said("not_enough")
    )
