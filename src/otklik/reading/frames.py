"""Arrow batches to pandas frames: one fixed schema for the whole file, whatever the batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
import pyarrow as pa

_NULLABLE = {
    **{kind: pd.Int64Dtype() for kind in (pa.int8(), pa.int16(), pa.int32(), pa.int64())},
    **{kind: pd.Int64Dtype() for kind in (pa.uint8(), pa.uint16(), pa.uint32())},
    pa.bool_(): pd.BooleanDtype(),
}


def to_frame(batch: pa.RecordBatch | pa.Table) -> pd.DataFrame:
    """Text stays text, integers and booleans become pandas' nullable types, so that a missing cell in
    one batch does not change the type of the column."""
    frame: pd.DataFrame = batch.to_pandas(types_mapper=_NULLABLE.get, ignore_metadata=True)
    return frame


def rechunk(batches: Iterable[pa.RecordBatch], size: int) -> Iterator[pa.Table]:
    """Cut a stream of record batches into tables of exactly ``size`` rows (the last may be shorter)."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= size:
            table = pa.Table.from_batches(held)
            whole = rows - rows % size
            yield from (table.slice(at, size) for at in range(0, whole, size))
            held = table.slice(whole).to_batches()
            rows -= whole
    if rows:
        yield pa.Table.from_batches(held)
