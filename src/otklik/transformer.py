"""Otklik in a scikit-learn pipeline: texts to numbers a model can learn from."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from otklik.api import tag
from otklik.reading.in_memory import from_arrow
from otklik.records import POLARITIES, SIGNALS
from otklik.taxonomy import load


class OtklikFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # sklearn has no types
    """n texts to an array (n, features): the score of the sentiment in [−1, 1], then for every topic and
    polarity the probability of its mention (0 without one), then 1 for every signal that is there.

    ``taxonomy``: a YAML file of your own; ``workers``: processes. Nothing is learnt from the texts: ``fit``
    only settles the names, so no fold can leak into another.
    """

    def __init__(self, *, taxonomy: str | PathLike[str] | None = None, workers: int = 1) -> None:
        self.taxonomy = taxonomy
        self.workers = workers

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Settle the features. Raises ValueError where X is no list of texts, TaxonomyError as ``load``."""
        _texts(X)
        known = load(self.taxonomy)
        topics = (f"{topic.id}_{polarity}" for topic in known.topics for polarity in POLARITIES)
        self.names_ = ("sentiment_score", *topics, *(signal.id for signal in known.signals))
        return self

    def transform(self, X: Iterable[str]) -> npt.NDArray[np.float64]:
        """The features of the texts, float64, shape (n, features)."""
        check_is_fitted(self)
        texts = _texts(X)
        found = tag(texts, taxonomy=self.taxonomy, workers=self.workers)
        place = {name: column for column, name in enumerate(self.names_)}
        features = np.zeros((len(texts), len(place)))
        features[:, 0] = found.comments["sentiment_score"]
        for row, signals in enumerate(found.comments[SIGNALS]):
            features[row, [place[signal] for signal in signals]] = 1
        mentions = found.mentions
        rows = pd.to_numeric(mentions["comment_id"]).to_numpy(dtype=np.intp) - 1  # texts are numbered from 1
        columns = [place[name] for name in mentions["topic"] + "_" + mentions["polarity"]]
        features[rows, columns] = mentions["probability"]
        return features

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[Any]:
        """'sentiment_score', 'waiting_time_negative' …, 'churn_intent' …; what came in plays no part."""
        check_is_fitted(self)
        return np.array(self.names_, dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.no_validation = True
        return tags


def _texts(X: Any) -> list[Any]:
    """The texts as a list. Raises ValueError as scikit-learn's own vectorizers do."""
    if isinstance(X, str):
        raise ValueError("Iterable over texts expected, a single text received.")
    found = from_arrow(X)
    if getattr(found, "ndim", 1) != 1:
        raise ValueError(f"One column of texts expected, got an array of shape {found.shape}.")
    return list(found)
