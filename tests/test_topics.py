"""How far a rule's hit is trusted beside the words of its comment."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from otklik.topics import MOST_DOUBT, trust

WORDS = st.floats(-10, 10)


def added(words: float, ruled: bool) -> float:
    return float(trust(np.array([[words]]), np.array([[float(ruled)]]))[0, 0])


@given(WORDS)
def test_words_alone_get_nothing_added(words: float) -> None:
    assert added(words, ruled=False) == 0


@given(WORDS, WORDS)
def test_the_more_words_speak_for_a_topic_the_more_is_its_rule_trusted(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert added(low, ruled=True) <= added(high, ruled=True)


def test_words_that_agree_add_and_words_against_take_away() -> None:
    assert added(2.0, ruled=True) > added(0.0, ruled=True) == 0 > added(-MOST_DOUBT - 1, ruled=True)
