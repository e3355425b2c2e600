"""Johnson's relative weights: published numbers and laws."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from otklik.stats import johnson, lmg

DATASETS = {"swiss": "swiss", "attitude": "attitude", "mtcars10": "mtcars", "synth_nps": "synthetic"}


@pytest.mark.parametrize("name", DATASETS)
def test_equal_to_genizi_in_relaimpo(name, reference, columns):
    case, data = reference("relaimpo")[name], columns(DATASETS[name])
    result = johnson(
        np.column_stack([data[x] for x in case["x"]]), data[case["y"]], weights=data.get("count")
    )
    assert_allclose(result.raw, case["johnson"], atol=1e-10)
    assert result.r2 == pytest.approx(case["r2"], abs=1e-10)


def test_the_published_example_of_r_rwa(columns):
    """R rwa 0.1.0, vignette introduction-to-rwa: mpg on cyl, disp, hp, gear of mtcars."""
    data = columns("mtcars")
    result = johnson(np.column_stack([data[x] for x in ("cyl", "disp", "hp", "gear")]), data["mpg"])
    assert_allclose(result.raw, [0.2284797, 0.2221469, 0.2321744, 0.0963886], atol=1e-7)
    assert_allclose(100 * result.share, [29.32274, 28.50999, 29.79691, 12.37037], atol=1e-5)
    assert result.r2 == pytest.approx(0.7791896, abs=1e-7)


def test_orthogonal_predictors_keep_their_squared_correlation():
    X = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], float)
    X = np.concatenate([X, X])
    y = X @ [0.5, 0.3, 0.1] + np.repeat([1, -1], 4) * np.sqrt(0.65)
    assert_allclose(johnson(X, y).raw, [0.25, 0.09, 0.01], atol=1e-12)
    assert_allclose(lmg(X, y).raw, [0.25, 0.09, 0.01], atol=1e-12)


def test_constant_columns_are_nan_and_twins_share():
    generator = np.random.default_rng(0)
    x = generator.normal(size=50)
    result = johnson(np.column_stack([x, np.ones(50), x]), x + generator.normal(size=50))
    assert np.isnan(result.raw[1])
    assert result.raw[0] == pytest.approx(result.raw[2])
    assert np.nansum(result.raw) == pytest.approx(result.r2)
