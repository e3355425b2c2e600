"""Leave-out impact: the industry's formulas by hand, and an interval that means what it says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from otklik.drivers import Cells, drivers
from otklik.score_kinds import SCORE_KINDS, parse_kind

NPS = SCORE_KINDS["nps"]


def check(row, case):
    assert row.mentions == case["n_theme"]
    assert row.share == pytest.approx(case["share"], abs=1e-9)
    assert row.mean_with == pytest.approx(case["nps_theme"], abs=1e-9)
    assert row.mean_without == pytest.approx(case["nps_without"], abs=1e-9)
    assert row.impact == pytest.approx(case["leave_out"], abs=1e-9)
    assert row.impact_low <= row.impact <= row.impact_high


def test_ten_answers_by_hand(impact_cases):
    rows = np.array(impact_cases["tiny"]["rows"])
    counted = Cells.count(rows[:, 1:3], rows[:, 0], names=["A:negative", "B:negative"])
    table = drivers(counted, NPS, score="NPS", minimum=4)
    check(table.iloc[0], impact_cases["tiny"]["A"])
    check(table.iloc[1], impact_cases["tiny"]["B"])


def test_three_thousand_answers(synthetic, impact_cases):
    table = drivers(synthetic, NPS, score="NPS", draws=50)
    for row in table.itertuples():
        check(row, impact_cases["synth"][f"{row.polarity[:3]}_{row.topic}"])


def bootstrap(flag, points, draws, seed):
    """The plain way: draw comments with replacement."""
    generator = np.random.default_rng(seed)
    rows = generator.integers(0, len(points), (draws, len(points)))
    held, drawn = flag[rows], points[rows]
    return drawn.mean(axis=1) - (drawn * ~held).sum(axis=1) / (~held).sum(axis=1)


@pytest.mark.parametrize("continuous", [False, True])
def test_drawing_counts_is_drawing_comments(continuous):
    generator = np.random.default_rng(5)
    flag = generator.random(400) < 0.2
    minutes = np.round(generator.gamma(2, 10, 400) + 15 * flag)
    counted = Cells.count(flag[:, None], minutes, names=["queue:negative"], continuous=continuous)
    row = drivers(counted, parse_kind("number:low=good"), score="minutes", draws=20_000).iloc[0]
    low, high = np.quantile(bootstrap(flag, minutes, 20_000, 1), [0.025, 0.975])
    assert_allclose((row.impact_low, row.impact_high), (low, high), atol=0.06 * (high - low))


def test_the_interval_does_not_change_when_another_topic_joins(answers):
    names, flags, score = answers
    some = drivers(Cells.count(flags[:, :3], score, names=names[:3]), NPS, score="NPS")
    everything = drivers(Cells.count(flags, score, names=names), NPS, score="NPS")
    columns = ["impact", "impact_low", "impact_high"]
    assert_allclose(some[columns], everything[columns].iloc[:3], rtol=1e-12)
