"""Prediction-powered inference: right whatever the model, and the classical figure at both ends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import mean_interval, ols_hc3, ppi_impact, ppi_labels, ppi_mean, ppi_ols, wilson

SEEDS = st.integers(0, 2**32 - 1)


def made(seed, n=120, others=600, noise=0.15):
    """Flags (true and predicted with label noise) and a score, split into labelled rows and others."""
    generator = np.random.default_rng(seed)
    true = (generator.random((n + others, 3)) < [0.4, 0.3, 0.2]).astype(float)
    y = 7 + true @ [-2, 1, 0] + generator.normal(size=n + others)
    predicted = np.where(generator.random(true.shape) < noise, 1 - true, true)
    return (true[:n], y[:n]), (predicted[:n], y[:n]), (predicted[n:], y[n:])


def first(table):
    return table[0][:, 0], table[1]


def by_formula(label, model, far):
    """The formulas of the docstring, plainly."""
    n, m = len(label), len(far)
    share = np.cov(label, model)[0, 1] / (np.concatenate([model, far]).var(ddof=1) * (1 + n / m))
    value = share * far.mean() + (label - share * model).mean()
    return value, math.sqrt((label - share * model).var(ddof=1) / n + share**2 * far.var(ddof=1) / m)


@given(seed=SEEDS)
@settings(max_examples=20)
def test_a_mean_is_its_formula_and_more_certain_than_the_labels_alone(seed):
    (label, _), (model, _), (far, _) = (first(table) for table in made(seed))
    result = ppi_mean(label, model, far)
    assert (result.value, result.se) == pytest.approx(by_formula(label, model, far))
    assert result.se < mean_interval(label).se
    assert 0 <= result.tuning <= 1


@given(seed=SEEDS)
@settings(max_examples=20)
def test_bounds_of_a_mean_lie_even_and_those_of_a_share_where_its_own_spread_puts_them(seed):
    """The docstring, plainly: at a bound, the estimate is z standard errors away, as they would be there."""
    (label, _), (model, _), (far, _) = (first(table) for table in made(seed, n=60))
    z, minutes = 1.959963984540054, label * 30 + 1
    mean = ppi_mean(minutes, model, far)
    assert (mean.value - mean.low, mean.high - mean.value) == pytest.approx((z * mean.se, z * mean.se))
    share = ppi_mean(label, model, far)
    lenient, strict = share.tuning * model[label == 0], share.tuning * model[label == 1]
    jump, n, others = strict.mean() - lenient.mean(), 60, 600
    for bound in (share.low, share.high):
        inner = bound * strict.var() + (1 - bound) * lenient.var()
        near, there = (bound * (1 - bound) * gap**2 + inner for gap in (1 - jump, jump))
        assert (share.value - bound) ** 2 == pytest.approx(z**2 * (near / n + there / others))
    assert 0 <= share.low < share.value < share.high <= 1


@given(seed=SEEDS)
@settings(max_examples=20)
def test_at_both_ends_the_bounds_of_a_share_are_wilsons(seed):
    (label, _), (model, _), (far, _) = (first(table) for table in made(seed, n=60))
    alone, whole = ppi_mean(label, model, far, tuning=0), ppi_mean(label, label, far, tuning=1)
    for result, flags in ((alone, label), (whole, far)):
        classical = wilson(int(flags.sum()), len(flags))
        assert (result.low, result.high) == pytest.approx((classical.low, classical.high))
    nobody = ppi_mean(np.zeros(60), model, far)
    assert (nobody.low, nobody.high) == pytest.approx((0, wilson(0, 60).high))


@given(seed=SEEDS)
@settings(max_examples=20)
def test_without_the_model_the_figures_are_classical(seed):
    true, predicted, others = made(seed)
    (label, y), (model, _), (far, outcome) = (first(table) for table in (true, predicted, others))
    alone = mean_interval(label)
    for result in (ppi_mean(label, model, far, tuning=0), ppi_mean(label, np.zeros(120), np.zeros(600))):
        assert (result.value, result.se, result.tuning) == pytest.approx((alone.value, alone.se, 0))
    blind = ppi_ols(true, (np.zeros((120, 3)), np.zeros(120)), (np.zeros((600, 3)), np.zeros(600)))
    line = ols_hc3(*true)
    assert_allclose(blind.coef, line.coef, atol=1e-9)
    assert_allclose(blind.se, line.se, rtol=0.02)  # HC3 with the gradients centred, over n − 1
    without = label == 0
    added = y - y.mean() - without * (y - y[without].mean()) / without.mean()
    expected = y.mean() - y[without].mean(), added.std(ddof=1) / math.sqrt(120)
    for here, there in ((np.ones(120), np.ones(600)), (np.zeros(120), np.zeros(600)), (model, np.ones(600))):
        impact = ppi_impact((label, y), (here, y), (there, outcome))
        assert (impact.value, impact.se, impact.tuning) == pytest.approx((*expected, 0))
        assert (impact.value - impact.low) == pytest.approx(1.959963984540054 * impact.se)


@given(seed=SEEDS)
@settings(max_examples=20)
def test_with_perfect_labels_the_tuned_share_weighs_both_samples_by_its_formula(seed):
    (label, _), _, (far, _) = (first(table) for table in made(seed, noise=0))
    tuned, (value, se) = ppi_mean(label, label, far), by_formula(label, label, far)
    assert (tuned.value, tuned.se) == pytest.approx((value, se))
    assert tuned.value == pytest.approx(tuned.tuning * far.mean() + (1 - tuned.tuning) * label.mean())


@given(seed=SEEDS)
@settings(max_examples=20)
def test_with_perfect_labels_a_share_is_the_classical_one(seed):
    sample = made(seed, n=1200, others=6000, noise=0)  # the two agree as samples grow, by 1/n
    (label, y), _, (far, outcome) = (first(table) for table in sample)
    whole, alone = ppi_mean(label, label, far, tuning=1), mean_interval(far)
    assert (whole.value, whole.se) == pytest.approx((alone.value, alone.se))
    tuned, everyone = ppi_mean(label, label, far), np.concatenate([label, far])
    assert tuned.value == pytest.approx(everyone.mean(), abs=0.02)
    assert tuned.se == pytest.approx(mean_interval(everyone).se, rel=0.02)
    impact, scores = ppi_impact((label, y), (label, y), (far, outcome)), np.concatenate([y, outcome])
    assert impact.value == pytest.approx(scores.mean() - scores[everyone == 0].mean(), abs=0.1)


@given(seed=SEEDS)
@settings(max_examples=20)
def test_with_perfect_labels_a_coefficient_is_the_classical_one_of_both_samples(seed):
    """Labelled rows weigh (1 − λ)/n and the others λ/N."""
    true, predicted, others = made(seed, noise=0)
    joint = ppi_ols(true, predicted, others)
    X, y = (np.concatenate(parts) for parts in zip(true, others, strict=True))
    for k, share in enumerate(joint.tuning):
        weights = np.repeat([(1 - share) / 120, share / 600], [120, 600])
        assert joint.coef[k] == pytest.approx(ols_hc3(X, y, weights=weights).coef[k], abs=1e-9)
    assert joint.se.mean() < ols_hc3(*true).se.mean()


@given(seed=SEEDS)
@settings(max_examples=15)
def test_counts_are_repeated_rows(seed):
    true, predicted, others = made(seed, n=60, others=80)
    generator = np.random.default_rng(seed)
    count, rest = generator.integers(1, 4, 60), generator.integers(0, 4, 80)
    weights = (count, count, rest)
    tables = (true, predicted, others)
    repeated = [(X.repeat(c, 0), y.repeat(c)) for (X, y), c in zip(tables, weights, strict=True)]
    packed = ppi_ols(*tables, counts=count, others_counts=rest)
    single = ppi_ols(*repeated)
    for name in ("coef", "se", "p", "low", "high", "tuning"):
        assert_allclose(getattr(packed, name), getattr(single, name), rtol=1e-7, atol=1e-10)
    assert (packed.n, packed.others) == (count.sum(), rest.sum())
    singles, pairs = [first(table) for table in repeated], [first(table) for table in tables]
    impact = ppi_impact(*pairs, counts=count, others_counts=rest)
    assert (impact.value, impact.se) == pytest.approx((ppi_impact(*singles).value, ppi_impact(*singles).se))
    mean = ppi_mean(*(pair[0] for pair in pairs), counts=count, others_counts=rest)
    assert mean.se == pytest.approx(ppi_mean(*(pair[0] for pair in singles)).se)


def test_intervals_hold_the_truth_where_the_naive_figures_do_not():
    """300 runs, 15 % label noise, n = 150: naive attenuation is seen and mended."""
    held, naive = np.zeros((3, 300)), np.zeros((2, 300))
    for run in range(300):
        true, predicted, others = made(run, n=150, others=2000)
        share = ppi_mean(true[0][:, 0], predicted[0][:, 0], others[0][:, 0])
        impact = ppi_impact(*(first(table) for table in (true, predicted, others)))
        joint, taken = ppi_ols(true, predicted, others), ols_hc3(*others)
        bounds = (
            (share.low, 0.4, share.high),
            (impact.low, -0.8, impact.high),
            (joint.low[0], -2, joint.high[0]),
        )
        held[:, run] = [low <= truth <= high for low, truth, high in bounds]
        seen = mean_interval(others[0][:, 0])
        naive[:, run] = seen.low <= 0.4 <= seen.high, taken.low[0] <= -2 <= taken.high[0]
    assert (held.mean(axis=1) > 0.905).all()  # nominal 0.95, give or take three standard errors
    assert (naive.mean(axis=1) < 0.3).all()


def test_the_labels_still_needed_give_the_width():
    (label, _), (model, _), (far, _) = (first(table) for table in made(7, n=200, others=5000))
    for width in (0.2, 0.1, 0.05):
        need = ppi_labels(label, model, far, width=width)
        scaled = ppi_mean(label, model, far, counts=np.full(200, need / 200))
        assert scaled.high - scaled.low == pytest.approx(width, rel=0.02)
    useless = ppi_labels(label, np.ones(200), np.ones(5000), width=0.1)
    assert useless == math.ceil(label.var(ddof=1) / (0.1 / 2 / 1.959963984540054) ** 2)
    assert ppi_labels(label, model, far, width=0.1) < useless


def test_a_topic_without_labels_is_nan_and_the_rest_stands():
    true, predicted, others = made(3)
    true[0][:, 1] = 0
    result = ppi_ols(true, predicted, others)
    assert np.isnan(result.coef[1])
    assert np.isfinite(result.se[[0, 2]]).all()
    lone = np.zeros((120, 3))
    lone[:, 0] = true[0][:, 0]
    lone[0, 2] = 1
    assert np.isnan(ppi_ols((lone, true[1]), predicted, others).se[2])


def test_nothing_labelled_gives_nan():
    assert math.isnan(ppi_mean([], [], [1, 0, 1]).value)
    empty = np.empty((0, 2)), np.empty(0)
    assert np.isnan(ppi_ols(empty, empty, (np.eye(2), [1, 2])).coef).all()
    assert math.isnan(ppi_impact(([1, 1], [3, 4]), ([1, 1], [3, 4]), ([0], [2])).value)
    assert ppi_mean([1, 0, 1], [1, 0, 0], []).value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ppi_mean([1, 0], [1], [1]), "predicted has 1 values for 2 rows"),
        (lambda: ppi_mean([1, 0], [1, 0], [1], tuning=2), "tuning is 2"),
        (lambda: ppi_labels([1, 0], [1, 0], [1], width=0), "width is 0"),
        (
            lambda: ppi_ols((np.eye(3), [1, 2]), (np.eye(3), [1, 2, 3]), (np.eye(3), [1, 2, 3])),
            "3 rows, y has 2",
        ),
        (lambda: ppi_ols((np.eye(3), [1, 2, 3]), (np.eye(2), [1, 2]), (np.eye(3), [1, 2, 3])), "do not fit"),
        (lambda: ppi_impact(([1], [2]), ([1, 0], [2, 3]), ([1], [2])), "1 true and 2 predicted"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(UsageError, match=message):
        call()
