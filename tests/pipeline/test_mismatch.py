"""Which scores and texts contradict each other, and who writes at all."""

from __future__ import annotations

from functools import reduce
from operator import add

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.drivers import Cells
from otklik.metrics.ends import end_range, ends
from otklik.pipeline.label import Labeller
from otklik.pipeline.mismatch import LISTED, Mismatches, mismatches
from otklik.pipeline.nonresponse import nonresponse
from otklik.pipeline.tables import Tagged, tag_frame
from otklik.records import MISMATCH_COLUMNS, Roles
from otklik.score_kinds import parse_kind

NPS = {"NPS": parse_kind("nps")}
Row = tuple[float, str, str]
"""A score, a sentiment, and mentions such as 'waiting_time- staff+'."""


def tagged(rows: list[Row], start: int = 0) -> Tagged:
    index = pd.RangeIndex(start, start + len(rows))
    signs = {"-": "negative", "=": "neutral", "+": "positive"}
    said = [(at, name) for at, row in zip(index, rows, strict=True) for name in row[2].split()]
    mentions = pd.DataFrame(
        {
            "topic": [name[:-1] for _, name in said],
            "polarity": [signs[name[-1]] for _, name in said],
            "probability": [0.9] * len(said),
            "why": ["rule: x"] * len(said),
        },
        index=[at for at, _ in said],
    )
    comments = pd.DataFrame(
        {"comment_id": [f"c{at}" for at in index], "sentiment": [row[1] for row in rows]}, index=index
    )
    shown = [f"text {at}" for at in index]
    return Tagged(comments, mentions, np.zeros(len(rows), dtype=bool), shown, [(0, 4)] * len(said))


def found(rows: list[Row], start: int = 0) -> Mismatches:
    return mismatches(tagged(rows, start), {"NPS": np.array([row[0] for row in rows])}, NPS, None)


# --- the ends of a scale ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("spec", "bad", "good"),
    [
        ("nps", (0, 3), (9, 10)),
        ("csat5", (1, 2), (5, 5)),
        ("csat5:1=best", (4, 5), (1, 1)),
        ("csat3:1=best", (3, 3), (1, 1)),
        ("csat235", (2, 2), (5, 5)),
        ("ces7", (1, 2), (7, 7)),
        ("rating10", (1, 3), (9, 10)),
        ("binary:1=bad", (1, 1), (0, 0)),
    ],
)
def test_the_ends_of_every_scale(spec: str, bad: tuple[int, int], good: tuple[int, int]) -> None:
    kind = parse_kind(spec)
    assert (end_range(kind, -1), end_range(kind, 1)) == (bad, good)


@pytest.mark.parametrize("spec", ["number:low=good", "time", "clicks", "ltv"])
def test_what_has_no_scale_has_no_ends(spec: str) -> None:
    assert not ends([0, 1, 1e6], parse_kind(spec)).any()


def test_no_answer_and_one_off_the_scale_stand_at_no_end() -> None:
    assert ends([np.nan, -1, 11, 10, 0], NPS["NPS"]).tolist() == [0, 0, 0, 1, -1]


# --- contradictions --------------------------------------------------------------------------
def test_a_complaint_contradicts_a_high_score_and_praise_a_low_one() -> None:
    rows = [
        (10.0, "positive", "staff+"),
        (9.0, "mixed", "staff+ waiting_time-"),
        (10.0, "negative", "waiting_time-"),
        (8.0, "negative", "waiting_time-"),
        (3.0, "positive", "staff+"),
        (0.0, "negative", "waiting_time-"),
        (2.0, "neutral", "staff="),
        (10.0, "negative", ""),
    ]
    listed = found(rows).table(NPS)
    assert list(listed.columns) == list(MISMATCH_COLUMNS)
    high, low = (listed[listed["said"] == said] for said in ("negative", "positive"))
    assert set(high["comment_id"]) == {"c1", "c2", "c7"}
    assert low["comment_id"].tolist() == ["c4"]
    assert high["comment_id"].tolist()[-1] == "c1", "those whose sentiment disagrees too come first"
    assert high.set_index("comment_id")["topics"]["c1"] == ["waiting_time"]
    rates = found(rows).rates(NPS, 1).set_index("said")
    assert rates.loc["negative", ["comments", "mismatches", "outright"]].tolist() == [4, 3, 2]
    assert rates.loc["negative", ["from", "to", "share"]].tolist() == [9, 10, 0.75]
    assert rates.loc["positive", ["comments", "mismatches", "outright"]].tolist() == [3, 1, 1]


