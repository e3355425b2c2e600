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


def comment_matrix(parts: Sequence[Batch], number: int) -> sparse.csr_matrix:
    """Comments × features.SIZE for the language of that number, damped as at run time."""
    blocks = []
    for part in parts:
        mine = linear.owner(part, np.full(len(part), number, np.int32)) == number
        counted = features.matrix(part, mine, part.comment, len(part))
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
