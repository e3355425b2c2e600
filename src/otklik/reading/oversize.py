"""Cells too long to be a comment: a quotation mark that swallowed the file, or an attachment."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pyarrow as pa
import pyarrow.compute as pc

from otklik.errors import InputError
from otklik.reading.source import Source

LONGEST_CELL = 8 << 20
"""Bytes of UTF-8; the longest comments known have a hundredth of that."""
Batches = Generator[pa.RecordBatch, None, None]


def checked(source: Source, stream: Callable[..., Batches]) -> Callable[..., Batches]:
    """The same stream, which raises InputError at a cell that is too long."""

    def batches(*, hold: bool = False) -> Batches:
        done = 0
        for batch in stream(hold=hold):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                if pa.types.is_string(column.type) and column.nbytes > LONGEST_CELL:
                    _check(source, name, column, done)
            done += batch.num_rows
            yield batch

    return batches


def _check(source: Source, name: str, column: pa.Array, done: int) -> None:
    sizes = pc.binary_length(column)
    longest = pc.max(sizes).as_py() or 0
    if longest > LONGEST_CELL:
        row = done + pc.index(sizes, longest).as_py() + 1
        raise InputError(
            "{file}, row {row} of the data: the cell in {name!r} has {size:,.0f} MB of text; no "
            "comment is that long",
            file=source.name,
            row=row,
            name=name,
            size=longest / 1e6,
            mend="look there for a quotation mark that is never closed, or a file inside the cell",
        )
