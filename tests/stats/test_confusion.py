"""F1 and its interval from a confusion matrix, against scikit-learn and against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from otklik.stats.confusion import accuracy, bootstrap, confusion, f1_scores, macro_f1, weighted_f1

CLASSES = ("bad", "fair", "good")
LABELS = st.lists(st.tuples(st.sampled_from(CLASSES), st.sampled_from(CLASSES)), min_size=1, max_size=60)


@given(LABELS)
def test_figures_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    truth, answer = zip(*pairs, strict=True)
    matrix = confusion(truth, answer, CLASSES)
    given_: dict[str, object] = {"labels": list(CLASSES), "zero_division": 0}
    for average, figure in ((None, f1_scores), ("macro", macro_f1), ("weighted", weighted_f1)):
        expected = metrics.f1_score(truth, answer, average=average, **given_)
        np.testing.assert_allclose(figure(matrix), expected)
    assert accuracy(matrix) == pytest.approx(metrics.accuracy_score(truth, answer))


def test_a_matrix_has_the_truth_in_its_rows() -> None:
    assert confusion(["bad", "bad", "good"], ["good", "bad", "good"], CLASSES).tolist() == [
        [1, 0, 1],
        [0, 0, 0],
        [0, 0, 1],
    ]


def test_a_label_that_is_no_class_is_refused() -> None:
    with pytest.raises(ValueError, match="'odd' is none of the classes"):
        confusion(["bad"], ["odd"], CLASSES)


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    found = bootstrap(accuracy, np.array([[300, 100], [0, 0]]))
    spread = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert (found.value, found.n) == (0.75, 400)
    assert found.low == pytest.approx(0.75 - spread, abs=0.006)
    assert found.high == pytest.approx(0.75 + spread, abs=0.006)


def test_the_interval_is_the_same_every_time_and_holds_the_figure() -> None:
    matrix = confusion(["bad", "good", "good", "fair"] * 20, ["bad", "good", "fair", "fair"] * 20, CLASSES)
    found = bootstrap(macro_f1, matrix)
    assert found == bootstrap(macro_f1, matrix)
    assert found.low < found.value < found.high


def test_of_no_comments_nothing_is_said() -> None:
    assert np.isnan(bootstrap(macro_f1, np.zeros((3, 3), dtype=np.int64)).value)
