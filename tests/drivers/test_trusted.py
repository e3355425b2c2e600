"""Figures that a labelled sample corrects: right where labels are wrong, absent where the sample is small."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from otklik.drivers import TRUE, Cells, drivers, trusted
from otklik.errors import UsageError
from otklik.records import TRUST_COLUMNS
from otklik.score_kinds import SCORE_KINDS
from otklik.stats import ppi_impact, ppi_mean, ppi_ols, wilson

NPS = SCORE_KINDS["nps"]
NAMES = ("queue:negative", "price:negative", "staff:positive")
BOTH = (*NAMES, *(TRUE + name for name in NAMES))


def made(seed=0, n=400, others=4000, noise=0.15):
    """True flags, the model's, and scores, of which the first n comments are labelled."""
    generator = np.random.default_rng(seed)
    true = generator.random((n + others, 3)) < [0.3, 0.15, 0.2]
    score = np.clip(np.round(8 + true @ [-3, -2, 1] + generator.normal(0, 1.5, n + others)), 0, 10)
    return true, true ^ (generator.random(true.shape) < noise), score


def cells(true, guess, score, n=400):
    sample = Cells.count(np.column_stack([guess, true])[:n], score[:n], names=BOTH)
    return sample, Cells.count(guess[n:], score[n:], names=NAMES)


def test_the_powered_figures_are_those_of_the_single_comments():
    true, guess, score = made()
    table = trusted(*cells(true, guess, score), NPS, score="NPS")
    assert tuple(table) == TRUST_COLUMNS
    points = 100.0 * ((score >= 9).astype(float) - (score <= 6))
    near, far = slice(400), slice(400, None)
    share = ppi_mean(true[near, 1], guess[near, 1], guess[far, 1])
    impact = ppi_impact(
        (true[near, 1], points[near]), (guess[near, 1], points[near]), (guess[far, 1], points[far])
    )
    line = ppi_ols((true[near], points[near]), (guess[near], points[near]), (guess[far], points[far]))
    rows = table[table["topic"] == "price"].set_index("figure")[["value", "low", "high"]]
    assert_allclose(rows.loc["share"], (share.value, share.low, share.high), rtol=1e-9)
    assert_allclose(rows.loc["impact"], (impact.value, impact.low, impact.high), rtol=1e-9)
    assert_allclose(rows.loc["effect"], (line.coef[1], line.low[1], line.high[1]), rtol=1e-7)


def test_the_naive_figures_are_those_of_the_model_on_all_comments():
    true, guess, score = made()
    table = trusted(*cells(true, guess, score), NPS, score="NPS")
    plain = drivers(Cells.count(guess, score, names=NAMES), NPS, score="NPS")
    for figure in ("impact", "effect"):
        rows = table[table["figure"] == figure]
        for naive, column in (("naive", figure), ("naive_low", f"{figure}_low")):
            assert_allclose(rows[naive], plain[column], rtol=1e-9)
    shares = table[table["figure"] == "share"]
    assert shares["naive_high"].iloc[0] == wilson(int(guess[:, 0].sum()), len(guess)).high


def test_the_truth_lies_in_the_powered_interval_and_not_in_the_naive_one():
    held = np.zeros((40, 2))
    for seed in range(40):
        row = trusted(*cells(*made(seed)), NPS, score="NPS").query("figure == 'share'").iloc[1]
        held[seed] = row["low"] <= 0.15 <= row["high"], row["naive_low"] <= 0.15 <= row["naive_high"]
    powered, naive = held.mean(axis=0)
    assert powered > 0.84  # nominal 0.95, three standard errors of 40 runs
    assert naive == 0


def test_a_flag_with_few_labelled_mentions_has_no_powered_figures():
    true, guess, score = made()
    true[np.flatnonzero(true[:400, 2])[9:], 2] = False
    table = trusted(*cells(true, guess, score), NPS, score="NPS").set_index(["topic", "figure"])
    staff, queue = table.loc["staff"], table.loc["queue"]
    assert (staff["mentions"] == 9).all()
    assert staff[["value", "low", "high", "p", "tuning"]].isna().all(axis=None)
    assert staff["naive"].notna().all()
    assert queue["value"].notna().all()
    told = trusted(*cells(true, guess, score), NPS, score="NPS", minimum=9)
    assert told["value"].notna().all()


def test_mistakes_are_named():
    sample, rest = cells(*made(n=50, others=50), n=50)
    with pytest.raises(UsageError, match="by the model and by people"):
        trusted(rest, rest, NPS, score="NPS")
    minutes = Cells.count(np.eye(3), [1.0, 2.5, 3], names=NAMES, continuous=True)
    with pytest.raises(UsageError, match="only count, sum and squares"):
        trusted(sample, minutes, SCORE_KINDS["number"], score="minutes")


def test_cells_of_some_flags_are_the_cells_counted_with_these_alone():
    _, guess, score = made(n=0, others=300)
    whole = Cells.count(guess, score, names=NAMES, segments={"shop": np.arange(300) % 3})
    alone = Cells.count(
        guess[:, [2, 0]], score, names=[NAMES[2], NAMES[0]], segments={"shop": np.arange(300) % 3}
    )
    part = whole.only([NAMES[2], NAMES[0]])
    assert part.names == alone.names
    assert part.table.astype(alone.table.dtypes).equals(alone.table)
    with pytest.raises(UsageError, match="no flag parking:negative"):
        whole.only(["parking:negative"])
