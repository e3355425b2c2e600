"""Whom to call back, as the report and the workbook show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from otklik.records import COMMENT_ID, TEXT, Results
from otklik.report import passages
from otklik.report.passages import Excerpt
from otklik.report.texts import Texts

SHOWN = 20


@dataclass(frozen=True)
class CallbackView:
    """A customer to call back. ``link`` is an address of a page or empty; ``promised`` the words about a
    broken promise or empty."""

    id: str
    link: str
    date: str
    scores: Mapping[str, float]
    reasons: tuple[str, ...]
    promised: str
    text: Excerpt


def views(results: Results, said: Texts) -> tuple[CallbackView, ...]:
    """The SHOWN most pressing ones."""
    rows = () if results.callbacks is None else results.callbacks.head(SHOWN).to_dict("records")
    return tuple(
        CallbackView(
            id=row[COMMENT_ID],
            link=passages.page_link(row["link"]),
            date=_text(row["date"]),
            scores=row["scores"],
            reasons=tuple(reason(said, results, name) for name in row["reasons"]),
            promised=_text(row["promised"]),
            text=passages.excerpt(row[TEXT], row["marks"], passages.SHORT),
        )
        for row in rows
    )


def reason(said: Texts, results: Results, id: str) -> str:
    """The name of a topic or a signal."""
    return said.name(results.names, id) if id in results.names else said.find(f"signal.{id}", id)


def columns(results: Results, said: Texts) -> list[str]:
    """Headers of the sheet: a column for each score."""
    fixed = ("callback.id", "callback.link", "callback.date")
    told = ("callback.reasons", "callback.evidence", "callback.promised", "callback.text")
    return [*map(said, fixed), *_scores(results), *map(said, told)]


def widths(said: Texts) -> dict[str, int]:
    """The wide columns of the sheet, in characters."""
    wide = {"link": 30, "reasons": 26, "evidence": 40, "promised": 30, "text": 70}
    return {said(f"callback.{name}"): width for name, width in wide.items()}


def rows(results: Results, said: Texts) -> Iterator[Sequence[Any]]:
    """Rows of the sheet, in the order of ``columns``."""
    names = _scores(results)
    for row in () if results.callbacks is None else results.callbacks.to_dict("records"):
        yield (
            row[COMMENT_ID],
            passages.page_link(row["link"]) or None,
            _text(row["date"]) or None,
            *(row["scores"].get(name) for name in names),
            [reason(said, results, name) for name in row["reasons"]],
            " · ".join(row["evidence"]),
            _text(row["promised"]) or None,
            row[TEXT],
        )


def _scores(results: Results) -> list[str]:
    return [str(name) for name in results.metrics["score"]]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
