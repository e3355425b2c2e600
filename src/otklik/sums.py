"""Sums of rows that belong together: of the words of a clause, of the clauses of a comment, of the features
of a word. Rows are added one after the other, so that sums are the same to the bit in any company."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer[Any]]
_FEW = 8192
"""Values up to which a sparse matrix costs more than it saves."""
_BLOCK = 512
"""Lists that are added up at a time: few enough for their sums to stay at the processor's hand."""


def sum_by(values: NDArray[np.floating[Any]], group: Numbers, groups: int) -> Floats:
    """Sums of the rows of each of so many groups, ``group`` being that of each row; of no rows 0. Of many a
    sparse product adds whole rows; of few all values are counted out to their places at once."""
    rows, width = values.shape
    if values.size <= _FEW:
        place = group[:, None] * width + np.arange(width)
        few = np.bincount(place.ravel(), values.ravel(), groups * width)
        return few.astype(np.float64, copy=False).reshape(groups, width)
    from scipy import sparse  # 0.2 s that the first label would wait for

    belonging = sparse.csc_matrix((np.ones(rows), group, np.arange(rows + 1)), shape=(groups, rows))
    summed: Floats = belonging @ values
    return summed


def sum_listed(
    rows: NDArray[Any], first: Numbers, listed: Numbers, weights: NDArray[Any] | None = None
) -> NDArray[Any]:
    """Of each list i the sum of the ``rows`` with the numbers ``listed[first[i]:first[i + 1]]``, each times
    its number in ``weights``; of no rows 0. Bytes are added up as float32, in which their sums are exact.
    Longer lists go together, one number of each at a time."""
    lengths = np.diff(first)
    sums = np.zeros((len(lengths), rows.shape[1]), np.result_type(rows.dtype, np.float32))
    order = (-lengths).argsort(kind="stable")
    for block in range(0, len(order), _BLOCK):
        some = order[block : block + _BLOCK]
        begin, left = first[some], lengths[some]
        total = sums[some]
        for step in range(int(left[0])):
            at = begin[: np.count_nonzero(left > step)] + step
            one = rows.take(listed[at], axis=0)
            total[: len(at)] += one if weights is None else one * weights[at, None]
        sums[some] = total
    return sums
