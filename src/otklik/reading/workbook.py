"""Spreadsheets (XLSX, XLS, ODS) through calamine."""

from __future__ import annotations

import io
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from otklik.errors import InputError
from otklik.reading import cells
from otklik.reading.columns import nearest, quoted
from otklik.reading.dialect import find_dialect
from otklik.reading.ending import table_length
from otklik.reading.header import Span
from otklik.reading.header_line import settled, told_row
from otklik.reading.heading import SURE, heading_bits
from otklik.reading.layout import Layout, find_layout
from otklik.reading.leftovers import Leftovers
from otklik.reading.schema import Kinds, is_missing, to_batch
from otklik.reading.source import Source
from otklik.sentences import Sentence

_ROWS = 5_000
_LOOK_ROWS = 60


@dataclass(frozen=True)
class Workbook:
    """One sheet. It is held in memory: the format (at most 1,048,576 rows) cannot be read in part."""

    sheet: str
    others: tuple[str, ...]
    layout: Layout
    schema: pa.Schema
    rows: list[dict[str, Any]]
    blank: tuple[str, ...] = ()

    @property
    def header_row(self) -> int | None:
        """1-based row of the header in the sheet."""
        return None if self.layout.header is None else self.layout.header + 1

    def batches(self, *, hold: bool = False) -> Generator[pa.RecordBatch, None, None]:
        """All rows; numbers, dates and booleans keep their type where a column holds only such."""
        for at in range(0, len(self.rows), _ROWS):
            yield to_batch(self.rows[at : at + _ROWS], self.schema)


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet, and the ranges that are merged."""

    name: str
    grid: list[list[Any]]
    spans: list[Span]


def open_workbook(source: Source, sheet: str | None, header: int | None = None) -> Workbook:
    """Read the named sheet, or the one with the most filled cells (a cover sheet may stand first).
    ``header`` is the row of the header, if that is told (0: none).

    Raises InputError: password, damaged file, no such sheet, nothing in it; UndecidedError when a row may be
    a header or not.
    """
    names, chosen = _sheet(source, sheet)
    return understood(source, chosen, tuple(name for name in names if name != chosen.name), header)


def understood(source: Source, chosen: Sheet, others: tuple[str, ...], header: int | None) -> Workbook:
    """The layout and the answers of a sheet. Raises InputError where there are none, UndecidedError when a
    row may be a header or not."""
    where = source.name
    if chosen.name:
        where = Sentence("{file}, sheet {sheet!r},", file=source.name, sheet=chosen.name)
    chosen, split = divided(chosen)
    head = [*chosen.grid[:_LOOK_ROWS], []]
    lines = range(1, len(head) + 1)
    layout = find_layout(head, spans=chosen.spans, told=told_row(header, head, lines))
    layout = settled(layout, head, lines, where)
    length = table_length(chosen.grid, layout.first, layout.heads)
    leftovers = Leftovers(replace(layout, length=length))
    spread = _spread_down(chosen, layout.first)
    rows = leftovers.rows(chosen.grid[layout.first :])
    if not rows:
        raise InputError(
            "{where} has a header and no rows", where=where, mend="name another sheet: --sheet NAME"
        )
    records = [dict(zip(layout.columns, row, strict=False)) for row in rows]
    kinds = Kinds()
    for record in records:
        kinds.add(record)
    blank = tuple(name for name, seen in kinds.seen.items() if not seen and name.startswith("column_"))
    for name in blank:
        del kinds.seen[name]
    told = (*split, *layout.told, *spread, *leftovers.notes)
    layout = replace(layout, length=length, blank=(), told=told)
    return Workbook(chosen.name, others, layout, kinds.schema, records, blank)


def divided(sheet: Sheet) -> tuple[Sheet, tuple[Sentence, ...]]:
    """A sheet whose first column holds whole lines of a CSV, as it should be; and the note about it."""
    lines = [cells.filled(row) for row in sheet.grid]
    if max(map(len, lines)) != 1:
        return sheet, ()
    text = "\n".join(line[0] for line in lines if line)
    dialect = find_dialect(text)
    grid = list(dialect.rows(io.StringIO(text, newline="")))
    if (
        not dialect.delimiter
        or len({len(row) for row in grid}) > 1
        or heading_bits(grid[0], grid[1:]) <= SURE
    ):
        return sheet, ()
    told = Sentence(
        "the sheet held whole lines in one column; they were split at {delimiter!r}",
        delimiter=dialect.delimiter,
    )
    return replace(sheet, grid=grid, spans=[]), (told,)


def _spread_down(sheet: Sheet, first: int) -> tuple[Sentence, ...]:
    """Give the value of cells merged over several rows of data to each of them; the note about it."""
    spread = 0
    for (top, left), (bottom, _) in sheet.spans:
        if first <= top < bottom:
            spread += 1
            for row in sheet.grid[top + 1 : bottom + 1]:
                row[left] = sheet.grid[top][left]
    told = Sentence(
        "gave the value of {n:merged cell to each of its|merged cells to each of their} rows", n=spread
    )
    return (told,) if spread else ()


def _sheet(source: Source, sheet: str | None) -> tuple[list[str], Sheet]:
    """The names of all sheets; the chosen one and its cells."""
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(str(source.path))
        names = list(book.sheet_names)
        if sheet is not None and sheet not in names:
            raise InputError(
                "{file} has no sheet {sheet!r}; it has: {names!r}",
                file=source.name,
                sheet=sheet,
                names=names,
                meant=quoted(nearest(names, sheet) or names[0]),
                mend="--sheet {meant}",
            )
        best, most = Sheet("", [], []), 0
        for name in [sheet] if sheet is not None else names:
            one = book.get_sheet_by_name(name)
            grid = one.to_python(skip_empty_area=False)
            filled = sum(not is_missing(cell) for row in grid for cell in row)
            if filled > most:
                best, most = Sheet(name, grid, list(one.merged_cell_ranges or ())), filled
        if most:
            return names, best
    except calamine.PasswordError as error:
        raise InputError(
            "{file} is protected by a password",
            file=source.name,
            mend="save a copy without a password and read that",
        ) from error
    except calamine.CalamineError as error:
        raise InputError(
            "{file} is a damaged workbook ({why})", file=source.name, why=error, mend="save it again"
        ) from error
    where = source.name
    if sheet is not None:
        where = Sentence("sheet {sheet!r} of {file}", sheet=sheet, file=source.name)
    raise InputError("{where} is empty", where=where, mend="name another sheet: --sheet NAME")
