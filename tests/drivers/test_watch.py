"""Watch over time: one alert for each change, and its limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from otklik.drivers import Line, watch
from otklik.records import ALERT_COLUMNS, WATCH_COLUMNS

MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
N = np.full(12, 300.0)


def complaints(topic: str, counts: list[int]) -> Line:
    return Line("", topic, "negative", np.array(counts, float), N)


FLAT = [complaints(f"flat{i}", np.random.default_rng(i).binomial(300, 0.04, 12).tolist()) for i in range(10)]
STEP = complaints("step", [12, 14, 11, 13, 12, 13, 30, 33, 29, 31, 32, 30])
SPIKE = complaints("spike", [12, 14, 11, 13, 12, 13, 14, 60, 12, 11, 13, 12])
STAIRS = complaints("stairs", [12, 14, 11, 13, 40, 41, 39, 42, 90, 88, 91, 92])


def test_a_change_is_told_once_from_its_first_period() -> None:
    charts, alerts = watch([*FLAT, STEP], MONTHS, minimum=10)
    assert tuple(charts) == WATCH_COLUMNS
    assert tuple(alerts) == ALERT_COLUMNS
    assert len(charts) == 11 * 12
    assert len(alerts) == 1
    row = alerts.iloc[0]
    assert (row["topic"], row["start"], row["until"]) == ("step", "2025-07", None)
    assert row["before"] == pytest.approx(75 / 1800)
    assert row["after"] == pytest.approx(185 / 1800)
    assert (row["n_before"], row["n_after"]) == (1800, 1800)
    assert row["p"] <= row["p_adjusted"] <= 0.05


def test_what_came_back_says_until_when() -> None:
    row = watch([SPIKE], MONTHS, minimum=10)[1].iloc[0]
    assert (row["start"], row["until"]) == ("2025-08", "2025-08")
    assert row["after"] == pytest.approx(0.2)


def test_two_changes_are_two_alerts() -> None:
    alerts = watch([STAIRS], MONTHS, minimum=10)[1]
    assert sorted(alerts["start"]) == ["2025-05", "2025-09"]
    assert (alerts["after"] > alerts["before"]).all()


def test_nothing_is_told_where_nothing_changed() -> None:
    assert watch(FLAT, MONTHS, minimum=10)[1].empty


def test_one_period_out_of_its_limits_by_chance_is_no_alert() -> None:
    """Of 120 points within three sigmas, one is outside them now and then."""
    charts, alerts = watch(FLAT, MONTHS, minimum=10)
    assert 0 < charts["beyond"].sum() <= 2
    assert alerts.empty


def test_a_score_is_watched_in_its_own_unit() -> None:
    means = np.array([20, 22, 19, 21, 20, 18, -5, -3, -6, -4, -5, -7.0])
    score = Line("NPS", "", "", means * N, N, np.full(12, 6500.0) * N)
    charts, alerts = watch([score], MONTHS, minimum=10)
    assert charts["value"].tolist() == pytest.approx(means.tolist())
    assert charts["centre"].iloc[0] == pytest.approx(means.mean())
    assert (alerts["score"].item(), alerts["start"].item()) == ("NPS", "2025-07")
    assert alerts["after"].item() == pytest.approx(-5)


def test_thin_periods_and_rare_topics_are_left_out() -> None:
    n = N.copy()
    n[3] = 9
    thin = replace(STEP, n=n, total=np.minimum(STEP.total, n))
    charts, _ = watch([thin, complaints("rare", [0] * 11 + [9])], MONTHS, minimum=10)
    assert set(charts["topic"]) == {"step"}
    assert "2025-04" not in set(charts["period"])
    assert watch([replace(STEP, n=np.where(np.arange(12) < 7, N, 5.0))], MONTHS, minimum=10)[0].empty


def test_a_line_is_judged_the_same_wherever_it_stands() -> None:
    one, other = watch([STEP, *FLAT], MONTHS, minimum=10)[1], watch([*FLAT, STEP], MONTHS, minimum=10)[1]
    assert one.equals(other)


def test_false_alarms_of_a_year_of_constant_shares_are_as_rare_as_told() -> None:
    """The rate with its error is measured by benchmarks/coverage; here a gross mistake would show."""
    generator = np.random.default_rng(5)
    shares, alarms = np.linspace(0.01, 0.2, 8), 0
    for run in range(15):
        lines = [
            complaints(f"t{i}", generator.binomial(300, share, 12).tolist()) for i, share in enumerate(shares)
        ]
        alarms += not watch(lines, MONTHS, minimum=10, seed=run)[1].empty
    assert alarms <= 4  # of 15 at 0.05: the chance of more is below 0.001


def test_a_period_that_is_not_whole_has_a_value_but_no_limits_and_no_alert() -> None:
    cut = complaints("cut", [12, 14, 11, 13, 12, 13, 14, 12, 13, 11, 12, 90])
    whole = np.arange(12) < 11
    charts, alerts = watch([cut], MONTHS, whole=whole, minimum=10)
    without, _ = watch([cut.part(whole)], MONTHS[:11], minimum=10)
    assert alerts.empty
    assert not watch([cut], MONTHS, minimum=10)[1].empty
    last = charts.iloc[-1]
    assert (last["period"], last["whole"], last["beyond"]) == ("2025-12", False, False)
    assert last["value"] == pytest.approx(0.3)
    assert np.isnan(last["low"])
    assert charts["low"].tolist()[:11] == without["low"].tolist()
    assert charts["whole"].sum() == 11


def test_whole_periods_alone_make_a_line() -> None:
    whole = np.arange(12) < 7
    assert watch([STEP], MONTHS, whole=whole, minimum=10)[0].empty
