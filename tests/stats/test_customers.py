"""Who stays, and what a customer is worth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import UsageError
from otklik.stats import ltv, mean_interval, retention, wilson

IDS = st.lists(st.integers(0, 30), max_size=40)


def test_three_of_four_customers_came_back():
    stayed = retention(["a", "b", "b", "c", "d"], ["d", "a", "c", "new", "newer"])
    share = wilson(3, 4)
    assert (stayed.value, stayed.low, stayed.high, stayed.n) == (0.75, share.low, share.high, 4)


@given(IDS, IDS)
def test_retention_counts_each_customer_once_and_the_new_never(before, after):
    stayed = retention(before, after)
    assert stayed.n == len(set(before))
    if before:
        assert stayed.value == pytest.approx(len(set(before) & set(after)) / len(set(before)))
        assert retention(before, [*after, 99]).value == stayed.value
        assert retention(before, before).value == 1
    else:
        assert math.isnan(stayed.value)


def test_ltv_is_revenue_over_customers_whatever_the_number_of_payments():
    worth = ltv([100, 50, 30, 0], ["a", "a", "b", "c"])
    assert (worth.value, worth.n) == (60, 3)
    by_customer = mean_interval([150, 30, 0])
    assert (worth.low, worth.high, worth.se) == pytest.approx(
        (by_customer.low, by_customer.high, by_customer.se)
    )


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0, 1e4)), min_size=1, max_size=50))
def test_splitting_a_payment_changes_nothing(payments):
    who, paid = (np.array(column) for column in zip(*payments, strict=True))
    halves = ltv(np.r_[paid / 2, paid / 2], np.r_[who, who])
    assert halves.value == pytest.approx(paid.sum() / len(set(who)))
    assert halves.n == len(set(who))


def test_nobody_paid():
    assert math.isnan(ltv([], []).value)
    assert math.isnan(retention([], ["a"]).value)


def test_mistakes_are_named():
    with pytest.raises(UsageError, match="customers has 1 values for 2 rows"):
        ltv([1, 2], ["a"])
    with pytest.raises(UsageError, match="revenue holds nan at row 1"):
        ltv([1, np.nan], ["a", "b"])
