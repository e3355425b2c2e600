"""Many comments as flat arrays over one word table, and the words a network may know of them."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from otklik import features
from otklik.train.design import LEAST_COMMENTS, LEAST_SOURCES
from otklik.words import Batch, Word

Ints = NDArray[np.int64]
BUCKETS = 1 << 15
"""Of character n-grams."""
_NEAR = 4
"""Words so far apart are neighbours of each other."""


@dataclass(frozen=True)
class Corpus:
    """``words[first[i]:first[i + 1]]`` are the word numbers of comment i; ``negated`` goes with ``words``."""

    words: Ints
    negated: NDArray[np.bool_]
    first: Ints

    @classmethod
    def of(cls, parts: Sequence[Batch]) -> Corpus:
        """Batches over one table as one corpus."""
        none = np.zeros(0, np.int64)
        return cls(
            np.concatenate([none, *(part.words for part in parts)]),
            np.concatenate([none.astype(bool), *(part.negated for part in parts)]),
            np.r_[0, np.cumsum(np.concatenate([none, *(np.diff(part.first) for part in parts)]))],
        )

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def comment(self) -> Ints:
        """The comment each word stands in."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))


@dataclass(frozen=True)
class Vocabulary:
    """``hashes``: sorted hashes of the lemmas that are learnt. For word w of the table: ``lemma[w]`` is 1 +
    its lemma's place there, 0 where it is not learnt; ``grams[first[w]:first[w + 1]]`` are its buckets of
    n-grams. ``heard``: the buckets that are learnt."""

    hashes: NDArray[np.uint32]
    lemma: Ints
    grams: Ints
    first: Ints
    heard: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.hashes)


def vocabulary(table: Sequence[Word], corpora: Sequence[Corpus], sources: Sequence[str]) -> Vocabulary:
    """What occurs in LEAST_COMMENTS comments of LEAST_SOURCES sources. ``sources``: of every comment, in the
    order of the corpora."""
    of_word = features.lemma_hashes(table)
    distinct, lemma = np.unique(of_word, return_inverse=True)
    first, grams = features.form_grams(table)
    first, grams = first.astype(np.int64), grams % BUCKETS
    seen = _counts(corpora, len(table))
    ones = np.ones(len(grams), np.float32)
    to_lemma = sparse.csr_matrix((np.ones(len(table)), (np.arange(len(table)), lemma)))
    to_bucket = sparse.csr_matrix((ones, grams, first), shape=(len(table), BUCKETS))
    known = _common(seen @ to_lemma, sources)
    place = np.where(known, np.cumsum(known), 0)
    return Vocabulary(distinct[known], place[lemma], grams, first, _common(seen @ to_bucket, sources))


def _counts(corpora: Sequence[Corpus], words: int) -> sparse.csr_matrix:
    """Comments × words."""
    one = [
        sparse.csr_matrix((np.ones(len(part.words), np.float32), part.words, part.first), (len(part), words))
        for part in corpora
    ]
    counts: sparse.csr_matrix = sparse.vstack(one, format="csr")
    return counts


def _common(seen: sparse.csr_matrix, sources: Sequence[str]) -> NDArray[np.bool_]:
    """Which columns occur in enough comments of enough sources."""
    seen = (seen > 0).astype(np.int64)
    names, source = np.unique(np.asarray(sources, dtype=str), return_inverse=True)
    to_source = sparse.csr_matrix((np.ones(len(source), np.int64), (source, np.arange(len(source)))))
    spread = np.asarray(((to_source @ seen) > 0).sum(axis=0)).ravel()
    often = np.asarray(seen.sum(axis=0)).ravel()
    common: NDArray[np.bool_] = (often >= LEAST_COMMENTS) & (spread >= min(LEAST_SOURCES, len(names)))
    return common


def lemma_vectors(corpora: Sequence[Corpus], known: Vocabulary, size: int) -> NDArray[np.float32]:
    """(1 + lemmas) × ``size``: which neighbours a lemma has, by a singular value decomposition of positive
    pointwise mutual information (Levy & Goldberg 2014; contexts smoothed by 0.75, nearer words weighing
    more). Row 0 is for the unknown. The mean square is 1."""
    after: sparse.csr_matrix = functools.reduce(operator.add, (_neighbours(one, known) for one in corpora))
    together = (after + after.T).tocoo()
    often = np.asarray(together.sum(axis=1)).ravel() + 1e-9
    context = often**0.75 / (often**0.75).sum()
    told = np.log(np.maximum(together.data / (often[together.row] * context[together.col]), 1e-9))
    kept = told > 0
    shape = (len(known) + 1, len(known) + 1)
    matrix = sparse.csr_matrix((told[kept], (together.row[kept], together.col[kept])), shape=shape)
    rank = min(size, min(shape) - 1)
    left, strength, _ = randomized_svd(matrix, rank, n_iter=3, random_state=0)
    vectors = np.zeros((len(known) + 1, size), np.float32)
    vectors[:, :rank] = left * np.sqrt(strength)
    return vectors / max(float(vectors.std()), 1e-9)


def _neighbours(corpus: Corpus, known: Vocabulary) -> sparse.csr_matrix:
    lemma, comment = known.lemma[corpus.words], corpus.comment
    shape = (len(known) + 1, len(known) + 1)
    total = sparse.csr_matrix(shape, dtype=np.float64)
    for step in range(1, _NEAR + 1):
        left, right = lemma[:-step], lemma[step:]
        told = (comment[:-step] == comment[step:]) & (left > 0) & (right > 0)
        weights = np.full(int(told.sum()), 1 / step)
        total = (total + sparse.csr_matrix((weights, (left[told], right[told])), shape=shape)).tocsr()
    return total
