"""A workbook as it is written: tables under frozen headers with filters, in cells that do no harm."""

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

from otklik.report.cells import Cells

ROWS = 1_048_575  # of data: a sheet has 1,048,576, the first is the header
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDE = {"text": 70, "evidence": 36, "why": 40, "topics": 32, "signals": 24}
_CREATED = datetime(2000, 1, 1)  # the same results give the same bytes

Row = Iterable[Any]
Formats = Mapping[int, Format]  # column number → how its numbers are shown


class Book:
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
        """Values in the row of that number, counted from 0."""
        for column, value in enumerate(values):
            self.cells.put(sheet, number, column, value)

    def head(self, sheet: Worksheet, number: int, names: Iterable[object]) -> None:
        """Names of columns in a row."""
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


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[Book]:
    """A new workbook at ``path``, closed at the end."""
    with xlsxwriter.Workbook(str(path), _OPTIONS) as workbook:
        workbook.set_properties({"created": _CREATED})
        yield Book(workbook)


@contextmanager
def stream(path: str | os.PathLike[str], name: str) -> Iterator[Callable[[pd.DataFrame], None]]:
    """A workbook of one table that comes in batches, its cells as harmless as all others.

    What does not fit a sheet goes on to the next.
    """
    with opened(path) as book:
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
