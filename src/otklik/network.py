"""A small convolutional network over words: what a clause and a comment say, for all heads at once.

A word is its lemma's vector beside the mean of the vectors of its form's character n-grams. Filters look at
each word with its neighbours; of a clause, and of a comment, the strongest answer of each filter is kept
(Collobert et al. 2011; Kim 2014). A head is linear in these answers, or, where it is deep, in those of a
hidden layer of rectified units above them.

All weights are integers and every sum stays below what its type holds exactly, so that the answers are
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
ANSWER = np.int16
Answers = NDArray[np.int16]
"""Units × filters, each in steps of its filter."""
Vectors = NDArray[np.int8]


_MOST = np.iinfo(ANSWER).max
_VECTOR = 127
"""Most of a number of a word's vector."""


@dataclass(frozen=True)
class Head:
    """Answers to log odds: ``weights`` (answers × outputs, whole numbers), ``scale`` and ``bias`` of each
    output; ``deep``: whether the answers are those of the hidden layer."""

    weights: Floats
    scale: Floats
    bias: Floats
    deep: bool = False

    def __call__(self, answers: Floats) -> Floats:
        """Units × outputs."""
        odds: Floats = (answers @ self.weights) * self.scale + self.bias
        return odds


@dataclass(frozen=True)
class Hidden:
    """A layer of rectified units: ``weights`` (filters × units) and ``bias``, whole numbers."""

    weights: Floats
    bias: Floats

    def __call__(self, answers: Floats) -> Floats:
        """Units of text × units of the layer."""
        raised: Floats = np.maximum(answers @ self.weights + self.bias, 0)
        return raised


@dataclass(frozen=True)
class Network:
    """The weights for one language.

    - ``lemmas``: sorted hashes of the known lemmas; lemma i has row i + 1 of ``lemma_vectors``, row 0 is for
      the unknown ones. ``gram_vectors``: one row per bucket of character n-grams.
    - ``kernel``: places × vector × filters, the middle place being the word itself; ``negation``: places ×
      filters, what a negated word adds; ``bias``: filters. ``step``: filters, the unit that answers are told
      in (see ``answer_steps``).
    - ``hidden``: the layer that deep heads hear the filters through.
    """

    lemmas: NDArray[np.uint32]
    lemma_vectors: Vectors
    gram_vectors: Vectors
    kernel: NDArray[np.float32]
    negation: NDArray[np.float32]
    bias: NDArray[np.float32]
    step: NDArray[np.float32]
    hidden: Hidden | None
    heads: Mapping[str, Head]

    @classmethod
    def from_pack(cls, pack: Pack) -> Network:
        """Raises ModelError when the pack was trained on other features, or as another kind of network."""
        if pack.facts["features"] != features.VERSION:
            raise ModelError(f"model {pack.id} was trained on features {pack.facts['features']}")
        if "deep" not in pack.facts:
            raise ModelError(f"model {pack.id} was trained as a network of another kind")
        arrays, deep = pack.arrays, pack.facts["deep"]
        heads = {
            name: Head(
                weights=arrays[f"{name}_weights"].astype(np.float64),
                scale=arrays[f"{name}_scale"],
                bias=arrays[f"{name}_bias"],
                deep=name in deep,
            )
            for name in pack.facts["heads"]
        }
        kernel, negation, bias = arrays["kernel"], arrays["negation"], arrays["bias"]
        return cls(
            lemmas=arrays["lemmas"],
            lemma_vectors=arrays["lemma_vectors"],
            gram_vectors=arrays["gram_vectors"],
            kernel=kernel.astype(np.float32),
            negation=negation.astype(np.float32),
            bias=bias.astype(np.float32),
            step=answer_steps(kernel, negation, bias),
            hidden=Hidden(arrays["hidden_weights"].astype(np.float64), arrays["hidden_bias"])
            if deep
            else None,
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
        answers = np.matmul(vectors.astype(np.float32), self.kernel)
        answers += np.where(negated[:, None], self.negation[:, None, :], np.float32(0))
        answers[self.places // 2] += self.bias
        told: Answers = np.rint(answers / self.step).astype(ANSWER)
        return told

    def odds(self, head: str, answers: Answers) -> Floats:
        """Units × outputs of a head, log odds."""
        told, heard = self.heads[head], answers[:, : self.filters].astype(np.float64)
        return told(self.hidden(heard) if self.hidden and told.deep else heard)


def answer_steps(kernel: NDArray[Any], negation: NDArray[Any], bias: NDArray[Any]) -> NDArray[np.float32]:
    """For each filter the whole number that its answers are told in, so large that those of all its places
    together stay within a short integer whatever the words."""
    reach = np.abs(kernel.astype(np.int64)).sum(axis=(0, 1)) * _VECTOR
    reach += np.abs(negation.astype(np.int64)).sum(axis=0) + np.abs(bias.astype(np.int64))
    steps: NDArray[np.float32] = np.ceil((reach + 1) / (_MOST - len(kernel))).astype(np.float32)
    return steps
