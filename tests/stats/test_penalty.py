"""Penalty and reward, and Kano's classes from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import kano, ols_hc3, penalty_reward

FIGURES = {
    "penalty": "penalty_clipped",
    "reward": "reward_clipped",
    "impact_range": "RIOCS",
    "ia": "IA",
    "asymmetry": "asymmetry",
    "asymmetry_se": "se_asym",
    "penalty_p": "p_pen",
    "reward_p": "p_rew",
}
RULES = {
    "significance": "rule_brandt",
    "grades": "rule_ia_04_01",
    "asymmetry": "rule_ia_04_gate",
    "contrast": "rule_contrast_ratio2",
}


@pytest.fixture
def flags(reference, columns):
    """Negative flags, positive flags, NPS and counts of the made set."""
    data, names = columns("synthetic"), reference("synthetic")["names"]
    negative, positive = (np.column_stack([data[n] for n in part]) for part in (names[:8], names[8:]))
    return negative, positive, data["nps"], data["count"]


@pytest.fixture
def effects(flags):
    negative, positive, nps, count = flags
    return penalty_reward(negative, positive, nps, counts=count)


def test_effects_are_those_of_statsmodels(effects, reference):
    case = reference("prca")
    for ours, theirs in FIGURES.items():
        assert_allclose(getattr(effects, ours), case[theirs], atol=1e-8, err_msg=ours)
    assert_allclose(effects.asymmetry / effects.asymmetry_se, case["z_asym"], atol=1e-8)


@pytest.mark.parametrize("rule", RULES)
def test_classes_are_those_of_the_published_rules(rule, effects, reference):
    assert list(kano(effects, rule=rule)) == reference("prca")[RULES[rule]]


def test_a_cut_within_the_bounds_is_undecided(effects):
    """Support (IA 0.58, from 0.37) and payment (IA −0.67, to −0.34) may lie on either side of 0.4."""
    assert kano(effects) == (
        "basic",
        "performance",
        "performance",
        "undecided",
        "performance",
        "basic",
        "undecided",
        "indifferent",
    )
    assert kano(effects, cut=0.3)[3] == "excitement"


def test_the_bounds_of_asymmetry_are_those_of_the_bootstrap(effects, flags):
    negative, positive, nps, count = flags
    generator = np.random.default_rng(0)
    draws = [
        penalty_reward(negative, positive, nps, counts=generator.multinomial(3000, count / 3000)).ia
        for _ in range(200)
    ]
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    assert_allclose(effects.ia_low[:7], low[:7], atol=0.06)
    assert_allclose(effects.ia_high[:7], high[:7], atol=0.06)


@example(seed=695943)  # of a topic whose effect has the wrong sign
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_laws_of_penalty_and_reward(seed):
    generator = np.random.default_rng(seed)
    negative, positive = (generator.random((2, 150, 3)) < 0.25).astype(float)
    y = 8 - 2 * negative[:, 0] + positive[:, 1] + generator.normal(size=150)
    seen = penalty_reward(negative, positive, y)
    assert ((seen.ia_low <= seen.ia) & (seen.ia <= seen.ia_high) | np.isnan(seen.ia)).all()
    assert_allclose(seen.impact_range, seen.penalty + seen.reward)
    line = ols_hc3(np.column_stack([negative, positive]), y)
    assert_allclose(seen.asymmetry, line.coef[3:] + line.coef[:3], atol=1e-9)
    turned = penalty_reward(positive, negative, -y)  # bad and good change places
    assert_allclose(turned.ia, -seen.ia, atol=1e-9)
    assert_allclose(turned.ia_low, -seen.ia_high, atol=1e-9)
    counts = generator.integers(1, 4, 150)
    repeated = penalty_reward(*(part.repeat(counts, 0) for part in (negative, positive, y)))
    assert_allclose(penalty_reward(negative, positive, y, counts=counts).ia, repeated.ia, atol=1e-9)


def test_a_topic_never_praised_is_undecided():
    generator = np.random.default_rng(0)
    negative, positive = (generator.random((2, 200, 2)) < 0.3).astype(float)
    positive[:, 1] = 0
    seen = penalty_reward(negative, positive, 7 - 3 * negative.sum(axis=1) + generator.normal(size=200))
    assert np.isnan(seen.ia[1])
    assert seen.penalty[1] == pytest.approx(3, abs=0.5)
    assert kano(seen)[1] == "undecided"


def test_effects_of_the_wrong_sign_are_no_effects(effects):
    wrong = replace(effects, penalty=np.zeros(8), reward=np.zeros(8), penalty_p=np.full(8, 1e-9))
    assert set(kano(wrong)) == {"indifferent"}


def test_mistakes_are_named(effects):
    with pytest.raises(UsageError, match="no Kano rule 'magic'"):
        kano(effects, rule="magic")
    with pytest.raises(UsageError, match="cut is 2"):
        kano(effects, cut=2)
    with pytest.raises(UsageError, match="the topics must be the same"):
        penalty_reward(np.eye(4), np.eye(4)[:, :2], [1, 2, 3, 4])
