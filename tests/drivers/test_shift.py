"""Two waves of cells: the change of the metric, in exact parts: what was heard more, what weighed more."""

from __future__ import annotations

import numpy as np
import pytest

from otklik.drivers import Cells, shift
from otklik.errors import UsageError
from otklik.records import CHANGE_COLUMNS
from otklik.score_kinds import SCORE_KINDS, parse_kind
from otklik.stats import newcombe, nps_difference

NAMES = ["queue:negative", "price:negative", "staff:positive"]


def wave(shares, points, n, seed):
    generator = np.random.default_rng(seed)
    flags = generator.random((n, 3)) < shares
    return flags, np.clip(np.round(8 + flags @ points + generator.normal(0, 1.5, n)), 0, 10)


FIRST = wave([0.1, 0.2, 0.3], [-3, -2, 1], 3000, 1)
SECOND = wave([0.3, 0.2, 0.3], [-3, -4, 1], 2000, 2)  # more queues, and prices hurt more


def counted(data, names=NAMES):
    return Cells.count(*data, names=names)


@pytest.mark.parametrize("spec", ["nps", "csat5", "rating10", "number:high=good"])
def test_the_parts_add_up_to_the_change_exactly(spec):
    found = shift(counted(FIRST), counted(SECOND), parse_kind(spec))
    assert tuple(found.topics) == CHANGE_COLUMNS
    parts = found.rest + found.topics[["volume", "severity"]].sum(axis=None)
    assert found.total.value == pytest.approx(parts, abs=1e-9)


def test_what_was_planted_is_found():
    found = shift(counted(FIRST), counted(SECOND), parse_kind("number:high=good")).topics.set_index("topic")
    assert found.loc["queue", "volume"] == pytest.approx(-3 * 0.2, abs=0.1)
    assert found.loc["price", "severity"] == pytest.approx(-2 * 0.2, abs=0.1)
    assert found["volume"].abs().idxmax() == "queue"
    assert found["severity"].abs().idxmax() == "price"
    assert (found["p_adjusted"] < 0.05).tolist() == [True, False, False]


def test_the_total_is_the_difference_of_the_two_scores_and_the_shares_are_newcombes():
    found = shift(counted(FIRST), counted(SECOND), SCORE_KINDS["nps"])
    groups = [((s <= 6).sum(), ((s > 6) & (s < 9)).sum(), (s >= 9).sum()) for _, s in (SECOND, FIRST)]
    assert found.total == nps_difference(*groups)
    row, flags = found.topics.iloc[0], (FIRST[0][:, 0], SECOND[0][:, 0])
    plain = newcombe(flags[0].sum(), 3000, flags[1].sum(), 2000)
    assert (row["share_change"], row["share_change_low"], row["p"]) == (plain.value, plain.low, plain.p)
    assert (row["mentions_first"], row["mentions_second"]) == (flags[0].sum(), flags[1].sum())


def test_turned_round_in_time_every_part_changes_its_sign():
    there = shift(counted(FIRST), counted(SECOND), SCORE_KINDS["nps"])
    back = shift(counted(SECOND), counted(FIRST), SCORE_KINDS["nps"])
    for column in ("share_change", "volume", "severity"):
        assert back.topics[column].tolist() == pytest.approx((-there.topics[column]).tolist())


def test_a_topic_that_is_hardly_heard_has_no_figures_and_the_parts_still_add_up():
    flags, scores = SECOND
    rare = flags.copy()
    rare[np.flatnonzero(rare[:, 1])[3:], 1] = False
    quiet = FIRST[0] & [True, False, True]
    found = shift(counted((quiet, FIRST[1])), counted((rare, scores)), SCORE_KINDS["nps"])
    row = found.topics.iloc[1]
    assert row["mentions_second"] == 3
    assert row[["share_change", "p", "volume", "severity"]].astype(float).isna().all()
    parts = found.rest + found.topics[["volume", "severity"]].sum(axis=None)
    assert found.total.value == pytest.approx(parts, abs=1e-9)


def test_mistakes_are_named():
    other = Cells.count(*FIRST, names=["a:negative", "b:negative", "c:positive"])
    with pytest.raises(UsageError, match="different flags"):
        shift(counted(FIRST), other, SCORE_KINDS["nps"])
    with pytest.raises(UsageError, match="no answers"):
        shift(counted(FIRST), Cells.count(np.zeros((1, 3)), [np.nan], names=NAMES), SCORE_KINDS["nps"])