def test_few_comments_have_no_share() -> None:
    rates = found([(10.0, "negative", "staff-")] * 9).rates(NPS, 10)
    assert rates["mismatches"].tolist() == [9]
    assert rates[["share", "low", "high"]].isna().all(axis=None)


def test_the_list_is_bounded_and_the_count_is_not() -> None:
    many = found([(10.0, "negative", "staff-")] * (LISTED + 30))
    assert len(many.table(NPS)) == LISTED
    assert many.rates(NPS, 1)["mismatches"].tolist() == [LISTED + 30]


rows_of = st.lists(
    st.tuples(
        st.sampled_from([0.0, 3.0, 5.0, 9.0, 10.0, np.nan]),
        st.sampled_from(["negative", "neutral", "positive", "mixed"]),
        st.sampled_from(["", "staff-", "staff+", "staff+ waiting_time-"]),
    ),
    min_size=1,
    max_size=30,
)


@given(rows_of, st.integers(1, 7), st.randoms(use_true_random=False))
def test_parts_in_any_order_tell_the_same_as_the_whole(rows: list[Row], size: int, chance: object) -> None:
    whole = found(rows)
    parts = [found(rows[at : at + size], at) for at in range(0, len(rows), size)]
    chance.shuffle(parts)  # type: ignore[attr-defined]
    again = reduce(add, parts)
    pd.testing.assert_frame_equal(again.table(NPS), whole.table(NPS))
    pd.testing.assert_frame_equal(again.rates(NPS, 3), whole.rates(NPS, 3))


def test_a_real_comment_is_shown_with_the_words_that_contradict(worker: Labeller) -> None:
    frame = pd.DataFrame({"comment_id": ["7"], "text": ["Ждала ответа три недели, никто не перезвонил."]})
    one = tag_frame(worker, frame, Roles(text="text"))
    listed = mismatches(one, {"NPS": np.array([10.0])}, NPS, None).table(NPS)
    row = listed.iloc[0]
    assert (row["comment_id"], row["said"], row["value"]) == ("7", "negative", 10)
    assert 0 <= row["start"] < row["end"] <= len(row["text"])


# --- who writes ------------------------------------------------------------------------------
def test_the_share_who_wrote_by_value_of_the_score() -> None:
    scores = [0.0] * 20 + [10.0] * 40 + [5.0] * 4 + [np.nan] * 3
    wrote = [1] * 15 + [0] * 5 + [1] * 10 + [0] * 30 + [1] * 4 + [1] * 3
    cells = Cells.count(np.array(wrote)[:, None], scores, names=["comment:given"])
    table = nonresponse({"NPS": cells}, NPS, 10).set_index("value")
    assert table["answers"].to_dict() == {0: 20, 5: 4, 10: 40}
    assert table["commented"].to_dict() == {0: 15, 5: 4, 10: 10}
    assert table.loc[0.0, "share"] == 0.75
    assert table.loc[10.0, "low"] < 0.25 < table.loc[10.0, "high"]
    assert np.isnan(table.loc[5.0, "share"]), "four answers are too few for a share"


def test_answers_without_a_scale_have_no_table() -> None:
    cells = Cells.count([[1], [0]], [3.5, 4.5], names=["comment:given"], continuous=True)
    assert nonresponse({"minutes": cells}, {"minutes": parse_kind("time")}, 1).empty
