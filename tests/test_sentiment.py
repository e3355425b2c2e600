"""What is known of a comment besides its words: what it rules out, and what it hints at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.records import SENTIMENTS
from otklik.sentiment import Context

COUNTS = st.integers(0, 3)


def odds(blamed: int, neutral: int, praised: int, asked: float = 0.0, suggested: bool = False) -> list[float]:
    context = Context(np.array([[blamed, neutral, praised]]), np.array([asked]), np.array([suggested]))
    told: list[float] = context.odds[0].tolist()
    return told


@given(COUNTS, COUNTS, COUNTS, st.floats(0, 1), st.booleans())
def test_only_what_would_contradict_is_ruled_out(
    blamed: int, neutral: int, praised: int, asked: float, suggested: bool
) -> None:
    told = dict(zip(SENTIMENTS, odds(blamed, neutral, praised, asked, suggested), strict=True))
    assert (told["positive"] == -np.inf) == (blamed > 0 and not praised)
    assert (told["negative"] == -np.inf) == (praised > 0 and not blamed)
    assert (told["mixed"] > 0) == (blamed > 0 and praised > 0)
    assert (told["neutral"] > 0) == (not blamed and not praised and (asked >= 0.7 or suggested))


@pytest.mark.parametrize(
    ("known", "label"),
    [((1, 0, 1), "mixed"), ((0, 1, 0, 0.8), "neutral"), ((0, 0, 0, 0.0, True), "neutral")],
)
def test_a_hint_makes_a_label_three_times_as_likely(known: tuple[float, ...], label: str) -> None:
    told = odds(*known)  # type: ignore[arg-type]
    assert np.exp(told[SENTIMENTS.index(label)]) == pytest.approx(3)
    assert sum(told) == pytest.approx(np.log(3))
