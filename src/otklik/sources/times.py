"""Moments as helpdesks write them, with their zone where they say one."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

# Dots: the day comes first. With slashes only what names the month, so that none can be read two ways.
_SHAPES = (
    "%H:%M:%S %d.%m.%Y",
    "%H:%M %d.%m.%Y",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y, %H:%M:%S",
    "%d.%m.%Y, %H:%M",
    "%d.%m.%Y",
    "%Y/%m/%d %H:%M:%S",
    "%d/%b/%y %I:%M %p",
    "%d/%b/%y %H:%M",
    "%d/%b/%Y %H:%M",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S UTC",
)
_SECONDS = (1e8, 1e11)  # from 1973 to 5138; a thousand times more are milliseconds


def read_time(value: Any) -> datetime | None:
    """The moment that a value says, None where it says none: ISO 8601, RFC 2822, 17:45:00 26.01.2017,
    26.01.2017 17:45, 01/Mar/24 5:45 PM, seconds or milliseconds since 1970 (these are UTC)."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime):
        return value
    if isinstance(value, int | float):
        return _since_1970(value)
    return _read(value.strip()) if isinstance(value, str) else None


@lru_cache(maxsize=1 << 16)
def _read(text: str) -> datetime | None:
    if text.isdigit() and len(text) >= 9 and not text.startswith("20"):
        return _since_1970(float(text))
    if not 8 <= len(text) <= 60:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for shape in _SHAPES:
        try:
            read = datetime.strptime(text, shape)
        except ValueError:
            continue
        return read.replace(tzinfo=UTC) if shape.endswith("UTC") else read
    return _mail_date(text)


def _mail_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _since_1970(number: float) -> datetime | None:
    least, most = _SECONDS
    if least <= number < most:
        return datetime.fromtimestamp(number, UTC)
    if least * 1000 <= number < most * 1000:
        return datetime.fromtimestamp(number / 1000, UTC)
    return None


def has_zone(moment: datetime) -> bool:
    """Whether it is known where on Earth the clock stood."""
    return moment.tzinfo is not None


def in_order(moment: datetime | None) -> float:
    """A number to sort by: where no zone is said it is taken as UTC; what has no time comes first."""
    if moment is None:
        return float("-inf")
    return (moment if has_zone(moment) else moment.replace(tzinfo=UTC)).timestamp()


def minutes_between(start: datetime | None, end: datetime | None) -> float | None:
    """Whole and tenths of minutes; None where one is unknown, they run backwards, or only one has a zone."""
    if start is None or end is None or has_zone(start) != has_zone(end) or end < start:
        return None
    return round((end - start).total_seconds() / 60, 1)
