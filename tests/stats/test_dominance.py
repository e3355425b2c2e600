"""Dominance analysis is R domir's."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import dominance, lmg

CASES = {
    "mtcars_am_vs_cyl": ("mtcars", "mpg"),
    "swiss": ("swiss", "Fertility"),
    "synth_neg": ("synthetic", "nps"),
}


@pytest.mark.parametrize("name", CASES)
def test_general_conditional_and_complete_are_domirs(name, reference, columns):
    case, (dataset, outcome) = reference("domir")[name], CASES[name]
    data = columns(dataset)
    X = np.column_stack([data[x] for x in case["general"]])
    result = dominance(X, data[outcome], weights=data.get("count"))
    assert_allclose(result.general, list(case["general"].values()), atol=1e-10)
    assert_allclose(result.conditional, case["conditional"], atol=1e-10)
    assert_allclose(result.complete, np.array(case["complete"], float), atol=1e-10)
    assert_allclose(result.general, lmg(X, data[outcome], weights=data.get("count")).raw, atol=1e-12)


def test_twins_tie_and_constants_are_nan(columns):
    data = columns("swiss")
    X = np.column_stack([data["Education"], data["Education"], np.ones(47)])
    result = dominance(X, data["Fertility"])
    assert result.complete[0, 1] == result.complete[1, 0] == 0.5
    assert np.isnan(result.general[2])
    assert np.nansum(result.general) == pytest.approx(result.r2)


def test_more_than_twenty_predictors_are_for_lmg():
    with pytest.raises(UsageError, match="use lmg above 20"):
        dominance(np.eye(30)[:, :21], np.arange(30))
