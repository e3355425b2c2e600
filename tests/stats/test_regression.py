"""OLS with HC3: R's numbers, the same from cells, and NaN where the data cannot say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import benjamini_hochberg, ols_hc3


def test_hc3_is_that_of_r_sandwich(reference, columns):
    case, data = reference("hc3"), columns("synthetic")
    X = np.column_stack([data[name] for name in reference("synthetic")["names"]])
    points = np.where(data["nps"] >= 9, 100.0, np.where(data["nps"] <= 6, -100, 0))
    line = ols_hc3(X, points, counts=data["count"])
    assert (line.n, line.df) == (3000, 2983)
    assert_allclose(line.coef, case["coef"], rtol=1e-8, atol=1e-8)
    assert_allclose(line.se, case["se_hc3"], rtol=1e-8)
    assert_allclose(line.p, case["p_hc3"], rtol=1e-8)
    assert_allclose(benjamini_hochberg(line.p), case["p_bh"], rtol=1e-8)
    assert line.r2 == pytest.approx(case["r2"], abs=1e-8)
    assert line.intercept == pytest.approx(case["intercept"], abs=1e-8)


def direct(X, y, w):
    """The formula, row by row."""
    A = np.column_stack([np.ones(len(y)), X])
    bread = np.linalg.inv(A.T @ (w[:, None] * A))
    beta = bread @ A.T @ (w * y)
    e, h = y - A @ beta, w * np.einsum("ij,jk,ik->i", A, bread, A)
    meat = A.T @ (A * ((w * e / (1 - h)) ** 2)[:, None])
    pooled = (w @ e**2) / (len(y) - A.shape[1]) * bread.diagonal()
    return beta[1:], np.sqrt((bread @ meat @ bread).diagonal()[1:]), np.sqrt(pooled[1:])


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_weights_are_those_of_lm(seed):
    generator = np.random.default_rng(seed)
    X, w = generator.normal(size=(40, 3)), generator.uniform(0.2, 3, 40)
    y = X @ [1, -2, 0] + generator.normal(size=40) * (1 + X[:, 0] ** 2)
    line = ols_hc3(X, y, weights=w)
    for figure, expected in zip((line.coef, line.se, line.se_pooled), direct(X, y, w), strict=True):
        assert_allclose(figure, expected, rtol=1e-8)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_rows_with_counts_and_spread_give_what_the_single_observations_give(seed):
    generator = np.random.default_rng(seed)
    flags = (generator.random((120, 3)) < 0.4).astype(float)
    minutes = flags @ [5, -3, 0] + generator.gamma(2, 10, 120)
    pattern, index = np.unique(flags, axis=0, return_inverse=True)
    count = np.bincount(index).astype(float)
    mean = np.bincount(index, minutes) / count
    within = np.bincount(index, (minutes - mean[index]) ** 2)
    single, packed = ols_hc3(flags, minutes), ols_hc3(pattern, mean, counts=count, within=within)
    for name in ("coef", "se", "se_pooled", "p", "low", "high"):
        assert_allclose(getattr(packed, name), getattr(single, name), rtol=1e-8, atol=1e-12)
    assert packed.r2 == pytest.approx(single.r2)
    assert packed.n == 120


def test_columns_that_cannot_be_told_apart_are_nan_and_the_rest_stands():
    generator = np.random.default_rng(0)
    a, b = generator.normal(size=(2, 30))
    y = a + b + generator.normal(size=30)
    line = ols_hc3(np.column_stack([a, b, b, np.full(30, 4.0)]), y)
    assert np.isnan(line.coef[1:]).all()
    assert np.isnan(line.p[1:]).all()
    assert line.coef[0] == pytest.approx(ols_hc3(np.column_stack([a, b]), y).coef[0])
    assert line.df == 27


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_too_few_rows_have_no_standard_error(rows):
    line = ols_hc3(np.arange(2.0 * rows).reshape(rows, 2) ** 2, np.arange(rows))
    assert np.isnan(line.se).all()
    assert np.isnan(line.low).all()


def test_a_coefficient_that_hangs_on_one_row_has_no_hc3():
    X = np.column_stack([np.eye(12)[0], np.arange(12) % 2])
    line = ols_hc3(X, np.arange(12.0) ** 2)
    assert np.isfinite(line.coef).all()
    assert np.isnan(line.se[0])
    assert np.isfinite(line.se[1])


def test_a_constant_outcome_is_no_evidence():
    line = ols_hc3(np.arange(10.0)[:, None] % 3, np.full(10, 100 / 3))
    assert np.isnan(line.p).all()
    assert np.isnan(line.r2)


def test_nothing_counted_gives_nan():
    line = ols_hc3(np.eye(3), [1, 2, 3], counts=[0, 0, 0])
    assert line.n == 0
    assert np.isnan(line.coef).all()


def test_shapes_must_fit():
    with pytest.raises(UsageError, match="X has 3 rows, y has 4"):
        ols_hc3(np.eye(3), [1, 2, 3, 4])
    with pytest.raises(UsageError, match="counts has 2 values for 3 rows"):
        ols_hc3(np.eye(3), [1, 2, 3], counts=[1, 2])


@pytest.mark.parametrize("sizes", [(3, 4), (12, 12), (5, 400)])
def test_a_variance_is_worth_the_degrees_of_freedom_of_welch_when_a_flag_parts_two_groups(sizes):
    """HC3 adds s²/(n − 1) of both groups, each on n − 1 degrees of freedom (Satterthwaite 1946)."""
    flag = np.repeat([0.0, 1.0], sizes)
    y = np.random.default_rng(0).normal(size=len(flag))
    parts = 1 / (np.array(sizes) - 1.0)
    expected = parts.sum() ** 2 / (parts**3).sum()
    assert ols_hc3(flag[:, None], y).freedom == pytest.approx([expected])


def test_repeated_rows_and_their_count_are_worth_the_same_degrees_of_freedom():
    generator = np.random.default_rng(1)
    X, y, count = generator.integers(0, 2, (30, 3)), generator.normal(size=30), generator.integers(1, 4, 30)
    packed, single = ols_hc3(X, y, counts=count), ols_hc3(X.repeat(count, 0), y.repeat(count))
    assert_allclose(packed.freedom, single.freedom)
    assert (packed.freedom < packed.df).all()
