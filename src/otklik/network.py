"""A small convolutional network over words: what a clause and a comment say, for all heads at once.

A word is its lemma's vector beside the mean of the vectors of its form's character n-grams. Filters look at
each word with its neighbours; of a clause, and of a comment, the strongest answer of each filter is kept
(Collobert et al. 2011; Kim 2014), and every head is linear in these answers.

All weights are integers and every sum stays below what a float holds exactly, so that the answers are
the same to the bit on any machine, in any batch and in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik import features
from otklik.errors import ModelError
from otklik.pack import Pack
from otklik.words import Batch, Word, WordTable

Floats = NDArray[np.float64]
Answers = NDArray[np.float32]
"""Units × filters: whole numbers."""


@dataclass(frozen=True)
class Head:
    """Answers to log odds: ``weights`` (filters × outputs, whole numbers), ``scale`` and ``bias`` of each
    output."""

    weights: Floats
    scale: Floats
    bias: Floats

    def __call__(self, answers: Answers) -> Floats:
        """Units × outputs."""
        odds: Floats = (answers.astype(np.float64) @ self.weights) * self.scale + self.bias
        return odds


@dataclass(frozen=True)
class Network:
    """The weights for one language.

    - ``lemmas``: sorted hashes of the known lemmas; lemma i has row i + 1 of ``lemma_vectors``, row 0 is for
      the unknown ones. ``gram_vectors``: one row per bucket of character n-grams.
    - ``kernel``: places × vector × filters, the middle place being the word itself; ``negation``: places ×
      filters, what a negated word adds; ``bias``: filters.
    """

    lemmas: NDArray[np.uint32]
    lemma_vectors: Answers
    gram_vectors: Answers
    kernel: Answers
    negation: Answers
    bias: Answers
    heads: Mapping[str, Head]

    @classmethod
    def from_pack(cls, pack: Pack) -> Network:
        """Raises ModelError when the pack was trained on other features."""
        if pack.facts["features"] != features.VERSION:
            raise ModelError(f"model {pack.id} was trained on features {pack.facts['features']}")
        arrays = pack.arrays
        heads = {
            name: Head(
                weights=arrays[f"{name}_weights"].astype(np.float64),
                scale=arrays[f"{name}_scale"],
                bias=arrays[f"{name}_bias"],
            )
            for name in pack.facts["heads"]
        }
        return cls(
            lemmas=arrays["lemmas"],
            lemma_vectors=arrays["lemma_vectors"].astype(np.float32),
            gram_vectors=arrays["gram_vectors"].astype(np.float32),
            kernel=arrays["kernel"].astype(np.float32),
            negation=arrays["negation"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            heads=heads,
        )

    @property
    def filters(self) -> int:
        return len(self.bias)

    @property
    def places(self) -> int:
        return len(self.kernel)

    def vectors(self, words: Sequence[Word]) -> Answers:
        """Words × vector."""
        hashes = np.array([features.lemma_hash(word) for word in words], dtype=np.uint32)
        place = np.minimum(np.searchsorted(self.lemmas, hashes), len(self.lemmas) - 1)
        known = self.lemmas[place] == hashes
        grams = np.zeros((len(words), self.gram_vectors.shape[1]), np.float32)
        for row, word in enumerate(words):
            numbers = np.array(features.form_grams(word), dtype=np.intp) % len(self.gram_vectors)
            if len(numbers):
                grams[row] = np.rint(self.gram_vectors[numbers].sum(axis=0) / len(numbers))
        return np.hstack([self.lemma_vectors[np.where(known, place + 1, 0)], grams])

    def project(self, vectors: NDArray[np.int8], negated: NDArray[np.integer[Any]]) -> Answers:
        """Places × (words + 1) × filters: what each word adds at each place of a filter; the last row, no
        word, adds nothing. The bias stands at the middle place."""
        answers = np.zeros((self.places, len(vectors) + 1, self.filters), np.float32)
        said = vectors.astype(np.float32)
        for place in range(self.places):
            np.matmul(said, self.kernel[place], out=answers[place, :-1])
            answers[place, :-1] += np.where(negated[:, None], self.negation[place], np.float32(0))
        answers[self.places // 2] += self.bias
        return answers


@dataclass(frozen=True)
class Reading:
    """The filters' answers for a batch: ``clauses`` and ``comments`` (units × filters); ``language`` is the
    place of the network that read each comment, ``home`` the comment of each clause."""

    networks: Sequence[Network]
    clauses: Answers
    comments: Answers
    language: NDArray[np.intp]
    home: NDArray[np.int32]

    def of_comments(self, head: str) -> Floats:
        """Comments × outputs of a head, log odds."""
        return self._by_language(head, self.comments, self.language)

    def of_clauses(self, head: str) -> Floats:
        """Clauses × outputs of a head, log odds."""
        return self._by_language(head, self.clauses, self.language[self.home])

    def _by_language(self, head: str, answers: Answers, language: NDArray[np.intp]) -> Floats:
        odds = np.zeros((len(answers), len(self.networks[0].heads[head].bias)))
        for place, network in enumerate(self.networks):
            mine = language == place
            if mine.any():
                odds[mine] = network.heads[head](answers[mine])
        return odds


class Reader:
    """One network per language, over one word table at a time. A comment is read by the network of the
    language most of its words are in."""

    def __init__(self, networks: Sequence[Network]) -> None:
        if len({(network.filters, network.places) for network in networks}) != 1:
            raise ModelError("the languages' networks have different shapes")
        self.networks = tuple(networks)
        self._table: WordTable | None = None
        self._vectors: list[_Vectors] = []

    def read(self, batch: Batch, dominant: NDArray[np.int32]) -> Reading:
        """``dominant``: the language of each comment, numbered from 1."""
        if batch.table is not self._table:
            self._table = batch.table
            self._vectors = [_Vectors(network) for network in self.networks]
        language = dominant.astype(np.intp) - 1
        clauses = np.zeros((len(batch.first_of_clause), self.networks[0].filters), np.float32)
        for place, vectors in enumerate(self._vectors):
            mine = language[batch.comment] == place
            if mine.any():
                read = language[batch.comment_of_clause] == place
                clauses[read] = _clauses(batch, vectors, mine)
        comments = np.zeros((len(batch), clauses.shape[1]), np.float32)
        spoken = np.flatnonzero(np.diff(batch.first) > 0)
        comments[spoken] = _strongest(clauses, _starts(batch.comment_of_clause))
        return Reading(self.networks, clauses, comments, language, batch.comment_of_clause)


class _Vectors:
    """The vectors of a table's words for one network; new words are added as the table grows."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._rows = np.zeros((1024, network.kernel.shape[1]), np.int8)
        self._size = 0

    def of(self, table: WordTable) -> NDArray[np.int8]:
        """Words × vector."""
        new = table.words[self._size :]
        if new:
            size = self._size + len(new)
            if size > len(self._rows):
                room = np.zeros((max(size, 2 * len(self._rows)), self._rows.shape[1]), np.int8)
                room[: self._size] = self._rows[: self._size]
                self._rows = room
            self._rows[self._size : size] = self.network.vectors(new)
            self._size = size
        return self._rows[: self._size]


