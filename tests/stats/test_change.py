"""A change of score falls into volume, severity and rest, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import decompose_change


def wave(generator, rows, shares, effects, noise=1.0):
    flags = (generator.random((rows, len(shares))) < shares).astype(float)
    return flags, 8 + flags @ np.array(effects) + noise * generator.normal(size=rows)


def parts(change):
    return change.rest + np.nansum(change.volume) + np.nansum(change.severity)


def test_by_hand():
    """One flag: share ½ → ¾, effect −4 → −2, and an intercept 8 → 7."""
    first = [[1], [1], [0], [0]], [4, 4, 8, 8]
    second = [[1], [1], [1], [0]], [5, 5, 5, 7]
    change = decompose_change(first, second)
    assert change.total == pytest.approx(-0.5)
    assert change.volume[0] == pytest.approx(-3 * 0.25)
    assert change.severity[0] == pytest.approx(0.625 * 2)
    assert change.rest == pytest.approx(-1)
    assert_allclose(change.share[:, 0], [0.5, 0.75])
    assert_allclose(change.effect[:, 0], [-4, -2])


@given(seed=st.integers(0, 2**32 - 1), columns=st.integers(1, 5), rows=st.integers(2, 60))
@settings(max_examples=40)
def test_the_parts_add_up_exactly_and_turn_round_with_time(seed, columns, rows):
    generator = np.random.default_rng(seed)
    first, second = (wave(generator, rows, generator.random(columns), [0] * columns) for _ in range(2))
    change, back = decompose_change(first, second), decompose_change(second, first)
    assert change.total == pytest.approx(second[1].mean() - first[1].mean(), abs=1e-9)
    assert parts(change) == pytest.approx(change.total, abs=1e-9)
    assert_allclose(back.volume, -change.volume, atol=1e-9)
    assert_allclose(back.severity, -change.severity, atol=1e-9)


def test_without_noise_each_part_is_what_was_planted():
    generator = np.random.default_rng(0)
    more = (
        wave(generator, 300, [0.2, 0.1], [-3, -1], noise=0),
        wave(generator, 300, [0.6, 0.1], [-3, -1], noise=0),
    )
    worse = (
        wave(generator, 300, [0.2, 0.1], [-3, -1], noise=0),
        wave(generator, 300, [0.2, 0.1], [-6, -1], noise=0),
    )
    volume, severity = decompose_change(*more), decompose_change(*worse)
    assert_allclose(volume.severity, 0, atol=1e-9)
    assert volume.volume[0] == pytest.approx(-3 * (volume.share[1, 0] - volume.share[0, 0]))
    assert severity.severity[0] == pytest.approx(-3 * severity.share[:, 0].mean())
    assert (volume.rest, severity.rest) == pytest.approx((0, 0), abs=1e-9)


def test_a_topic_not_yet_heard_is_all_volume():
    generator = np.random.default_rng(1)
    first, second = wave(generator, 200, [0, 0.3], [0, 1]), wave(generator, 200, [0.3, 0.3], [-2, 1])
    change = decompose_change(first, second)
    assert np.isnan(change.effect[0, 0])
    assert change.severity[0] == 0
    assert change.volume[0] == pytest.approx(change.effect[1, 0] * change.share[1, 0])
    assert parts(change) == pytest.approx(change.total)


def test_what_neither_wave_can_tell_stays_in_the_rest():
    generator = np.random.default_rng(2)
    first, second = (wave(generator, 100, [0.4, 0], [-1, 0]) for _ in range(2))
    change = decompose_change(first, second)
    assert np.isnan(change.volume[1])
    assert parts(change) == pytest.approx(change.total)


def test_counts_are_repeated_rows():
    generator = np.random.default_rng(3)
    first, second = (wave(generator, 40, [0.4, 0.2], [-1, 1]) for _ in range(2))
    counts = tuple(generator.integers(1, 5, 40) for _ in range(2))
    packed = decompose_change(first, second, counts=counts)
    single = decompose_change(
        *((X.repeat(c, 0), y.repeat(c)) for (X, y), c in zip((first, second), counts, strict=True))
    )
    for name in ("volume", "volume_se", "severity", "severity_se", "total", "rest"):
        assert_allclose(getattr(packed, name), getattr(single, name), rtol=1e-9, atol=1e-12)


def test_standard_errors_are_the_spread_over_samples():
    generator = np.random.default_rng(4)
    runs = [
        decompose_change(wave(generator, 300, [0.3, 0.2], [-2, 1]), wave(generator, 300, [0.4, 0.2], [-3, 1]))
        for _ in range(300)
    ]
    for name in ("volume", "severity"):
        spread = np.std([getattr(run, name) for run in runs], axis=0)
        stated = np.mean([getattr(run, f"{name}_se") for run in runs], axis=0)
        assert_allclose(stated, spread, rtol=0.15)


def test_mistakes_are_named():
    flag = np.eye(4)[:, :1]
    with pytest.raises(UsageError, match="first wave has 1 columns, the second 2"):
        decompose_change((flag, np.arange(4)), (np.eye(4)[:, :2], np.arange(4)))
    with pytest.raises(UsageError, match="no observations"):
        decompose_change((flag, np.arange(4)), (flag, np.arange(4)), counts=([1] * 4, [0] * 4))
