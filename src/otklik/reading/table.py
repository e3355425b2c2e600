"""A table in a file, understood: its columns, a sample, and all rows as a stream of frames."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from otklik.errors import InputError
from otklik.reading.delimited import open_delimited
from otklik.reading.dialect import NAMES
from otklik.reading.documents import looks_like, open_documents
from otklik.reading.encoding import Encoding, find_encoding
from otklik.reading.exports import Threads, known_table, threads_of_documents, threads_of_rows
from otklik.reading.frames import rechunk, to_frame
from otklik.reading.layout import left_out
from otklik.reading.oversize import checked
from otklik.reading.pages import open_page
from otklik.reading.parquet import open_parquet
from otklik.reading.source import HEAD, Source, identify
from otklik.reading.undivided import undivided
from otklik.reading.workbook import Workbook, open_workbook
from otklik.sentences import Sentence
from otklik.sources.hints import Hints, roles_of

SAMPLE_ROWS = 2_000
BATCH_ROWS = 20_000
_MAX_COLUMNS = 10_000
_OBEYED = {
    "csv": ("--encoding", "--delimiter", "--header"),
    "html": ("--encoding", "--header"),
    "json": ("--encoding",),
    "jsonl": ("--encoding",),
    "excel": ("--sheet", "--header"),
    "parquet": (),
}
"""Format → the flags that say how such a file is read."""
Batches = Generator[pa.RecordBatch, None, None]


@dataclass(frozen=True)
class Table:
    """``facts``: source, format, encoding, delimiter, sheet, header_row (1-based, None without one),
    titles (the texts above it), n_rows (None until the file has been read through).
    ``notes``: sentences for the user about what was understood or is doubtful; ``heard()``: what else is
    to be told once all rows have been read. ``hints``: what is known of the columns where the tool that
    wrote the file is known (``facts["export"]`` is its name).
    """

    columns: tuple[str, ...]
    facts: Mapping[str, Any]
    notes: tuple[Sentence, ...]
    stream: Callable[..., Batches] = field(repr=False)
    sample: pd.DataFrame = field(repr=False)
    hints: Hints | None = None
    heard: Callable[[], tuple[Sentence, ...]] = field(default=tuple, repr=False)

    def frame(self) -> pd.DataFrame:
        """All rows at once, as fast as the machine reads them; the errors are those of ``batches``."""
        with closing(self.stream(hold=True)) as stream:
            batches = list(stream)
        return to_frame(pa.Table.from_batches(batches)) if batches else self.sample

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


@dataclass(frozen=True)
class Asked:
    """What the user said of the file; what is not said is found out. ``source`` is a record of an export,
    ``header`` the line of the header (0: there is none)."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    source: Path | None = None
    with_agents: bool = False
    header: int | None = None


def open_table(
    path: str | Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    source: Path | None = None,
    with_agents: bool = False,
    header: int | None = None,
) -> Table:
    """Open an export: CSV, TSV, text (also .gz), XLSX, XLS, HTML, JSON, JSON Lines, Parquet, by its content;
    the threads of a helpdesk become one row per ticket. ``header`` is the line of the header, 0 for none.

    Raises InputError (what, where, why, and how to mend it) or UsageError.
    """
    return open_asked(path, Asked(encoding, delimiter, sheet, source, with_agents, header))


def open_asked(path: str | Path, asked: Asked) -> Table:
    """``open_table`` with what was said in one record; what has no effect is told."""
    file = identify(path)
    table = _opened(file, asked)
    format = table.facts["format"]
    said = {f"--{name}": getattr(asked, name) for name in ("encoding", "delimiter", "sheet", "header")}
    idle = [flag for flag, value in said.items() if value is not None and flag not in _OBEYED[format]]
    if not idle:
        return table
    note = Sentence(
        "{file} is read as {format}; of no effect there: {flags}", file=file.name, format=format, flags=idle
    )
    return replace(table, notes=(*table.notes, note))


def _opened(file: Source, asked: Asked) -> Table:
    if file.format == "parquet":
        return _known(file, _from_parquet(file), asked)
    if file.format == "excel":
        return _known(file, _from_workbook(file, asked), asked)
    encoding = find_encoding(file, asked.encoding)
    if file.format == "page":
        return _known(file, _from_page(file, encoding, asked), asked)
    kind = looks_like(file.head(HEAD).decode(encoding.name, "replace"), file.suffix)
    if kind is None:
        return _known(file, _from_delimited(file, encoding, asked), asked)
    found = threads_of_documents(file, encoding, kind, asked.source, with_agents=asked.with_agents)
    if found is None:
        return _known(file, _from_documents(file, encoding, kind), asked)
    return _from_threads(file, found, {"format": kind, "encoding": encoding.name}, _damage(encoding))


