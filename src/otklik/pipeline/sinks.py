"""Labelled tables to a file as they come: JSON Lines, CSV, Parquet or XLSX, by the name of the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import pandas as pd

from otklik.errors import UsageError
from otklik.records import SIGNALS, TOPICS
from otklik.report.files import replace
from otklik.report.tables import plain
from otklik.report.workbook import stream

Put = Callable[[pd.DataFrame], None]
_LISTS = (TOPICS, SIGNALS)


@contextmanager
def sink(path: Path) -> Iterator[Put]:
    """A function that takes the batches of one table. The file appears whole, when the block ends well.

    CSV is data, byte for byte (lists are joined by '; '); the workbook is for reading, so no text in it can
    run as a formula. Raises UsageError for an unknown ending.
    """
    kinds = {".jsonl": _jsonl, ".ndjson": _jsonl, ".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"cannot tell the format of {path.name!r}", mend=f"end it in {', '.join(kinds)}")
    with ExitStack() as stack:
        aside = stack.enter_context(replace(path))
        yield kind(aside, stack)


def json_line(record: Mapping[str, Any]) -> str:
    """One object on one line; missing values are null."""
    return json.dumps(plain(record), ensure_ascii=False)


def write_json_lines(frame: pd.DataFrame, file: IO[str]) -> None:
    """Each row as an object on a line of its own."""
    for record in frame.astype(object).to_dict("records"):
        file.write(json_line({str(name): value for name, value in record.items()}) + "\n")


def _jsonl(path: Path, stack: ExitStack) -> Put:
    file = stack.enter_context(path.open("w", encoding="utf8", errors="replace", newline="\n"))
    return lambda frame: write_json_lines(frame, file)


def _csv(path: Path, stack: ExitStack) -> Put:
    file = stack.enter_context(path.open("w", encoding="utf8", errors="replace", newline=""))

    def put(frame: pd.DataFrame) -> None:
        joined = {name: frame[name].map("; ".join) for name in _LISTS if name in frame}
        frame.assign(**joined).to_csv(file, index=False, header=file.tell() == 0)

    return put


def _parquet(path: Path, stack: ExitStack) -> Put:
    import pyarrow as pa
    import pyarrow.parquet as pq

    writers: list[pq.ParquetWriter] = []

    def put(frame: pd.DataFrame) -> None:
        if not writers:
            schema = pa.Schema.from_pandas(frame, preserve_index=False)
            fields = [
                pa.field(field.name, pa.list_(pa.string()))
                if field.name in _LISTS
                else field.with_type(pa.string())
                if pa.types.is_null(field.type)
                else field
                for field in schema
            ]
            writers.append(stack.enter_context(pq.ParquetWriter(path, pa.schema(fields))))
        writers[0].write_table(pa.Table.from_pandas(frame, schema=writers[0].schema, preserve_index=False))

    return put


def _xlsx(path: Path, stack: ExitStack) -> Put:
    return stack.enter_context(stream(path, "Comments"))
