"""The waterfall of a change: its steps join, and lead from the first figure to the second."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.report.changes import Part, Turn
from otklik.report.scores import Score
from otklik.report.waterfall import waterfall
from otklik.score_kinds import SCORE_KINDS

POINTS = st.floats(-50, 50, allow_nan=False)


def turn(moves: list[tuple[float, float]], rest: float, kind: str = "nps") -> Turn:
    total = math.fsum([rest, *(points for move in moves for points in move)])
    told = SCORE_KINDS[kind], 100
    first, second = (Score("S", *told, value, math.nan, math.nan, {}, ()) for value in (10.0, 10.0 + total))
    parts = tuple(Part(f"t{n}", "negative", (9, 9), (0.1, 0.1), *move) for n, move in enumerate(moves))
    return Turn(first, second, total, math.nan, math.nan, 0.01, rest, parts)


@given(st.lists(st.tuples(POINTS, POINTS), max_size=12), st.floats(1, 50))
def test_each_step_begins_where_the_one_before_ended(moves: list[tuple[float, float]], rest: float) -> None:
    one = turn(moves, rest)
    fall = waterfall(one)
    assert fall is not None
    at = one.first.value
    for step in fall.steps:
        assert step.start == pytest.approx(at)
        at = step.end
        assert fall.scale.low < at < fall.scale.high
    assert at == pytest.approx(one.second.value)


@pytest.mark.parametrize(("kind", "worse"), [("nps", True), ("churn", False)])
def test_which_way_is_worse_depends_on_the_score(kind: str, worse: bool) -> None:
    fall = waterfall(turn([], -1.0, kind))
    assert fall is not None
    assert fall.worse(-1.0) is worse
