"""Linear models over words: one row of answers per word form, memoised, then one sparse product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from otklik import features
from otklik.errors import ModelError
from otklik.languages import LANGUAGES
from otklik.pack import Pack
from otklik.words import Batch, WordTable

Scores = NDArray[np.float32]
"""Words × heads: what each word of a batch adds to the log odds of each head."""


def owner(batch: Batch, dominant: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each word the language whose model judges it: its own; for a number, a mark or an emoji, the
    ``dominant`` one of its comment. Languages are numbered from 1 as in the word table."""
    own = batch.table.languages[batch.words]
    owners: NDArray[np.int32] = np.where(own == 0, dominant[batch.comment], own).astype(np.int32)
    return owners


def dominant(batch: Batch) -> NDArray[np.int32]:
    """For each comment the language (numbered from 1) most of its words are written in; ties and wordless
    comments go to the first."""
    own = batch.table.languages[batch.words]
    counts = [np.bincount(batch.comment[own == number], minlength=len(batch)) for number in _numbers()]
    most: NDArray[np.int32] = (np.argmax(counts, axis=0) + 1).astype(np.int32)
    return most


def _numbers() -> range:
    return range(1, len(LANGUAGES) + 1)


def damping(words: NDArray[np.integer[Any]] | NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """What a sum over so many words is multiplied by."""
    factor: NDArray[np.float64] = 1.0 / np.sqrt(words + 2.0)
    return factor


@dataclass(frozen=True)
class Linear:
    """Heads over hashed features: ``rows[f]`` is the row of ``weights`` for feature f, 0 for none."""

    heads: tuple[str, ...]
    rows: NDArray[np.int32]
    weights: Scores
    intercept: Scores

    @classmethod
    def from_pack(cls, pack: Pack) -> Linear:
        """Raises ModelError when the pack was trained on other features."""
        if pack.facts["features"] != features.VERSION:
            raise ModelError(f"model {pack.id} was trained on features {pack.facts['features']}")
        numbers, weights = pack.arrays["numbers"], pack.arrays["weights"].astype(np.float32)
        rows = np.zeros(features.SIZE, dtype=np.int32)
        rows[numbers] = np.arange(1, len(numbers) + 1)
        weights = np.vstack([np.zeros((1, weights.shape[1]), np.float32), weights])
        return cls(tuple(pack.facts["heads"]), rows, weights, pack.arrays["intercept"].astype(np.float32))


def joined(models: Sequence[Linear]) -> Linear:
    """Several models as one with all their heads, so that one look-up and one product serve them all."""
    numbers = np.unique(np.concatenate([np.flatnonzero(model.rows) for model in models]))
    rows = np.zeros(features.SIZE, dtype=np.int32)
    rows[numbers] = np.arange(1, len(numbers) + 1)
    weights = np.hstack([model.weights[np.r_[0, model.rows[numbers]]] for model in models])
    heads = tuple(head for model in models for head in model.heads)
    return Linear(heads, rows, weights, np.concatenate([model.intercept for model in models]))


def same_heads(models: Sequence[Linear]) -> tuple[str, ...]:
    """The heads that the models of all languages share. Raises ModelError when they differ."""
    if len({model.heads for model in models}) != 1:
        raise ModelError("the languages' models have different heads")
    return models[0].heads


class Scorer:
    """One Linear per language, over one word table at a time."""

    def __init__(self, models: Sequence[Linear]) -> None:
        self.models = tuple(models)
        self.heads = same_heads(models)
        self._forget(None)

    def _forget(self, table: WordTable | None) -> None:
        """Nothing is known of a table's words: ``_plain`` and ``_negated`` (models × words × heads) and
        ``_hashes`` (words) have room for more than the ``_known`` words."""
        self._table, self._known = table, 0
        self._plain = np.zeros((len(self.models), 0, len(self.heads)), np.float32)
        self._negated = np.zeros_like(self._plain)
        self._hashes = np.zeros(0, np.uint32)

    def _make_room(self, words: int) -> None:
        """For so many words; twice as many, so that a growing table is seldom copied."""
        if words > len(self._hashes):
            more = 2 * words - len(self._hashes)
            self._plain = np.pad(self._plain, ((0, 0), (0, more), (0, 0)))
            self._negated = np.pad(self._negated, ((0, 0), (0, more), (0, 0)))
            self._hashes = np.pad(self._hashes, (0, more))

    def _learn(self, table: WordTable) -> None:
        """Answers of the models for the table's new words: that of its language for a word, all of them for
        what has no language."""
        if table is not self._table:
            self._forget(table)
        known, new = self._known, table.words[self._known :]
        if not new:
            return
        self._make_room(len(table.words))
        described = [features.word_features(word) for word in new]
        first = np.cumsum([0] + [len(numbers) for numbers, _ in described])
        numbers = np.array([number for row, _ in described for number in row], dtype=np.int64)
        values = np.array([value for _, row in described for value in row], dtype=np.float32)
        negations = np.array([features.negated_feature(word) for word in new], dtype=np.int64)
        languages = np.array([word.language for word in new])
        for place, model in enumerate(self.models):
            forms = sparse.csr_matrix(
                (values, model.rows[numbers], first), shape=(len(new), len(model.weights))
            )
            judged = np.flatnonzero((languages == 0) | (languages == place + 1))
            self._plain[place, known + judged] = forms[judged] @ model.weights
            self._negated[place, known + judged] = model.weights[model.rows[negations[judged]]]
        self._hashes[known : len(table.words)] = [features.lemma_hash(word) for word in new]
        self._known = len(table.words)

    def word_scores(self, batch: Batch, owners: NDArray[np.int32]) -> Scores:
        """Words × heads: what each word of the batch adds, pairs counted at their second word."""
        self._learn(batch.table)
        scores: Scores = self._plain[owners - 1, batch.words]
        turned = np.flatnonzero(batch.negated)
        scores[turned] += self._negated[owners[turned] - 1, batch.words[turned]]
        for place, model in enumerate(self.models):
            second, number = features.pairs(batch, self._hashes, owners == place + 1)
            rows = model.rows[number]
            known = rows > 0
            scores[second[known]] += model.weights[rows[known]]
        return scores
