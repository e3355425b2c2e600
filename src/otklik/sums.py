"""Sums of consecutive rows: of the words of a clause, of the clauses of a comment."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer[Any]]
_FEW = 4096
"""Values up to which a sparse matrix costs more than it saves."""


def sum_by(values: NDArray[np.floating[Any]], first: Numbers) -> Floats:
    """Sums of consecutive rows, a group beginning at each of ``first``, those of no rows 0. Rows are added
    one after the other, whatever their number, so that the sums are the same to the bit. A sparse product
    adds whole rows, where numpy's reduceat goes column by column, at four times the cost."""
    rows, groups = len(values), len(first)
    cuts = np.append(first, rows)
    if values.size <= _FEW:
        few = np.zeros((groups, values.shape[1]))
        np.add.at(few, np.repeat(np.arange(groups), np.diff(cuts)), values)
        return few
    belonging = sparse.csr_matrix((np.ones(rows), np.arange(rows), cuts), shape=(groups, rows))
    summed: Floats = belonging @ values
    return summed


def firsts(group: Numbers, groups: int) -> NDArray[np.intp]:
    """Where each of so many groups begins among ascending numbers of groups."""
    return np.searchsorted(group, np.arange(groups))
