"""Equal numbers in an array: where each run of them begins, and which places hold each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.integer[Any]]
Held = NDArray[np.bool_] | slice
"""Some places of an array; all of them as a slice, which costs nothing to take."""


def starts(numbers: Numbers, more: Numbers | None = None) -> NDArray[np.intp]:
    """Where each run of equal numbers, or of equal pairs with ``more`` of them, begins."""
    begins = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=begins[1:])
    if more is not None:
        begins[1:] |= more[1:] != more[:-1]
    return begins.nonzero()[0]


def ends_of(begins: Numbers, total: int) -> NDArray[np.intp]:
    """Where runs end that begin there, of so many numbers in all: each where the next one begins."""
    ends = np.empty(len(begins), np.intp)
    ends[:-1] = begins[1:]
    ends[-1:] = total
    return ends


def occurrences(numbers: Numbers) -> NDArray[np.intp]:
    """How often each of the numbers occurs."""
    order = numbers.argsort(kind="stable")
    begins = starts(numbers[order])
    many = ends_of(begins, len(numbers)) - begins
    found = np.empty(len(numbers), np.intp)
    found[order] = many.repeat(many)
    return found


def held(numbers: Numbers, many: int) -> Iterator[tuple[int, Held]]:
    """Each number from 0 that is below ``many`` and occurs, with the places that hold it."""
    for number in range(many):
        here = numbers == number
        count = np.count_nonzero(here)
        if count:
            yield number, here if count < len(numbers) else slice(None)
        if count == len(numbers):
            return
