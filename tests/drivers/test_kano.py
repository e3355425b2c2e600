"""Kano from cells: penalty and reward of the comments themselves, with a class only where data decide it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from otklik.drivers import Cells, kano
from otklik.errors import UsageError
from otklik.records import KANO_COLUMNS
from otklik.score_kinds import SCORE_KINDS, parse_kind
from otklik.stats import penalty_reward

NPS = SCORE_KINDS["nps"]
NAMES = ["queue:negative", "queue:positive", "gifts:negative", "gifts:positive", "price:negative"]


def made(n=4000, seed=0):
    """Complaints of the queue cost three points and its praise earns none; gifts the other way round."""
    generator = np.random.default_rng(seed)
    flags = generator.random((n, 5)) < [0.2, 0.2, 0.2, 0.2, 0.1]
    score = 6 + flags @ [-3, 0, 0, 3, -1] + generator.normal(0, 1, n)
    return flags, np.clip(np.round(score), 0, 10)


def test_a_basic_topic_only_costs_and_an_exciting_one_only_earns():
    flags, score = made()
    table = kano(Cells.count(flags, score, names=NAMES), parse_kind("number:high=good"), score="S")
    assert tuple(table) == KANO_COLUMNS
    assert table["topic"].tolist() == ["queue", "gifts"]  # of the price nobody could speak well
    assert table["kano"].tolist() == ["basic", "excitement"]
    assert_allclose(table["penalty"], [3, 0], atol=0.15)
    assert_allclose(table["reward"], [0, 3], atol=0.15)
    assert table["complaints"].tolist() == flags[:, [0, 2]].sum(axis=0).tolist()


def test_the_figures_are_those_of_the_single_comments():
    flags, score = made(600)
    table = kano(Cells.count(flags[:, :4], score, names=NAMES[:4]), NPS, score="S")
    points = 100.0 * ((score >= 9).astype(float) - (score <= 6))
    single = penalty_reward(flags[:, [0, 2]], flags[:, [1, 3]], points)
    for column, figure in (("penalty", "penalty"), ("reward_p", "reward_p"), ("asymmetry_low", "ia_low")):
        assert_allclose(table[column], getattr(single, figure), atol=1e-9)


def test_where_low_is_good_a_complaint_that_raises_the_figure_is_a_penalty():
    flags, _ = made()
    left = np.random.default_rng(1).random(len(flags)) < 0.1 + 0.3 * flags[:, 0]
    row = kano(Cells.count(flags, left, names=NAMES), parse_kind("churn"), score="left").iloc[0]
    assert row["penalty"] == pytest.approx(30, abs=5)  # percentage points
    assert row["kano"] == "basic"


def test_a_side_that_is_too_rare_has_no_figures_and_no_class():
    flags, score = made()
    flags[np.flatnonzero(flags[:, 1])[9:], 1] = False
    row = kano(Cells.count(flags, score, names=NAMES), NPS, score="S").iloc[0]
    assert (row["praises"], row["kano"]) == (9, "undecided")
    assert np.isnan(row[["reward", "asymmetry"]].astype(float)).all()
    assert row["penalty"] > 0
    assert kano(Cells.count(flags, score, names=NAMES), NPS, score="S", minimum=9)["reward"].notna().all()


def test_without_a_topic_of_both_sides_there_is_nothing_to_compare():
    with pytest.raises(UsageError, match="both a negative and a positive flag"):
        kano(Cells.count([[1], [0]], [1, 2], names=["price:negative"]), NPS, score="S")
