"""Tables as Python holds them: pandas, and whatever speaks Arrow (polars, DuckDB, pyarrow), as pandas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa

from otklik.errors import UsageError

_LONE = re.compile("[\ud800-\udfff]")


class ArrowTable(Protocol):
    """A table of another library, by the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


def from_arrow(data: Any) -> Any:
    """A table that speaks Arrow as a pandas one, a column of it as a list; anything else as it is.

    Raises UsageError for a lazy frame, which has no rows yet.
    """
    if isinstance(data, (pd.DataFrame, pd.Series)):
        return data
    if hasattr(data, "__arrow_c_stream__"):
        is_table = hasattr(data, "columns")
        return pa.table(data).to_pandas() if is_table else pa.chunked_array(data).to_pylist()
    if hasattr(data, "collect_schema"):
        raise UsageError("a lazy frame has no rows yet", mend="frame.collect()")
    return data


def encodable(data: Any) -> Any:
    """A table as pandas without lone surrogates, which no Arrow column can hold; the data given stay as
    they are. What is no table is returned as it is."""
    data = from_arrow(data)
    if not isinstance(data, pd.DataFrame):
        return data
    for place, kind in enumerate(data.dtypes):
        values = data.iloc[:, place].tolist() if pd.api.types.is_object_dtype(kind) else []
        whole = [whole_text(value) for value in values]
        if any(new is not old for new, old in zip(whole, values, strict=True)):
            data = data.copy()
            data.isetitem(place, objects(whole))
    return data


def objects(values: Iterable[Any]) -> np.ndarray:
    """Values of any kind as a column, shape (n,)."""
    return np.array([*values, None], dtype=object)[:-1]  # None: nested lists stay values, not dimensions


def whole_text(value: Any) -> Any:
    """Half a surrogate pair becomes �."""
    return _LONE.sub("\ufffd", value) if isinstance(value, str) and _LONE.search(value) else value
