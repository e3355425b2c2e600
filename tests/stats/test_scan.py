"""Changes of level, looking back: where they are, and how often chance is taken for one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import UsageError
from otklik.stats import laney_chart, mean_chart, scan

N = np.full(12, 300.0)


def test_a_step_is_found_at_its_first_period() -> None:
    found = scan([15] * 6 + [36] * 6, N)
    assert (found.start, found.stop) == (6, 12)
    assert found.p <= 0.001


def test_a_stretch_that_came_back_has_an_end() -> None:
    found = scan([15, 14, 16, 15, 45, 47, 44, 15, 14, 16, 15, 16], N)
    assert (found.start, found.stop) == (4, 7)
    assert found.p <= 0.01


def test_a_fall_is_a_change_as_a_rise_is() -> None:
    x = np.array([15, 18, 13, 15, 16, 14, 36, 33, 37, 35, 36, 31.0])
    rise, fall = scan(x, N), scan(N - x, N)
    assert (rise.start, rise.stop) == (fall.start, fall.stop) == (6, 12)
    assert max(rise.p, fall.p) <= 0.001


def test_a_mean_is_judged_as_a_share_is() -> None:
    means = np.array([7.0, 7.1, 6.9, 7.0, 7.1, 7.0, 6.2, 6.1, 6.3, 6.2, 6.1, 6.2])
    found = scan(means * N, N, variance=4.0)
    assert (found.start, found.stop) == (6, 12)
    assert found.p <= 0.001


def test_what_swings_from_period_to_period_anyway_is_no_change() -> None:
    swinging = scan([10, 40, 12, 44, 9, 41, 11, 39, 12, 42, 10, 40], N)
    assert swinging.p > 0.5


def test_the_same_series_gives_the_same_digits() -> None:
    x = [15, 14, 16, 15, 20, 22, 21, 15, 24, 26, 25, 26]
    assert scan(x, N, seed=3) == scan(x, N, seed=3)


@pytest.mark.parametrize("x", [[5, 6, 7], [0] * 12, [300] * 12])
def test_too_few_periods_or_no_variation_have_no_p(x: list[int]) -> None:
    assert np.isnan(scan(x, N[: len(x)]).p)


def test_empty_periods_are_refused() -> None:
    with pytest.raises(UsageError, match="every period"):
        scan([1, 0, 1, 1], [10, 0, 10, 10])
    with pytest.raises(UsageError, match="every period"):
        mean_chart([1.0, 0.0], [10, 0], variance=1.0)


@pytest.mark.parametrize("share", [0.01, 0.2])
def test_of_constant_shares_as_many_are_called_changed_as_the_level_says(share: float) -> None:
    generator = np.random.default_rng(11)
    n = generator.integers(60, 240, 12).astype(float)
    p = [scan(generator.binomial(n.astype(int), share), n, draws=199, seed=run).p for run in range(300)]
    assert np.mean(np.array(p) <= 0.05) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.5, abs=0.1)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=15), st.integers(0, 3))
def test_the_stretch_lies_within_the_series_and_p_in_the_unit(x: list[int], seed: int) -> None:
    found = scan(x, np.full(len(x), 40.0), draws=19, seed=seed)
    assert 0 <= found.start < found.stop <= len(x)
    assert np.isnan(found.p) or 1 / 20 <= found.p <= 1


def test_the_chart_of_a_mean_of_zeros_and_ones_is_that_of_the_share() -> None:
    x = np.array([15, 18, 13, 15, 16, 14, 36, 33, 37, 35, 36, 31.0])
    share, centre = laney_chart(x, N), x.sum() / N.sum()
    mean = mean_chart(x, N, variance=centre * (1 - centre))
    for figure in ("share", "centre", "low", "high", "beyond", "sigma_z"):
        np.testing.assert_allclose(getattr(mean, figure), getattr(share, figure), rtol=1e-12)
