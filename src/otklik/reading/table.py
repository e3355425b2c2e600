"""A table in a file, understood: its columns, a sample, and all rows as a stream of frames."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from otklik.errors import InputError
from otklik.reading.delimited import open_delimited
from otklik.reading.dialect import NAMES
from otklik.reading.documents import looks_like, open_documents
from otklik.reading.encoding import Encoding, find_encoding
from otklik.reading.frames import rechunk, to_frame
from otklik.reading.parquet import open_parquet
from otklik.reading.source import HEAD, Source, identify
from otklik.reading.workbook import open_workbook

SAMPLE_ROWS = 2_000
BATCH_ROWS = 20_000
_MAX_COLUMNS = 10_000
Batches = Generator[pa.RecordBatch, None, None]


@dataclass(frozen=True)
class Table:
    """``facts``: source, format, encoding, delimiter, sheet, header_row (1-based, None without one),
    titles (the texts above it), n_rows (None until the file has been read through).
    ``notes``: sentences for the user about what was understood or is doubtful.
    """

    columns: tuple[str, ...]
    facts: Mapping[str, Any]
    notes: tuple[str, ...]
    stream: Callable[[], Batches] = field(repr=False)
    sample: pd.DataFrame = field(repr=False)

    def batches(self, *, size: int = BATCH_ROWS) -> Iterator[pd.DataFrame]:
        """All rows in the order of the file, ``size`` at a time; every call starts from the beginning.

        The index goes on over the batches: row 0 is the first row of data. Every batch has the same
        columns and types. Raises InputError where the file breaks.
        """
        start = 0
        with closing(self.stream()) as stream:
            for table in rechunk(stream, size):
                frame = to_frame(table)
                frame.index = pd.RangeIndex(start, start + len(frame))
                start += len(frame)
                yield frame


def open_table(
    path: str | Path, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Table:
    """Open an export: CSV, TSV, text (also .gz), XLSX, XLS, JSON, JSON Lines or Parquet, by its content.

    What is not told is found out. Raises InputError (what, where, why, and how to mend it) or UsageError.
    """
    source = identify(path)
    match source.format:
        case "parquet":
            return _from_parquet(source)
        case "excel":
            return _from_workbook(source, sheet)
    found = find_encoding(source, encoding)
    kind = looks_like(source.head(HEAD).decode(found.name, "replace"), source.suffix)
    return _from_documents(source, found, kind) if kind else _from_delimited(source, found, delimiter)


def _from_parquet(source: Source) -> Table:
    file = open_parquet(source)
    facts = {"format": "parquet", "n_rows": file.n_rows}
    return _table(source, file.schema.names, facts, (), file.batches)


def _from_workbook(source: Source, sheet: str | None) -> Table:
    book = open_workbook(source, sheet)
    notes = list(book.layout.notes)
    if book.others and sheet is None:
        notes.append(f"read the sheet {book.sheet!r}; others: {', '.join(book.others)} (--sheet NAME)")
    if book.blank:
        notes.append(f"left out {len(book.blank)} columns with neither a name nor a value")
    facts = {
        "format": "excel",
        "sheet": book.sheet,
        "header_row": book.header_row,
        "titles": book.layout.titles,
        "n_rows": len(book.rows),
    }
    return _table(source, book.schema.names, facts, tuple(notes), book.batches)


def _from_documents(source: Source, encoding: Encoding, kind: str) -> Table:
    file = open_documents(source, encoding, kind)
    facts = {"format": kind, "encoding": encoding.name, "n_rows": file.n_rows}
    return _table(source, file.schema.names, facts, _damage(encoding), file.batches)


def _from_delimited(source: Source, encoding: Encoding, delimiter: str | None) -> Table:
    file = open_delimited(source, encoding, delimiter)
    facts = {
        "format": "csv",
        "encoding": encoding.name,
        "delimiter": file.dialect.delimiter,
        "header_row": file.header_row,
        "titles": file.layout.titles,
    }
    read = f"read as {encoding.name}, delimiter: {NAMES.get(file.dialect.delimiter, file.dialect.delimiter)}"
    notes = (read, *_damage(encoding), *file.layout.notes)
    return _table(source, list(file.layout.columns), facts, notes, file.batches)


def _damage(encoding: Encoding) -> tuple[str, ...]:
    if not encoding.damaged or encoding.why == "told":
        return ()
    return (f"{encoding.damaged} letters at the beginning of the file are damaged and show as �",)


def _table(
    source: Source,
    columns: list[str],
    facts: Mapping[str, Any],
    notes: tuple[str, ...],
    stream: Callable[[], Batches],
) -> Table:
    if len(columns) > _MAX_COLUMNS:
        raise InputError(
            f"{source.name} has {len(columns):,} columns (at most {_MAX_COLUMNS:,})",
            mend="check the delimiter: --delimiter ';'",
        )
    empty = {
        "encoding": None,
        "delimiter": None,
        "sheet": None,
        "header_row": None,
        "titles": (),
        "n_rows": None,
    }
    with closing(stream()) as rows:
        sample = to_frame(next(rechunk(rows, SAMPLE_ROWS)))
    return Table(tuple(columns), {"source": source.name, **empty, **facts}, notes, stream, sample)
