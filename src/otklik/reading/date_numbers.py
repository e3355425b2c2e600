"""Dates that came as numbers: Excel's day numbers, and seconds since 1970 with their thousandths."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

# Excel counts days from here; its 29 February 1900 that never was is long past in any export.
_EXCEL = np.datetime64("1899-12-30", "us")
_UNIX = np.datetime64("1970-01-01", "us")
_YEARS = (np.datetime64("2000-01-01", "us"), np.datetime64("2050-01-01", "us"))
_DAY = 86_400_000_000
# What a number may count, its start, and its length in microseconds. From 2000 to 2050 no number can be two
# of these.
_COUNTS: Mapping[str, tuple[np.datetime64, float]] = {
    "day numbers of Excel": (_EXCEL, _DAY),
    "seconds since 1970, in UTC": (_UNIX, 1_000_000),
    "milliseconds since 1970, in UTC": (_UNIX, 1_000),
    "microseconds since 1970, in UTC": (_UNIX, 1),
}


def read_numbers(values: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.str_]]:
    """The moments that numbers stand for (to the second; NaT outside 2000–2049) and what each of them
    counts ('' for none)."""
    moments = np.full(len(values), np.datetime64("NaT"), dtype="datetime64[us]")
    counted = np.full(len(values), "", dtype="U40")
    for name, (start, unit) in _COUNTS.items():
        first, end = (float((year - start).astype(np.int64)) / unit for year in _YEARS)
        inside = (values >= first) & (values < end)
        seconds = np.round(values[inside] * (unit / 1_000_000)).astype("timedelta64[s]")
        moments[inside] = start + seconds
        counted[inside] = name
    return moments, counted
