"""From labelled comments to a pack: hear them as `tag` will, learn, and measure on comments not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from scipy import sparse

from otklik import grams, own
from otklik.grams import Grams
from otklik.pack import Pack
from otklik.pipeline.label import Labeller
from otklik.readings import Readings
from otklik.sentences import Sentence
from otklik.stats.calibration import calibration_error, reliability
from otklik.stats.confusion import Floats, accuracy, bootstrap, confusion, f1_scores, macro_f1, weighted_f1
from otklik.stats.interval import Interval
from otklik.train.labelled import Labelled
from otklik.train.own import FOLDS, LEAST_COMMENTS, Evidence, Unseen, train

T = TypeVar("T")
_BATCH = 1000
FIGURES: dict[str, Callable[[Any], Floats]] = {
    "macro_f1": macro_f1,
    "weighted_f1": weighted_f1,
    "accuracy": accuracy,
}


@dataclass(frozen=True)
class Lesson:
    """The ``id`` of the model to be, the names of the file and of its label column, the ``aim`` (see AIMS),
    and whether the model stands ``alone``, without what the bundled ones make of a comment."""

    id: str
    file: str
    column: str
    aim: str = "macro"
    alone: bool = False


def teach(comments: Labelled, lesson: Lesson, heard: Callable[[str], None] = lambda what: None) -> Pack:
    """Train and measure. ``heard`` is told what is being done."""
    n, labels = len(comments.texts), len(comments.counts)
    heard(Sentence("training: {n:comment|comments}, {labels:label|labels}", n=n, labels=labels))
    evidence = _evidence(comments, lesson.alone)
    arrays, unseen, strength = train(evidence, lesson.aim, heard)
    facts = {
        "kind": own.KIND,
        "target": comments.target,
        "classes": list(evidence.classes),
        "features": grams.VERSION,
        "readings": list(evidence.readings.names),
        "trained_on": {
            "file": lesson.file,
            "column": lesson.column,
            "comments": len(comments.texts),
            "labels": comments.counts,
        },
        "training": {
            "aim": f"{lesson.aim} F1",
            "strength": strength,
            "folds": FOLDS,
            "least_comments_of_a_feature": LEAST_COMMENTS,
        },
        "metrics": {f"cross_validated_{FOLDS}_folds": _metrics(unseen, evidence)},
    }
    return Pack(lesson.id, arrays, facts)


def _evidence(comments: Labelled, alone: bool) -> Evidence:
    classes = tuple(sorted(comments.counts))
    truth = np.array([classes.index(label) for label in comments.labels], dtype=np.intp)
    labeller, reader = Labeller(), Grams()
    spaces: list[list[sparse.csr_matrix]] = [[] for _ in own.SPACES]
    readings: list[Readings] = []
    for texts, asked in zip(_cut(comments.texts), _cut(comments.asked), strict=True):
        found = labeller.hear(labeller.ready(texts, asked))
        for space, counted in zip(
            spaces, (reader.words(found.batch), reader.letters(found.batch)), strict=True
        ):
            space.append(counted)
        readings.append(Readings.none(len(texts)) if alone else found.readings)
    counts = tuple(sparse.vstack(space, format="csr") for space in spaces)
    whole = Readings(readings[0].names, np.vstack([part.values for part in readings]))
    text = np.unique(np.array(comments.texts, dtype=object), return_inverse=True)[1]
    return Evidence(counts, whole, truth, classes, text)


def _cut(texts: Sequence[T]) -> list[Sequence[T]]:
    return [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]


def _metrics(unseen: Unseen, evidence: Evidence) -> dict[str, Any]:
    """Figures with 95 % bootstrap intervals; calibration of the probability of the label that is given."""
    places = range(len(evidence.classes))
    matrix = confusion(evidence.truth.tolist(), unseen.label.tolist(), places)
    share = np.exp(unseen.log_share[np.arange(len(unseen.label)), unseen.label])
    right = unseen.label == evidence.truth
    return {
        **{name: _figure(bootstrap(figure, matrix)) for name, figure in FIGURES.items()},
        "f1": {
            name: round(float(f1), 4) for name, f1 in zip(evidence.classes, f1_scores(matrix), strict=True)
        },
        "comments": len(right),
        "expected_calibration_error": round(calibration_error(share, right), 4),
        "reliability": [
            [round(row.probability, 3), round(row.share, 3), row.n] for row in reliability(share, right)
        ],
    }


def _figure(interval: Interval) -> dict[str, float]:
    return {name: round(getattr(interval, name), 4) for name in ("value", "low", "high")}
