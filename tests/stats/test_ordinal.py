"""The cumulative logit is R ordinal's clm."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import chi2

from otklik.errors import UsageError
from otklik.stats import logistic, ordinal_logit


def check(fit, case):
    assert_allclose(fit.coef, case["beta"], atol=1e-8)
    assert_allclose(fit.se, case["se"], atol=1e-8)
    assert_allclose(fit.thresholds, case["thresholds"], atol=1e-8)
    assert fit.log_likelihood == pytest.approx(case["logLik"], abs=1e-8)


@pytest.fixture
def negative(reference, columns):
    """The negative flags, the NPS and the counts of the made set."""
    data = columns("synthetic")
    names = reference("synthetic")["names"][:8]
    return np.column_stack([data[name] for name in names]), data["nps"], data["count"]


def test_wine_ratings(reference):
    case = reference("ordinal")["wine"]
    warm, contact, rating, count = np.array(case["rows"], float).T
    check(ordinal_logit(np.column_stack([warm, contact]), rating, counts=count), case)


def test_eleven_answers_and_three_classes(reference, negative):
    X, nps, count = negative
    check(ordinal_logit(X, nps, counts=count), reference("ordinal")["nps11"])
    points = np.where(nps >= 9, 100, np.where(nps <= 6, -100, 0))
    check(ordinal_logit(X, points, counts=count), reference("ordinal")["nps3"])


def test_nominal_columns_test_proportional_odds(reference, negative):
    X, nps, count = negative
    points = np.where(nps >= 9, 100, np.where(nps <= 6, -100, 0))
    shared = ordinal_logit(X, points, counts=count)
    freed = [ordinal_logit(X, points, counts=count, nominal=[j]) for j in range(8)]
    gain = [2 * (fit.log_likelihood - shared.log_likelihood) for fit in freed]
    assert_allclose(gain, reference("ordinal")["nominal_lrt"], atol=1e-8)
    assert_allclose(chi2.sf(gain, 1), reference("ordinal")["nominal_p"], atol=1e-8)
    assert np.isnan(freed[3].coef[3])


def test_two_answers_are_a_logistic_regression(negative):
    X, nps, count = negative
    fit, yes = ordinal_logit(X, nps > 6, counts=count), logistic(X, nps > 6, counts=count)
    assert_allclose(fit.coef, yes.coef, rtol=1e-7)
    assert_allclose(fit.se, yes.se, rtol=1e-7)
    assert fit.thresholds[0] == pytest.approx(-yes.intercept)


def test_counts_are_repeated_rows():
    generator = np.random.default_rng(0)
    X, y = (generator.random((40, 2)) < 0.5).astype(float), generator.integers(1, 5, 40)
    count = generator.integers(0, 4, 40)
    packed, single = ordinal_logit(X, y, counts=count), ordinal_logit(X.repeat(count, 0), y.repeat(count))
    assert_allclose(packed.coef, single.coef, rtol=1e-7)
    assert packed.n == count.sum()


def test_columns_that_cannot_be_told_apart_are_nan_and_one_answer_says_nothing():
    generator = np.random.default_rng(1)
    X, y = (generator.random((80, 2)) < 0.5).astype(float), generator.integers(1, 5, 80)
    fit = ordinal_logit(np.column_stack([X, X[:, 1], np.zeros(80)]), y)
    assert np.isnan(fit.coef[1:]).all()
    assert fit.coef[0] == pytest.approx(ordinal_logit(X, y).coef[0])
    assert np.isnan(ordinal_logit(X, np.ones(80)).coef).all()
    assert np.isnan(ordinal_logit([[0], [0], [1], [1]], [1, 2, 3, 4]).coef[0])  # separated
    with pytest.raises(UsageError, match="X has 80 rows"):
        ordinal_logit(X, y[1:])