def _clauses(batch: Batch, vectors: _Vectors, mine: NDArray[np.bool_]) -> Answers:
    """Clauses × filters for the comments whose words are ``mine``."""
    network = vectors.network
    distinct, local = np.unique(batch.words[mine] * 2 + batch.negated[mine], return_inverse=True)
    answers = network.project(vectors.of(batch.table)[distinct >> 1], distinct & 1)
    near = _neighbours(local, batch.comment[mine], network.places, len(distinct))
    starts = _starts(batch.clause[mine])
    lengths = np.diff(np.r_[starts, len(local)])
    longest = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[longest], lengths[longest]
    best = np.zeros((len(starts), network.filters), np.float32)
    for step in range(int(lengths[0])):
        at = starts[: int(np.searchsorted(-lengths, -step))]
        heard = answers[0][near[0, at + step]]
        for place in range(1, network.places):
            heard += answers[place][near[place, at + step]]
        np.maximum(best[: len(at)], heard, out=best[: len(at)])
    found = np.empty_like(best)
    found[longest] = best
    return found


def _neighbours(
    local: NDArray[np.intp], comment: NDArray[np.int32], places: int, none: int
) -> NDArray[np.intp]:
    """Places × words: which word stands at each place of the filter around a word; ``none`` beyond the
    comment."""
    near = np.full((places, len(local)), none)
    for place in range(places):
        shift = place - places // 2
        here = slice(max(-shift, 0), len(local) - max(shift, 0))
        there = slice(max(shift, 0), len(local) - max(-shift, 0))
        near[place, here] = np.where(comment[here] == comment[there], local[there], none)
    return near


def _strongest(answers: Answers, starts: NDArray[np.intp]) -> Answers:
    """The largest of consecutive rows, a group beginning at each of ``starts``."""
    lengths = np.diff(np.r_[starts, len(answers)])
    best = answers[starts]
    for step in range(1, int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > step)
        best[longer] = np.maximum(best[longer], answers[starts[longer] + step])
    return best


def _starts(numbers: NDArray[np.int32]) -> NDArray[np.intp]:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.r_[True, np.diff(numbers) != 0][: len(numbers)])
