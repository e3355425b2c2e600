"""Which tests a word passes, as the bits of one integer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

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

    def bit(self, test: Test) -> int:
        return self._bit[test]

    def bits(self, tests: Iterable[Test]) -> int:
        """The bits of several tests in one integer."""
        return reduce(or_, map(self.bit, tests), 0)

    def passed(self, word: Word) -> int:
        """The bits of the tests that a word passes."""
        found = self._by_lemma.get(word.lemma, 0) | self._by_form.get(word.form, 0)
        for length in self._lengths:
            found |= self._by_prefix.get(word.form[:length], 0) | self._by_prefix.get(word.lemma[:length], 0)
        for length in self._tails:
            found |= self._by_ending.get(word.form[-length:], 0)
        return found | self._number if word.form[:1].isdigit() else found


def places(bits: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
