"""What is set aside comes back as it was, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from otklik.pipeline.label import Labeller
from otklik.pipeline.spool import spool
from otklik.pipeline.tables import tag_frame
from otklik.records import Roles

TEXTS = st.one_of(st.none(), st.text())
LISTS = st.lists(st.text(), max_size=3)


@st.composite
def batches(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(st.lists(st.tuples(TEXTS, LISTS, st.floats(allow_nan=True), st.integers(0, 9)), max_size=5))
    start = draw(st.integers(0, 10_000))
    texts, lists, floats, integers = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {
            "text": pd.Series(texts, dtype=object),
            "topics": pd.Series(lists, dtype=object),
            "score": pd.Series(floats, dtype="float64"),
            "n": pd.Series(integers, dtype="Int64"),
            "вид": pd.Series(texts, dtype="str"),
            "day": pd.Series(pd.to_datetime([f"2024-03-0{n + 1}" for n in range(len(rows))])),
        }
    ).set_axis(pd.RangeIndex(start, start + len(rows)))


@given(st.lists(batches(), max_size=4))
def test_tables_come_back_as_they_were_and_in_order(tables: list[pd.DataFrame]) -> None:
    with spool() as held:
        for table in tables:
            held.put(table, table[["topics"]])
        for _ in range(2):
            back = list(held)
            assert len(back) == len(tables)
            for table, (whole, part) in zip(tables, back, strict=True):
                assert_frame_equal(whole, table)
                assert_frame_equal(part, table[["topics"]])
                assert whole["topics"].tolist() == table["topics"].tolist()


def test_columns_may_be_called_anything() -> None:
    table = pd.DataFrame([[1, "а", 2.5]], columns=["0", "x", "x"])
    with spool() as held:
        held.put(table)
        [(back,)] = held
    assert_frame_equal(back, table)


def test_a_labelled_batch_and_its_mentions_survive(worker: Labeller) -> None:
    texts = ["Ждал ответа три недели", "Great support!", None]
    frame = pd.DataFrame({"comment_id": ["1", "2", "3"], "text": texts}, index=[40, 41, 42], dtype=object)
    found = tag_frame(worker, frame, Roles("text"))
    tagged, mentions = found.comments, found.mentions
    with spool() as held:
        held.put(tagged, mentions)
        [back] = held
    assert_frame_equal(back[0], tagged)
    assert_frame_equal(back[1], mentions)


def test_the_folder_is_removed_whatever_happens() -> None:
    kept: list[Path] = []

    def interrupted() -> None:
        with spool() as held:
            held.put(pd.DataFrame({"a": [1]}))
            kept.append(held.folder)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not kept[0].exists()
