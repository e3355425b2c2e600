"""The headline of every kind of score: what is averaged, with which interval, and the three shares."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from otklik.metrics import (
    Answers,
    contribution,
    difference,
    measure,
    measure_weighted,
    unless_scant,
    variants,
)
from otklik.records import METRIC_COLUMNS
from otklik.score_kinds import SCORE_KINDS, parse_kind
from otklik.stats import mean_difference, mean_interval, newcombe, nps_difference

nan = np.nan


@pytest.mark.parametrize(
    ("spec", "values", "expected"),
    [
        ("nps", [0, 6, 7, 8, 9, 10, 11, -1, nan], [-100, -100, 0, 0, 100, 100, nan, nan, nan]),
        ("csat5", [1, 3, 4, 5, 6], [0, 0, 100, 100, nan]),
        ("csat3:1=best", [1, 2, 3], [100, 0, 0]),
        ("csat3:3=best", [1, 2, 3], [0, 0, 100]),
        ("binary:1=bad", [0, 1, 2], [0, 100, nan]),
        ("binary:0=bad", [0, 1], [0, 100]),
        ("csat235", [2, 3, 5], [2, 3, 5]),
        ("number:low=good", [-5.5, 1e6, nan], [-5.5, 1e6, nan]),
        ("churn", [1, 0, 2], [100, 0, nan]),
        ("success", [1, 0, nan], [100, 0, nan]),
        ("time", [0.5, -1, 3600], [0.5, nan, 3600]),
        ("ltv", [-20, 0, 1e7], [-20, 0, 1e7]),
    ],
)
def test_what_an_answer_contributes(spec, values, expected):
    assert_array_equal(contribution(values, parse_kind(spec)), expected)


@pytest.mark.parametrize(
    ("spec", "values", "counts", "figures", "shares"),
    [
        (
            "nps",
            [3, 7, 10],
            [54, 108, 162],
            (100 / 3, 24.945251413033574, 41.10979445852606),
            {"detractors": 1 / 6, "passives": 1 / 3, "promoters": 1 / 2},
        ),
        (
            "csat5",
            [1, 2, 3, 4, 5],
            [10, 15, 25, 80, 70],
            (75, 68.56590168795417, 80.4918319931825),
            {"dissatisfied": 0.125, "neutral": 0.125, "satisfied": 0.75},
        ),
        (
            "csat235",
            [2, 3, 5],
            [12, 30, 58],
            (4.04, 3.8075736325600444, 4.272426367439956),
            {"low": 0.12, "middle": 0.30, "high": 0.58},
        ),
        (
            "binary:1=bad",
            [1, 0],
            [12, 88],
            (12, 6.999406437019488, 19.812099426711421),
            {"no": 0.88, "yes": 0.12},
        ),
    ],
)
def test_reference_figures(spec, values, counts, figures, shares):
    row = measure(values, parse_kind(spec), score="S", counts=counts)
    assert tuple(row) == METRIC_COLUMNS
    assert (row["score"], row["kind"], row["n"]) == ("S", spec, sum(counts))
    assert (row["value"], row["low"], row["high"]) == pytest.approx(figures, abs=1e-6)
    assert row["shares"] == pytest.approx(shares)


def test_satisfied_goes_by_meaning_when_one_is_best():
    shares = measure([1, 1, 1, 2, 3], parse_kind("csat3:1=best"), score="S")["shares"]
    assert shares == pytest.approx({"dissatisfied": 0.2, "neutral": 0.2, "satisfied": 0.6})


def test_on_ces7_high_is_the_percent_of_five_to_seven():
    row = measure(range(1, 8), parse_kind("ces7"), score="S", counts=[80, 210, 140, 110, 160, 180, 120])
    assert row["value"] == pytest.approx(4.08)
    assert row["shares"]["high"] == pytest.approx(0.46)


def test_group_means_with_their_spread_are_enough_for_a_number():
    kind, numbers = parse_kind("number:low=good"), np.array([4.0, 8, 1, 2, 9])
    packed = measure([6, 4], kind, score="S", counts=[2, 3], within=[8, 38])
    single = measure(numbers, kind, score="S")
    assert [packed[key] for key in ("value", "low", "high")] == pytest.approx(
        [single[key] for key in ("value", "low", "high")]
    )
    assert (packed["n"], packed["shares"]) == (5, {})


@pytest.mark.parametrize("spec", ["nps", "csat5", "ces7", "binary:1=bad", "number:high=good"])
def test_nobody_answered(spec):
    row = measure([nan, nan], parse_kind(spec), score="S")
    assert (row["n"], row["shares"]) == (0, {})
    assert math.isnan(row["value"])


def test_the_interval_of_a_mean_stays_on_the_scale():
    row = measure([1, 2, 5], parse_kind("stars5"), score="S")
    assert (row["low"], row["high"]) == (1, 5)
    free = measure([1, 2, 5], parse_kind("number:high=good"), score="S")
    assert free["low"] < 1 < 5 < free["high"]


@pytest.mark.parametrize("spec", ["nps", "csat5", "ces5", "binary:1=bad"])
@pytest.mark.parametrize("values", [[1], [0, 0], [5, 5], [1, 5], [10], [10, 10], [0, 10]])
def test_the_interval_holds_the_value_however_few_answer(spec, values):
    row = measure(values, parse_kind(spec), score="S")
    assert math.isnan(row["low"]) or row["low"] <= row["value"] <= row["high"]


@pytest.mark.parametrize(
    "name", ["churn", "retention", "success", "error", "abandonment", "time", "clicks", "ltv"]
)
def test_a_metric_of_customers_or_products_knows_its_good_end_and_its_spelling(name):
    kind = parse_kind(name)
    assert kind.spec == name
    assert parse_kind(kind.spec) == kind
    assert kind.better == ("high" if name in ("retention", "success", "ltv") else "low")


# --- difference --------------------------------------------------------------------------------
def test_the_difference_of_two_groups_by_the_method_of_the_metric():
    nps = difference(Answers([3, 7, 10], [5, 30, 65]), Answers([3, 7, 10], [20, 30, 50]), parse_kind("nps"))
    assert nps == nps_difference((20, 30, 50), (5, 30, 65))
    assert nps.value == -30
    left = difference(Answers([0, 1], [370, 30]), Answers([0, 1], [365, 55]), parse_kind("churn"))
    share = newcombe(30, 400, 55, 420)
    assert (left.value, left.low, left.high) == pytest.approx(
        (100 * share.value, 100 * share.low, 100 * share.high)
    )
    assert left.p == share.p
    first, second = [1.0, 2, 4, 9], [3.0, 5, 6]
    time = difference(Answers(first), Answers(second), parse_kind("time"))
    assert time == mean_difference(mean_interval(first), mean_interval(second))


@pytest.mark.parametrize("name", sorted(SCORE_KINDS))
def test_a_difference_turns_round_with_its_groups_and_is_the_difference_of_the_figures(name):
    kind = SCORE_KINDS[name]
    generator = np.random.default_rng(3)
    low, high = (0 if kind.low is None else int(kind.low)), (30 if kind.high is None else int(kind.high))
    groups = [generator.integers(low, high + 1, size) for size in (40, 60)]
    first, second = (Answers(group) for group in groups)
    found, back = difference(first, second, kind), difference(second, first, kind)
    values = [measure(group, kind, score="S")["value"] for group in groups]
    assert found.value == pytest.approx(values[1] - values[0])
    assert (back.value, back.low, back.high) == pytest.approx((-found.value, -found.high, -found.low))
    assert found.low < found.value < found.high
    assert 0 <= found.p <= 1


def test_a_group_without_answers_has_no_difference():
    for name in ("nps", "csat5", "time"):
        assert math.isnan(difference(Answers([nan]), Answers([1, 0, 2]), parse_kind(name)).low)


# --- weights and few answers -------------------------------------------------------------------
@pytest.mark.parametrize("name", ["nps", "csat5", "ces7", "binary:1=bad", "time"])
def test_equal_weights_are_no_weights_and_their_unit_does_not_matter(name):
    answers, kind = [0, 1, 1, 3, 5, 7, 1, 0, 4], parse_kind(name)
    plain = measure(answers, kind, score="S")
    for weight in (1, 0.2, 1000):
        row = measure_weighted(answers, np.full(9, weight), kind, score="S")
        assert row.pop("shares") == pytest.approx(plain["shares"])
        assert [row[key] for key in ("value", "low", "high")] == pytest.approx(
            [plain[key] for key in ("value", "low", "high")]
        )
        assert row["n"] == plain["n"]


def test_a_weighted_mean_is_the_mean_of_the_customers_behind_the_answers():
    row = measure_weighted([10, 10, 0, 8], [1, 1, 4, 2], parse_kind("nps"), score="S")
    assert (row["value"], row["n"]) == (pytest.approx(-25), 4)
    assert row["shares"] == pytest.approx({"detractors": 0.5, "passives": 0.25, "promoters": 0.25})


def test_the_interval_of_weighted_answers_holds_the_truth():
    """400 runs: one customer in three answers ten times as seldom and is less content."""
    held, generator = 0, np.random.default_rng(4)
    for _ in range(400):
        rare = generator.random(300) < 1 / 21
        content = generator.random(300) < np.where(rare, 0.4, 0.7)
        row = measure_weighted(content, np.where(rare, 10, 1), parse_kind("success"), score="S")
        held += row["low"] <= 100 * (0.7 * 2 + 0.4) / 3 <= row["high"]
    assert 0.91 < held / 400 < 0.99  # nominal 0.95


def test_too_few_answers_have_no_figure():
    row = measure([9, 10, 3], parse_kind("nps"), score="S")
    assert unless_scant(row, 3) == row
    scant = unless_scant(row, 4)
    assert (scant["n"], scant["shares"]) == (3, {})
    assert np.isnan([scant["value"], scant["low"], scant["high"]]).all()


# --- figures of the same name ------------------------------------------------------------------
def test_what_else_is_called_ces_and_csat():
    counts = [80, 210, 140, 110, 160, 180, 120]
    effort = variants(range(1, 8), parse_kind("ces7"), counts=counts)
    assert effort == pytest.approx({"mean": 4.08, "agree": 46, "index": -13})
    turned = variants(range(7, 0, -1), parse_kind("ces7:1=best"), counts=counts)
    assert turned == pytest.approx(effort)
    assert variants(range(1, 6), parse_kind("csat5"), counts=[10, 15, 25, 80, 70]) == pytest.approx(
        {"top_box": 75, "mean": 3.925, "net": 62.5}
    )
    assert variants([2, 3, 5], parse_kind("csat235"), counts=[12, 30, 58]) == pytest.approx(
        {"mean": 4.04, "index": 68}
    )
    assert variants([9, 10], parse_kind("nps")) == {}
