"""NPS: worked examples, three intervals, and how often each holds the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import nps, nps_difference, nps_interval

METHODS = {"wald": "wald95", "adjusted-wald": "adj_wald_3T_95", "score": "score_tango_95"}
ALL = (*METHODS, "bootstrap")
CLASSES = ("detractors", "passives", "promoters")


@pytest.mark.parametrize("case", range(9))
def test_reference_cases(case, reference):
    row = reference("nps")["cases"][case]
    counts = [row[name] for name in CLASSES]
    for method, key in METHODS.items():
        interval = nps_interval(*counts, method=method)
        assert_allclose((interval.low, interval.high), np.clip(row[key], -100, 100), atol=1e-6)
        assert interval.value == pytest.approx(row["nps"], abs=1e-6)
        assert interval.se == pytest.approx(row["se"], abs=1e-6)
    score = nps([3, 7, 10], counts=counts)
    assert (score.value, score.variance) == pytest.approx((row["nps"], row["var"]), abs=1e-9)
    assert score.counts == tuple(counts)


@pytest.mark.parametrize("counts", [(54, 108, 162), (2, 0, 9), (3, 90, 7), (1, 1, 0), (40, 2, 1)])
def test_the_bootstrap_is_what_drawing_answers_converges_to(counts):
    n = sum(counts)
    draws = np.random.default_rng(0).multinomial(n, np.array(counts) / n, size=100_000)
    found = nps_interval(*counts, method="bootstrap")
    bounds = np.quantile((draws[:, 2] - draws[:, 0]) / n * 100, [0.025, 0.975])
    assert_allclose((found.low, found.high), bounds, atol=100 / n + 1e-9)  # one answer, where a tail is cut
    assert (found.value, found.se) == pytest.approx((nps_interval(*counts).value, nps_interval(*counts).se))


def test_the_bootstrap_of_millions_is_the_normal_one_and_that_of_one_class_has_no_width():
    many = (1_200_000, 900_000, 2_900_000)
    exact, wald = nps_interval(*many, method="bootstrap"), nps_interval(*many, method="wald")
    assert_allclose((exact.low, exact.high), (wald.low, wald.high), atol=1e-4)
    alike = nps_interval(0, 0, 9, method="bootstrap")
    assert (alike.low, alike.high) == (100, 100)


def test_the_example_of_crossvalidated_18603():
    score = nps([10] * 162 + [7] * 108 + [0] * 54)
    assert score.value == pytest.approx(100 / 3)
    assert score.variance == pytest.approx(5 / 9)
    assert round(score.se, 1) == 4.1


def test_promoters_and_detractors_are_not_taken_as_independent():
    """The published interval 14.3 … 20.5 of 250/675/75 ignores their covariance and is too narrow."""
    interval = nps_interval(75, 675, 250, method="wald")
    assert_allclose((interval.low, interval.high), (14.137219245413352, 20.862780754586645), atol=1e-6)


def test_the_classes_are_those_of_reichheld_and_the_rest_is_counted():
    score = nps([0, 6, 7, 8, 9, 10, 11, -1, np.nan])
    assert (score.counts, score.n, score.excluded) == ((2, 2, 2), 6, 2)


def test_two_samples_are_those_of_r_nps(reference):
    case = reference("nps")["two_sample"]
    result = nps_difference(case["first"], case["second"])
    assert result.value / 100 == pytest.approx(case["delta_abs"], abs=1e-10)
    assert result.se / 100 == pytest.approx(case["se"], abs=1e-10)
    assert_allclose((result.low / 100, result.high / 100), case["ci"], atol=1e-10)
    assert result.p == pytest.approx(case["p"], abs=1e-10)


@pytest.mark.parametrize(
    ("method", "keys"), [("wald", "wald"), ("adjusted-wald", "adj_wald"), ("score", "score")]
)
def test_coverage_is_the_enumerated_one(method, keys, reference):
    """All outcomes of n = 10 answers, weighed by their trinomial probability."""
    outcomes = [(d, 10 - d - p, p) for d in range(11) for p in range(11 - d)]
    intervals = [nps_interval(*outcome, method=method) for outcome in outcomes]
    for row in reference("nps")["coverage"]["rows"]:
        detract, promote = row["p_det"], row["p_pro"]
        truth, held = 100 * (promote - detract), 0.0
        for (d, m, p), interval in zip(outcomes, intervals, strict=True):
            ways = math.factorial(10) / math.factorial(d) / math.factorial(m) / math.factorial(p)
            chance = ways * detract**d * (1 - detract - promote) ** m * promote**p
            held += chance * (interval.low - 1e-9 <= truth <= interval.high + 1e-9)
        assert held == pytest.approx(row[f"{keys}_cov"], abs=1e-4)


@given(*[st.integers(0, 400)] * 3, st.sampled_from(ALL))
def test_an_interval_holds_its_estimate_and_stays_on_the_scale(detractors, passives, promoters, method):
    interval = nps_interval(detractors, passives, promoters, method=method)
    mirrored = nps_interval(promoters, passives, detractors, method=method)
    if interval.n == 0:
        assert math.isnan(interval.value)
        return
    # Adjusted Wald stands around the estimate with its pseudo-answers, which the raw one may lie beyond
    # when a handful of answers are all alike.
    middle = interval.value
    if method == "adjusted-wald":
        middle = 100 * (promoters - detractors) / (interval.n + 3)
    assert -100 <= interval.low <= middle + 1e-9
    assert middle - 1e-9 <= interval.high <= 100
    assert (mirrored.low, mirrored.high) == pytest.approx((-interval.high, -interval.low), abs=1e-6)


def test_a_wider_level_gives_a_wider_interval():
    narrow, wide = nps_interval(30, 40, 50, level=0.8), nps_interval(30, 40, 50, level=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_nobody_answered():
    assert math.isnan(nps([]).value)
    assert math.isnan(nps_difference((0, 0, 0), (1, 1, 1)).value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nps_interval(1, 2, 3, method="exact"), "adjusted-wald, score, wald, bootstrap"),
        (lambda: nps_interval(1, -2, 3), "each ≥ 0"),
        (lambda: nps_interval(1, 2, 3, level=95), "between 0 and 1"),
        (lambda: nps_difference((1, 2), (1, 2, 3)), "detractors, passives, promoters"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(UsageError, match=message):
        call()
