"""The types of columns that come as Python values (JSON, spreadsheets): kept where they are sane."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa

_INT64 = 1 << 63
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which no text file can hold
_TYPES: Mapping[frozenset[str], pa.DataType] = {
    frozenset({"int"}): pa.int64(),
    frozenset({"float"}): pa.float64(),
    frozenset({"int", "float"}): pa.float64(),
    frozenset({"bool"}): pa.bool_(),
    frozenset({"date"}): pa.timestamp("us"),
}


@dataclass
class Kinds:
    """Collects, row by row, which kinds of value each column holds; columns keep their first-seen order."""

    seen: dict[str, set[str]] = field(default_factory=dict)
    rows: int = 0

    def add(self, record: Mapping[str, Any]) -> None:
        """Take note of one row."""
        self.rows += 1
        for name, value in record.items():
            kinds = self.seen.setdefault(name, set())
            if not is_missing(value):
                kinds.add(_kind(value))

    @property
    def schema(self) -> pa.Schema:
        """One type where all values agree, else text."""
        return pa.schema(
            [(name, _TYPES.get(frozenset(kinds), pa.string())) for name, kinds in self.seen.items()]
        )


def to_batch(records: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows as one record batch of the given schema."""
    arrays = [
        pa.array([_as(record.get(column.name), column.type) for record in records], column.type)
        for column in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def is_missing(value: Any) -> bool:
    """None, NaN and the empty text are missing."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, datetime | date):
        return "date" if getattr(value, "tzinfo", None) is None else "text"
    if isinstance(value, int):
        return "int" if -_INT64 <= value < _INT64 else "text"
    if isinstance(value, float):
        return "int" if value.is_integer() and abs(value) < 1 << 53 else "float"
    return "text"


def _as(value: Any, kind: pa.DataType) -> Any:
    if is_missing(value):
        return None
    if isinstance(value, str):
        value = value.encode("utf8", "replace").decode() if _HALF.search(value) else value
    if pa.types.is_int64(kind):
        return int(value)
    if pa.types.is_float64(kind):
        return float(value)
    if pa.types.is_timestamp(kind) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value_text(value) if pa.types.is_string(kind) else value


def value_text(value: Any) -> str:
    """A value as the user would type it: 5.0 is '5', a date is ISO, a list is JSON."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53:
        return str(int(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return str(value)
