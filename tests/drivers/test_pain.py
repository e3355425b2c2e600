"""Pain by groups of topics: every comment counted once in a group, with its share and impact."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from otklik.drivers import Cells, pain, touchpoints
from otklik.metrics import Answers, difference
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


def test_the_score_there_stands_beside_that_of_the_rest() -> None:
    row = pain(Cells.count(FLAGS, SCORES, names=NAMES), KIND, GROUPS, score="S").iloc[0]
    change = difference(Answers(SCORES[30:]), Answers(SCORES[:30]), KIND)
    assert (row["value"], row["others"]) == pytest.approx((2, SCORES[30:].mean()))
    assert row[["gap", "gap_low", "gap_high"]].tolist() == pytest.approx(
        [change.value, change.low, change.high]
    )


def test_topics_complained_of_come_with_the_most_frequent_first() -> None:
    table = pain(Cells.count(FLAGS, SCORES, names=NAMES), KIND, GROUPS, score="S")
    assert table["topics"].tolist() == [["queue", "hold"], ["price"], []]


WHERE = np.array(["shop"] * 25 + ["site"] * 5 + ["site"] * 50 + ["desk"] * 4 + [""])


def counted(**more: object) -> Cells:
    return Cells.count(FLAGS, SCORES, names=NAMES, segments={"where": WHERE}, **more)


def test_a_comment_is_at_one_touchpoint_and_its_share_is_of_the_comments_there() -> None:
    table = touchpoints(counted(), KIND, "where", score="S").set_index("group")
    assert table.index.tolist() == ["site", "shop", "desk"], "the most frequent first, the unknown nowhere"
    assert table["n"].tolist() == [55, 25, 4]
    assert table["complaints"].tolist() == [5, 25, 4]
    assert table.loc["site", "share"] == pytest.approx(5 / 55)
    assert table.loc["shop", "topics"] == ["queue", "hold"]


def test_the_score_of_a_touchpoint_is_that_of_all_comments_there() -> None:
    table = touchpoints(counted(), KIND, "where", score="S").set_index("group")
    assert table.loc["site", "value"] == pytest.approx((5 * 2 + 50 * 10) / 55)
    assert table.loc["site", "others"] == pytest.approx(np.r_[SCORES[:25], SCORES[80:]].mean())


def test_a_touchpoint_of_few_comments_has_no_figures() -> None:
    row = touchpoints(counted(), KIND, "where", score="S").iloc[-1]
    assert np.isnan([row["share"], row["value"], row["gap"], row["impact"]]).all()
    assert row["complaints"] == 4


def test_without_a_touchpoint_there_is_an_empty_table() -> None:
    none = Cells.count(FLAGS, SCORES, names=NAMES, segments={"where": [""] * len(FLAGS)})
    table = touchpoints(none, KIND, "where", score="S")
    assert table.empty
    assert tuple(table) == PAIN_COLUMNS


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_in_any_order_and_parts_give_the_same_figures(seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(FLAGS))
    parts = [
        Cells.count(FLAGS[rows], SCORES[rows], names=NAMES, segments={"where": WHERE[rows]})
        for rows in np.array_split(order, 7)
    ]
    whole = touchpoints(counted(), KIND, "where", score="S")
    again = touchpoints(sum(parts[1:], parts[0]), KIND, "where", score="S")
    pd.testing.assert_frame_equal(again, whole, check_exact=True)


def test_minutes_keep_their_means_in_continuous_cells() -> None:
    minutes = parse_kind("number:low=good")
    exact, kept = (touchpoints(counted(continuous=c), minutes, "where", score="S") for c in (False, True))
    columns = ["value", "others", "gap", "gap_low", "share"]
    pd.testing.assert_frame_equal(kept[columns], exact[columns])
