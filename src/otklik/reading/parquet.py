"""Parquet as a stream of record batches."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as arrow_parquet

from otklik.errors import InputError
from otklik.reading.source import Source

_ROWS = 20_000
_BUFFER = 1 << 20
"""Bytes of a column that are read at once; otherwise, and with pre_buffer, it would be a whole block, which
may be all the file."""


@dataclass(frozen=True)
class Parquet:
    """A Parquet file; columns keep their types, dictionaries become their values, lists and structs
    JSON text; the second column 'score' is called 'score (2)'."""

    source: Source
    schema: pa.Schema
    n_rows: int

    def batches(self, *, hold: bool = False) -> Generator[pa.RecordBatch, None, None]:
        """All rows. Raises InputError when a block is damaged."""
        try:
            with arrow_parquet.ParquetFile(self.source.path, buffer_size=_BUFFER, pre_buffer=False) as file:
                for batch in file.iter_batches(_ROWS):
                    columns = map(_plain, batch.columns, self.schema.types)
                    yield pa.RecordBatch.from_arrays(list(columns), schema=self.schema)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(self.source, error) from error


def open_parquet(source: Source) -> Parquet:
    """Read the schema. Raises InputError when the file is damaged or holds no rows."""
    try:
        with arrow_parquet.ParquetFile(source.path) as file:
            rows, schema = file.metadata.num_rows, file.schema_arrow
    except (pa.ArrowException, OSError) as error:
        raise _damaged(source, error) from error
    if not rows:
        raise InputError(
            "{file} holds no rows", file=source.name, mend="export it again: there is nothing to read"
        )
    types = map(_plain_type, schema.types)
    return Parquet(source, pa.schema(list(zip(_unique(schema.names), types, strict=True))), rows)


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain_type(kind.value_type)
    return pa.string() if pa.types.is_nested(kind) else kind


def _plain(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if not pa.types.is_nested(column.type):
        return column.cast(kind)
    texts = [
        None if value is None else json.dumps(value, ensure_ascii=False, default=str)
        for value in column.to_pylist()
    ]
    return pa.array(texts, kind)


def _unique(names: list[str]) -> Iterator[str]:
    taken: set[str] = set()
    for name in names:
        new, n = name, 1
        while new in taken or (n > 1 and new in names):
            n += 1
            new = f"{name} ({n})"
        taken.add(new)
        yield new


def _damaged(source: Source, error: Exception) -> InputError:
    return InputError(
        "{file} is a damaged Parquet file ({why})",
        file=source.name,
        why=error,
        mend="write or download it again",
    )
