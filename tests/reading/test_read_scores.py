"""Cells to scores: what is understood, what is counted, and that counts add up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import UsageError
from otklik.reading.scores import brief, coerce, merge
from otklik.score_kinds import parse_kind

NPS = parse_kind("nps")


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (9, "nps", 9),
        (9.0, "nps", 9),
        ("9", "nps", 9),
        (" 9 ", "nps", 9),
        ("9,0", "nps", 9),
        ("9 из 10", "nps", 9),
        ("9/10", "nps", 9),
        ("10/10", "nps", 10),
        ("9 out of 10", "nps", 9),
        ("9 баллов", "nps", 9),
        ("4 - Good", "csat5", 4),
        ("4 – Хорошо", "csat5", 4),
        ("5 (отлично)", "csat5", 5),
        ("5 stars", "stars5", 5),
        ("1 звезда", "stars5", 1),
        ("да", "binary:1=bad", 1),
        ("No", "binary:1=bad", 0),
        (True, "binary:1=bad", 1),
        ("12,5", "number:low=good", 12.5),
        ("1 234,5", "number:low=good", 1234.5),
        ("-3", "number:low=good", -3),
        ("1,234,567", "number:low=good", 1234567),
        ("1,234.5", "number:low=good", 1234.5),
        ("0,125", "number:low=good", 0.125),
        ("$12", "number:low=good", 12),
        ("-$1,234.50", "number:low=good", -1234.5),
        ("12 ₽", "number:low=good", 12),
        ("1 234,5 руб.", "number:low=good", 1234.5),
        (3, "csat235", 3),
    ],
)
def test_understood(cell: object, kind: str, expected: float) -> None:
    values, check = coerce(pd.Series([cell], name="s", dtype=object), parse_kind(kind))
    assert values.tolist() == [expected]
    assert (check.valid, check.empty, check.out_of_range, check.not_numeric) == (1, 0, {}, {})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (11, "nps"),
        (-1, "nps"),
        (9.5, "nps"),
        ("4 из 10", "stars5"),
        (4, "csat235"),
        (2, "binary:1=bad"),
        (0, "csat5"),
    ],
)
def test_out_of_range_is_counted_by_value(cell: object, kind: str) -> None:
    values, check = coerce(pd.Series([cell, cell], dtype=object), parse_kind(kind))
    assert np.isnan(values).all()
    assert check.out_of_range == {str(cell): 2}


def test_words_are_counted_and_blanks_are_empty() -> None:
    values, check = coerce(
        pd.Series(["отлично", "отлично", "9 or 10", None, "", " - ", "n/a"], name="NPS"), NPS
    )
    assert np.isnan(values).all()
    assert check.not_numeric == {"отлично": 2, "9 or 10": 1}
    assert (check.score, check.empty) == ("NPS", 4)


def test_one_group_after_a_comma_is_told_not_guessed() -> None:
    values, check = coerce(pd.Series(["1,234", "12,5"]), parse_kind("number:high=good"))
    assert np.isnan(values[0])
    assert (check.valid, check.not_numeric) == (1, {"1,234": 1})


@pytest.mark.parametrize("dtype", ["Int64", "float64", "object", "string"])
def test_any_column_type(dtype: str) -> None:
    column = pd.Series(["1", None, "5"] if dtype == "string" else [1, None, 5], dtype=dtype)
    values, check = coerce(column, parse_kind("csat5"))
    assert np.array_equal(values, [1, np.nan, 5], equal_nan=True)
    assert check.valid == 2


cells = st.one_of(
    st.none(), st.integers(-3, 14), st.sampled_from(["7", "11", "да", "", "9/10", "плохо", "4,5"])
)


@given(st.lists(cells, max_size=40), st.lists(st.integers(0, 40), max_size=4), st.randoms())
def test_counts_add_up_whatever_the_batches_and_their_order(
    rows: list[object], cuts: list[int], random
) -> None:  # type: ignore[no-untyped-def]
    whole = pd.Series(rows, name="NPS", dtype=object)
    _, expected = coerce(whole, NPS)
    total = expected.valid + expected.empty
    assert total + sum(expected.out_of_range.values()) + sum(expected.not_numeric.values()) == len(rows)
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    parts = [coerce(whole.iloc[a:b], NPS)[1] for a, b in pairwise(edges)]
    random.shuffle(parts)
    assert merge(parts) == expected


def test_brief_names_the_most_frequent_and_keeps_the_total() -> None:
    _, check = coerce(pd.Series([f"слово {n % 30}" for n in range(100)], name="NPS"), NPS)
    short = brief(check, most=5).not_numeric
    assert (len(short), sum(short.values()), list(short)[-1]) == (6, 100, "…")


def test_different_scores_are_not_added() -> None:
    checks = [coerce(pd.Series([1], name=name), NPS)[1] for name in ("a", "b")]
    with pytest.raises(UsageError, match="one and the same score"):
        merge(checks)
