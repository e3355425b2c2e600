"""Cells: counting loses nothing, parts add up, order does not matter, files give back what went in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from pandas.testing import assert_frame_equal

from otklik.drivers import Cells, cells
from otklik.errors import ColumnError, InputError, UsageError
from otklik.metrics import measure
from otklik.score_kinds import parse_kind


def comments(seed, n=200, k=5):
    generator = np.random.default_rng(seed)
    flags = generator.random((n, k)) < 0.3
    return flags, generator.integers(0, 11, n).astype(float), generator.choice(["app", "shop", None], n)


def names(k):
    return tuple(f"topic{i}:negative" for i in range(k))


def test_one_row_per_pattern_segment_and_score():
    flags = np.array([[1, 0], [1, 0], [0, 1], [1, 0], [0, 0]])
    counted = Cells.count(
        flags, [9, 9, 3, 2, np.nan], names=names(2), segments={"channel": ["a", "a", "b", "a", "b"]}
    )
    assert counted.n == 4
    assert counted.table.to_dict("list") == {
        "bits0": [1, 1, 2],
        "segment:channel": ["a", "a", "b"],
        "score": [2, 9, 3],
        "count": [1, 2, 1],
    }
    assert_array_equal(counted.patterns, [[True, False], [False, True]])
    assert_array_equal(counted.pattern, [0, 0, 1])


@given(seed=st.integers(0, 2**32 - 1), parts=st.integers(1, 7))
@settings(max_examples=25)
def test_shuffled_rows_in_any_chunks_give_the_same_cells(seed, parts):
    flags, score, segment = comments(seed)
    whole = Cells.count(flags, score, names=names(5), segments={"channel": segment})
    order = np.random.default_rng(seed + 1).permutation(len(score))
    chunks = [
        Cells.count(flags[rows], score[rows], names=names(5), segments={"channel": segment[rows]})
        for rows in np.array_split(order, parts)
    ]
    merged = chunks[0]
    for chunk in chunks[1:]:
        merged = chunk + merged
    assert_frame_equal(merged.table, whole.table)


@pytest.mark.parametrize("k", [1, 8, 38, 63, 64, 65, 130])
def test_patterns_come_back_whatever_the_number_of_flags(k):
    flags = np.random.default_rng(k).random((300, k)) < 0.4
    score = np.arange(300.0)
    counted = Cells.count(flags, score, names=names(k))
    back = counted.patterns[counted.pattern]
    assert_array_equal(back[np.argsort(counted.values)], flags)


@pytest.mark.parametrize("continuous", [False, True])
def test_parquet_gives_back_the_same_cells(tmp_path, continuous):
    flags, score, segment = comments(1, k=70)
    counted = Cells.count(flags, score, names=names(70), segments={"канал": segment}, continuous=continuous)
    counted.to_parquet(tmp_path / "cells.parquet")
    back = Cells.from_parquet(tmp_path / "cells.parquet")
    assert back.names == counted.names
    assert back.continuous == continuous
    assert_frame_equal(back.table, counted.table)
    assert_frame_equal(
        (back + counted).table.drop(columns="count"), (counted + back).table.drop(columns="count")
    )
    assert (back + counted).n == 400


def test_continuous_outcomes_keep_their_moments():
    flags = np.array([[1], [1], [0], [1]])
    counted = Cells.count(flags, [10.5, 20.5, 7, np.nan], names=names(1), continuous=True)
    assert counted.continuous
    assert_allclose(counted.counts, [1, 2])
    assert_allclose(counted.values, [7, 15.5])
    assert_allclose(counted.within, [0, 50])


def test_no_comments_is_no_cells():
    counted = Cells.count(np.zeros((3, 2), bool), [np.nan] * 3, names=names(2))
    assert counted.n == 0
    assert counted.patterns.shape == (0, 2)
    assert (counted + counted).n == 0


def test_a_table_is_counted_by_column_names():
    frame = pd.DataFrame(
        {"a": [True, False, True], "b": [0, 1, 1], "NPS": ["9", None, "3"], "shop": ["x", "y", None]}
    )
    counted = cells(frame, flags={"price:negative": "a", "app:positive": "b"}, score="NPS", segments=["shop"])
    assert counted.names == ("price:negative", "app:positive")
    assert counted.table["segment:shop"].tolist() == ["x", ""]
    assert counted.n == 2
    assert cells(frame, flags=["a", "b"], score="NPS").names == ("a", "b")


FRAME = pd.DataFrame(
    {"a": [1, 0], "half": [0.5, 1], "word": ["yes", "no"], "gap": [1, None], "NPS": [9, "много"]}
)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: cells(FRAME, flags=["b"], score="NPS"), ColumnError, "no column 'b'"),
        (lambda: cells(FRAME, flags=["a"], score="NPS"), InputError, "row 1: 'много' is not a number"),
        (lambda: cells(FRAME, flags=["half"], score="a"), UsageError, "neither 0 nor 1"),
        (lambda: cells(FRAME, flags=["gap"], score="a"), UsageError, "neither 0 nor 1"),
        (lambda: cells(FRAME, flags=["word"], score="a"), InputError, "not 0 or 1"),
        (lambda: Cells.count([[1]], [1, 2], names=["a"]), UsageError, "flags have shape"),
        (lambda: Cells.count([[1, 0]], [1], names=["a", "a"]), UsageError, "named twice"),
        (lambda: Cells.count([[1]], [np.inf], names=["a"]), UsageError, "row 0 is infinite"),
        (lambda: Cells.count([[1]], [1], names=["a"], segments={"s": []}), UsageError, "segment 's'"),
        (
            lambda: Cells.count([[1]], [1], names=["a"]) + Cells.count([[1]], [1], names=["b"]),
            UsageError,
            "added",
        ),
        (lambda: Cells.from_parquet("nowhere.parquet"), InputError, "holds no cells"),
    ],
)
def test_mistakes_are_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("continuous", [False, True])
def test_the_headline_comes_from_the_cells(continuous):
    flags, minutes, _ = comments(3)
    counted = Cells.count(flags, minutes, names=names(5), continuous=continuous)
    kind = parse_kind("number:low=good")
    packed = measure(counted.values, kind, score="m", counts=counted.counts, within=counted.within)
    single = measure(minutes, kind, score="m")
    figures = ("n", "value", "low", "high")
    assert [packed[name] for name in figures] == pytest.approx([single[name] for name in figures])
