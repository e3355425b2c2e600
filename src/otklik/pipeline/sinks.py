"""Labelled tables to a file as they come: JSON Lines, CSV, Parquet or XLSX, by the name of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import pandas as pd

from otklik.errors import UsageError
from otklik.records import SIGNALS, TOPICS
from otklik.report.book import stream
from otklik.report.cells import clip, shield
from otklik.report.files import replace
from otklik.report.passages import clean
from otklik.report.plain import json_line

Put = Callable[[pd.DataFrame], None]
_LISTS = (TOPICS, SIGNALS)
LISTLESS = (".csv", ".xlsx")
"""Tables whose cells hold no lists; they are joined into one text."""


@contextmanager
def sink(path: Path, *, excel: bool = False) -> Iterator[Put]:
    """A function that takes the batches of one table. The file appears whole, when the block ends well.

    CSV is data, byte for byte (lists are joined by '; '); the workbook is for reading, so no text in it can
    run as a formula. With ``excel`` a CSV is for reading too, in Excel of a Russian Windows.
    Raises UsageError for an unknown ending.
    """
    csv = _excel_csv if excel else _csv
    kinds = {".jsonl": _jsonl, ".ndjson": _jsonl, ".csv": csv, ".parquet": _parquet, ".xlsx": _xlsx}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise UsageError(
            "cannot tell the format of {file!r}",
            file=path.name,
            endings=list(kinds),
            mend="end it in {endings}",
        )
    with ExitStack() as stack:
        aside = stack.enter_context(replace(path))
        yield kind(aside, stack)


def write_json_lines(frame: pd.DataFrame, file: IO[str]) -> None:
    """Each row as an object on a line of its own."""
    for record in frame.astype(object).to_dict("records"):
        file.write(json_line({str(name): value for name, value in record.items()}) + "\n")


def _jsonl(path: Path, stack: ExitStack) -> Put:
    file = stack.enter_context(path.open("w", encoding="utf8", errors="replace", newline="\n"))
    return lambda frame: write_json_lines(frame, file)


def _csv(path: Path, stack: ExitStack) -> Put:
    file = stack.enter_context(path.open("w", encoding="utf8", errors="replace", newline=""))

    return lambda frame: _joined(frame).to_csv(file, index=False, header=file.tell() == 0)


def _excel_csv(path: Path, stack: ExitStack) -> Put:
    """As Excel opens by a double click where ';' separates lists and ',' decimals: with a byte order mark,
    without which it takes UTF-8 for cp1251. No text runs as a formula, none is longer than a cell."""
    file = stack.enter_context(path.open("w", encoding="utf-8-sig", errors="replace", newline=""))

    def put(frame: pd.DataFrame) -> None:
        shown = _joined(frame).map(_shown).rename(columns=_shown)
        first = file.tell() == 0
        shown.to_csv(file, index=False, header=first, sep=";", decimal=",", lineterminator="\r\n")

    return put


def _shown(value: Any) -> Any:
    return clip(shield(clean(value))) if isinstance(value, str) else value


def _joined(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists as one text; CSV has none."""
    return frame.assign(**{name: frame[name].map("; ".join) for name in _LISTS if name in frame})


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
    return stack.enter_context(stream(path, "Otklik"))
