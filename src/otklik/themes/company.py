"""The company words keep: which stand together in sentences more often than chance would have it, twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

TOGETHER = 3  # sentences of a half in which two words must meet
SURE = 6.63  # likelihood ratio of their meeting in a half (Dunning, 1993): p = 0.01 in each
ALIKE = 0.2  # least similarity of words of one theme


@dataclass(frozen=True, eq=False)
class Company:
    """Of h ``heads``, ascending, with c ``others``, which hold the heads too. ``uses`` (h,): sentences with
    the head; ``meet`` (h, c): with both; ``tie`` (h, c): the pointwise mutual information of the two in
    nats, shrunk towards 0 where they meet seldom."""

    heads: Ints
    others: Ints
    uses: Floats
    meet: Floats
    tie: Floats

    @classmethod
    def of(cls, held: sparse.csr_matrix, heads: Ints, half: NDArray[np.bool_]) -> Company:
        """From sentences × terms. A tie is the lesser of those in both halves of the sentences, and 0 unless
        both are sure of it: what chance ties in one half it does not tie in the other."""
        counts: Floats = np.asarray(held.sum(axis=0), dtype=np.float64).ravel()
        others = np.flatnonzero(counts >= 2 * TOGETHER)
        heads = np.intersect1d(heads, others)
        places = np.searchsorted(others, heads)
        held = held[:, others]
        halves = [_half(held[half == side], places) for side in (False, True)]
        (one, met_one), (other, met_other) = halves
        return cls(heads, others, counts[heads], met_one + met_other, np.minimum(one, other))

    def groups(self) -> Ints:
        """The group of each head (h,), by average linkage of how alike they are: how much of the company they
        keep is the same (cosine), and how much of the seldomer one stands with the other."""
        if len(self.heads) < 2:
            return np.zeros(len(self.heads), dtype=np.intp)
        length = np.sqrt((self.tie**2).sum(axis=1))
        length[length == 0] = 1
        same = self.tie @ self.tie.T / np.outer(length, length)
        places = np.searchsorted(self.others, self.heads)
        part = self.meet[:, places] / np.minimum.outer(self.uses, self.uses)
        shared = np.where(self.tie[:, places] > 0, part, 0.0)
        alike = np.minimum(1, 0.7 * same + 0.6 * np.minimum(1, 1.5 * np.maximum(shared, shared.T)))
        apart = np.round(1 - (alike + alike.T) / 2, 9)
        np.fill_diagonal(apart, 0)
        tree = linkage(squareform(apart, checks=False), "average")
        return np.asarray(fcluster(tree, 1 - ALIKE, "distance"), dtype=np.intp)


def _half(held: sparse.csr_matrix, heads: Ints) -> tuple[Floats, Floats]:
    """Ties and meetings of one half."""
    counts = np.asarray(held.sum(axis=0)).ravel()
    meet = (held[:, heads].T @ held).toarray()
    meet[np.arange(len(heads)), heads] = 0
    expected = np.outer(counts[heads], counts) / max(1, held.shape[0])
    seen = np.maximum(meet, TOGETHER)
    information = np.log(seen / np.where(expected > 0, expected, seen))
    ratio = 2 * (seen * information - (seen - expected))
    sure = (meet >= TOGETHER) & (information > 0) & (ratio > SURE)
    return np.where(sure, information * seen / (seen + TOGETHER), 0.0), meet
