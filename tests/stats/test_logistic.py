"""Logistic regression is R's glm, counts are repeated rows, and McFadden's R² is shared out fairly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import expit

from otklik.errors import UsageError
from otklik.stats import logistic, mcfadden_shares


def made(seed, rows=300, columns=3):
    """Flags, and a yes that goes with the first of them."""
    generator = np.random.default_rng(seed)
    X = (generator.random((rows, columns)) < 0.4).astype(float)
    y = (generator.random(rows) < expit(-0.5 + X[:, 0] - 0.5 * X[:, 1])).astype(float)
    return X, y


def test_am_on_hp_and_wt_is_the_published_glm(columns):
    """R glm(am ~ hp + wt, binomial, mtcars), as printed in R tutorials (r-tutor.com and others)."""
    data = columns("mtcars")
    fit = logistic(np.column_stack([data["hp"], data["wt"]]), data["am"])
    assert (fit.intercept, fit.intercept_se) == pytest.approx((18.86630, 7.44356), abs=1e-5)
    assert_allclose(fit.coef, [0.03626, -8.08348], atol=1e-5)
    assert_allclose(fit.se, [0.01773, 3.06868], atol=1e-5)
    assert_allclose(fit.p, [0.04091, 0.00843], atol=1e-5)
    assert (-2 * fit.null_log_likelihood, -2 * fit.log_likelihood) == pytest.approx(
        (43.230, 10.059), abs=1e-3
    )
    assert fit.r2 == pytest.approx(1 - 10.059 / 43.230, abs=1e-4)


def test_one_flag_gives_the_log_odds_ratio_of_the_table():
    """a = 30, b = 10, c = 20, d = 40: log(ad/bc) with Woolf's standard error."""
    fit = logistic([[1], [1], [0], [0]], [1, 0, 1, 0], counts=[30, 10, 20, 40])
    assert fit.coef[0] == pytest.approx(np.log(30 * 40 / (10 * 20)))
    assert fit.se[0] == pytest.approx(np.sqrt(1 / 30 + 1 / 10 + 1 / 20 + 1 / 40))
    assert (fit.low[0] + fit.high[0]) / 2 == pytest.approx(fit.coef[0])


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_the_gradient_is_zero_at_the_fit(seed):
    X, y = made(seed)
    fit = logistic(X, y)
    rest = y - expit(fit.intercept + X @ fit.coef)
    assert_allclose(np.column_stack([np.ones(len(y)), X]).T @ rest, 0, atol=1e-6)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_counts_and_shares_are_repeated_rows(seed):
    X, y = made(seed)
    pattern, index = np.unique(X, axis=0, return_inverse=True)
    count = np.bincount(index)
    packed = logistic(pattern, np.bincount(index, y) / count, counts=count)
    single = logistic(X, y)
    for name in ("coef", "se", "p"):
        assert_allclose(getattr(packed, name), getattr(single, name), rtol=1e-7)
    assert packed.log_likelihood == pytest.approx(single.log_likelihood)
    assert (packed.n, packed.r2) == (single.n, pytest.approx(single.r2))
    shares = mcfadden_shares(pattern, np.bincount(index, y) / count, counts=count)
    assert_allclose(shares.raw, mcfadden_shares(X, y).raw, atol=1e-9)


def test_a_flag_that_only_occurs_with_one_answer_has_no_finite_estimate_and_the_rest_stands():
    X, y = made(1)
    never = ((y == 1) & (np.arange(300) % 5 == 0)).astype(float)
    fit = logistic(np.column_stack([X, never]), y)
    rest = logistic(X[never == 0], y[never == 0])
    assert np.isnan(fit.coef[3])
    assert np.isnan(fit.se[3])
    assert_allclose(fit.coef[:3], rest.coef, rtol=1e-5)
    assert_allclose(fit.se[:3], rest.se, rtol=1e-5)
    assert fit.log_likelihood == pytest.approx(rest.log_likelihood, abs=1e-5)


def test_what_cannot_be_told_apart_is_nan_and_the_rest_stands():
    X, y = made(2)
    fit = logistic(np.column_stack([X, X[:, 2], np.ones(300)]), y)
    assert np.isnan(fit.coef[2:]).all()
    assert_allclose(fit.coef[:2], logistic(X, y).coef[:2], rtol=1e-6)
    assert np.isnan(logistic(X, np.ones(300)).coef).all()
    assert np.isnan(logistic(X, y, counts=np.zeros(300)).r2)


@given(seed=st.integers(0, 2**32 - 1), columns=st.integers(1, 5))
@settings(max_examples=15)
def test_mcfadden_shares_add_up_and_never_fall_below_zero(seed, columns):
    X, y = made(seed, columns=max(columns, 2))
    shares = mcfadden_shares(X, y)
    assert shares.exact
    assert shares.raw.sum() == pytest.approx(shares.r2, abs=1e-9)
    assert shares.r2 == pytest.approx(logistic(X, y).r2, abs=1e-9)
    assert (shares.raw > -1e-9).all()


def test_two_predictors_share_by_the_mean_of_both_orders(columns):
    data = columns("mtcars")
    X = np.column_stack([data["hp"], data["wt"]])
    alone = [logistic(X[:, [j]], data["am"]).r2 for j in (0, 1)]
    both = logistic(X, data["am"]).r2
    shares = mcfadden_shares(X, data["am"])
    assert_allclose(shares.first, alone, atol=1e-9)
    assert_allclose(shares.last, [both - alone[1], both - alone[0]], atol=1e-9)
    assert_allclose(shares.raw, (shares.first + shares.last) / 2, atol=1e-9)


def test_above_ten_predictors_orders_are_sampled_with_a_stated_error():
    X, y = made(4, rows=200, columns=11)
    X[:, 10] = 1
    sampled, exact = mcfadden_shares(X, y, permutations=40), mcfadden_shares(X[:, :10], y)
    assert not sampled.exact
    assert np.isnan(sampled.raw[10])
    assert np.nansum(sampled.raw) == pytest.approx(sampled.r2)
    assert (np.abs(sampled.raw[:10] - exact.raw) < 5 * sampled.error[:10] + 1e-6).all()


def test_twins_share_and_a_constant_answer_has_nothing_to_share():
    X, y = made(5)
    shares = mcfadden_shares(X[:, [0, 0, 1]], y)
    assert shares.raw[0] == pytest.approx(shares.raw[1])
    assert np.isnan(mcfadden_shares(X, np.zeros(300)).raw).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: logistic(np.eye(3), [0, 1]), "X has 3 rows, y has 2"),
        (lambda: logistic(np.eye(3), [0, 1, 2]), "y must be 0 or 1"),
        (lambda: mcfadden_shares(np.eye(3), [0, 1, 1], permutations=2), "two pairs"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(UsageError, match=message):
        call()
