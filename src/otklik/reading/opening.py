"""Opening an export: what kind of file it is decides how it is read and which flags have an effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from otklik.reading.delimited import open_delimited
from otklik.reading.dialect import NAMES
from otklik.reading.documents import looks_like, open_documents
from otklik.reading.encoding import Encoding, find_encoding
from otklik.reading.exports import Threads, known_table, threads_of_documents, threads_of_rows
from otklik.reading.layout import left_out
from otklik.reading.pages import open_page
from otklik.reading.parquet import open_parquet
from otklik.reading.source import HEAD, Source, identify
from otklik.reading.table import Asked, Table, table_of
from otklik.reading.undivided import undivided
from otklik.reading.workbook import Workbook, open_workbook
from otklik.sentences import Sentence
from otklik.sources.hints import roles_of

_OBEYED = {
    "csv": ("--encoding", "--delimiter", "--header"),
    "html": ("--encoding", "--header"),
    "json": ("--encoding",),
    "jsonl": ("--encoding",),
    "excel": ("--sheet", "--header"),
    "parquet": (),
}
"""Format → the flags that say how such a file is read."""


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
    table = table_of(file, found.schema.names, known, (*notes, *found.notes), found.batches)
    return replace(table, hints=roles_of(found.source, table.columns))


def _from_parquet(source: Source) -> Table:
    file = open_parquet(source)
    facts = {"format": "parquet", "n_rows": file.n_rows}
    return table_of(source, file.schema.names, facts, (), file.batches)


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
    return table_of(source, book.schema.names, facts, tuple(told), book.batches)


def _from_documents(source: Source, encoding: Encoding, kind: str) -> Table:
    file = open_documents(source, encoding, kind)
    facts = {"format": kind, "encoding": encoding.name, "n_rows": file.n_rows}
    return table_of(source, file.schema.names, facts, _damage(encoding), file.batches)


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
    table = table_of(source, file.columns, facts, notes, file.batches)
    return replace(table, heard=lambda: file.leftovers.notes)


def _damage(encoding: Encoding) -> tuple[Sentence, ...]:
    if not encoding.damaged or encoding.why == "told":
        return ()
    n = encoding.damaged
    return (Sentence("damaged letters at the beginning of the file, which show as �: {n}", n=n),)
