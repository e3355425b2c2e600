"""Which tests a word passes: their numbers, and whole sets of them as rows of bits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy.pattern import ANY, Test
from otklik.words import Word


class Tests:
    """Every different test gets a number; words are looked up by lemma, form, prefix and ending. The number
    behind the last is that of ANY, which all words pass."""

    def __init__(self, tests: Iterable[Test]) -> None:
        self._number: dict[Test, int] = {}
        self._by_lemma: dict[str, list[int]] = {}
        self._by_form: dict[str, list[int]] = {}
        self._by_prefix: dict[str, list[int]] = {}
        self._by_ending: dict[str, list[int]] = {}
        self._of_numbers: list[int] = []
        for test in tests:
            if test not in self._number and test != ANY:
                self._add(test, len(self._number))
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self._tails = sorted({len(ending) for ending in self._by_ending})

    def _add(self, test: Test, number: int) -> None:
        self._number[test] = number
        for index, keys in (
            (self._by_lemma, test.lemmas),
            (self._by_form, test.forms),
            (self._by_prefix, test.prefixes),
            (self._by_ending, test.endings),
        ):
            for key in keys:
                index.setdefault(key, []).append(number)
        if test.number:
            self._of_numbers.append(number)

    def __len__(self) -> int:
        return len(self._number)

    def number(self, test: Test) -> int:
        """The number of a test."""
        return len(self) if test == ANY else self._number[test]

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
