"""Importance × performance from cells: what is praised, what matters, and how sure its quadrant is."""

from __future__ import annotations

import numpy as np
import pytest

from otklik.drivers import Cells, performance
from otklik.records import QUADRANT_COLUMNS
from otklik.score_kinds import SCORE_KINDS, parse_kind
from otklik.stats import wilson

NAMES = [
    f"{topic}:{polarity}" for topic in ("queue", "gifts", "price") for polarity in ("negative", "positive")
]
KIND = parse_kind("number:high=good")


def made(n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """The queue matters much and is bad, gifts matter little and are good, no praise of the price."""
    generator = np.random.default_rng(1)
    flags = generator.random((n, 6)) < [0.3, 0.1, 0.05, 0.3, 0.2, 0.0]
    score = flags @ [-3, 1, -0.5, 0.5, -9, 0] + generator.normal(0, 1, n)
    return flags, score


def test_what_matters_and_is_bad_is_where_to_concentrate() -> None:
    flags, score = made()
    table = performance(Cells.count(flags, np.round(score), names=NAMES), KIND, score="S")
    assert tuple(table) == QUADRANT_COLUMNS
    assert table["quadrant"].tolist() == ["concentrate here", "possible overkill", None]
    assert table["sure"].tolist() == [True, True, None]
    assert table["importance"].tolist() == pytest.approx([4, 1, np.nan], abs=0.2, nan_ok=True)
    assert table["opportunity"].idxmax() == 0
    assert 10 < table["opportunity"][0] <= 20


def test_performance_is_the_share_of_praise_with_wilsons_bounds() -> None:
    flags, score = made()
    row = performance(Cells.count(flags, np.round(score), names=NAMES), KIND, score="S").iloc[0]
    told = wilson(flags[:, 1].sum(), flags[:, :2].sum())
    assert row[["performance", "performance_low", "performance_high"]].tolist() == pytest.approx(
        [told.value, told.low, told.high]
    )


def test_a_topic_with_one_side_too_rare_has_no_figures() -> None:
    flags, score = made()
    flags[np.flatnonzero(flags[:, 1])[9:], 1] = False
    row = performance(Cells.count(flags, np.round(score), names=NAMES), KIND, score="S").iloc[0]
    assert row["praises"] == 9
    assert row["quadrant"] is None
    assert np.isnan(float(row["importance"]))


def test_more_important_is_more_towards_the_good_end_also_where_low_is_good() -> None:
    flags, score = made()
    left = (score < 0).astype(float)
    cells = Cells.count(flags[:, :4], left, names=NAMES[:4])
    assert (performance(cells, SCORE_KINDS["churn"], score="S")["importance"] > 0).all()


def test_rows_in_another_order_and_parts_give_the_same_figures() -> None:
    flags, score = made(600)
    whole = Cells.count(flags, np.round(score), names=NAMES)
    parts = Cells.count(flags[400:], np.round(score[400:]), names=NAMES) + Cells.count(
        flags[:400], np.round(score[:400]), names=NAMES
    )
    assert performance(whole, KIND, score="S").equals(performance(parts, KIND, score="S"))


def test_the_most_important_topic_stands_at_ten_whatever_the_last_digit() -> None:
    """With this seed, ten times the largest importance over itself is more than 10 by a rounding."""
    generator = np.random.default_rng(29)
    flags = generator.random((400, 4)) < 0.2
    score = np.clip(np.round(7 + flags @ [-2, 1, -3, 2] + generator.normal(0, 2, 400)), 0, 10)
    names = ("queue:negative", "queue:positive", "price:negative", "price:positive")
    table = performance(Cells.count(flags, score, names=names), SCORE_KINDS["nps"], score="S")
    assert table["opportunity"].between(10, 20).any()
