"""Otklik in a scikit-learn pipeline."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

import otklik
from otklik import OtklikFeatures

TEXTS = ["Ждал две недели", "great app", "", "Ждал две недели", "всё хорошо"]
# scikit-learn has no data for transformers of texts and skips them whole (CountVectorizer too), so those of
# its checks that need no numbers are called by name; all the others feed a matrix of numbers.
CHECKS = (
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_mixin_order",
)


@pytest.mark.parametrize("name", CHECKS)
def test_scikit_learns_own_checks_pass(name: str) -> None:
    getattr(estimator_checks, name)("OtklikFeatures", OtklikFeatures())


def test_scikit_learn_skips_its_checks_on_numbers() -> None:
    with pytest.warns(SkipTestWarning):
        assert not list(estimator_checks._yield_all_checks(OtklikFeatures(), legacy=True))


def test_features_are_what_tag_says() -> None:
    made = OtklikFeatures().set_output(transform="pandas").fit(TEXTS)
    features, tagged = made.transform(TEXTS), otklik.tag(TEXTS)
    assert features["sentiment_score"].tolist() == tagged.comments["sentiment_score"].tolist()
    mention = tagged.mentions.iloc[0]
    assert features.loc[0, f"{mention['topic']}_{mention['polarity']}"] == mention["probability"]
    said = (features.drop(columns="sentiment_score") > 0).sum().sum()
    assert said == len(tagged.mentions) + sum(map(len, tagged.comments["signals"]))


def test_the_shape_does_not_depend_on_the_texts() -> None:
    made = OtklikFeatures().fit(TEXTS)
    assert made.transform([]).shape == (0, len(made.get_feature_names_out()))
    assert made.transform(TEXTS).shape == (5, len(set(made.get_feature_names_out())))


def test_a_text_has_its_features_whatever_stands_beside_it() -> None:
    made = OtklikFeatures().fit(TEXTS)
    whole = made.transform(TEXTS)
    np.testing.assert_array_equal(whole[::-1], made.transform(TEXTS[::-1]))
    np.testing.assert_array_equal(whole, np.vstack([made.transform([text]) for text in TEXTS]))
    np.testing.assert_array_equal(whole, clone(made).fit_transform(pd.Series(TEXTS, index=[9, 9, 1, 2, 3])))


def test_it_stands_in_a_pipeline() -> None:
    frame = pd.DataFrame({"отзыв": TEXTS, "n": range(5)})
    columns = ColumnTransformer([("text", OtklikFeatures(), "отзыв"), ("rest", "passthrough", ["n"])])
    model = make_pipeline(columns, LogisticRegression()).fit(frame, [0, 1, 1, 0, 1])
    assert model.predict(frame).tolist()[0] == 0
    assert "text__sentiment_score" in columns.fit(frame).get_feature_names_out()


def test_mistakes_are_those_of_scikit_learn() -> None:
    with pytest.raises(NotFittedError):
        OtklikFeatures().transform(TEXTS)
    with pytest.raises(ValueError, match="single text"):
        OtklikFeatures().fit("Ждал две недели")
    with pytest.raises(ValueError, match="shape"):
        OtklikFeatures().fit(pd.DataFrame({"a": TEXTS, "b": TEXTS}))
