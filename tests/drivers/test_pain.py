"""Pain by groups of topics: every comment counted once in a group, with its share and impact."""

from __future__ import annotations

import numpy as np
import pytest

from otklik.drivers import Cells, pain
from otklik.records import PAIN_COLUMNS
from otklik.score_kinds import parse_kind
from otklik.stats import wilson

KIND = parse_kind("number:high=good")
NAMES = ["queue:negative", "queue:positive", "hold:negative", "price:negative"]
GROUPS = {"service": ("queue", "hold"), "choice": ("price",), "use": ()}
FLAGS = np.array([[1, 0, 1, 0]] * 20 + [[1, 0, 0, 0]] * 10 + [[0, 1, 0, 0]] * 50 + [[0, 0, 0, 1]] * 5)
SCORES = np.array([2] * 30 + [10] * 50 + [7] * 5)


def test_a_comment_that_complains_of_two_topics_of_a_group_is_one_comment() -> None:
    table = pain(Cells.count(FLAGS, SCORES, names=NAMES), KIND, GROUPS, score="S").set_index("group")
    assert ("score", "group", *table.columns[1:]) == PAIN_COLUMNS
    assert table["complaints"].tolist() == [30, 5, 0]
    share = wilson(30, 85)
    assert table.loc["service", ["share", "share_low", "share_high"]].tolist() == pytest.approx(
        [share.value, share.low, share.high]
    )


def test_impact_is_the_score_of_all_less_that_of_those_without_a_complaint_there() -> None:
    row = pain(Cells.count(FLAGS, SCORES, names=NAMES), KIND, GROUPS, score="S").iloc[0]
    assert row["impact"] == pytest.approx(SCORES.mean() - SCORES[30:].mean())
    assert row["impact_low"] < row["impact"] < row["impact_high"]


def test_few_complaints_have_a_count_and_no_figures() -> None:
    table = pain(Cells.count(FLAGS, SCORES, names=NAMES), KIND, GROUPS, score="S").iloc[1:]
    assert table[["share", "share_low", "impact", "impact_high"]].isna().all(axis=None)
