"""CSV and its relatives as a stream of record batches: Arrow's reader, and a careful one where it stops."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa
import pyarrow.csv as arrow_csv

from otklik.errors import InputError
from otklik.reading.decoding import open_text, open_utf8
from otklik.reading.dialect import Dialect, find_dialect
from otklik.reading.encoding import Encoding
from otklik.reading.layout import Layout, find_layout
from otklik.reading.source import HEAD, Source

_BLOCK = 4 << 20
_CAREFUL_ROWS = 5_000
_LOOK_ROWS = 60


@dataclass(frozen=True)
class Delimited:
    """A text table understood: ``skipped`` physical lines stand before the first row of data."""

    source: Source
    encoding: Encoding
    dialect: Dialect
    layout: Layout
    skipped: int

    @property
    def header_row(self) -> int | None:
        """1-based line of the header in the file."""
        return None if self.layout.header is None else self.skipped

    def batches(self) -> Generator[pa.RecordBatch, None, None]:
        """All rows as text columns. Raises InputError naming the row that breaks the table."""
        done = 0
        with closing(self._fast()) as fast, suppress(pa.ArrowInvalid):
            for batch in fast:
                yield batch
                done += batch.num_rows
            self._check_closed(batch)
            return
        # Arrow does not say which row, or stops at harmless ones: read on with the standard library.
        yield from self._careful(done)

    def _fast(self) -> Generator[pa.RecordBatch, None, None]:
        read = arrow_csv.ReadOptions(
            column_names=self.layout.columns, skip_rows=self.skipped, block_size=_BLOCK, encoding="utf8"
        )
        parse = arrow_csv.ParseOptions(
            delimiter=self.dialect.separator,
            quote_char='"' if self.dialect.quoted else False,
            newlines_in_values=self.dialect.quoted,
        )
        convert = arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(self.layout.columns, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
        )
        with open_utf8(self.source, self.encoding) as stream:
            yield from arrow_csv.open_csv(stream, read, parse, convert)

    def _check_closed(self, last: pa.RecordBatch) -> None:
        """A quotation mark that is never closed would swallow the rest of the file as one cell."""
        cells = [column[-1].as_py() for column in last.columns]
        if not self.dialect.quoted or not any(cell and "\n" in cell for cell in cells):
            return
        with open_utf8(self.source, self.encoding) as stream:
            marks = sum(block.count(b'"') for block in iter(lambda: stream.read(HEAD), b""))
        if marks % 2:
            start = next(cell for cell in cells if cell and "\n" in cell).split("\n")[0][:40]
            raise InputError(
                f"{self.source.name}: a quotation mark is opened and never closed, near {start!r}",
                mend="close or remove that quotation mark",
            )

    def _careful(self, done: int) -> Generator[pa.RecordBatch, None, None]:
        names = self.layout.columns
        with open_text(self.source, self.encoding) as text:
            rows = islice(self._rows(text), done, None)
            while block := list(islice(rows, _CAREFUL_ROWS)):
                columns = [
                    pa.array([row[at] or None for row in block], pa.string()) for at in range(len(names))
                ]
                yield pa.RecordBatch.from_arrays(columns, names=list(names))

    def _rows(self, text: io.TextIOBase) -> Iterator[list[str]]:
        for _ in range(self.skipped):
            text.readline()
        reader = self.dialect.rows(text)
        width, n = len(self.layout.columns), 0
        try:
            for row in reader:
                if row:
                    n += 1
                    yield row if len(row) == width else self._mended(row, n, reader.line_num)
        except csv.Error as error:
            line = self.skipped + reader.line_num
            raise InputError(
                f"{self.source.name}, row {n + 1} of the data (line {line}): {error}",
                mend="look for a quotation mark that is never closed near that line",
            ) from error

    def _mended(self, row: list[str], n: int, line: int) -> list[str]:
        """A row of another width is harmless only when nothing but blank cells is missing or too many."""
        columns = self.layout.columns
        if not any(row[len(columns) :]) and len(row) > len(columns):
            return row[: len(columns)]
        if len(row) < len(columns) and all(name.startswith("column_") for name in columns[len(row) :]):
            return row + [""] * (len(columns) - len(row))
        raise InputError(
            f"{self.source.name}, row {n} of the data (line {self.skipped + line}) has {len(row)} cells,"
            f" the table has {len(columns)} columns",
            mend="put the text of that row in quotation marks, or name the separator: --delimiter ';'",
        )


def open_delimited(source: Source, encoding: Encoding, delimiter: str | None) -> Delimited:
    """Find dialect and layout from the head of the file. Raises InputError when there are no rows."""
    with source.open() as stream:
        raw = stream.read(HEAD)
        complete = not stream.read(1)
    head = codecs.getincrementaldecoder(encoding.name)("replace").decode(raw, complete)
    dialect = find_dialect(head, delimiter, complete=complete)
    rows, ends = _first_rows(head, dialect, source, complete)
    if not any(cell.strip() for row in rows for cell in row):
        raise InputError(f"{source.name} holds no rows", mend="export it again: there is nothing to read")
    layout = find_layout(rows)
    if layout.first >= len(rows):
        raise InputError(f"{source.name} has a header and no rows", mend="export it again with its rows")
    return Delimited(
        source, encoding, dialect, layout, ends[layout.first - 1] if layout.first else int(dialect.said)
    )


def _first_rows(
    head: str, dialect: Dialect, source: Source, complete: bool
) -> tuple[list[list[str]], list[int]]:
    """The first rows and the physical line each of them ends at."""
    text = io.StringIO(head, newline="")
    said = int(dialect.said)
    if said:
        text.readline()
    rows, ends = [], []
    reader = dialect.rows(text)
    try:
        for row in islice(reader, _LOOK_ROWS):
            rows.append(row)
            ends.append(reader.line_num + said)
    except csv.Error as error:
        raise InputError(
            f"{source.name}, line {reader.line_num + said}: {error}",
            mend="look for a quotation mark that is never closed near that line",
        ) from error
    # The last row may be cut, but the only one below a header is better cut than none.
    cut = not complete and 2 < len(rows) < _LOOK_ROWS
    return (rows[:-1], ends[:-1]) if cut else (rows, ends)
