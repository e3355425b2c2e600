"""Reach − noise: the closed form is the Shapley value over all subsets."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import reach_noise


def test_the_published_complaints(reference):
    case = reference("reach")
    pattern, unhappy, count = np.array(case["rows"]).T
    flags = pattern[:, None] >> np.arange(case["flags"]) & 1
    result = reach_noise(flags, unhappy, counts=count)
    assert_allclose(result.shapley, case["shapley"], atol=1e-9)
    assert_allclose(result.single, case["single"], atol=1e-9)
    assert_allclose(result.cumulative, case["cumulative"], atol=1e-9)
    assert result.total == pytest.approx(case["total"], abs=1e-9)
    assert (result.order.tolist(), result.best) == (case["order"], case["best"])


def by_orders(flags, unhappy):
    """The definition: mean gain over all orders in which flags join."""
    columns = flags.shape[1]
    gains = np.zeros(columns)
    orders = list(permutations(range(columns)))
    for order in orders:
        before = 0.0
        for end, flag in enumerate(order, start=1):
            up = flags[:, order[:end]].any(axis=1)
            worth = 100 * (up[unhappy == 1].mean() - up[unhappy == 0].mean())
            gains[flag] += (worth - before) / len(orders)
            before = worth
    return gains


@given(seed=st.integers(0, 2**32 - 1), columns=st.integers(1, 4))
@settings(max_examples=25)
def test_the_closed_form_is_the_definition(seed, columns):
    generator = np.random.default_rng(seed)
    flags, unhappy = generator.integers(0, 2, (12, columns)), np.arange(12) % 3 == 0
    result = reach_noise(flags, unhappy)
    assert_allclose(result.shapley, by_orders(flags, unhappy), atol=1e-9)
    assert result.shapley.sum() == pytest.approx(result.total)
    counts = generator.integers(1, 4, 12)
    repeated = reach_noise(flags.repeat(counts, 0), unhappy.repeat(counts))
    assert_allclose(reach_noise(flags, unhappy, counts=counts).shapley, repeated.shapley, atol=1e-9)


def test_customers_of_one_kind_only_say_nothing():
    result = reach_noise(np.eye(3), [1, 1, 1])
    assert np.isnan(result.shapley).all()
    assert result.best == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: reach_noise([[2]], [1]), "must be 0 or 1"),
        (lambda: reach_noise(np.eye(3), [1, 0]), "flags has 3 rows, dissatisfied has 2"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(UsageError, match=message):
        call()
