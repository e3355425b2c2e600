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
from otklik.sums import sum_listed
from otklik.words import Word

Floats = NDArray[np.float64]
Answers = NDArray[np.float32]
"""Units × filters: whole numbers."""
Vectors = NDArray[np.int8]


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
    lemma_vectors: Vectors
    gram_vectors: Vectors
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
            lemma_vectors=arrays["lemma_vectors"],
            gram_vectors=arrays["gram_vectors"],
            kernel=arrays["kernel"].astype(np.float32),
            negation=arrays["negation"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            heads=heads,
        )

    @property
    def filters(self) -> int:
        return len(self.bias)

    @property
    def width(self) -> int:
        """Numbers of a word's vector."""
        return int(self.lemma_vectors.shape[1] + self.gram_vectors.shape[1])

    @property
    def places(self) -> int:
        return len(self.kernel)

    def vectors(self, words: Sequence[Word]) -> Answers:
        """Words × vector."""
        hashes = features.lemma_hashes(words)
        place = np.minimum(np.searchsorted(self.lemmas, hashes), len(self.lemmas) - 1)
        known = self.lemmas[place] == hashes
        first, numbers = features.form_grams(words)
        many = np.maximum(np.diff(first), 1).astype(np.float32)
        summed = sum_listed(self.gram_vectors, first, numbers % len(self.gram_vectors))
        grams = np.rint(summed / many[:, None])
        return np.hstack([self.lemma_vectors[np.where(known, place + 1, 0)], grams])

    def project(self, vectors: Vectors, negated: NDArray[np.integer[Any]]) -> Answers:
        """Places × words × filters: what each word adds at each place of a filter. The bias stands at the
        middle place."""
        answers: Answers = np.matmul(vectors.astype(np.float32), self.kernel)
        answers += np.where(negated[:, None], self.negation[:, None, :], np.float32(0))
        answers[self.places // 2] += self.bias
        return answers
