"""Train a model on comments that a user labelled.

Three kinds of linear heads read the same features: support vectors, and logistic regressions whose features
are weighed by how unevenly the classes use them (Wang & Manning 2012), on words and on letters apart. A
logistic regression joins their scores into calibrated probabilities. All of it being linear up to the last
step, the model that is written is one row of weights per feature.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import log_softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from otklik.own import SPACES, Columns, Scale
from otklik.readings import Readings
from otklik.sentences import Sentence
from otklik.stats.confusion import confusion, macro_f1, weighted_f1

FOLDS = 5
LEAST_COMMENTS = 3
"""A feature is learnt only from so many comments: no weight can give a text back."""
_STRENGTHS = (0.03, 0.1, 0.3)
_UNEVEN_STRENGTH, _JOIN_STRENGTH = 1.0, 1.0
_VOLUME = 0.05
_OFFSETS = np.linspace(-1.0, 1.0, 21)

AIMS: dict[str, Callable[[Any], Any]] = {"macro": macro_f1, "weighted": weighted_f1}
"""What the offsets of the classes make largest."""

Floats = NDArray[np.float64]
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Evidence:
    """What is learnt from, one row per comment: how often each feature occurs in each space, what the bundled
    models make of it, the place of its class, and the number of its text, which answers to several questions
    may share."""

    counts: tuple[sparse.csr_matrix, ...]
    readings: Readings
    truth: NDArray[np.intp]
    classes: tuple[str, ...]
    text: NDArray[np.intp]

    def part(self, rows: NDArray[np.intp]) -> Evidence:
        """Some of the comments."""
        return Evidence(
            tuple(counted[rows] for counted in self.counts),
            Readings(self.readings.names, self.readings.values[rows]),
            self.truth[rows],
            self.classes,
            self.text[rows],
        )


@dataclass(frozen=True)
class Design:
    """Which features are learnt, and how loud each is, as found in the comments trained on."""

    columns: tuple[Columns, ...]
    scale: Scale

    @classmethod
    def of(cls, evidence: Evidence) -> Design:
        values = evidence.readings.values
        spread = values.std(axis=0)
        scale = Scale(values.mean(axis=0), np.where(spread > 0, spread, 1.0), _VOLUME)
        return cls(tuple(_columns(counted) for counted in evidence.counts), scale)

    def blocks(self, evidence: Evidence) -> list[sparse.csr_matrix]:
        """Weighed words, weighed letters, and the readings."""
        weighed = [columns.weigh(part) for columns, part in zip(self.columns, evidence.counts, strict=True)]
        return [*weighed, sparse.csr_matrix(self.scale.bring(evidence.readings.values), dtype=np.float32)]


def _columns(counted: sparse.csr_matrix) -> Columns:
    seen = np.bincount(counted.indices, minlength=counted.shape[1])
    numbers = np.flatnonzero(seen >= LEAST_COMMENTS)
    idf = 1 + np.log((1 + counted.shape[0]) / (1 + seen[numbers]))
    return Columns(numbers.astype(np.int32), idf.astype(np.float32))


@dataclass(frozen=True)
class Heads:
    """Features × scores and the scores' intercepts: for each class one score of each kind of head."""

    design: Design
    weights: Floats
    intercept: Floats

    @classmethod
    def fit(cls, evidence: Evidence, strength: float) -> Heads:
        design = Design.of(evidence)
        blocks = design.blocks(evidence)
        whole = sparse.hstack(blocks, format="csr")
        width = np.cumsum([0, *(block.shape[1] for block in blocks)])
        parts = [_vectors(whole, evidence, strength)]
        for place, block in enumerate(blocks[: len(SPACES)]):
            weights, intercept = _uneven(block, evidence)
            padded = np.zeros((whole.shape[1], len(evidence.classes)))
            padded[width[place] : width[place + 1]] = weights
            parts.append((padded, intercept))
        return cls(design, np.hstack([w for w, _ in parts]), np.concatenate([b for _, b in parts]))

    def scores(self, evidence: Evidence) -> Floats:
        """Comments × scores."""
        found: Floats = sparse.hstack(self.design.blocks(evidence), format="csr") @ self.weights
        return found + self.intercept


def _vectors(matrix: sparse.csr_matrix, evidence: Evidence, strength: float) -> tuple[Floats, Floats]:
    """Support vectors, each class against the rest, rare ones as weighty as common ones."""
    model = LinearSVC(C=strength, class_weight="balanced", tol=1e-3, random_state=0)
    places, weights, intercept = range(len(evidence.classes)), [], []
    for place in places:
        model.fit(matrix, evidence.truth == place)
        weights.append(model.coef_[0])
        intercept.append(model.intercept_[0])
    return np.stack(weights, axis=1), np.array(intercept)


def _uneven(matrix: sparse.csr_matrix, evidence: Evidence) -> tuple[Floats, Floats]:
    """Logistic regressions of each class against the rest, on features multiplied by the absolute log ratio
    of their use inside and outside the class."""
    held = (matrix > 0).astype(np.float32)
    weights, intercept = [], []
    for place in range(len(evidence.classes)):
        inside = evidence.truth == place
        used, rest = (1 + np.asarray(held[rows].sum(axis=0)).ravel() for rows in (inside, ~inside))
        ratio = np.abs(np.log(used / used.sum()) - np.log(rest / rest.sum()))
        model = LogisticRegression(C=_UNEVEN_STRENGTH, solver="liblinear", tol=1e-2, random_state=0)
        model.fit(matrix @ sparse.diags(ratio.astype(np.float32)), inside)
        weights.append(model.coef_[0] * ratio)
        intercept.append(model.intercept_[0])
    return np.stack(weights, axis=1), np.array(intercept)


