"""Sums of rows that belong together: of the words of a clause, of the clauses of a comment."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer[Any]]
_FEW = 8192
"""Values up to which a sparse matrix costs more than it saves."""


def sum_by(values: NDArray[np.floating[Any]], group: Numbers, groups: int) -> Floats:
    """Sums of the rows of each of so many groups, ``group`` being that of each row; of no rows 0. Rows are
    added one after the other, whatever their number, so that the sums are the same to the bit. Of many a
    sparse product adds whole rows; of few all values are counted out to their places at once."""
    rows, width = values.shape
    if values.size <= _FEW:
        place = group[:, None] * width + np.arange(width)
        few = np.bincount(place.ravel(), values.ravel(), groups * width)
        return few.astype(np.float64, copy=False).reshape(groups, width)
    belonging = sparse.csc_matrix((np.ones(rows), group, np.arange(rows + 1)), shape=(groups, rows))
    summed: Floats = belonging @ values
    return summed
