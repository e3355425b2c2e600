"""Which tests a word passes, as the bits of one integer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy.pattern import ANY, Test
from otklik.words import Word


class Tests:
    """Every different test gets a bit; words are looked up by lemma, form, prefix and ending."""

    def __init__(self, tests: Iterable[Test]) -> None:
        self._bit: dict[Test, int] = {}
        self._by_lemma: dict[str, int] = {}
        self._by_form: dict[str, int] = {}
        self._by_prefix: dict[str, int] = {}
        self._by_ending: dict[str, int] = {}
        self._number = 0
        for test in tests:
            if test not in self._bit and test != ANY:
                self._add(test, 1 << len(self._bit))
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self._tails = sorted({len(ending) for ending in self._by_ending})

    def _add(self, test: Test, bit: int) -> None:
        self._bit[test] = bit
        for index, keys in (
            (self._by_lemma, test.lemmas),
            (self._by_form, test.forms),
            (self._by_prefix, test.prefixes),
            (self._by_ending, test.endings),
        ):
            for key in keys:
                index[key] = index.get(key, 0) | bit
        if test.number:
            self._number |= bit

    def __len__(self) -> int:
        return len(self._bit)

    def number(self, test: Test) -> int:
        """The place of the bit of a test; that of ANY is behind the last."""
        return len(self) if test == ANY else self._bit[test].bit_length() - 1

    def bit(self, test: Test) -> int:
        return self._bit[test]

    def passed(self, word: Word) -> int:
        """The bits of the tests that a word passes."""
        form, lemma = word.form, word.lemma
        found = self._by_lemma.get(lemma, 0) | self._by_form.get(form, 0) | self._begun(form)
        if lemma != form:
            found |= self._begun(lemma)
        for length in self._tails:
            if length > len(form):
                break
            found |= self._by_ending.get(form[-length:], 0)
        return found | self._number if form[:1].isdigit() else found

    def _begun(self, text: str) -> int:
        """The bits of the tests for what a form or lemma begins with."""
        found = 0
        for length in self._lengths:
            if length > len(text):
                break
            found |= self._by_prefix.get(text[:length], 0)
        return found


def places(bits: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


_BIT = np.array([1 << place for place in range(8)], np.uint8)


class Passed:
    """Sets of so many tests as rows of bits, by number. One bit more is that of ANY, which all words pass."""

    def __init__(self, tests: int) -> None:
        self._any = 1 << tests
        self._width = tests // 8 + 1
        self._bytes = bytearray()

    def append(self, bits: int) -> None:
        """The set of the next number."""
        self._bytes += (bits | self._any).to_bytes(self._width, "little")

    def by(self, sets: NDArray[np.integer[Any]], tests: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether each set holds the test beside it."""
        rows = np.frombuffer(self._bytes, np.uint8)
        found: NDArray[np.bool_] = (rows[sets * self._width + (tests >> 3)] & _BIT[tests & 7]) != 0
        return found
