"""The day that parts a period into two waves."""

from __future__ import annotations

import pandas as pd

from otklik.errors import UsageError
from otklik.reading.dates import parse_dates


def split_day(days: pd.Series | None, day_first: bool | None, asked: str | None) -> str | None:
    """The first day of the later wave, 'YYYY-MM-DD': as ``asked``, else the first of the month nearest to the
    middle of the period; None where there are no dates, or of one month only.

    Raises UsageError for a day that is none, or when there are no dates to be split.
    """
    if asked is not None:
        return _checked(asked, days)
    if days is None or day_first is None:
        return None
    dates = parse_dates(days, first=day_first)[0].dropna()
    if dates.empty:
        return None
    first, last = dates.min(), dates.max()
    months = pd.date_range(first, last, freq="MS", inclusive="right", normalize=True)
    if months.empty:
        return None
    middle = first + (last - first) / 2
    return min(months, key=lambda month: abs(month - middle)).strftime("%Y-%m-%d")


def _checked(asked: str, days: pd.Series | None) -> str:
    if days is None:
        raise UsageError("--split-date needs a column of dates", mend="--date COL")
    try:
        return pd.to_datetime(asked, format="%Y-%m-%d").strftime("%Y-%m-%d")
    except ValueError:
        raise UsageError("{asked!r} is no day", asked=asked, mend="--split-date 2026-03-01") from None
