"""Controls: what is held equal beside the topics changes what a topic seems to go with."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from otklik.drivers import Cells, drivers
from otklik.drivers.controls import LEVELS, controlled
from otklik.score_kinds import parse_kind
from otklik.stats import lmg, ols_hc3

KIND = parse_kind("number:high=good")
NAMES = ["queue:negative", "price:negative", "staff:positive"]
Rows = tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.object_]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Complaints of the queue are frequent in the shop, where scores are two points lower whatever is said;
    they go with nothing themselves."""
    generator = np.random.default_rng(7)
    where = generator.choice(["shop", "site", "phone"], 4000, p=[0.3, 0.5, 0.2]).astype(object)
    shop = where == "shop"
    flags = generator.random((4000, 3)) < np.column_stack(
        [np.where(shop, 0.5, 0.05), np.full(4000, 0.2), np.full(4000, 0.2)]
    )
    score = 8 - 2.0 * shop - 1.0 * flags[:, 1] + np.round(generator.normal(0, 1, 4000))
    return flags, score, where


def counted(rows: Rows, **segments: object) -> Cells:
    flags, score, _ = rows
    return Cells.count(flags, score, names=NAMES, segments=segments)


def test_what_comes_with_the_place_is_not_laid_on_the_topic(rows: Rows) -> None:
    bare = drivers(counted(rows), KIND, score="S").set_index("topic")
    held = drivers(counted(rows, where=rows[2]), KIND, score="S").set_index("topic")
    assert bare.loc["queue", "effect"] < -1
    assert bare.loc["queue", "significant"]
    assert abs(held.loc["queue", "effect"]) < 0.1
    assert not held.loc["queue", "significant"]
    assert held.loc["price", "effect_low"] < -1 < held.loc["price", "effect_high"]
    assert held.loc["price", "importance"] > 0.95 > bare.loc["price", "importance"]


def test_the_figures_are_those_of_the_single_comments_with_a_column_per_place(rows: Rows) -> None:
    flags, score, where = rows
    design = np.column_stack([flags, where == "shop", where == "phone"]).astype(float)
    table = drivers(counted(rows, where=where), KIND, score="S")
    assert_allclose(table["effect"], ols_hc3(design, score).coef[:3], rtol=1e-9)
    assert_allclose(table["importance"], lmg(design, score, always=[3, 4]).share, atol=1e-12)
    assert table["importance"].sum() == pytest.approx(1)


def test_impact_holds_nothing_equal(rows: Rows) -> None:
    columns = ["mentions", "share", "mean_with", "mean_without", "impact", "impact_low", "impact_high"]
    bare, held = (
        drivers(counted(rows, **more), KIND, score="S")[columns] for more in ({}, {"where": rows[2]})
    )
    pd.testing.assert_frame_equal(bare, held)


def test_rare_groups_are_one_together_and_unknown_is_a_group(rows: Rows) -> None:
    where = rows[2].copy()
    where[:3], where[3:7], where[10:40] = "kiosk", "fair", ""
    held, count = controlled(counted(rows, where=where), 10)
    added = held.names[3:]
    assert count == len(added) == 4
    assert added == ("control:where=shop", "control:where=phone", "control:where=", "control:where")
    sizes = held.counts @ held.patterns[held.pattern]
    assert sizes[-2:].tolist() == [30, 7]


def test_no_more_than_so_many_groups_are_told_apart(rows: Rows) -> None:
    many = np.array([f"agent {n % 100}" for n in range(4000)])
    assert controlled(counted(rows, agent=many), 10)[1] == LEVELS


def test_a_segment_of_one_group_holds_nothing(rows: Rows) -> None:
    one = controlled(counted(rows, where=np.full(4000, "shop")), 10)
    assert one[1] == 0
    pd.testing.assert_frame_equal(
        drivers(counted(rows, where=np.full(4000, "shop")), KIND, score="S"),
        drivers(counted(rows), KIND, score="S"),
    )


def test_several_controls_and_parts_in_any_order_give_the_same_digits(rows: Rows) -> None:
    flags, score, where = rows
    hour = np.arange(4000) % 5
    whole = Cells.count(flags, score, names=NAMES, segments={"where": where, "hour": hour})
    order = np.random.default_rng(1).permutation(4000)
    parts = [
        Cells.count(
            flags[part], score[part], names=NAMES, segments={"where": where[part], "hour": hour[part]}
        )
        for part in np.array_split(order, 7)
    ]
    assert controlled(whole, 10)[1] == 2 + 4
    pd.testing.assert_frame_equal(
        drivers(sum(parts[1:], parts[0]), KIND, score="S"), drivers(whole, KIND, score="S"), check_exact=True
    )


def test_with_fewer_comments_than_columns_nothing_is_told() -> None:
    flags = np.eye(12, 3, dtype=bool)
    cells = Cells.count(flags, np.arange(12), names=NAMES, segments={"who": np.arange(12)})
    assert drivers(cells, KIND, score="S", minimum=1)["effect"].isna().all()
