"""The workbook: summary, drivers, callbacks, comments, mentions, for those who go on in a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from otklik.records import DRIVER_COLUMNS, Changes, Results
from otklik.report import callbacks, files
from otklik.report.cells import Cells
from otklik.report.figures import Figures
from otklik.report.phrases import phrases
from otklik.report.quality import Quality
from otklik.report.scores import scores
from otklik.report.sheets import change_sheets, sheets, trust_sheets, watch_sheets
from otklik.report.texts import Texts, texts

ROWS = 1_048_575  # of data: a sheet has 1,048,576, the first is the header
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDE = {"text": 70, "evidence": 36, "why": 40, "topics": 32, "signals": 24}
_JOINT = {"effect", "effect_low", "effect_high", "p", "p_adjusted"}
_CLASSES = {"kano": "kano", "expected": "kano", "quadrant": "quadrant"}
"""Columns of classes → the family of texts that names them."""
_CREATED = datetime(2000, 1, 1)  # the same results give the same bytes

Row = Iterable[Any]
Formats = Mapping[int, Format]  # column number → how its numbers are shown


class _Book:
    """An open workbook with the formats and the cell writer that all its sheets share."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        self.cells = Cells(day, moment)

    def row(self, sheet: Worksheet, number: int, values: Row) -> None:
        for column, value in enumerate(values):
            self.cells.put(sheet, number, column, value)

    def head(self, sheet: Worksheet, number: int, names: Iterable[object]) -> None:
        for column, name in enumerate(names):
            sheet.write_string(number, column, self.cells.text(str(name)), self.header)

    def sheet(
        self,
        name: str,
        headers: list[str],
        size: int,
        *,
        formats: Formats | None = None,
        widths: Mapping[str, int] | None = None,
    ) -> Worksheet:
        """A sheet ready for ``size`` rows: header frozen, filters on."""
        sheet = self.book.add_worksheet(name)
        for column, header in enumerate(headers):
            sheet.set_column(
                column, column, (widths or _WIDE).get(header, 14), (formats or {}).get(column, self.wrap)
            )
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(size, 1), max(len(headers) - 1, 0))
        self.head(sheet, 0, headers)
        return sheet

    def table(
        self,
        name: str,
        headers: list[str],
        rows: Iterable[Row],
        count: int,
        *,
        formats: Formats | None = None,
        widths: Mapping[str, int] | None = None,
    ) -> None:
        """Rows under a frozen header with filters; what does not fit goes on to 'name 2', 'name 3' …"""
        source = iter(rows)
        for part in range(max(1, -(-count // ROWS))):
            size = min(ROWS, count - part * ROWS)
            title = name if part == 0 else f"{name} {part + 1}"
            sheet = self.sheet(title, headers, size, formats=formats, widths=widths)
            for number in range(1, size + 1):
                self.row(sheet, number, next(source))

    def frame(self, name: str, frame: pd.DataFrame | None, absent: str) -> None:
        """A table as it is, or a sentence where there is none."""
        if frame is None:
            sheet = self.book.add_worksheet(name)
            sheet.set_column(0, 0, 100, self.wrap)
            sheet.write_string(0, 0, absent)
            return
        headers = [str(column) for column in frame.columns]
        self.table(name, headers, frame.itertuples(index=False, name=None), len(frame))


def write(results: Results, path: str | os.PathLike[str], *, lang: str | None = None) -> None:
    """Write the results as an .xlsx file at ``path``; a failure leaves what was there before.

    No cell is a formula or a link. Texts that begin like a formula get a leading apostrophe, texts over
    32,767 characters are clipped; the summary counts both. Memory does not grow with the rows beyond the
    frames themselves. Raises UsageError for a folder that is missing or a language without texts.
    """
    said = texts(lang or results.language)
    with files.replace(path) as aside, xlsxwriter.Workbook(str(aside), _OPTIONS) as workbook:
        workbook.set_properties({"created": _CREATED})
        book = _Book(workbook)
        summary = workbook.add_worksheet(said("sheet.summary"))
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
    with files.replace(path) as aside, xlsxwriter.Workbook(str(aside), _OPTIONS) as workbook:
        workbook.set_properties({"created": _CREATED})
        book = _Book(workbook)
        for name, frame in change_sheets(changes, names, said):
            book.frame(name, frame, said("sheet_absent"))


def _driver_formats(book: _Book) -> Formats:
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


def _write_standing(book: _Book, name: str, table: pd.DataFrame, results: Results, said: Texts) -> None:
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


def _write_summary(book: _Book, sheet: Worksheet, results: Results, said: Texts) -> None:
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


@contextmanager
def stream(path: str | os.PathLike[str], name: str) -> Iterator[Callable[[pd.DataFrame], None]]:
    """A workbook of one table that comes in batches, its cells as harmless as those of ``write``.

    What does not fit a sheet goes on to the next.
    """
    with xlsxwriter.Workbook(str(path), _OPTIONS) as workbook:
        workbook.set_properties({"created": _CREATED})
        book = _Book(workbook)
        sheets: list[Worksheet] = []
        done = 0

        def put(frame: pd.DataFrame) -> None:
            nonlocal done
            headers = [str(column) for column in frame.columns]
            if not sheets:
                sheets.append(book.sheet(name, headers, ROWS))
            for values in frame.itertuples(index=False, name=None):
                if done == ROWS * len(sheets):
                    sheets.append(book.sheet(f"{name} {len(sheets) + 1}", headers, ROWS))
                book.row(sheets[-1], done % ROWS + 1, values)
                done += 1

        yield put
