"""The table of drivers: right, repeatable, and silent where it should be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from otklik.drivers import Cells, drivers
from otklik.errors import UsageError
from otklik.records import DRIVER_COLUMNS
from otklik.score_kinds import SCORE_KINDS, parse_kind
from otklik.stats import lmg, ols_hc3

NPS = SCORE_KINDS["nps"]
FIGURES = [c for c in DRIVER_COLUMNS[6:-1] if c != "p_adjusted"]


def test_effects_are_those_of_the_single_comments(synthetic, hc3_case):
    table = drivers(synthetic, NPS, score="NPS", draws=50)
    assert tuple(table.columns) == DRIVER_COLUMNS
    assert_allclose(table["effect"], hc3_case["coef"], rtol=1e-8, atol=1e-8)
    assert (table["n"] == 3000).all()
    found = set(table["topic"][table["significant"] & (table["polarity"] == "negative")])
    assert found == {"delivery", "price", "app", "support", "quality", "courier", "payment"}


def test_bounds_are_at_least_those_of_hc3(synthetic, hc3_case):
    table = drivers(synthetic, NPS, score="NPS", draws=50)
    half = (table["effect_high"] - table["effect_low"]) / 2
    assert (half >= 1.959 * np.array(hc3_case["se_hc3"])).all()
    assert (table["p"] >= np.array(hc3_case["p_hc3"]) * (1 - 1e-8)).all()


def test_importance_is_the_lmg_of_the_comments(answers, synthetic):
    _, flags, score = answers
    points = np.where(score >= 9, 100, np.where(score <= 6, -100, 0))
    table = drivers(synthetic, NPS, score="NPS", draws=50)
    assert_allclose(table["importance"], lmg(flags, points).share, atol=1e-10)
    assert table["importance"].sum() == pytest.approx(1)


@given(seed=st.integers(0, 2**32 - 1), parts=st.sampled_from([1, 2, 7]))
@settings(max_examples=5)
def test_the_same_comments_give_the_same_digits(seed, parts, answers):
    names, flags, score = answers
    order = np.random.default_rng(seed).permutation(len(score))
    chunks = [Cells.count(flags[r], score[r], names=names) for r in np.array_split(order, parts)]
    merged = sum(chunks[1:], start=chunks[0])
    whole = Cells.count(flags, score, names=names)
    assert_frame_equal(
        drivers(merged, NPS, score="NPS", draws=100),
        drivers(whole, NPS, score="NPS", draws=100),
        check_exact=True,
    )


def test_continuous_cells_and_single_values_agree():
    generator = np.random.default_rng(2)
    flags = generator.random((500, 3)) < 0.3
    minutes = np.round(20 + flags @ [15, 0, -5] + generator.gamma(2, 5, 500))
    kind, names = parse_kind("number:low=good"), ["a:negative", "b:negative", "c:positive"]
    packed, single = (
        drivers(Cells.count(flags, minutes, names=names, continuous=c), kind, score="minutes", draws=4000)
        for c in (True, False)
    )
    exact = [c for c in FIGURES if c not in ("impact_low", "impact_high")]
    assert_allclose(packed[exact], single[exact], rtol=1e-8, atol=1e-12)
    assert packed["significant"].tolist() == [True, False, True]


def test_planted_drivers_are_found_and_hardly_any_others():
    share, effects = np.linspace(0.02, 0.15, 38), np.zeros(38)
    effects[[5, 12, 20, 28, 36]] = [-3, -2, 2, -1.5, 1]
    names, false = [f"topic{i}:negative" for i in range(38)], []
    for seed in range(10):
        generator = np.random.default_rng(seed)
        flags = generator.random((5000, 38)) < share
        score = np.clip(np.round(7 + flags @ effects + generator.normal(0, 2, 5000)), 0, 10)
        table = drivers(Cells.count(flags, score, names=names), NPS, score="NPS", draws=1)
        assert table["significant"][effects != 0].all()
        assert (np.sign(table["effect"]) == np.sign(effects))[effects != 0].all()
        false.append(table["significant"][effects == 0].sum() / table["significant"].sum())
    assert np.mean(false) <= 0.05


def test_ten_mentions_that_happen_to_agree_are_no_driver():
    """75 % are satisfied, so ten satisfied in a row are chance; HC3 alone would call them a driver."""
    satisfied = np.tile([5.0, 5, 5, 1], 50)
    flags = np.zeros((200, 1), bool)
    flags[np.flatnonzero(satisfied == 5)[:10]] = True
    counted = Cells.count(flags, satisfied, names=["taste:positive"])
    assert ols_hc3(flags, 100 * (satisfied == 5)).p[0] < 1e-9
    row = drivers(counted, SCORE_KINDS["csat5"], score="CSAT").iloc[0]
    assert row.p > 0.05
    assert not row.significant


def test_too_few_mentions_have_no_figures_but_are_counted():
    generator = np.random.default_rng(0)
    flags = np.zeros((100, 3), bool)
    flags[:9, 0], flags[:95, 1], flags[:50, 2] = True, True, True
    table = drivers(
        Cells.count(
            flags,
            generator.integers(0, 11, 100).astype(float),
            names=["a:negative", "b:negative", "c:positive"],
        ),
        NPS,
        score="NPS",
    )
    assert table["mentions"].tolist() == [9, 95, 50]
    assert_allclose(table["share"], [0.09, 0.95, 0.5])
    assert table.loc[[0, 1], FIGURES].isna().all(axis=None)
    assert table.loc[2, FIGURES].notna().all()
    assert not table.loc[[0, 1], "significant"].any()


def test_topics_that_always_come_together_have_no_effect_of_their_own():
    generator = np.random.default_rng(0)
    flag = generator.random(300) < 0.3
    other = generator.random(300) < 0.3
    score = np.clip(8 - 4 * flag + generator.integers(-2, 3, 300), 0, 10).astype(float)
    names = ["a:negative", "b:negative", "c:negative"]
    table = drivers(Cells.count(np.column_stack([flag, flag, other]), score, names=names), NPS, score="NPS")
    alone = drivers(Cells.count(np.column_stack([flag, other]), score, names=names[1:]), NPS, score="NPS")
    assert table["effect"].isna().tolist() == [True, True, False]
    assert not table["significant"][:2].any()
    assert table["effect"][2] == pytest.approx(alone["effect"][1])
    assert table["importance"][0] == pytest.approx(table["importance"][1])
    assert table["impact"].notna().all()


@pytest.mark.parametrize("n", [0, 1, 12, 21])
def test_a_handful_of_comments_is_no_error(n):
    generator = np.random.default_rng(n)
    flags, score = generator.random((n, 4)) < 0.5, generator.integers(0, 11, n).astype(float)
    table = drivers(Cells.count(flags, score, names=[f"{t}:negative" for t in "abcd"]), NPS, score="NPS")
    assert len(table) == 4
    assert not table["significant"].any()


def test_a_score_that_never_varies_has_no_drivers():
    flags = np.random.default_rng(0).random((100, 2)) < 0.4
    table = drivers(
        Cells.count(flags, np.full(100, 9.0), names=["a:negative", "b:positive"]), NPS, score="NPS"
    )
    assert_allclose(table["impact"], 0, atol=1e-12)
    assert table[["p", "importance"]].isna().all(axis=None)
    assert not table["significant"].any()


def test_more_than_sixty_four_flags():
    generator = np.random.default_rng(0)
    flags = generator.random((2000, 70)) < 0.1
    score = np.clip(8 - 5 * flags[:, 68] + generator.integers(-2, 3, 2000), 0, 10).astype(float)
    names = [f"topic{i}:negative" for i in range(70)]
    table = drivers(Cells.count(flags, score, names=names), NPS, score="NPS", draws=20)
    assert table.loc[table["p"].idxmin(), "topic"] == "topic68"


def test_options_out_of_range_are_named(synthetic):
    with pytest.raises(UsageError, match="draws is 0"):
        drivers(synthetic, NPS, score="NPS", draws=0)
    with pytest.raises(UsageError, match="between 0 and 1"):
        drivers(synthetic, NPS, score="NPS", level=95)
    moments = Cells.count([[1], [0]], [1.5, 2], names=["a:negative"], continuous=True)
    with pytest.raises(UsageError, match="continuous=False"):
        drivers(moments, NPS, score="NPS")
