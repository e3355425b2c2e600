"""Moments as helpdesks write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.sources.times import minutes_between, read_time

NOON = datetime(2017, 1, 26, 17, 45)


@pytest.mark.parametrize(
    "written",
    [
        "2017-01-26 17:45:00",
        "2017-01-26T17:45",
        "17:45:00 26.01.2017",
        "26.01.2017 17:45",
        "26/Jan/17 5:45 PM",
    ],
)
def test_without_a_zone_none_is_added(written: str) -> None:
    assert read_time(written) == NOON


@pytest.mark.parametrize(
    "written",
    [
        "2017-01-26T17:45:00Z",
        "2017-01-26T20:45:00.000+0300",
        "Thu, 26 Jan 2017 20:45:00 +0300",
        1485452700,
        1485452700000,
        "1485452700",
        "2017-01-26 17:45:00 UTC",
    ],
)
def test_a_zone_is_kept(written: str | int) -> None:
    read = read_time(written)
    assert read == NOON.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written", [None, "", "-", "null", "soon", "20240301", 5, True, "0000-00-00 00:00:00", [1]]
)
def test_what_is_no_moment_is_none_or_a_day(written: object) -> None:
    read = read_time(written)
    assert read is None or read == datetime(2024, 3, 1)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(0, 10**6))
def test_minutes_are_what_lies_between(start: datetime, seconds: int) -> None:
    end = start + timedelta(seconds=seconds)
    assert minutes_between(start, end) == round(seconds / 60, 1)
    assert seconds == 0 or minutes_between(end, start) is None
    assert minutes_between(start.replace(tzinfo=UTC), end) is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_what_was_written_is_read_back(moment: datetime) -> None:
    assert read_time(moment.isoformat(" ")) == moment
    assert read_time(moment.replace(microsecond=0).strftime("%H:%M:%S %d.%m.%Y")) == moment.replace(
        microsecond=0
    )
