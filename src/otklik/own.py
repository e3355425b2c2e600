"""Models that users trained on comments they labelled: their own sentiment, or any classes of their own.

One weight per feature and class reads the comment's words and letters (``grams``) and what the bundled models
make of it, and gives calibrated log probabilities; an offset per class, chosen when the model was trained,
says where one label gives way to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import log_softmax

from otklik import grams, pack
from otklik.errors import ModelError
from otklik.grams import Grams
from otklik.pack import Pack
from otklik.readings import Readings
from otklik.records import SENTIMENTS
from otklik.words import Batch

Floats = NDArray[np.float64]
KIND = "own"
SENTIMENT, LABEL = "sentiment", "label"
"""What a model decides: the sentiment instead of the bundled one, or a label of its own."""
SPACES = ("words", "letters")
_BOUND = 3.0


@dataclass(frozen=True)
class Judged:
    """``log_share``: comments × classes, calibrated log probabilities; ``label``: the place of the class of
    each comment."""

    log_share: Floats
    label: NDArray[np.intp]

    @property
    def share(self) -> Floats:
        share: Floats = np.exp(self.log_share)
        return share


@dataclass(frozen=True)
class Columns:
    """The features of one space that are learnt, ascending, and the inverse document frequency of each."""

    numbers: NDArray[np.int32]
    idf: NDArray[np.float32]

    def weigh(self, counted: sparse.csr_matrix) -> sparse.csr_matrix:
        """Comments × learnt features: 1 + log count, times idf, each comment of length 1."""
        place = np.searchsorted(self.numbers, counted.indices).clip(max=max(len(self.numbers) - 1, 0))
        known = self.numbers[place] == counted.indices if len(self.numbers) else place < 0
        first = np.r_[0, np.cumsum(known)][counted.indptr]
        columns = place[known]
        values = (1 + np.log(counted.data[known])) * self.idf[columns]
        length = np.sqrt(np.add.reduceat(np.r_[values**2, 0.0], first[:-1])) if len(values) else values
        rows = np.diff(first)
        length = np.where(rows > 0, length, 1.0) if len(values) else np.ones(len(rows))
        values = (values / np.repeat(length, rows)).astype(np.float32)
        return sparse.csr_matrix((values, columns, first), shape=(counted.shape[0], len(self.numbers)))


@dataclass(frozen=True)
class Scale:
    """Centre and spread of what the bundled models make of the comments trained on, and how loud it is heard
    beside the words."""

    centre: Floats
    spread: Floats
    volume: float

    def bring(self, readings: Floats) -> Floats:
        """Readings on the scale of the words."""
        scaled: Floats = self.volume * np.clip((readings - self.centre) / self.spread, -_BOUND, _BOUND)
        return scaled


class OwnModel:
    """A trained pack, ready to judge batches. ``classes`` are its labels, ``target`` what it decides."""

    def __init__(self, told: Pack) -> None:
        if told.facts.get("kind") != KIND:
            raise ModelError(
                "{id} was not made by otklik train",
                id=told.id,
                mend="otklik train FILE --label COLUMN -o FOLDER",
            )
        if told.facts["features"] != grams.VERSION:
            raise ModelError(
                "model {id} was trained on features {features}, this version has {version}",
                id=told.id,
                features=told.facts["features"],
                version=grams.VERSION,
                mend="otklik train FILE --label COLUMN -o {id}",
            )
        self.id = told.id
        self.classes: tuple[str, ...] = tuple(told.facts["classes"])
        self.target: str = told.facts["target"]
        arrays = told.arrays
        self._names: list[str] = told.facts["readings"]
        self._columns = [Columns(arrays[f"{name}_numbers"], arrays[f"{name}_idf"]) for name in SPACES]
        self._weights = [arrays[f"{name}_weights"].astype(np.float32) for name in SPACES]
        self._scale = Scale(arrays["centre"], arrays["spread"], arrays["volume"].item())
        self._readings = arrays["reading_weights"]
        self._intercept = arrays["intercept"]
        self._offset = arrays["offset"]
        self._grams = Grams()

    @property
    def judges_sentiment(self) -> bool:
        """Whether its answer is the sentiment, or a label of its own."""
        return self.target == SENTIMENT

    def judge(self, batch: Batch, readings: Readings) -> Judged:
        """Judge a batch. Raises ModelError when the bundled models no longer give what was trained beside."""
        z = self._beside(readings) + self._intercept
        counts = (self._grams.words(batch), self._grams.letters(batch))
        for columns, weights, counted in zip(self._columns, self._weights, counts, strict=True):
            z = z + columns.weigh(counted) @ weights
        log_share = log_softmax(z, axis=1)
        return Judged(log_share, np.argmax(log_share + self._offset, axis=1))

    def sentiment(self, judged: Judged) -> tuple[NDArray[np.intp], Floats]:
        """Of a model whose target it is: places in SENTIMENTS, and P(positive) − P(negative)."""
        places = np.array([SENTIMENTS.index(name) for name in self.classes], dtype=np.intp)
        named = dict(zip(self.classes, judged.share.T, strict=True))
        none = np.zeros(len(judged.label))
        score = named.get("positive", none) - named.get("negative", none)
        return places[judged.label], np.round(score, 4)

    def told(self, judged: Judged) -> tuple[list[str], list[float]]:
        """The label of each comment, and its probability."""
        chosen = judged.share[np.arange(len(judged.label)), judged.label]
        return [self.classes[place] for place in judged.label], np.round(chosen, 4).tolist()

    def _beside(self, readings: Readings) -> Floats:
        """What the readings add to each class; nothing for a model that was trained without."""
        if not self._names:
            return np.zeros((1, len(self.classes)))
        if self._names != list(readings.names):
            raise ModelError(
                "model {id} was trained beside bundled models that judged otherwise",
                id=self.id,
                mend="otklik train FILE --label COLUMN -o {id}",
            )
        added: Floats = self._scale.bring(readings.values) @ self._readings
        return added


def read(folder: Path) -> OwnModel:
    """The model in a folder that ``otklik train`` wrote. Raises ModelError when there is none."""
    return OwnModel(pack.read(made(folder)))


def made(folder: Path) -> Path:
    """The folder, where it holds a model. Raises ModelError when it does not."""
    if not (folder / pack.MANIFEST).is_file():
        raise ModelError(
            "{folder} holds no model", folder=folder, mend="otklik train FILE --label COLUMN -o {folder}"
        )
    return folder