def _known(file: Source, table: Table, asked: Asked) -> Table:
    """The table with what is known of its columns, if it is the export of a known tool."""
    source = known_table(list(table.columns), asked.source)
    if source is None:
        return table
    hints = roles_of(source, table.columns)
    if not hints.thread:
        return replace(table, hints=hints, facts={**table.facts, "export": source.name})
    rows = (_record(row) for batch in table.batches() for row in batch.astype(object).to_dict("records"))
    found = threads_of_rows(file, source, rows, with_agents=asked.with_agents)
    return _from_threads(file, found, table.facts, table.notes)


def _record(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): None if value is pd.NA else value for name, value in row.items()}


def _from_threads(
    file: Source, found: Threads, facts: Mapping[str, Any], notes: tuple[Sentence, ...]
) -> Table:
    known = {**facts, "export": found.source.name, "n_rows": len(found.rows)}
    table = _table(file, found.schema.names, known, (*notes, *found.notes), found.batches)
    return replace(table, hints=roles_of(found.source, table.columns))


def _from_parquet(source: Source) -> Table:
    file = open_parquet(source)
    facts = {"format": "parquet", "n_rows": file.n_rows}
    return _table(source, file.schema.names, facts, (), file.batches)


def _from_workbook(source: Source, asked: Asked) -> Table:
    book = open_workbook(source, asked.sheet, asked.header)
    notes: list[Sentence] = []
    if book.others and asked.sheet is None:
        notes.append(
            Sentence(
                "read the sheet {sheet!r}; others: {others} (--sheet NAME)",
                sheet=book.sheet,
                others=book.others,
            )
        )
    return _of_sheet(source, book, {"format": "excel", "sheet": book.sheet}, notes)


def _from_page(source: Source, encoding: Encoding, asked: Asked) -> Table:
    page = open_page(source, encoding, asked.header)
    notes = [Sentence("read the largest table of a web page (HTML)"), *_damage(encoding)]
    return _of_sheet(source, page, {"format": "html", "encoding": encoding.name}, notes)


def _of_sheet(source: Source, book: Workbook, facts: Mapping[str, Any], notes: list[Sentence]) -> Table:
    told = [*book.layout.notes, *notes]
    if book.blank:
        told.append(left_out(book.blank))
    facts = {
        **facts,
        "header_row": book.header_row,
        "titles": book.layout.titles,
        "n_rows": len(book.rows),
    }
    return _table(source, book.schema.names, facts, tuple(told), book.batches)


def _from_documents(source: Source, encoding: Encoding, kind: str) -> Table:
    file = open_documents(source, encoding, kind)
    facts = {"format": kind, "encoding": encoding.name, "n_rows": file.n_rows}
    return _table(source, file.schema.names, facts, _damage(encoding), file.batches)


def _from_delimited(source: Source, encoding: Encoding, asked: Asked) -> Table:
    file = open_delimited(source, encoding, asked.delimiter, asked.header)
    facts = {
        "format": "csv",
        "encoding": encoding.name,
        "delimiter": file.dialect.delimiter,
        "header_row": file.header_row,
        "titles": file.layout.titles,
    }
    sign = file.dialect.delimiter
    read = Sentence(
        "read as {encoding}, delimiter: {sign}", encoding=encoding.name, sign=NAMES.get(sign, sign)
    )
    notes = (read, *undivided(file.columns), *_damage(encoding), *file.layout.notes)
    table = _table(source, file.columns, facts, notes, file.batches)
    return replace(table, heard=lambda: file.leftovers.notes)


def _damage(encoding: Encoding) -> tuple[Sentence, ...]:
    if not encoding.damaged or encoding.why == "told":
        return ()
    n = encoding.damaged
    return (Sentence("damaged letters at the beginning of the file, which show as �: {n}", n=n),)


def _table(
    source: Source,
    columns: list[str],
    facts: Mapping[str, Any],
    notes: tuple[Sentence, ...],
    stream: Callable[..., Batches],
) -> Table:
    if len(columns) > _MAX_COLUMNS:
        raise InputError(
            "{file} has {n:column|columns} (at most {most:,})",
            file=source.name,
            n=len(columns),
            most=_MAX_COLUMNS,
            mend="check the delimiter: --delimiter ';'",
        )
    empty = {
        "encoding": None,
        "delimiter": None,
        "sheet": None,
        "export": None,
        "header_row": None,
        "titles": (),
        "n_rows": None,
    }
    stream = checked(source, stream)
    with closing(stream()) as rows:
        first = next(rechunk(rows, SAMPLE_ROWS), None)
    if first is None:
        raise InputError(
            "{file} has a header and no rows", file=source.name, mend="export it again with its rows"
        )
    sample = to_frame(first)
    return Table(tuple(columns), {"source": source.name, **empty, **facts}, notes, stream, sample)
