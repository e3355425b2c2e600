"""Dates as people write them, Russian and English, by one decision for the whole column."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from otklik.errors import UndecidedError
from otklik.reading.schema import value_text

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan янв",
            "feb фев",
            "mar мар",
            "apr апр",
            "may мая май",
            "jun июн",
            "jul июл",
            "aug авг",
            "sep сен",
            "oct окт",
            "nov ноя",
            "dec дек",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-zа-я]*)\.?"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?: ?(?P<half>[ap])\.?m\.?)?"
_ZONE = r" ?(?:z|(?:utc|gmt)?(?:[+-]\d{1,2}(?::?\d{2})?)?)?(?: ?\(?[a-z]{3,4}\)?)?"
_TAIL = rf"(?:(?:[ t]|, ?| в | at ){_TIME}{_ZONE})?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?: ?г(?:ода|\.)?)?"
# In order: the first that matches the whole value reads it.
_SHAPES = tuple(
    re.compile(rf"^(?:(?:[a-z]{{3,9}}|пн|вт|ср|чт|пт|сб|вс),? )?{shape}$")
    for shape in (
        rf"(?P<year>\d{{4}})[-/.](?P<mon>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TAIL}",
        rf"(?P<a>\d{{1,2}})(?P<sign>[./-])(?P<b>\d{{1,2}})[./-]{_YEAR}{_TAIL}",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|-?го|-?е)?[ -](?:of )?{_MONTH},?[ -]{_YEAR}{_TAIL}",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}{_TAIL}",
        rf"{_MONTH}[ -]{_YEAR}",
        rf"{_TIME} (?P<a>\d{{1,2}})(?P<sign>[./-])(?P<b>\d{{1,2}})[./-]{_YEAR}",
    )
)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
# The time of day, after the date or before it: an export in the order of time repeats its days.
_OF_DAY = re.compile(
    r"(?:[ tT]|, ?| в | at )\d{1,2}:\d{2}.*$|^\d{1,2}:\d{2}(?::\d{2})?(?: ?[apAP]\.?[mM]\.?)? "
)
Parts = dict[str, str | None]


def day_first(series: pd.Series) -> bool | None:
    """Whether 03/04/2024 is the 3rd of April in this column, by a vote of its values.

    True for dotted dates and where a first number exceeds 12; False where only a second one does; None when
    no value decides it. Columns without such dates: True.
    """
    parts = [found for value in _days(series) if (found := _parts(value)) and found.get("a")]
    if all(found["sign"] == "." for found in parts):
        return True
    first = sum(int(found["a"] or 0) > 12 for found in parts)
    second = sum(int(found["b"] or 0) > 12 for found in parts)
    return None if first == second else first > second


def parse_dates(series: pd.Series, *, first: bool | None = None) -> tuple[pd.Series, str]:
    """A column as datetime64 without a zone (NaT where there is no date), and one sentence about it.

    ``first`` is the column's ``day_first``; give it when the series is one batch of a longer column. The
    time on the writer's clock is kept and a zone left out, so that an answer stays in its own month. Raises
    UndecidedError when no value tells days from months.
    """
    if pd.api.types.is_datetime64_any_dtype(series):
        return series.dt.tz_localize(None), "dates are typed in the file"
    order = day_first(series) if first is None else first
    if order is None:
        example = next(str(value) for value in series.dropna())
        raise UndecidedError(
            f"the dates of {series.name!r} cannot be decided: {example!r} may be day/month or month/day",
            mend="write them as 2024-04-03 or 03.04.2024, or leave the dates out",
        )
    codes, distinct = pd.factorize(series, use_na_sentinel=True)
    read = np.array([_date(value_text(value), order) for value in distinct] + ["NaT"], dtype="datetime64[us]")
    values: npt.NDArray[np.datetime64] = read[codes]
    lost = int((np.isnat(values) & (codes >= 0)).sum())
    note = "the day comes first where both orders are possible" if order else "the month comes first"
    return (
        pd.Series(values, index=series.index, name=series.name),
        note + (f"; {lost} values are no dates" if lost else ""),
    )


def date_share(series: pd.Series) -> float:
    """The share of the filled values that are written as dates."""
    if pd.api.types.is_datetime64_any_dtype(series):
        return 1.0
    values = _distinct(series)
    return sum(_parts(value) is not None for value in values) / len(values) if values else 0.0


def _days(series: pd.Series, most: int = 500) -> list[str]:
    """The first different values with the time of day cut off."""
    days: dict[str, None] = {}
    for value in pd.unique(series.dropna()):
        days[_OF_DAY.sub("", value_text(value).strip())] = None
        if len(days) == most:
            break
    return list(days)


def _distinct(series: pd.Series, most: int = 500) -> list[str]:
    return [value_text(value) for value in pd.unique(series.dropna())[:most]]


@lru_cache(maxsize=1 << 16)
def _shape_of(value: str) -> tuple[tuple[str, str | None], ...] | None:
    text = _SPACES.sub(" ", value).strip().casefold()
    for shape in _SHAPES:
        if match := shape.match(text):
            return tuple(match.groupdict().items())
    return None


def _parts(value: str) -> Parts | None:
    found = _shape_of(value) if len(value) <= 60 else None
    return dict(found) if found else None


def _date(value: str, order: bool) -> np.datetime64:
    """One value read; NaT when it is no date of the calendar."""
    parts = _parts(value)
    if parts is None:
        return np.datetime64("NaT")
    year, month, day = _day(parts, order)
    try:
        moment = pd.Timestamp(year, month, day, *_clock(parts))
    except ValueError:
        return np.datetime64("NaT")
    return moment.to_datetime64()


def _day(parts: Parts, order: bool) -> tuple[int, int, int]:
    year = int(parts["year"] or 0)
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    if parts.get("a"):
        a, b = int(parts["a"] or 0), int(parts["b"] or 0)
        return (year, b, a) if order or parts["sign"] == "." else (year, a, b)
    month = parts.get("mon") or str(_MONTHS[(parts["month"] or "")[:3]])
    return year, int(month), int(parts.get("day") or 1)


def _clock(parts: Parts) -> tuple[int, int, int]:
    hour = int(parts.get("hour") or 0)
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(parts.get("minute") or 0), int(parts.get("second") or 0)
