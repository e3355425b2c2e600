"""Linear models over words: one row of answers per word form, worked out once, then sums of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik import features
from otklik.errors import ModelError
from otklik.pack import Pack
from otklik.room import with_room
from otklik.sums import sum_by, sum_listed
from otklik.words import Batch, WordTable

Scores = NDArray[np.float32]
"""Words × heads: what each word of a batch adds to the log odds of each head."""


@dataclass(frozen=True)
class Said:
    """What is added to the log odds of some heads: by ``words`` (words × heads), and by ``clauses`` (clauses
    × heads), sums of those."""

    words: Scores
    clauses: NDArray[np.float64]

    @classmethod
    def of(cls, scores: Scores, batch: Batch) -> Said:
        """What the words of a batch add."""
        return cls(scores, sum_by(scores, batch.clause, len(batch.first_of_clause)))

    def only(self, heads: slice) -> Said:
        """The same for these heads alone."""
        return Said(self.words[:, heads], self.clauses[:, heads])

    def to(self, heads: NDArray[np.intp]) -> Said:
        """The same for the heads of these numbers; 0 for −1."""
        words, clauses = self.words.take(heads, axis=1), self.clauses.take(heads, axis=1)
        words[:, heads < 0] = 0.0
        clauses[:, heads < 0] = 0.0
        return Said(words, clauses)


def owner(batch: Batch, dominant: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each word the language whose model judges it: its own; for a number, a mark or an emoji, the
    ``dominant`` one of its comment. Languages are numbered from 1 as in the word table."""
    own = batch.languages
    owners: NDArray[np.int32] = np.where(own == 0, dominant[batch.comment], own)
    return owners


def dominant(batch: Batch) -> NDArray[np.int32]:
    """For each comment the language (numbered from 1) most of its words are written in; ties and wordless
    comments go to the first."""
    most: NDArray[np.int32] = (batch.by_language()[:, 1:].argmax(axis=1) + 1).astype(np.int32)
    return most


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


def joined(packs: Sequence[Pack]) -> Linear:
    """The models of several packs as one with all their heads, so that one look-up and one product serve them
    all."""
    models = [Linear.from_pack(pack) for pack in packs]
    numbers = np.flatnonzero(np.any([model.rows > 0 for model in models], axis=0))
    rows = np.zeros(features.SIZE, dtype=np.int32)
    rows[numbers] = np.arange(1, len(numbers) + 1)
    weights = np.hstack([model.weights[np.r_[0, model.rows[numbers]]] for model in models])
    heads = tuple(head for model in models for head in model.heads)
    return Linear(heads, rows, weights, np.concatenate([model.intercept for model in models]))


def same_heads(models: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The heads that the models of all languages share. Raises ModelError when they differ."""
    different = {tuple(heads) for heads in models}
    if len(different) != 1:
        raise ModelError("the languages' models have different heads")
    return different.pop()


class Scorer:
    """One Linear per language, over one word table at a time."""

    def __init__(self, models: Sequence[Linear]) -> None:
        self.models = tuple(models)
        self.heads = same_heads(model.heads for model in models)
        self._forget(None)

    def _forget(self, table: WordTable | None) -> None:
        """Nothing is known of a table's words. Of word w: ``_answer[m, w]`` is the row of ``_answers`` that
        model m gives, ``_turned[m, w]`` the row of its weights under negation; ``_hashes[w]`` stands for its
        lemma. They have room for more than the ``_known`` words."""
        self._table, self._known, self._given = table, 0, 1
        self._answer: NDArray[np.int32] = np.zeros((len(self.models), 0), np.int32)
        self._turned: NDArray[np.int32] = np.zeros((len(self.models), 0), np.int32)
        self._hashes: NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._answers: Scores = np.zeros((1, len(self.heads)), np.float32)

    def _learn(self, table: WordTable) -> None:
        """What the models answer for the table's new words: for a word the model of its language, for what
        has no language all of them."""
        if table is not self._table:
            self._forget(table)
        known, new = self._known, table.words[self._known :]
        if not new:
            return
        total = len(table.words)
        self._answer, self._turned = with_room(self._answer, total), with_room(self._turned, total)
        self._hashes = with_room(self._hashes, total)
        told = features.word_features(new)
        negations = np.array([features.negated_feature(word) for word in new], dtype=np.int64)
        languages = np.array([word.language for word in new])
        for place, model in enumerate(self.models):
            judged = np.flatnonzero((languages == 0) | (languages == place + 1))
            first, numbers, values = told.of(judged)
            rows = model.rows[numbers]
            learnt = rows.nonzero()[0]
            self._answer[place, known + judged] = self._given + np.arange(len(judged))
            self._turned[place, known:total] = model.rows[negations]
            self._give(sum_listed(model.weights, learnt.searchsorted(first), rows[learnt], values[learnt]))
        self._hashes[known:total] = features.lemma_hashes(new)
        self._known = total

    def _give(self, answers: Scores) -> None:
        """Put rows behind the answers given so far."""
        total = self._given + len(answers)
        self._answers = with_room(self._answers, total, axis=0)
        self._answers[self._given : total] = answers
        self._given = total

    def word_scores(self, batch: Batch, owners: NDArray[np.int32]) -> Scores:
        """Words × heads: what each word of the batch adds, pairs counted at their second word."""
        self._learn(batch.table)
        scores: Scores = self._answers[self._answer[owners - 1, batch.words]]
        for place, model in enumerate(self.models):
            mine = owners == place + 1
            if not mine.any():
                continue
            turned = (mine & batch.negated).nonzero()[0]
            if len(turned):
                scores[turned] += model.weights[self._turned[place, batch.words[turned]]]
            second, number = features.pairs(batch, self._hashes, mine)
            rows = model.rows[number]
            known = rows.nonzero()[0]
            scores[second[known]] += model.weights[rows[known]]
        return scores
