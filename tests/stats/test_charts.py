"""Control charts and cumulative sums: R qcc's figures, and Laney's correction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import cusum, cusum_mean, laney_chart


def test_orange_juice_cans_are_qccs_p_chart(reference):
    case = reference("charts")["orangejuice"]
    chart = laney_chart(case["x"], [case["n"]] * 30, correct=False)
    assert chart.centre == pytest.approx(case["center"], abs=1e-10)
    assert np.sqrt(chart.centre * (1 - chart.centre)) == pytest.approx(case["sd"], abs=1e-10)
    assert_allclose(np.column_stack([chart.low, chart.high]), [case["limits"]] * 30, atol=1e-10)
    assert (np.flatnonzero(chart.beyond) + 1).tolist() == case["beyond"]


def test_weekly_shares_are_qccs(reference):
    case = reference("charts")["weekly"]
    chart = laney_chart(case["d"], case["n"], correct=False)
    assert chart.centre == pytest.approx(case["center"], abs=1e-10)
    assert_allclose(chart.low, case["lcl"], atol=1e-10)
    assert_allclose(chart.high, case["ucl"], atol=1e-10)
    assert not chart.beyond.any()
    assert chart.dispersion == pytest.approx(case["overdispersion"]["Obs.Var/Theor.Var"], abs=1e-10)
    assert chart.dispersion_p == pytest.approx(case["overdispersion"]["p-value"], abs=1e-5)


def test_laneys_correction_by_hand():
    """Four periods of 100: z = (−2, 2, −2, 2)/1 about 50 %; mean moving range 2 → σ_z = 2/1.128."""
    chart = laney_chart([45, 55, 45, 55], [100] * 4)
    assert chart.sigma_z == pytest.approx(2 / 1.128)
    assert_allclose(chart.high, 0.5 + 3 * chart.sigma_z * 0.05)


def test_a_busy_topic_alarms_every_month_unless_corrected():
    generator = np.random.default_rng(0)
    n = np.full(36, 40_000)
    x = generator.binomial(n, generator.beta(200, 800, 36))
    assert laney_chart(x, n, correct=False).beyond.mean() > 0.3
    assert laney_chart(x, n).beyond.sum() <= 1


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=20))
def test_limits_hold_the_centre_and_empty_periods_are_nan(periods):
    x, n = [hits for hits, _ in periods], [hits + more for hits, more in periods]
    chart = laney_chart(x, n)
    told = ~np.isnan(chart.low)
    assert (chart.low[told] <= chart.centre + 1e-12).all()
    assert (chart.centre - 1e-12 <= chart.high[told]).all()
    assert (np.isnan(chart.share) == (np.array(n) == 0)).all()
    assert not chart.beyond[~told].any()


def test_the_binomial_cusum(reference):
    case = reference("charts")["cusum"]
    result = cusum(case["x"], case["n"], p0=case["p0"], p1=case["p1"], limit=case["h"])
    assert_allclose(result.statistic, case["S"], atol=1e-9)
    assert (np.flatnonzero(result.alarm) + 1).tolist() == case["alarm_at"]
    assert result.episodes == ((6, 6),)  # one alert, although four periods alarm


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.booleans())
def test_the_sum_is_its_recursion(x, falls):
    p0, p1 = (0.4, 0.2) if falls else (0.2, 0.4)
    state, states = 0.0, []
    for hits in x:
        state = max(0.0, state + hits * np.log(p1 / p0) + (40 - hits) * np.log((1 - p1) / (1 - p0)))
        states.append(state)
    result = cusum(x, [40] * len(x), p0=p0, p1=p1)
    assert_allclose(result.statistic, states, atol=1e-9)
    assert len(result.episodes) <= len(x)


def test_each_change_is_told_once_with_its_start():
    quiet, loud = [10] * 6, [20, 14, 12, 20, 20]
    result = cusum(quiet + loud + quiet * 5 + loud, [100] * 46, p0=0.1, p1=0.2, limit=3)
    assert [onset for onset, _ in result.episodes] == [6, 41]
    assert all(
        result.alarm[alarm] and not result.alarm[onset:alarm].any() for onset, alarm in result.episodes
    )


def test_piston_rings_are_qccs_cusum(reference):
    case = reference("charts")["pistonrings"]
    means = 74 + np.array(case["sums"]) / 5000
    z = (means - case["center"]) / (case["sd"] / np.sqrt(5))
    up, down = cusum_mean(z, shift=case["se.shift"], limit=case["decision.interval"])
    assert_allclose(up.statistic, case["pos"], atol=1e-10)
    assert_allclose(down.statistic, -np.array(case["neg"]), atol=1e-10)
    assert up.alarm[-4:].all()
    assert not down.alarm.any()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: laney_chart([3], [2]), "between 0 and n"),
        (lambda: cusum([3], [2], p0=0.1, p1=0.2), "between 0 and n"),
        (lambda: cusum([1], [2], p0=0.2, p1=0.2), "two different shares"),
        (lambda: cusum([1], [2], p0=0.1, p1=0.2, limit=0), "limit is 0"),
        (lambda: cusum_mean([1], shift=0), "shift is 0"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(UsageError, match=message):
        call()
