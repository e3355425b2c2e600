"""Dates as people write them, Russian and English, by one decision for the whole column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from otklik.errors import UndecidedError, UsageError
from otklik.reading import words
from otklik.reading.date_numbers import read_numbers
from otklik.reading.date_shapes import NUMBER, Shape, shape_of
from otklik.reading.schema import value_text
from otklik.sentences import Sentence

ORDERS = {"dmy": True, "mdy": False}
_FLAGS = Sentence("--date-order dmy (03/04 is 3 April) or --date-order mdy (03/04 is March 4)")
_RAGGED = r"\s\s|[\t\n\r\x{a0}\x{202f}]"
_NEVER = np.datetime64("NaT", "us")
Ints = npt.NDArray[np.int64]
Group = tuple[Shape, npt.NDArray[np.intp], pa.Array]


def day_first(series: pd.Series, *, order: str | None = None) -> bool | None:
    """Whether 03/04/2024 is the 3rd of April in this column: as ``order`` tells ('dmy', 'mdy'), else by a
    vote of its values.

    True for dotted dates and where a first number exceeds 12; False where only a second one does; None when
    no value decides it. Columns without such dates: True. Raises UsageError for another order.
    """
    if order is not None:
        if order not in ORDERS:
            raise UsageError("{order!r} is no order of dates", order=order, mend=_FLAGS)
        return ORDERS[order]
    if pd.api.types.is_datetime64_any_dtype(series):
        return True
    pairs = [(shape, texts) for shape, _, texts in _groups(_texts(series).unique()) if "a" in shape.spans]
    if all(shape.sign == "." for shape, _ in pairs):
        return True
    first = sum(int((_part(texts, shape, "a") > 12).sum()) for shape, texts in pairs)
    second = sum(int((_part(texts, shape, "b") > 12).sum()) for shape, texts in pairs)
    return None if first == second else first > second


def parse_dates(
    series: pd.Series, *, first: bool | None = None, order: str | None = None
) -> tuple[pd.Series, str]:
    """A column as datetime64 without a zone (NaT where there is no date), and one sentence about it.

    ``first`` is the column's ``day_first``; give it when the series is one batch of a longer column.
    ``order`` is what the user says: 'dmy' or 'mdy'. The time on the writer's clock is kept and its zone left
    out, so that an answer stays in its own month; the sentence says which zones were told. Numbers are read
    as Excel's days or as seconds since 1970 where they fall between 2000 and 2050. Raises UndecidedError
    when no value tells days from months.
    """
    if pd.api.types.is_datetime64_any_dtype(series):
        zone = f"; the time zone is {series.dt.tz}" if series.dt.tz is not None else ""
        return series.dt.tz_localize(None), f"dates are typed in the file{zone}"
    first = day_first(series, order=order) if first is None else first
    if first is None:
        raise _undecided(series)
    encoded = _texts(series).dictionary_encode()
    moments, told = _read(encoded.dictionary, first)
    codes = encoded.indices.fill_null(len(moments)).to_numpy(zero_copy_only=False)
    values = np.append(moments, _NEVER)[codes]
    lost = int((np.isnat(values) & (codes < len(moments))).sum())
    notes = [*told, *([f"values that are no dates: {lost}"] if lost else [])]
    return pd.Series(values, index=series.index, name=series.name), "; ".join(notes)


def date_share(series: pd.Series, most: int = 500) -> float:
    """The share of the filled values that are written as dates; numbers count where the header, the name of
    the series, speaks of dates."""
    if pd.api.types.is_datetime64_any_dtype(series):
        return 1.0
    texts = _texts(pd.Series(pd.unique(series.dropna())[:most]))
    numbers = words.rank("date", str(series.name)) > 0
    found = 0
    for shape, at, values in _groups(texts):
        if shape is not NUMBER:
            found += len(at)
        elif numbers:
            found += int((~np.isnat(read_numbers(_floats(values))[0])).sum())
    return found / len(texts) if len(texts) else 0.0


def _undecided(series: pd.Series) -> UndecidedError:
    texts = _texts(series).unique()
    example = next(values[0] for shape, _, values in _groups(texts) if shape.sign not in (None, "."))
    return UndecidedError(
        "the dates of {column!r} cannot be decided: {example!r} may be day/month or month/day",
        column=series.name,
        example=str(example),
        mend=_FLAGS,
    )


def _texts(series: pd.Series) -> pa.Array:
    """The values as texts in lower case with single spaces; null for a missing one."""
    if isinstance(series.dtype, pd.StringDtype):
        texts = pa.array(series, pa.large_string())
    else:
        missing = series.isna().tolist()
        values = zip(series.tolist(), missing, strict=True)
        texts = pa.array([None if gone else value_text(value) for value, gone in values], pa.large_string())
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if pc.any(pc.match_substring_regex(texts, _RAGGED)).as_py():
        texts = pc.replace_substring_regex(texts, r"[\s\x{a0}\x{202f}]+", " ")
    return pc.utf8_trim_whitespace(pc.utf8_lower(texts))


def _groups(texts: pa.Array) -> Iterator[Group]:
    """The texts that are dates or numbers, by their shape, with their places."""
    forms = _forms(texts).dictionary_encode()
    codes = forms.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(forms.dictionary) + 1))
    for at, form in enumerate(forms.dictionary.to_pylist()):
        if shape := shape_of(form):
            places = order[bounds[at] : bounds[at + 1]]
            yield shape, places, texts.take(pa.array(places))


def _forms(texts: pa.Array) -> pa.Array:
    """The texts with zeros for digits. Their bytes are changed in place of a regular expression, which takes
    ten times as long."""
    valid, offsets, data = texts.buffers()
    if data is None:
        return texts
    letters = np.frombuffer(data, dtype=np.uint8)
    zeros = np.where((letters >= ord("0")) & (letters <= ord("9")), np.uint8(ord("0")), letters)
    buffers = [valid, offsets, pa.py_buffer(zeros.tobytes())]
    return pa.Array.from_buffers(texts.type, len(texts), buffers, texts.null_count, texts.offset)


def _read(texts: pa.Array, first: bool) -> tuple[npt.NDArray[np.datetime64], list[str]]:
    """The moments of the texts, and what is to be said of their order, zones and numbers."""
    order: list[str] = []
    moments = np.full(len(texts), _NEVER, dtype="datetime64[us]")
    zones: Counter[str] = Counter()
    numbers: dict[str, str] = {}
    for shape, places, values in _groups(texts):
        if "a" in shape.spans:
            order = [
                "the day comes first where both orders are possible" if first else "the month comes first"
            ]
        if shape is NUMBER:
            moments[places], counted = read_numbers(_floats(values))
            numbers |= {name: str(values[at]) for at, name in enumerate(counted.tolist()) if name}
        else:
            moments[places] = _moments(values, shape, first)
            if "hour" in shape.spans:
                zones.update(_zones(values, shape))
    told = [f"numbers like {example} are {name}" for name, example in sorted(numbers.items())]
    return moments, [*order, *told, *_zone_note(zones)]


def _zones(texts: pa.Array, shape: Shape) -> dict[str, int]:
    if "zone" not in shape.spans:
        return {"": len(texts)}
    counts = pc.utf8_slice_codeunits(texts, *shape.spans["zone"]).value_counts().to_pylist()
    return {one["values"].strip("()").upper().replace("Z", "UTC"): one["counts"] for one in counts}


def _zone_note(zones: Counter[str]) -> list[str]:
    told = sorted(zone for zone in zones if zone)
    if not zones:
        return []
    if not told:
        return ["the time zone is unknown"]
    if len(zones) == 1:
        return [f"the time zone is {told[0]}"]
    unknown = ["none told"] if "" in zones else []
    return [f"several time zones ({', '.join(told + unknown)}): each time is that of its writer's clock"]


def _moments(texts: pa.Array, shape: Shape, first: bool) -> npt.NDArray[np.datetime64]:
    """Texts of one shape read; NaT for what is not in the calendar."""
    year = _part(texts, shape, "year")
    year = np.where(year > 99, year, year + np.where(year < 70, 2000, 1900))
    month, day = _month_and_day(texts, shape, first)
    hour, minute, second = (_part(texts, shape, part) for part in ("hour", "minute", "second"))
    if shape.half:
        hour = hour % 12 + (12 if shape.half == "p" else 0)
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("datetime64[M]") == months)
    valid &= (hour < 24) & (minute < 60) & (second < 60)
    moments = days.astype("datetime64[us]") + (hour * 3600 + minute * 60 + second).astype("timedelta64[s]")
    return np.where(valid, moments, _NEVER)


def _month_and_day(texts: pa.Array, shape: Shape, first: bool) -> tuple[Ints, Ints]:
    if "a" in shape.spans:
        a, b = _part(texts, shape, "a"), _part(texts, shape, "b")
        return (b, a) if first or shape.sign == "." else (a, b)
    month = _part(texts, shape, "mon") if shape.month is None else np.full(len(texts), shape.month)
    return month, _part(texts, shape, "day", missing=1)


def _part(texts: pa.Array, shape: Shape, part: str, *, missing: int = 0) -> Ints:
    if part not in shape.spans:
        return np.full(len(texts), missing, dtype=np.int64)
    found: Ints = pc.utf8_slice_codeunits(texts, *shape.spans[part]).cast(pa.int64()).to_numpy()
    return found


def _floats(texts: pa.Array) -> npt.NDArray[np.float64]:
    numbers: npt.NDArray[np.float64] = (
        pc.replace_substring(texts, ",", ".").cast(pa.float64()).to_numpy(zero_copy_only=False)
    )
    return numbers
