"""CSV and its relatives as a stream of record batches: Arrow's reader, and a careful one where it stops."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa
import pyarrow.csv as arrow_csv

from otklik.errors import InputError
from otklik.reading.decoding import nul_bytes, open_text, open_utf8
from otklik.reading.dialect import Dialect, find_dialect
from otklik.reading.encoding import Encoding
from otklik.reading.header_line import settled, told_row
from otklik.reading.layout import Layout, find_layout
from otklik.reading.leftovers import Leftovers
from otklik.reading.quoting import STANDARD
from otklik.reading.source import HEAD, Source
from otklik.sentences import Sentence

_BLOCK = 1 << 20
_LARGE_BLOCK = 64 << 20
_HELD = 1 << 30
_MOST_COLUMNS = 10_000
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
    header_row: int | None
    leftovers: Leftovers

    @property
    def columns(self) -> list[str]:
        """The columns that have a name or a value."""
        return [name for name in self.layout.columns if name not in self.layout.blank]

    def batches(self, *, hold: bool = False) -> Generator[pa.RecordBatch, None, None]:
        """All answers as text columns, what is none taken out (see ``Leftovers``). With ``hold`` the file is
        read at once, on all processors, if it is small enough; else memory stays flat. Raises InputError
        naming the row that breaks the table."""
        yield from self.leftovers.batches(self._all(hold))

    def _all(self, hold: bool) -> Generator[pa.RecordBatch, None, None]:
        done = 0
        whole = hold and self.source.path.stat().st_size <= _HELD
        for block_size in (_BLOCK, _LARGE_BLOCK):
            try:
                with closing(self._whole() if whole else self._fast(block_size, done)) as fast:
                    for batch in fast:
                        yield batch
                        done += batch.num_rows
                if done:
                    self._check_closed(batch)
                return
            except pa.ArrowInvalid as error:
                whole = False
                if "straddl" not in str(error):  # a row longer than the block
                    break
        # Arrow does not say which row, or stops at harmless ones: read on with the standard library.
        yield from self._careful(done)

    def _fast(self, block_size: int, done: int) -> Generator[pa.RecordBatch, None, None]:
        with open_utf8(self.source, self.encoding) as stream:
            read, parse, convert = self._options(block_size, done)
            yield from arrow_csv.open_csv(stream, read, parse, convert)

    def _whole(self) -> Generator[pa.RecordBatch, None, None]:
        with open_utf8(self.source, self.encoding) as stream:
            table = arrow_csv.read_csv(stream, *self._options(_BLOCK, 0))
        yield from table.to_batches()

    def _options(
        self, block_size: int, done: int
    ) -> tuple[arrow_csv.ReadOptions, arrow_csv.ParseOptions, arrow_csv.ConvertOptions]:
        quoting, columns = self.dialect.quoting, self.layout.columns
        return (
            arrow_csv.ReadOptions(
                column_names=columns,
                skip_rows=self.skipped,
                skip_rows_after_names=done,
                block_size=block_size,
                encoding="utf8",
            ),
            arrow_csv.ParseOptions(
                delimiter=self.dialect.separator,
                quote_char=quoting.quote or False,
                escape_char=quoting.escape or False,
                newlines_in_values=bool(quoting.quote),
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )

    def _check_closed(self, last: pa.RecordBatch) -> None:
        """A quotation mark that is never closed would swallow the rest of the file as one cell."""
        cells = [column[-1].as_py() for column in last.columns]
        if self.dialect.quoting != STANDARD or not any(cell and "\n" in cell for cell in cells):
            return
        with open_utf8(self.source, self.encoding) as stream:
            marks = sum(block.count(b'"') for block in iter(lambda: stream.read(HEAD), b""))
        if marks % 2:
            start = next(cell for cell in cells if cell and "\n" in cell).split("\n")[0][:40]
            raise InputError(
                "{file}: a quotation mark is opened and never closed, near {start!r}",
                file=self.source.name,
                start=start,
                mend="close or remove that quotation mark",
            )

    def _careful(self, done: int) -> Generator[pa.RecordBatch, None, None]:
        names = self.layout.columns
        with open_text(self.source, self.encoding) as text:
            rows = islice(self._rows(text), done, self.layout.length)
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
                    if any("\0" in cell for cell in row):
                        raise nul_bytes(
                            self.source, Sentence("line {line}", line=self.skipped + reader.line_num)
                        )
                    yield row if len(row) == width else self._mended(row, n, reader.line_num)
        except csv.Error as error:
            line = self.skipped + reader.line_num
            raise InputError(
                "{file}, row {row} of the data (line {line}): {why}",
                file=self.source.name,
                row=n + 1,
                line=line,
                why=error,
                mend="look for a quotation mark that is never closed near that line",
            ) from error

    def _mended(self, row: list[str], n: int, line: int) -> list[str]:
        """A row of another width is harmless only when nothing but blank cells is missing or too many."""
        columns = self.layout.columns
        if len(row) > len(columns) and not any(map(str.strip, row[len(columns) :])):
            return row[: len(columns)]
        if len(row) < len(columns) and all(name.startswith("column_") for name in columns[len(row) :]):
            return row + [""] * (len(columns) - len(row))
        raise InputError(
            "{file}, row {row} of the data (line {line}) has {cells:cell|cells}, "
            "the table has {columns:column|columns}",
            file=self.source.name,
            row=n,
            line=self.skipped + line,
            cells=len(row),
            columns=len(columns),
            mend="put the text of that row in quotation marks, or name the separator: --delimiter ';'",
        )


def open_delimited(
    source: Source, encoding: Encoding, delimiter: str | None, header: int | None = None
) -> Delimited:
    """Find dialect and layout from the head of the file; ``header`` is its line, if that is told (0: none).

    Raises InputError when there are no rows, UndecidedError when the first may be a header or not."""
    with source.open() as stream:
        raw = stream.read(HEAD)
        complete = not stream.read(1)
    head = codecs.getincrementaldecoder(encoding.name)("replace").decode(raw, complete)
    dialect = find_dialect(head, delimiter, complete=complete)
    rows, ends = _first_rows(head, dialect, source, complete)
    if not any(cell.strip() for row in rows for cell in row):
        raise InputError(
            "{file} holds no rows", file=source.name, mend="export it again: there is nothing to read"
        )
    if max(map(len, rows)) > _MOST_COLUMNS:
        raise InputError(
            "{file} has more than {most:,} columns",
            file=source.name,
            most=_MOST_COLUMNS,
            mend="check the delimiter: --delimiter ';'",
        )
    lines = [int(dialect.said), *ends]  # the line that each row stands after
    starts = [line + 1 for line in lines[:-1]]
    layout = find_layout(rows, told=told_row(header, rows, starts))
    layout = settled(layout, rows, starts, source.name)
    if layout.first >= len(rows):
        raise InputError(
            "{file} has a header and no rows", file=source.name, mend="export it again with its rows"
        )
    header_row = None if layout.header is None else starts[layout.header]
    return Delimited(source, encoding, dialect, layout, lines[layout.first], header_row, Leftovers(layout))


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
            "{file}, line {line}: {why}",
            file=source.name,
            line=reader.line_num + said,
            why=error,
            mend="look for a quotation mark that is never closed near that line",
        ) from error
    # The last row may be cut, but the only one below a header is better cut than none.
    cut = not complete and 2 < len(rows) < _LOOK_ROWS
    return (rows[:-1], ends[:-1]) if cut else (rows, ends)
