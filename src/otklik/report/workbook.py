"""The workbook: summary, drivers, callbacks, comments, mentions, for those who go on in a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from otklik.records import DRIVER_COLUMNS, Changes, Results
from otklik.report import callbacks, files
from otklik.report.book import Book, Formats, Row, opened
from otklik.report.cells import Cells
from otklik.report.figures import Figures
from otklik.report.phrases import phrases
from otklik.report.quality import Quality
from otklik.report.scores import scores
from otklik.report.sheets import change_sheets, sheets, trust_sheets, watch_sheets
from otklik.report.texts import Texts, texts

_JOINT = {"effect", "effect_low", "effect_high", "p", "p_adjusted"}
_CLASSES = {"kano": "kano", "expected": "kano", "quadrant": "quadrant"}
"""Columns of classes → the family of texts that names them."""


def write(results: Results, path: str | os.PathLike[str], *, lang: str | None = None) -> None:
    """Write the results as an .xlsx file at ``path``; a failure leaves what was there before.

    No cell is a formula or a link. Texts that begin like a formula get a leading apostrophe, texts over
    32,767 characters are clipped; the summary counts both. Memory does not grow with the rows beyond the
    frames themselves. Raises UsageError for a folder that is missing or a language without texts.
    """
    said = texts(lang or results.language)
    with files.replace(path) as aside, opened(aside) as book:
        summary = book.book.add_worksheet(said("sheet.summary"))
        rows = list(_drivers(results, said))
        headers = [said("col.name"), *(said(f"col.{c}") for c in DRIVER_COLUMNS)]
        book.table(said("sheet.drivers"), headers, rows, len(rows), formats=_driver_formats(book))
        for key, table in (("sheet.kano", results.kano), ("sheet.quadrant", results.quadrant)):
            if table is not None and len(table):
                _write_standing(book, said(key), table, results, said)
        if calls := list(callbacks.rows(results, said)):
            headers = callbacks.columns(results, said)
            book.table(said("sheet.callbacks"), headers, calls, len(calls), widths=callbacks.widths(said))
        if results.changes:
            for name, frame in change_sheets(results.changes, results.names, said):
                book.frame(name, frame, said("sheet_absent"))
        if results.watch:
            for name, frame in watch_sheets(results.watch, results.names, said):
                book.frame(name, frame, said("sheet_absent"))
        if results.trust:
            for name, frame in trust_sheets(results.trust, results.names, said):
                book.frame(name, frame, said("sheet_absent"))
        book.frame(said("sheet.comments"), results.comments, said("sheet_absent"))
        book.frame(said("sheet.mentions"), results.mentions, said("sheet_absent"))
        for name, table in sheets(results, said):
            book.frame(name, table, said("sheet_absent"))
        _write_summary(book, summary, results, said)  # last: it tells what was clipped in the others


def write_changes(
    changes: Changes,
    names: Mapping[str, Mapping[str, str]],
    path: str | os.PathLike[str],
    *,
    lang: str,
) -> None:
    """Write what changed between two waves as an .xlsx file; ``names``: topic id → its name by language.
    Cells and errors as in ``write``."""
    said = texts(lang)
    with files.replace(path) as aside, opened(aside) as book:
        for name, frame in change_sheets(changes, names, said):
            book.frame(name, frame, said("sheet_absent"))


def _driver_formats(book: Book) -> Formats:
    shown = dict.fromkeys(("share", "importance"), "0.0%") | dict.fromkeys(("p", "p_adjusted"), "0.0000")
    plain = {"score", "topic", "polarity", "n", "mentions", "significant"}
    return {
        column: book.book.add_format({"num_format": shown.get(name, "0.00"), "valign": "top"})
        for column, name in enumerate(DRIVER_COLUMNS, start=1)
        if name not in plain
    }


def _drivers(results: Results, said: Texts) -> Iterator[list[Any]]:
    """Rows of the sheet of drivers; a figure that could not be given says so."""
    for row in results.drivers[list(DRIVER_COLUMNS)].to_dict("records"):
        name = said.name(results.names, str(row["topic"]), str(row["polarity"]))
        lone = "entwined" if pd.isna(row["effect"]) and pd.notna(row["importance"]) else "not_enough"
        values = {
            key: said(lone if key in _JOINT else "not_enough") if pd.isna(value) else value
            for key, value in row.items()
        }
        values["polarity"] = said.find(f"polarity.{row['polarity']}", str(row["polarity"]))
        yield [name, *values.values()]


def _write_standing(book: Book, name: str, table: pd.DataFrame, results: Results, said: Texts) -> None:
    """A sheet of topics in a model of experience; a figure that could not be given says so."""
    headers = [said("col.name"), *(said(f"col.{column}") for column in table)]
    rows = [
        [said.name(results.names, str(row["topic"])), *(_told(str(key), row[key], said) for key in row)]
        for row in table.to_dict("records")
    ]
    book.table(name, headers, rows, len(rows))


def _told(column: str, value: Any, said: Texts) -> Any:
    if column in _CLASSES and isinstance(value, str):
        return said.find(f"{_CLASSES[column]}.{value}", value)
    return said("not_enough") if isinstance(value, float) and pd.isna(value) else value


def _write_summary(book: Book, sheet: Worksheet, results: Results, said: Texts) -> None:
    sheet.set_column(0, 0, 34)  # not wrapped: sentences run on over the empty cells beside them
    sheet.set_column(1, 8, 16, book.wrap)
    number = 0
    for title, header, rows in _blocks(results, said, book.cells):
        sheet.write_string(number, 0, title, book.title)
        if header:
            number += 1
            book.head(sheet, number, header)
        for row in rows:
            number += 1
            book.row(sheet, number, row)
        number += 2


def _blocks(results: Results, said: Texts, cells: Cells) -> Iterator[tuple[str, list[str], list[Row]]]:
    """(title, header, rows) of the sheet of the summary, from top to bottom."""
    say, figures = phrases(said, results.names), Figures(said)
    every = scores(results)
    metrics: list[Row] = [
        (s.name, say.scale(s), s.n, s.value, s.low, s.high, _shares(s.shares, figures, said)) for s in every
    ]
    header = [said(key) for key in ("col.score", "metric", "col.n", "value", "low", "high", "shares")]
    yield said("sheet_metrics"), header, metrics
    for score in every:
        lines: list[Row] = [(f"{say.driver(d)} {say.sentence(score, d)}",) for d in score.strongest()]
        yield f"{said('moves')}: {score.name}", [], lines or [(say.no_driver(score),)]
    names = ("negative", "neutral", "positive")
    topics: list[Row] = [
        (said.name(results.names, str(r["topic"])), *(r[n] for n in names), r["share"], r["topic"])
        for r in results.topics.to_dict("records")
    ]
    labels = [said("col.topic"), *(said(f"polarity.{n}") for n in names), said("all_mentions"), "id"]
    yield said("sheet_topics"), labels, topics
    facts: list[Row] = [
        *Quality(said, figures).facts(results),
        *((said.tell(note),) for note in results.data.get("notes", ())),
    ]
    yield said("sheet_facts"), [], facts
    counts = (("sheet_clipped", cells.clipped), ("sheet_shielded", cells.shielded))
    told: list[Row] = [(said(key, count=n, n=figures.number(n)),) for key, n in counts if n]
    if told:
        yield said("sheet_notes"), [], told


def _shares(shares: Any, figures: Figures, said: Texts) -> str:
    return ", ".join(f"{said.find(f'share.{name}', name)} {figures.percent(x)}" for name, x in shares.items())
