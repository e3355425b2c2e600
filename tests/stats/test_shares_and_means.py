"""Shares, CSAT, CES, means and many tests at once: published numbers and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import ttest_ind

from otklik.errors import UsageError
from otklik.stats import (
    adjusted_wald,
    benjamini_hochberg,
    ces,
    csat,
    csat235,
    mean_difference,
    mean_interval,
    newcombe,
    wilson,
)

CES_COUNTS = [80, 210, 140, 110, 160, 180, 120]


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (12, 100, 0.06999406437019488, 0.19812099426711421),  # R statpsych ci.prop example, no correction
        (150, 200, 0.6856590168795417, 0.804918319931825),
    ],
)
def test_wilson(successes, n, low, high):
    interval = wilson(successes, n)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-9)


def test_wilson_with_continuity_correction_is_that_of_r():
    """R statpsych ``ci.prop``, 12 of 100; printed digits."""
    interval = wilson(12, 100, corrected=True)
    found = (interval.value, interval.se, interval.low, interval.high)
    assert found == pytest.approx((0.12, 0.03249615, 0.06625153, 0.2039772), abs=5e-8)
    assert wilson(0, 30, corrected=True).low == 0
    assert wilson(30, 30, corrected=True).high == 1


@pytest.mark.parametrize(
    ("successes", "n", "figures"),
    [
        (12, 100, (0.1346153846153846, 0.033468424102807, 0.06901847875457061, 0.2002122904761986)),
        (120, 300, (0.40131578947368424, 0.028112873209757257, 0.3462155704806191, 0.4564160084667494)),
    ],
)
def test_adjusted_wald_is_that_of_r(successes, n, figures):
    """R statpsych ``ci.prop``, which prints 0.1346154, 0.03346842, 0.06901848, 0.2002123 for 12 of 100."""
    found = adjusted_wald(successes, n)
    assert (found.value, found.se, found.low, found.high) == pytest.approx(figures, abs=1e-9)


@pytest.mark.parametrize(
    ("counts", "change", "low", "high", "p"),
    [
        (
            (30, 400, 55, 420),
            0.05595238095238096,
            0.014230866301007915,
            0.09781142595658542,
            0.008644499944194427,
        ),
        (
            (2, 40, 9, 38),
            0.18684210526315786,
            0.029798780092754523,
            0.34622861939516153,
            0.018545081650763566,
        ),
    ],
)
def test_newcombe_method_10_with_campbells_p(counts, change, low, high, p):
    result = newcombe(*counts)
    assert (result.value, result.low, result.high, result.p) == pytest.approx(
        (change, low, high, p), abs=1e-9
    )


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_shares_and_changes_hold_their_estimates(x1, more1, x2, more2):
    n1, n2 = x1 + more1, x2 + more2
    first, change = wilson(x1, n1), newcombe(x1, n1, x2, n2)
    if n1:
        assert 0 <= first.low <= first.value <= first.high <= 1
    if n1 and n2:
        back = newcombe(x2, n2, x1, n1)
        assert -1 - 1e-12 <= change.low <= change.value <= change.high <= 1 + 1e-12
        assert (back.low, back.high) == pytest.approx((-change.high, -change.low))
    else:
        assert math.isnan(change.value)


def test_csat_is_the_top_two_boxes():
    result = csat([1, 2, 3, 4, 5], counts=[10, 15, 25, 80, 70])
    assert (result.top.value, result.net) == pytest.approx((75, 62.5))
    assert (result.top.low, result.top.high) == pytest.approx((68.56590168795417, 80.4918319931825), abs=1e-9)
    assert (result.mean.value, result.mean.se) == pytest.approx((3.925, 0.07827842974162212), abs=1e-9)
    assert_allclose((result.mean.low, result.mean.high), (3.770638338197257, 4.079361661802743), atol=1e-9)


def test_the_russian_2_3_5_mean():
    result = mean_interval([2, 3, 5], counts=[12, 30, 58])
    assert (result.value, result.se) == pytest.approx((4.04, 0.1171375777503194), abs=1e-9)
    assert_allclose((result.low, result.high), (3.8075736325600444, 4.272426367439956), atol=1e-9)
    told = csat235([2, 3, 4, 5, np.nan], counts=[12, 30, 7, 58, 9])  # 4 is no answer on this scale
    assert (told.mean, told.index) == (result, pytest.approx(68))
    assert [share.value for share in told.shares] == pytest.approx([12, 30, 58])
    assert told.shares[0].low == pytest.approx(100 * wilson(12, 100).low)


def test_half_bad_and_half_excellent_beats_all_average_on_2_3_5():
    """Why it must not be compared with a mean of 1–5, where the two are equal."""
    assert csat235([2, 5]).mean.value == 3.5 > csat235([3, 3]).mean.value


def test_three_figures_are_called_ces():
    """CYS support articles 3000095529 and 3000095531; 5–7 as in the Zonka guide."""
    result = ces(range(1, 8), counts=CES_COUNTS)
    assert (result.mean.value, result.agree.value, result.index) == pytest.approx((4.08, 46, -13))
    short = ces([1, 2, 3, 4, 5, 6], counts=[10, 20, 30, 25, 15, 99], scale=(1, 5))
    assert (short.mean.value, short.agree.value, short.index) == pytest.approx((3.15, 40, 10))


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=20), st.lists(st.floats(-50, 50), min_size=2))
def test_the_difference_of_two_means_is_welchs(first, second):
    one, other = mean_interval(first), mean_interval(second)
    found, back = mean_difference(one, other), mean_difference(other, one)
    assert (back.value, back.low, back.high) == pytest.approx((-found.value, -found.high, -found.low))
    if min(np.ptp(first), np.ptp(second)) > 1e-3:
        test = ttest_ind(second, first, equal_var=False)
        bounds = test.confidence_interval()
        assert (found.low, found.high) == pytest.approx((bounds.low, bounds.high))
        assert found.p == pytest.approx(test.pvalue)


def test_a_difference_needs_two_numbers_in_each_group():
    assert math.isnan(mean_difference(mean_interval([1.0]), mean_interval([2.0, 3.0])).low)
    alike = mean_difference(mean_interval([1, 1]), mean_interval([2, 2]))
    assert (alike.value, alike.low, alike.high, math.isnan(alike.p)) == (1, 1, 1, True)


def test_answers_off_the_scale_and_missing_do_not_count():
    assert csat([5, 4, 1, 0, 9, np.nan]).top.n == 3
    assert ces([7, 8, np.nan]).mean.n == 1
    assert math.isnan(csat([]).top.value)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30))
def test_a_mean_from_group_means_and_spread_is_that_of_the_numbers(numbers):
    half = len(numbers) // 2
    groups = [np.array(numbers[:half]), np.array(numbers[half:])]
    packed = mean_interval(
        [group.mean() for group in groups],
        counts=[len(group) for group in groups],
        within=[((group - group.mean()) ** 2).sum() for group in groups],
    )
    single = mean_interval(numbers)
    assert (packed.value, packed.low, packed.high) == pytest.approx(
        (single.value, single.low, single.high), abs=1e-6
    )
    assert packed.n == len(numbers)


def test_one_number_has_no_interval():
    interval = mean_interval([5.0])
    assert interval.value == 5
    assert math.isnan(interval.low)
    assert math.isnan(mean_interval([]).value)


def test_benjamini_hochberg_1995_and_r_p_adjust():
    """The 15 p-values of Benjamini & Hochberg 1995, section 4; adjusted by R 4.2.2 p.adjust."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
    expected = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571429, 0.0638571428571429, 0.0645]
    expected += [0.0765, 0.486, 0.581181818181818, 0.714875, 0.753230769230769, 0.813214285714286, 1]
    assert_allclose(benjamini_hochberg(p), expected, atol=1e-12)
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4


def test_what_was_not_tested_does_not_count():
    assert_allclose(benjamini_hochberg([0.01, np.nan, 0.04]), [0.02, np.nan, 0.04])
    assert benjamini_hochberg([]).size == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusted_p_values_keep_their_order_and_never_shrink(p):
    adjusted = benjamini_hochberg(p)
    assert (adjusted >= np.array(p)).all()
    assert (np.diff(adjusted[np.argsort(p)]) >= 0).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: wilson(3, 2),
        lambda: ces([1], scale=(1, 3)),
        lambda: benjamini_hochberg([1.2]),
        lambda: mean_interval([1, 2], counts=[1, -1]),
    ],
)
def test_mistakes_are_named(call):
    with pytest.raises(UsageError):
        call()
