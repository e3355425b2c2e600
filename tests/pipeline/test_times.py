"""Waiting times as steps that add up, and when a time is held equal."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.drivers import Cells
from otklik.pipeline.times import (
    HELD,
    LADDER,
    held_times,
    minutes,
    narrow_ends,
    narrow_steps,
    parts,
    plain_ends,
    plain_steps,
)

ROLE = "first_response_minutes"


def test_minutes_are_numbers_however_they_are_written() -> None:
    found = minutes(pd.Series(["5", " 2,5 ", "0", "-3", "soon", None, "inf"], dtype=object))
    assert found.tolist()[:3] == [5, 2.5, 0]
    assert np.isnan(found[3:]).all()


@given(st.floats(0, 1e6))
def test_a_time_lies_between_the_ends_of_its_steps(time: float) -> None:
    plain, narrow = (int(steps(np.array([time]))[0]) for steps in (plain_steps, narrow_steps))
    low, high = plain_ends([plain])
    assert low <= time
    assert math.isnan(high) or time <= high
    low, high = narrow_ends([narrow])
    assert low - 1e-6 <= time <= high * (1 + 1e-6)


def test_a_time_of_just_a_step_is_still_on_it() -> None:
    assert plain_steps(np.array([0, 1, 1.5, 60, 61, 1e9, np.nan])).tolist() == [
        *("0", "0", "1", str(LADDER.index(60)), str(LADDER.index(60) + 1), str(len(LADDER))),
        None,
    ]


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 1000), min_size=1), st.integers(1, 7))
def test_parts_hold_every_step_once_and_in_order(sizes: dict[int, int], number: int) -> None:
    found = parts(sizes, number)
    assert [step for held in found.values() for step in held] == sorted(sizes)
    assert set(found) <= set(range(number))


def counted(known: int, unknown: int) -> Cells:
    steps = [str(at % 10) for at in range(known)] + [None] * unknown
    n = known + unknown
    return Cells.count(
        np.ones((n, 1)), np.ones(n), names=["x:negative"], segments={ROLE: steps, "shop": ["a"] * n}
    )


@pytest.mark.parametrize(("unknown", "held"), [(0, True), (10, True), (11, False)])
def test_a_time_that_many_do_not_have_is_not_held_equal(unknown: int, held: bool) -> None:
    cells = held_times(counted(100 - unknown, unknown))
    assert cells.segments == ((ROLE, "shop") if held else ("shop",))
    assert cells.n == 100


def test_a_time_is_held_equal_in_parts_of_equal_numbers() -> None:
    cells = held_times(counted(100, 0))
    assert [group.n for group in cells.groups(ROLE).values()] == [20] * HELD
