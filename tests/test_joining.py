"""Comments meet their scores: a left join by a key read as text, with a full account."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import ColumnError, JoinError
from otklik.joining import Joiner, join

SCORES = pd.DataFrame({"ticket": ["1", "2", "007"], "nps": [10, 3, 7], "sla": [True, False, True]})


@pytest.mark.parametrize("key", [1, 1.0, "1", " 1 ", "1.0", "\u00a01"])
def test_one_key_however_it_is_typed(key: object) -> None:
    joined, report = join(pd.DataFrame({"ticket": [key]}, dtype=object), SCORES, key="ticket")
    assert joined["nps"].tolist() == [10]
    assert report.left_matched == 1


def test_leading_zeros_matter() -> None:
    joined, _ = join(pd.DataFrame({"ticket": ["7", "007"]}), SCORES, key="ticket")
    assert joined["nps"].isna().tolist() == [True, False]


def test_unmatched_comments_stay_in_order_and_all_is_accounted_for() -> None:
    comments = pd.DataFrame({"ticket": ["2", "x", None, "2"], "text": list("abcd")})
    joined, report = join(comments, SCORES, key="ticket")
    assert joined["text"].tolist() == list("abcd")
    assert list(joined.columns) == ["ticket", "text", "nps", "sla"]
    assert joined["nps"].fillna(-1).tolist() == [3, -1, -1, 3]
    assert (report.key, report.left_rows, report.right_rows) == ("ticket", 4, 3)
    assert (report.left_matched, report.right_matched) == (2, 1)
    assert report.left_unmatched_examples == ("x", "(empty)")
    assert report.right_unmatched_examples == ("007", "1")
    assert (report.left_duplicate_keys, report.right_duplicate_keys) == (1, 0)
    assert report.duplicate_examples == ("2",)


def test_keys_of_different_names() -> None:
    joined, report = join(pd.DataFrame({"id": [1, 2]}), SCORES, key="id = ticket")
    assert list(joined.columns) == ["id", "nps", "sla"]
    assert report.left_matched == 2


def test_clashing_columns_take_a_suffix() -> None:
    comments = pd.DataFrame({"ticket": [1], "nps": ["?"], "nps_scores": ["!"]})
    joined, _ = join(comments, SCORES, key="ticket")
    assert list(joined.columns) == ["ticket", "nps", "nps_scores", "nps_scores_scores", "sla"]
    assert joined["nps_scores_scores"].tolist() == [10]


def test_several_scores_of_one_comment_repeat_it_and_are_reported() -> None:
    scores = pd.DataFrame({"ticket": [1, 1, 2], "nps": [9, 10, 0]})
    joined, report = join(pd.DataFrame({"ticket": ["2", "1"]}), scores, key="ticket")
    assert joined["nps"].tolist() == [0, 9, 10]
    assert list(joined.index) == [0, 1, 1]
    assert (report.right_duplicate_keys, report.duplicate_examples) == (1, ("1",))


def test_many_to_many_is_refused_with_the_keys_named() -> None:
    scores = pd.DataFrame({"ticket": [1, 1, 2], "nps": [9, 10, 0]})
    comments = pd.DataFrame({"ticket": ["1", "2", "1"]})
    with pytest.raises(JoinError, match="'1'") as caught:
        join(comments, scores, key="ticket")
    assert "--key" in str(caught.value.mend)
    joiner = Joiner(scores, key="ticket")
    joiner.join(comments.iloc[:2])
    with pytest.raises(JoinError, match="'1'"):
        joiner.join(comments.iloc[2:])


def test_missing_key_column_is_named() -> None:
    with pytest.raises(ColumnError, match="did you mean 'ticket'"):
        join(pd.DataFrame({"tickets": [1]}), SCORES, key="tickets")


def test_missing_keys_never_match_each_other() -> None:
    scores = pd.DataFrame({"ticket": [None, ""], "nps": [1, 2]})
    joined, report = join(pd.DataFrame({"ticket": [None, " "]}), scores, key="ticket")
    assert joined["nps"].isna().all()
    assert (report.left_matched, report.right_duplicate_keys) == (0, 0)


keys = st.lists(
    st.one_of(st.none(), st.integers(0, 6), st.sampled_from(["1", "02", " 3 ", "x"])), max_size=20
)


@given(keys, st.integers(1, 7), st.randoms())
def test_batches_and_order_change_nothing(left: list[object], size: int, random) -> None:  # type: ignore[no-untyped-def]
    comments = pd.DataFrame({"ticket": pd.Series(left, dtype=object), "row": range(len(left))})
    scores = pd.DataFrame({"ticket": [1, 2, 3, "x"], "nps": [10, 20, 30, 40]})
    whole, report = join(comments, scores, key="ticket")
    joiner = Joiner(scores, key="ticket")
    parts = [joiner.join(comments.iloc[at : at + size]) for at in range(0, len(left), size)]
    if parts:
        pd.testing.assert_frame_equal(pd.concat(parts), whole)
    assert joiner.report() == report
    shuffled = comments.iloc[random.sample(range(len(left)), len(left))]
    assert join(shuffled, scores, key="ticket")[1] == report


def test_types_do_not_depend_on_the_batch() -> None:
    joiner = Joiner(SCORES, key="ticket")
    kinds = [
        joiner.join(pd.DataFrame({"ticket": keys})).dtypes[["nps", "sla"]].tolist() for keys in (["1"], ["x"])
    ]
    assert kinds[0] == kinds[1]
