"""The rows of a table, counted into cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers.cells import Cells
from otklik.errors import ColumnError, InputError


def cells(
    frame: pd.DataFrame,
    *,
    flags: Sequence[str] | Mapping[str, str],
    score: str,
    segments: Sequence[str] = (),
    continuous: bool = False,
) -> Cells:
    """Count the rows of a table: ``flags`` are columns of 0/1 named 'topic:polarity', or flag name → column.

    Raises ColumnError for a column that is not there, InputError for a score that is not a number.
    """
    columns = dict(flags) if isinstance(flags, Mapping) else {name: name for name in flags}
    missing = [column for column in (*columns.values(), score, *segments) if column not in frame.columns]
    if missing:
        raise ColumnError(
            f"the table has no column {', '.join(map(repr, missing))}",
            mend="its columns: " + ", ".join(map(str, frame.columns)),
        )
    numbers = pd.to_numeric(frame[score], errors="coerce")
    broken = frame[score].notna() & numbers.isna()
    if broken.any():
        row = int(np.flatnonzero(broken)[0])
        raise InputError(
            f"column {score!r}, row {row}: {frame[score].iloc[row]!r} is not a number",
            mend="otklik.reading turns such cells into missing scores and counts them",
        )
    return Cells.count(
        _marks(frame[list(columns.values())]),
        numbers.to_numpy(dtype=np.float64, na_value=np.nan),
        names=tuple(columns),
        segments={name: frame[name].to_numpy(dtype=object) for name in segments},
        continuous=continuous,
    )


def _marks(frame: pd.DataFrame) -> NDArray[np.generic]:
    if all(pd.api.types.is_bool_dtype(dtype) for dtype in frame.dtypes) and not frame.isna().any(axis=None):
        return frame.to_numpy(dtype=bool)
    try:
        return frame.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InputError(f"a flag column holds something that is not 0 or 1 ({error})") from error