@dataclass(frozen=True)
class Join:
    """Scores to log probabilities (scores × classes and an intercept), and the offset of each class."""

    weights: Floats
    intercept: Floats
    offset: Floats

    @classmethod
    def fit(cls, scores: Floats, evidence: Evidence, aim: str) -> Join:
        model = LogisticRegression(C=_JOIN_STRENGTH, max_iter=1000).fit(scores, evidence.truth)
        weights, intercept = model.coef_.T, model.intercept_
        if len(evidence.classes) == 2:  # one row for the second class is all scikit-learn gives
            weights, intercept = np.hstack([0 * weights, weights]), np.r_[0.0, intercept]
        shares = log_softmax(scores @ weights + intercept, axis=1)
        return cls(weights, intercept, _offsets(shares, evidence, aim))

    def log_share(self, scores: Floats) -> Floats:
        """Comments × classes."""
        shares: Floats = log_softmax(scores @ self.weights + self.intercept, axis=1)
        return shares

    def label(self, scores: Floats) -> NDArray[np.intp]:
        """The place of the class of each comment."""
        chosen: NDArray[np.intp] = np.argmax(self.log_share(scores) + self.offset, axis=1)
        return chosen


def _offsets(log_share: Floats, evidence: Evidence, aim: str) -> Floats:
    """What to add to each class so that the aim is largest, class by class, twice round."""
    places = range(len(evidence.classes))

    def worth(offset: Floats) -> float:
        said = np.argmax(log_share + offset, axis=1)
        return float(AIMS[aim](confusion(evidence.truth.tolist(), said.tolist(), places)))

    offset = np.zeros(len(places))
    best = worth(offset)
    for place in (*places, *places):
        for step in _OFFSETS:
            tried = np.where(np.arange(len(places)) == place, step, offset)
            if (reached := worth(tried)) > best + 1e-6:
                best, offset = reached, tried
    return offset


@dataclass(frozen=True)
class Unseen:
    """For each comment what models say that never saw it: log probabilities and the place of the label."""

    log_share: Floats
    label: NDArray[np.intp]


def train(evidence: Evidence, aim: str, heard: Callable[[str], None]) -> tuple[Arrays, Unseen, float]:
    """The arrays of a pack, what the same training says of comments it did not see, and the strength chosen.

    ``heard`` is told what is being done. The strength is the one whose support vectors do best on unseen
    comments; joins and offsets that judge a fold come from the other folds.
    """
    with warnings.catch_warnings(), threadpool_limits(limits=1):  # so small sums only wait for each other
        warnings.simplefilter("ignore", ConvergenceWarning)
        folds = _folds(evidence)
        strength = _strength(evidence, folds[0], aim)
        scores = np.zeros((len(evidence.truth), (1 + len(SPACES)) * len(evidence.classes)))
        for number, (trained, judged) in enumerate(folds, start=1):
            heard(Sentence("training: fold {n} of {of}", n=number, of=FOLDS))
            scores[judged] = Heads.fit(evidence.part(trained), strength).scores(evidence.part(judged))
        unseen = _judged(scores, evidence, folds, aim)
        heard(Sentence("training: the whole"))
        return _arrays(Heads.fit(evidence, strength), Join.fit(scores, evidence, aim)), unseen, strength


def _folds(evidence: Evidence) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows to learn from and rows to judge. Equal texts are in one fold: else some would be judged by weights
    that have seen them."""
    truth, text = evidence.truth, evidence.text
    if len(np.unique(text)) == len(text):
        return list(StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(truth, truth))
    return list(StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(truth, truth, text))


def _strength(evidence: Evidence, fold: tuple[NDArray[np.intp], NDArray[np.intp]], aim: str) -> float:
    trained, judged = (evidence.part(rows) for rows in fold)
    design = Design.of(trained)
    matrix, other = (sparse.hstack(design.blocks(part), format="csr") for part in (trained, judged))

    def worth(strength: float) -> float:
        weights, intercept = _vectors(matrix, trained, strength)
        said = np.argmax(other @ weights + intercept, axis=1)
        places = range(len(evidence.classes))
        return float(AIMS[aim](confusion(judged.truth.tolist(), said.tolist(), places)))

    return max(_STRENGTHS, key=worth)


def _judged(
    scores: Floats, evidence: Evidence, folds: list[tuple[NDArray[np.intp], NDArray[np.intp]]], aim: str
) -> Unseen:
    log_share = np.zeros((len(scores), len(evidence.classes)))
    label = np.zeros(len(scores), dtype=np.intp)
    for trained, judged in folds:
        join = Join.fit(scores[trained], evidence.part(trained), aim)
        log_share[judged], label[judged] = join.log_share(scores[judged]), join.label(scores[judged])
    return Unseen(log_share, label)


def _arrays(heads: Heads, join: Join) -> Arrays:
    """Heads and join folded into one row of weights per feature, in half precision."""
    weights = heads.weights @ join.weights
    intercept = heads.intercept @ join.weights + join.intercept
    cuts = np.cumsum([len(columns.numbers) for columns in heads.design.columns])
    *spaces, readings = np.split(weights, cuts)
    arrays: Arrays = {"reading_weights": readings, "intercept": intercept, "offset": join.offset}
    arrays |= {"centre": heads.design.scale.centre, "spread": heads.design.scale.spread}
    arrays["volume"] = np.array(heads.design.scale.volume)
    for name, columns, told in zip(SPACES, heads.design.columns, spaces, strict=True):
        arrays[f"{name}_numbers"], arrays[f"{name}_idf"] = columns.numbers, columns.idf
        arrays[f"{name}_weights"] = told.astype(np.float16)
    return arrays
