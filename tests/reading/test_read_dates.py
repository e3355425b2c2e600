"""Dates by one decision per column, day first for dotted."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import UndecidedError, UsageError
from otklik.reading.dates import date_share, day_first, parse_dates


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2022-03-11", "2022-03-11"),
        ("2022-03-11 13:24:01", "2022-03-11 13:24:01"),
        ("2022-03-11T13:24:01Z", "2022-03-11 13:24:01"),
        ("2022-03-11T23:24:01.123+03:00", "2022-03-11 23:24:01"),
        ("2022/03/11 1:24:01 PM GMT+3", "2022-03-11 13:24:01"),
        ("11.03.2022", "2022-03-11"),
        ("11.03.22 13:24", "2022-03-11 13:24"),
        ("3.4.2022", "2022-04-03"),
        ("14/08/2023 00:32", "2023-08-14 00:32"),
        ("08/14/2023", "2023-08-14"),
        ("15-04-2025", "2025-04-15"),
        ("26-Aug-23", "2023-08-26"),
        ("19th November 2023", "2023-11-19"),
        ("1st of May 2023", "2023-05-01"),
        ("November 19, 2023", "2023-11-19"),
        ("Nov-23", "2023-11-01"),
        ("Tue, 14 Mar 2023 10:00:00 +0300", "2023-03-14 10:00"),
        ("11 марта 2022", "2022-03-11"),
        ("11 марта 2022 г. в 13:24", "2022-03-11 13:24"),
        ("1 мая 2022", "2022-05-01"),
        ("17:45:00 26.01.2017", "2017-01-26 17:45"),
        ("Wed, 01 Mar 2017 14:30:49 +0300", "2017-03-01 14:30:49"),
        ("Wed, 01 Mar 2017 14:30:49 +0300 (MSK)", "2017-03-01 14:30:49"),
        ("Wed Mar 01 2017 14:30:49 GMT+0300 (Moscow Standard Time)", "2017-03-01 14:30:49"),
        ("Wed Mar 01 14:30:49 MSK 2017", "2017-03-01 14:30:49"),
        ("01/Mar/17 2:30 PM", "2017-03-01 14:30"),
        ("2017-03-01T14:30:49.000+0300", "2017-03-01 14:30:49"),
        ("2017-03-01\u00a014:30", "2017-03-01 14:30"),
        ("среда, 1 марта 2017 г., 14:30", "2017-03-01 14:30"),
        ("2017-03", "2017-03-01"),
        ("45291", "2023-12-31"),
        ("45291,75", "2023-12-31 18:00"),
        ("1704067200", "2024-01-01"),
        ("1704067200000", "2024-01-01"),
        ("1704067200000000", "2024-01-01"),
        ("3 дня назад", None),
        ("0000-00-00", None),
        ("2022-03-11 25:00", None),
        ("12345678901234567890", None),
        ("12:05 AM", None),
        ("31.02.2022", None),
        ("вчера", None),
        ("12345", None),
    ],
)
def test_one_date(written: str, expected: str | None) -> None:
    dates, _ = parse_dates(pd.Series([written], name="Дата"))
    assert dates.iloc[0] is pd.NaT if expected is None else dates.iloc[0] == pd.Timestamp(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["03/04/2024", "13/04/2024"], True),
        (["03/04/2024", "04/13/2024"], False),
        (["03/04/2024", "05/06/2024"], None),
        (["03.04.2024"], True),
        (["2024-03-04"], True),
    ],
)
def test_order_is_voted(values: list[str], expected: bool | None) -> None:
    assert day_first(pd.Series(values)) is expected


def test_the_vote_of_the_column_serves_its_batches() -> None:
    dates, _ = parse_dates(pd.Series(["03/04/2024"]), first=False)
    assert dates.iloc[0] == pd.Timestamp("2024-03-04")


def test_undecidable_order_is_asked() -> None:
    with pytest.raises(UndecidedError, match="'03/04/2024'"):
        parse_dates(pd.Series(["03/04/2024"], name="Дата"))


def test_what_is_no_date_is_counted() -> None:
    dates, note = parse_dates(pd.Series(["11.03.2022", "скоро", None]))
    assert dates.isna().tolist() == [False, True, True]
    assert "values that are no dates: 1" in note


def test_typed_dates_pass() -> None:
    typed = pd.Series(pd.date_range("2026-03-01", periods=2, tz="Europe/Moscow"))
    assert parse_dates(typed)[0].tolist() == [pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-02")]


def test_share_of_dates() -> None:
    assert date_share(pd.Series(["11.03.2022", "да", None])) == 0.5
    assert date_share(pd.Series([1.0, 2.0])) == 0.0


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        (45291, "numbers like 45291 are day numbers of Excel"),
        (45291.75, "numbers like 45291.75 are day numbers of Excel"),
        (1704067200, "numbers like 1704067200 are seconds since 1970, in UTC"),
        ("2024-05-04T10:00:00Z", "the time zone is UTC"),
        ("2024-05-04 10:00 +03:00", "the time zone is +03:00"),
        ("2024-05-04 10:00 MSK", "the time zone is MSK"),
        ("2024-05-04 10:00", "the time zone is unknown"),
        ("2024-05-04", ""),
        ("04.05.2024", "the day comes first where both orders are possible"),
        (pd.Timestamp("2024-05-04", tz="UTC"), "dates are typed in the file; the time zone is UTC"),
    ],
)
def test_the_note_tells_what_the_column_is(cell: object, note: str) -> None:
    assert parse_dates(pd.Series([cell, None], name="Дата"))[1] == note


def test_clocks_of_several_zones_are_kept_and_told() -> None:
    dates, note = parse_dates(pd.Series(["2024-05-04T23:00+03:00", "2024-05-04T23:00Z", "2024-05-04 23:00"]))
    assert (dates == pd.Timestamp("2024-05-04 23:00")).all()
    assert note == "several time zones (+03:00, UTC, none told): each time is that of its writer's clock"


def test_numbers_are_dates_only_under_a_header_that_says_so() -> None:
    assert date_share(pd.Series([45291, 45300.5], name="created_at")) == 1.0
    assert date_share(pd.Series([45291, 45300.5], name="Сумма")) == 0.0
    assert date_share(pd.Series([12, 45], name="Время ответа, мин")) == 0.0


@pytest.mark.parametrize(("order", "expected"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04")])
def test_the_order_is_as_told(order: str, expected: str) -> None:
    column = pd.Series(["03/04/2024"])
    assert parse_dates(column, order=order)[0].iloc[0] == pd.Timestamp(expected)
    assert parse_dates(column, first=day_first(column, order=order))[0].iloc[0] == pd.Timestamp(expected)


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(UsageError, match="no order of dates"):
        day_first(pd.Series(["03/04/2024"]), order="ydm")


def test_an_undecidable_order_names_its_flag() -> None:
    with pytest.raises(UndecidedError) as caught:
        parse_dates(pd.Series(["2024-01-01", "03/04/2024"], name="Дата"))
    assert "'03/04/2024' may be day/month" in caught.value.message
    assert "--date-order dmy" in str(caught.value.mend)


written = st.sampled_from(
    ["2024-05-04 10:00", "13/04/2024", "1 мая 2024", 45291, "скоро", None, "04.05.24", ""]
)


@given(st.lists(written, max_size=20))
def test_the_order_of_rows_does_not_matter(rows: list[object]) -> None:
    column = pd.Series(rows, dtype=object, name="Дата")
    dates, note = parse_dates(column)
    turned, again = parse_dates(column.iloc[::-1])
    assert turned.iloc[::-1].equals(dates)
    assert again == note


def test_many_different_times_are_read_at_once() -> None:
    moments = pd.date_range("2020-01-01", periods=100_000, freq="37s")
    column = pd.Series(moments.strftime("%d.%m.%Y %H:%M:%S"))
    assert (parse_dates(column)[0] == moments).all()


@given(
    st.lists(
        st.datetimes(min_value=pd.Timestamp("1971-01-01"), max_value=pd.Timestamp("2068-12-31")), min_size=1
    ),
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d-%b-%y %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"]),
)
def test_any_date_comes_back(moments: list[pd.Timestamp], shape: str) -> None:
    whole = [pd.Timestamp(moment).floor("s") for moment in moments]
    dates, _ = parse_dates(pd.Series([moment.strftime(shape) for moment in whole]))
    assert dates.tolist() == whole


@pytest.mark.parametrize("shape", ["%m/%d/%Y %H:%M", "%H:%M %m/%d/%Y", "%m/%d/%Y %I:%M %p"])
def test_many_answers_a_day_in_the_order_of_time_are_decided_by_their_days(shape: str) -> None:
    moments = pd.date_range("2024-01-01", periods=12_000, freq="10min")
    assert day_first(pd.Series(moments.strftime(shape))) is False
