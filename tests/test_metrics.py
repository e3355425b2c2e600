"""The headline of every kind of score: what is averaged, with which interval, and the three shares."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from otklik.metrics import contribution, measure
from otklik.records import METRIC_COLUMNS, parse_kind

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
