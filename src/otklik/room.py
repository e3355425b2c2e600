"""Arrays that grow."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)


def with_room(array: NDArray[Number], needed: int, axis: int = -1) -> NDArray[Number]:
    """The array with that many places along an axis, zeros behind what was there, or with more where it must
    grow, so that it is seldom copied. Memory that nobody writes to is not taken up."""
    have = array.shape[axis]
    if needed <= have:
        return array
    shape = list(array.shape)
    shape[axis] = max(needed, have + have // 2)
    grown = np.zeros(shape, array.dtype)
    part = [slice(None)] * array.ndim
    part[axis] = slice(have)
    grown[tuple(part)] = array
    return grown
