"""Which tests a word passes: their numbers, and whole sets of them as rows of bits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy.plan import ENDING, FORM, LEMMA, PREFIX, Plan
from otklik.words import Word


class Tests:
    """The tests of a plan; words are looked up by lemma, form, prefix and ending."""

    def __init__(self, plan: Plan) -> None:
        by: list[dict[str, list[int]]] = [{}, {}, {}, {}]
        for word, kind, tests in zip(plan.words, plan.kind.tolist(), plan.tests, strict=True):
            by[kind][word] = tests
        self._by_lemma, self._by_form, self._by_prefix, self._by_ending = (
            by[kind] for kind in (LEMMA, FORM, PREFIX, ENDING)
        )
        self._of_numbers = plan.of_numbers.tolist()
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self._tails = sorted({len(ending) for ending in self._by_ending})

    def passed(self, word: Word) -> tuple[int, ...]:
        """The numbers of the tests that a word passes, ascending; ANY is not among them."""
        form, lemma = word.form, word.lemma
        found = [*self._by_lemma.get(lemma, ()), *self._by_form.get(form, ())]
        for text in (form,) if lemma == form else (form, lemma):
            for length in self._lengths:
                if length > len(text):
                    break
                if (begun := text[:length]) in self._by_prefix:
                    found += self._by_prefix[begun]
        for length in self._tails:
            if length > len(form):
                break
            if (tail := form[-length:]) in self._by_ending:
                found += self._by_ending[tail]
        if form[:1].isdigit():
            found += self._of_numbers
        return tuple(sorted(set(found)))


_BIT = np.array([1 << place for place in range(8)], np.uint8)


class Passed:
    """Sets of so many tests as rows of bits, by number. One bit more is that of ANY, which all words pass."""

    def __init__(self, tests: int) -> None:
        self._any = tests
        self._width = tests // 8 + 1
        self._bytes = bytearray()

    def append(self, tests: Sequence[int]) -> None:
        """The set of the next number."""
        row = len(self._bytes)
        self._bytes += bytes(self._width)
        for test in (*tests, self._any):
            self._bytes[row + (test >> 3)] |= 1 << (test & 7)

    def by(self, sets: NDArray[np.integer[Any]], tests: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether each set holds the test beside it."""
        rows = np.frombuffer(self._bytes, np.uint8)
        found: NDArray[np.bool_] = (rows[sets * self._width + (tests >> 3)] & _BIT[tests & 7]) != 0
        return found
