"""From dated comments to charts: periods, and the same figures from any order and any chunks."""

from __future__ import annotations

import json
from functools import partial, reduce
from operator import add

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.pipeline.counting import Counting
from otklik.pipeline.days import Days
from otklik.pipeline.label import Labeller
from otklik.pipeline.run import Job, run
from otklik.pipeline.source import Wishes, open_comments
from otklik.pipeline.watching import COMMENTS, over_time, watched
from otklik.records import Roles
from otklik.score_kinds import SCORE_KINDS

QUEUE, PRAISE = "Ждал ответа оператора три часа, ужасно долго", "Вежливые сотрудники, спасибо"


def days(dates: list[str], each: int = 10) -> Days:
    told = pd.to_datetime(pd.Series(np.repeat(dates, each)))
    return Days.count(told, {COMMENTS: np.ones(len(told))})


def dated(start: str, periods: int, freq: str) -> list[str]:
    return pd.date_range(start, periods=periods, freq=freq).strftime("%Y-%m-%d").tolist()


@pytest.mark.parametrize(
    ("dates", "unit", "first"),
    [
        (dated("2025-01-15", 8, "MS"), "month", "2025-02"),
        (dated("2026-01-05", 10, "W-MON"), "week", "2026-01-05"),
        (dated("2019-01-01", 60, "MS"), "quarter", "2019-Q1"),
    ],
)
def test_periods_are_months_weeks_when_short_and_quarters_when_long(
    dates: list[str], unit: str, first: str
) -> None:
    periods = days(dates).periods(COMMENTS, 10)
    assert periods is not None
    assert (periods.unit, periods.names[0]) == (unit, first)
    assert periods[COMMENTS].sum() == 10 * len(dates)


def test_too_short_a_time_is_not_watched() -> None:
    assert days(dated("2026-01-05", 7, "W-MON")).periods(COMMENTS, 10) is None
    assert days(dated("2025-01-15", 12, "MS"), each=9).periods(COMMENTS, 10) is None
    assert over_time(Days(), minimum=10) is None


@given(st.permutations(range(60)), st.integers(1, 7))
def test_shuffled_rows_in_any_chunks_count_the_same(order: list[int], chunks: int) -> None:
    generator = np.random.default_rng(1)
    dates = pd.Series(pd.to_datetime("2026-01-01") + pd.to_timedelta(generator.integers(0, 30, 60), "D"))
    dates[::13] = pd.NaT
    roles = Roles(text="text", scores={"NPS": SCORE_KINDS["nps"]})
    scores = {"NPS": np.where(generator.random(60) < 0.8, generator.integers(0, 11, 60), np.nan)}
    flags, names = generator.random((60, 2)) < 0.3, ("wait:negative", "wait:positive")
    columns = watched(Counting(pd.DataFrame(), roles, scores, generator.random(60) < 0.9, flags, names))
    assert set(columns) == {
        COMMENTS, ("topic", "wait"), ("answers", "NPS"), ("sum", "NPS"), ("squares", "NPS"),
    }  # fmt: skip
    whole = Days.count(dates, columns)
    parts = [
        Days.count(dates.iloc[rows], {key: column[rows] for key, column in columns.items()})
        for rows in np.array_split(np.array(order), chunks)
    ]
    merged = reduce(add, parts, Days())
    assert (merged.days == whole.days).all()
    assert (merged.sums == whole.sums).all()


@pytest.fixture(scope="module")
def export() -> pd.DataFrame:
    """Ten months of 40 comments; from the sixth on three times as many complain of waiting."""
    rows = []
    for month in range(1, 11):
        queues = 5 + month % 3 if month < 6 else 20 + month % 3
        for at in range(40):
            told, score = (QUEUE, 2 + at % 3) if at < queues else (PRAISE, 9 + at % 2)
            rows.append((f"2025-{month:02}-{1 + at % 28:02}", f"{told} {month}-{at}", score))
    return pd.DataFrame(rows, columns=["day", "text", "NPS"])


