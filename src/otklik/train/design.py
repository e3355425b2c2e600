"""Texts to training matrices, and fitted weights to packs. What is trained here is what ``linear`` runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from otklik import features, linear
from otklik.prepare import Preparer
from otklik.words import Batch, WordTable, batch

LEAST_COMMENTS, LEAST_SOURCES = 5, 2
"""A feature is learnt only from so many comments of so many sources: no weight can give a text back."""
_BATCH = 4000


@dataclass(frozen=True)
class Columns:
    """The features that are learnt, and the inverse document frequency each is multiplied by."""

    numbers: NDArray[np.int64]
    idf: NDArray[np.float64]


def batches(texts: Sequence[str], table: WordTable) -> list[Batch]:
    """Texts on the word table, as the run time hears them."""
    preparer = Preparer()
    return [
        batch([preparer.prepare(text).heard.text for text in texts[at : at + _BATCH]], table)
        for at in range(0, len(texts), _BATCH)
    ]


def feature_matrix(
    batch: Batch, mine: NDArray[np.bool_], unit: NDArray[np.int32], units: int
) -> sparse.csr_matrix:
    """Units × features.SIZE, float32: the features of the words that are ``mine``, summed by ``unit`` of each
    word. The explicit form; the run time gets the same product from ``linear.Scorer``."""
    words = batch.table.words
    distinct, local = np.unique(batch.words[mine], return_inverse=True)
    first, numbers, values = features.word_features([words[number] for number in distinct])
    forms = sparse.csr_matrix((values, numbers, first), (len(distinct), features.SIZE))
    forms.sum_duplicates()
    negations = np.array([features.negated_feature(words[number]) for number in distinct], dtype=np.int64)
    turned = sparse.csr_matrix(
        (np.ones(len(distinct), np.float32), (np.arange(len(distinct)), negations)), forms.shape
    )

    def count(among: NDArray[np.bool_]) -> sparse.csr_matrix:
        kept = among[mine]
        ones = np.ones(int(kept.sum()), np.float32)
        return sparse.csr_matrix((ones, (unit[mine][kept], local[kept])), shape=(units, len(distinct)))

    place, number = features.pairs(batch, features.lemma_hashes(words), mine)
    neighbours = sparse.csr_matrix(
        (np.ones(len(place), np.float32), (unit[place], number)), shape=(units, features.SIZE)
    )
    total: sparse.csr_matrix = count(mine) @ forms + count(batch.negated) @ turned + neighbours
    return total


def comment_matrix(parts: Sequence[Batch], number: int) -> sparse.csr_matrix:
    """Comments × features.SIZE for the language of that number, damped as at run time."""
    blocks = []
    for part in parts:
        mine = linear.owner(part, np.full(len(part), number, np.int32)) == number
        counted = feature_matrix(part, mine, part.comment, len(part))
        blocks.append(sparse.diags(linear.damping(np.diff(part.first))) @ counted)
    whole: sparse.csr_matrix = sparse.vstack(blocks, format="csr", dtype=np.float32)
    return whole


def columns(matrix: sparse.csr_matrix, sources: Sequence[str]) -> Columns:
    """Which features to learn from a training matrix."""
    names = np.asarray(sources)
    seen = np.bincount(matrix.indices, minlength=matrix.shape[1])
    spread = sum(
        (np.bincount(matrix[names == name].indices, minlength=matrix.shape[1]) > 0).astype(int)
        for name in np.unique(names)
    )
    numbers = np.flatnonzero((seen >= LEAST_COMMENTS) & (spread >= LEAST_SOURCES))
    return Columns(numbers, np.log(matrix.shape[0] / seen[numbers]))


def select(matrix: sparse.csr_matrix, kept: Columns) -> sparse.csr_matrix:
    """The learnt columns, weighed."""
    return (matrix[:, kept.numbers] @ sparse.diags(kept.idf)).tocsr()


def arrays(
    kept: Columns, weights: NDArray[np.float64], intercept: NDArray[np.float64]
) -> dict[str, NDArray[Any]]:
    """A Linear as a pack holds it: weights (features × heads) in half precision, rows of zeros dropped."""
    halves = (weights * kept.idf[:, None]).astype(np.float16)
    told = halves.any(axis=1)
    return {
        "numbers": kept.numbers[told].astype(np.int32),
        "weights": halves[told],
        "intercept": intercept.astype(np.float32),
    }
