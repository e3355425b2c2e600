"""Parquet as a stream of record batches."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as arrow_parquet

from otklik.errors import InputError
from otklik.reading.source import Source

_ROWS = 20_000


@dataclass(frozen=True)
class Parquet:
    """A Parquet file; columns keep their types, dictionaries become their values."""

    source: Source
    schema: pa.Schema
    n_rows: int

    def batches(self) -> Generator[pa.RecordBatch, None, None]:
        """All rows. Raises InputError when a block is damaged."""
        try:
            with arrow_parquet.ParquetFile(self.source.path) as file:
                for batch in file.iter_batches(_ROWS):
                    yield batch.cast(self.schema)
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
        raise InputError(f"{source.name} holds no rows", mend="export it again: there is nothing to read")
    plain = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in schema
    ]
    return Parquet(source, pa.schema(plain), rows)


def _damaged(source: Source, error: Exception) -> InputError:
    return InputError(f"{source.name} is a damaged Parquet file ({error})", mend="write or download it again")
