"""Probabilities against what became of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from otklik.stats.calibration import calibration_error, reliability


def test_the_error_by_hand() -> None:
    # two answers at 0.9, one right: 0.4 away; two at 0.25, none right: 0.25 away
    assert calibration_error([0.9, 0.9, 0.25, 0.25], [1, 0, 0, 0]) == pytest.approx((0.4 + 0.25) / 2)


def test_honest_probabilities_have_hardly_an_error_and_boastful_ones_have_theirs() -> None:
    random = np.random.default_rng(0)
    chance = random.random(50_000)
    right = random.random(50_000) < chance
    assert calibration_error(chance, right) < 0.01
    assert calibration_error(np.sqrt(chance), right) > 0.1


def test_every_answer_is_in_one_bin_the_certain_ones_too() -> None:
    table = reliability([0.0, 0.05, 0.5, 1.0], [0, 0, 1, 1])
    assert [(row.low, row.n, row.share) for row in table] == [(0.0, 2, 0.0), (0.5, 1, 1.0), (0.9, 1, 1.0)]


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="outside 0 and 1"):
        reliability([1.2], [1])
    with pytest.raises(ValueError, match="equal length"):
        reliability([0.5], [1, 0])


def test_of_no_answers_there_is_no_error() -> None:
    assert math.isnan(calibration_error([], []))
