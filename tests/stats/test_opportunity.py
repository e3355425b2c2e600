"""Opportunity score and importance-performance quadrants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import opportunity, quadrants

PERFORMANCE, IMPORTANCE = [80, 40, 35, 85], [0.3, 0.25, 0.05, 0.04]


def test_ulwicks_opportunity():
    """Importance + max(importance − satisfaction, 0): Ulwick 2005, worked rows quoted from his page 109."""
    result = opportunity([9.2, 8, 4, 7], [4.1, 4, 8, 7])
    assert_allclose(result.score, [14.3, 12, 4, 7], atol=1e-12)
    assert result.band == ("underserved", "underserved", "served", "moderate")


@given(st.floats(0, 10), st.floats(0, 10))
def test_opportunity_lies_between_importance_and_twice_it(importance, satisfaction):
    score = opportunity([importance], [satisfaction]).score[0]
    assert importance <= score <= 2 * importance


def test_the_four_quadrants_of_martilla_and_james():
    result = quadrants(PERFORMANCE, IMPORTANCE)
    assert (result.performance_cut, result.importance_cut) == pytest.approx((60, 0.16))
    assert result.names == (
        "keep up the good work",
        "concentrate here",
        "low priority",
        "possible overkill",
    )


def test_cuts_may_be_medians_or_fixed_and_a_figure_on_the_cut_is_high():
    assert quadrants(PERFORMANCE, IMPORTANCE, cut="median").importance_cut == pytest.approx(0.15)
    assert quadrants([80, 40], [1, 1], cut=(80, 1)).names == ("keep up the good work", "concentrate here")


def test_a_figure_whose_bounds_cross_a_cut_is_not_sure():
    bounds = [[70, 90], [30, 61], [20, 59], [61, 99]]
    assert quadrants(PERFORMANCE, IMPORTANCE, performance_bounds=bounds).sure == (True, False, True, True)
    assert quadrants([], []).names == ()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: opportunity([11], [1]), "importance must lie between 0 and 10"),
        (lambda: opportunity([1, 2], [1]), "satisfaction has 1 values for 2 rows"),
        (lambda: quadrants([1], [1], cut="mode"), "no cut 'mode'"),
        (lambda: quadrants([1], [1], importance_bounds=[1, 2]), "must be \\(1, 2\\)"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(UsageError, match=message):
        call()