def analysed(export: pd.DataFrame, worker: Labeller, **wishes: object):
    source = open_comments(export, Wishes(text="text", date="day", scores={"NPS": "nps"}, **wishes))
    return run(source, Job(), start=partial(lambda labeller: labeller, worker))


def test_an_export_with_dates_says_since_when_what_changed(export: pd.DataFrame, worker: Labeller) -> None:
    found = analysed(export, worker).watch
    assert found is not None
    assert found.unit == "month"
    alerts = found.alerts.set_index(["score", "topic"])
    waiting = alerts.loc[("", "waiting_time")]
    assert (waiting["start"], waiting["after"] > waiting["before"]) == ("2025-06", True)
    assert (alerts.loc[("NPS", ""), "start"], alerts.loc[("NPS", ""), "after"] < 0) == ("2025-06", True)
    told = found.charts.set_index(["topic", "period"]).loc[("waiting_time", "2025-06")]
    assert told["n"] == 40
    assert told["value"] == pytest.approx(20 / 40)


def test_the_order_of_rows_changes_no_digit(export: pd.DataFrame, worker: Labeller) -> None:
    one, other = (analysed(frame, worker).watch for frame in (export, export.sample(frac=1, random_state=1)))
    assert one is not None
    assert other is not None
    pd.testing.assert_frame_equal(one.charts, other.charts, check_exact=True)
    pd.testing.assert_frame_equal(one.alerts, other.alerts, check_exact=True)


def test_the_report_tells_it_in_every_form(export: pd.DataFrame, worker: Labeller, tmp_path) -> None:
    analysis = analysed(export, worker)
    assert 'id="watch"' in analysis.to_html()
    read = json.loads(analysis.to_json())["watch"]
    assert read["unit"] == "month"
    assert {row["topic"] for row in read["alerts"]} >= {"waiting_time", ""}
    analysis.to_xlsx(tmp_path / "r.xlsx", lang="en")
    book = pd.read_excel(tmp_path / "r.xlsx", sheet_name=None, engine="openpyxl")
    assert len(book["Alerts"]) == len(analysis.watch.alerts)
    assert "Waiting time" in set(book["Alerts"]["Name"])
    assert len(book["Over time"]) == len(analysis.watch.charts)


def test_without_dates_nothing_is_watched(export: pd.DataFrame, worker: Labeller) -> None:
    source = open_comments(export.drop(columns="day"), Wishes(text="text", scores={"NPS": "nps"}))
    analysis = run(source, Job(), start=partial(lambda labeller: labeller, worker))
    assert analysis.watch is None
    assert 'id="watch"' not in analysis.to_html()
    assert json.loads(analysis.to_json())["watch"] is None


@pytest.mark.parametrize(
    ("dates", "partial"),
    [
        (dated("2025-01-01", 365, "D"), set()),
        (dated("2025-01-01", 350, "D"), {"2025-12", "2025-Q4", "2025"} | {"2025-12-15"}),
        (dated("2025-01-10", 356, "D"), {"2025-01", "2025-Q1", "2025", "2025-01-06"}),
        (dated("2025-01-01", 364, "D"), set()),
        (dated("2025-01-06", 40, "B"), {"2025-Q1", "2025", "2025-01"}),
        ([], set()),
    ],
    ids=[
        "a whole year",
        "to mid December",
        "from the tenth",
        "a day less",
        "workdays of eight weeks",
        "none",
    ],
)
def test_periods_within_which_the_days_begin_or_end_are_known(dates: list[str], partial: set[str]) -> None:
    weeks = {"2025-12-29", "2024-12-30"}  # a week at the turn of the year has days of the other one
    assert days(dates, each=1).partial() - weeks == partial


def test_the_last_part_of_a_month_is_no_fall_of_its_figures() -> None:
    """Ten whole months and four days of the eleventh, of which many complain by chance."""
    told = days(dated("2025-01-01", 308, "D"))
    periods = told.periods(COMMENTS, 10)
    assert periods is not None
    assert periods.names[-1] == "2025-11"
    assert periods.whole.tolist() == [True] * 10 + [False]
