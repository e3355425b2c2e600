"""LMG is R relaimpo's, whatever the weights, groups and controls; and it keeps its laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from otklik.errors import UsageError
from otklik.stats import lmg, lmg_bounds, ols_hc3

DATASETS = {"swiss": "swiss", "attitude": "attitude", "mtcars10": "mtcars", "synth_nps": "synthetic"}


def rows_with_covariance(covariance: np.ndarray) -> np.ndarray:
    """Rows whose means are 0 and whose covariances are exactly these: LMG sees nothing else."""
    root = np.linalg.cholesky(covariance).T * np.sqrt(len(covariance))
    return np.concatenate([root, -root])


@pytest.mark.parametrize("name", DATASETS)
def test_lmg_is_relaimpos(name, reference, columns):
    case, data = reference("relaimpo")[name], columns(DATASETS[name])
    X = np.column_stack([data[x] for x in case["x"]])
    result = lmg(X, data[case["y"]], weights=data.get("count"))
    assert_allclose(result.raw, case["lmg"], atol=1e-10)
    assert_allclose(result.share, case["lmg_rela"], atol=1e-10)
    assert_allclose(result.first, case["first"], atol=1e-10)
    assert_allclose(result.last, case["last"], atol=1e-10)
    assert result.r2 == pytest.approx(case["r2"], abs=1e-10)
    assert result.exact


@pytest.mark.parametrize("name", DATASETS)
def test_coefficients_are_those_of_lm(name, reference, columns):
    case, data = reference("relaimpo")[name], columns(DATASETS[name])
    line = ols_hc3(np.column_stack([data[x] for x in case["x"]]), data[case["y"]], counts=data.get("count"))
    assert_allclose(line.coef, case["coef"], rtol=1e-9)
    assert line.intercept == pytest.approx(case["intercept"], rel=1e-9)


SWISS = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality")
NEGATIVE = tuple(
    f"neg_{topic}"
    for topic in ("delivery", "price", "app", "support", "quality", "courier", "payment", "returns")
)


def check_option(result, case):
    for figure in ("lmg", "first", "last"):
        assert_allclose(result.raw if figure == "lmg" else getattr(result, figure), case[figure], atol=1e-10)
    assert result.r2 == pytest.approx(case["R2"], abs=1e-10)
    assert result.r2_decomposed == pytest.approx(case["R2.decomp"], abs=1e-10)


@pytest.mark.parametrize(
    ("case", "options"),
    [
        ("swiss_always_Education", {"always": 2}),
        ("swiss_group_EduExam", {"groups": [[2, 1]]}),
        ("swiss_weights_1_plus_row_mod_3", {"weights": 1 + np.arange(1, 48) % 3}),
    ],
)
def test_options_are_relaimpos(case, options, reference, columns):
    data = columns("swiss")
    X = np.column_stack([data[x] for x in SWISS])
    check_option(lmg(X, data["Fertility"], **options), reference("relaimpo")["options"][case])


def test_groups_of_topics_come_first(reference, columns):
    data = columns("synthetic")
    X = np.column_stack([data[x] for x in NEGATIVE])
    result = lmg(X, data["nps"], weights=data["count"], groups=[[0, 5], [2, 6]])
    check_option(result, reference("relaimpo")["options"]["synth_groups"])
    assert result.members == ((0, 5), (2, 6), (1,), (3,), (4,), (7,))


def test_case_weights_add_up_within_a_cell(reference, columns):
    data = columns("synthetic")
    X = np.column_stack([data[x] for x in NEGATIVE])
    check_option(
        lmg(X, data["nps"], weights=data["weight"]), reference("relaimpo")["options"]["synth_weights"]
    )


def test_a_control_is_held_in_every_model(reference):
    rows = rows_with_covariance(np.array(reference("synthetic")["res_hours"]))
    result = lmg(rows[:, :-1], rows[:, -1], always=[0])
    check_option(result, reference("relaimpo")["options"]["synth_always_res_hours"])


def test_bounds_are_those_of_relaimpos_bootstrap(reference, columns):
    """R relaimpo 2.2-7 ``boot.relimp(b = 2000)``, ``booteval.relimp(bty = "perc")`` on the 3,000 answers;
    draws differ, so within 20 % of the width or 3e-4."""
    case, data = reference("relaimpo")["bootstrap"], columns("synthetic")
    X = np.column_stack([data[name] for name in case["x"]])
    found = lmg_bounds(X, data["nps"], counts=data["count"])
    expected = np.array([case["lower"], case["upper"]])
    allowed = np.maximum(0.2 * (expected[1] - expected[0]), 3e-4)
    assert (np.abs(found - expected) <= allowed).all()


def test_bounds_hold_the_shares_of_the_data_and_repeated_rows_are_counts(columns):
    data = columns("swiss")
    X, y = np.column_stack([data["Education"], data["Catholic"], np.ones(47)]), data["Fertility"]
    low, high = lmg_bounds(X, y, draws=400)
    raw = lmg(X, y).raw
    assert ((low <= raw) & (raw <= high))[:2].all()
    assert np.isnan([low[2], high[2]]).all()
    count = np.arange(47) % 3
    packed, single = lmg_bounds(X, y, counts=count), lmg_bounds(X.repeat(count, 0), y.repeat(count))
    width = (packed[1] - packed[0])[
        :2
    ]  # other draws of the same distribution: four standard errors of a tail
    assert (np.abs(np.array(packed) - single)[:, :2] < 0.08 * width).all()
    assert np.isnan(lmg_bounds(X, np.ones(47))).all()


def test_two_predictors_by_hand():
    rows = rows_with_covariance(np.array([[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]]))
    assert_allclose(lmg(rows[:, :2], rows[:, 2]).raw, [0.2866666666666667, 0.08666666666666667], atol=1e-12)


@given(seed=st.integers(0, 2**32 - 1), columns=st.integers(1, 7), rows=st.integers(8, 40))
@settings(max_examples=40)
def test_shares_are_never_negative_and_add_up_to_r2(seed, columns, rows):
    generator = np.random.default_rng(seed)
    X = generator.integers(0, 3, (rows, columns)).astype(float)
    result = lmg(X, generator.integers(0, 11, rows))
    assert np.nansum(result.raw) == pytest.approx(result.r2, abs=1e-9)
    assert (result.raw[~np.isnan(result.raw)] > -1e-9).all()


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_the_order_and_the_scale_of_columns_do_not_matter(seed):
    generator = np.random.default_rng(seed)
    X, order = generator.normal(size=(30, 5)), generator.permutation(5)
    y = X @ generator.normal(size=5) + generator.normal(size=30)
    moved = lmg(X[:, order] * generator.uniform(1, 50, 5) + 3, 7 - 2 * y)
    assert_allclose(moved.raw, lmg(X, y).raw[order], atol=1e-9)


def test_above_twenty_players_orders_are_sampled_with_a_stated_error():
    generator = np.random.default_rng(3)
    X = (generator.random((600, 24)) < 0.2).astype(float)
    X[:, 1] = np.where(generator.random(600) < 0.8, X[:, 0], X[:, 1])
    y = X[:, :6] @ np.array([-3, -2, 1, 1, 2, 1]) + generator.normal(size=600)
    sampled = lmg(X, y)
    exact = lmg(X, y, groups=[[18, 19, 20, 21, 22, 23]])  # 19 players, close to the truth for the others
    assert not sampled.exact
    assert exact.exact
    assert sampled.raw.sum() == pytest.approx(sampled.r2, abs=1e-12)
    assert (np.abs(sampled.raw[:18] - exact.raw[1:]) < 5 * sampled.error[:18] + 2e-4).all()
    assert (sampled.error < 0.002 * sampled.r2).all()
    assert_allclose(sampled.raw, lmg(X, y).raw, rtol=0)  # seeded


def test_a_column_that_never_varies_is_nan_and_harmless(columns):
    data = columns("swiss")
    X = np.column_stack([data["Education"], np.full(47, 3.0), data["Catholic"]])
    result = lmg(X, data["Fertility"])
    assert np.isnan(result.raw[1])
    assert_allclose(result.raw[[0, 2]], lmg(X[:, [0, 2]], data["Fertility"]).raw, atol=1e-12)


def test_twins_share_what_they_explain(columns):
    data = columns("swiss")
    X = np.column_stack([data["Education"], data["Education"], data["Catholic"]])
    result = lmg(X, data["Fertility"])
    assert result.raw[0] == pytest.approx(result.raw[1])
    assert result.raw.sum() == pytest.approx(lmg(X[:, 1:], data["Fertility"]).r2)


def test_a_constant_outcome_has_nothing_to_share():
    result = lmg(np.eye(4), np.full(4, 7.0))
    assert np.isnan(result.raw).all()
    assert np.isnan(result.r2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lmg(np.eye(3), [1, 2]), "X has 3 rows, y has 2"),
        (lambda: lmg(np.eye(3), [1, 2, 3], groups=[[0, 1], [1]]), "groups and always name columns"),
        (lambda: lmg(np.eye(3), [1, 2, 3], always=5), "from 0 to 2"),
        (lambda: lmg(np.eye(3), [1, 2, 3], always=[0, 1, 2]), "nothing to share"),
        (lambda: lmg([[1, np.nan], [2, 3]], [1, 2]), "row 0, column 1"),
        (lambda: lmg(np.eye(3), [1, 2, 3], weights=[1, -1, 1]), "none may be negative"),
        (lambda: lmg([1, 2, 3], [1, 2, 3]), "rows × columns"),
        (lambda: lmg_bounds(np.eye(21), range(21)), "20 columns or fewer"),
        (lambda: lmg_bounds(np.eye(3), [1, 2, 3], draws=1), "two draws or more"),
        (lambda: lmg_bounds(np.eye(3), [1, 2]), "X has 3 rows, y has 2"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(UsageError, match=message):
        call()
