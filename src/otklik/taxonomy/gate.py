"""Where in a batch a rule may match: a few array operations, so that few are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy.walk import Way
from otklik.words.table import Growing

Numbers = NDArray[np.int32]
Places = NDArray[np.intp]


class Near(NamedTuple):
    """One of the next ``reach`` words passes the test of this number."""

    test: int
    reach: int


@dataclass(frozen=True)
class Entry:
    """What a rule demands where it begins: the test of its anchor, and something near on either side."""

    anchor: int
    right: Near | None
    left: Near | None


def first_near(way: Way) -> Near | None:
    """The first test on the way that must be passed, and how far away at most; None where there is none."""
    reach = 0
    for bit, gap, optional in way:
        reach += gap + 1
        if bit and not optional:
            return Near(bit.bit_length() - 1, reach)
    return None


class Gate:
    """Tells for what words pass, known as sets of tests, at which of them a rule may match.

    Thousands of forms pass the same few thousand sets, so a set is learnt once and words go by its number.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._starts: dict[int, list[int]] = {}
        for rule, entry in enumerate(entries):
            self._starts.setdefault(entry.anchor, []).append(rule)
        nears = [near for entry in entries for near in (entry.right, entry.left) if near]
        self._columns = {
            test: column for column, test in enumerate(dict.fromkeys(near.test for near in nears))
        }
        self._right = self._side([entry.right for entry in entries], 1)
        self._left = self._side([entry.left for entry in entries], -1)
        self._first, self._length, self._begun = Growing(), Growing(), Growing()
        self._passes = np.zeros((64, len(self._columns)), dtype=bool)

    def _side(self, nears: Sequence[Near | None], step: int) -> tuple[Places, Places]:
        """Of each rule the column of the test, and how far to look for who passes it: 0 for no need."""
        columns = [self._columns[near.test] if near else 0 for near in nears]
        reaches = [near.reach * step if near else 0 for near in nears]
        return np.array(columns, np.intp), np.array(reaches, np.intp)

    def learn(self, tests: Sequence[int]) -> int:
        """A new set of tests; its number, counted from 0."""
        number = len(self._first)
        begun = [rule for test in tests for rule in self._starts.get(test, ())]
        self._first.extend([len(self._begun)])
        self._length.extend([len(begun)])
        self._begun.extend(begun)
        if number == len(self._passes):
            self._passes = np.vstack([self._passes, np.zeros_like(self._passes)])
        self._passes[number, [self._columns[test] for test in tests if test in self._columns]] = True
        return number

    def open(self, sets: Numbers, sentence: Numbers) -> tuple[Places, Numbers]:
        """The places among the words at which a rule's anchor stands, and the rule: no fewer than those at
        which it matches. ``sets``: what each word passes; ``sentence``: the number of its sentence."""
        length = self._length.view[sets]
        shift = self._first.view[sets] - np.cumsum(length) + length
        at = np.repeat(np.arange(len(sets)), length)
        rule = self._begun.view[shift[at] + np.arange(len(at))]
        for columns, reaches in (self._right, self._left):
            kept = self._near(sets, sentence, at, columns[rule], reaches[rule])
            at, rule = at[kept], rule[kept]
        return at, rule

    def _near(self, sets: Numbers, sentence: Numbers, at: Places, column: Places, reach: Places) -> Places:
        """Which of ``at`` have a word that passes the test of that column as near as ``reach`` (to the left
        where it is negative); those of reach 0 have no need of any."""
        found = reach == 0
        waiting = np.flatnonzero(~found)
        away = 0
        while len(waiting):
            away += 1
            step = away * np.sign(reach[waiting[0]])
            there = at[waiting] + step
            inside = (there >= 0) & (there < len(sets))
            there = there * inside
            inside &= sentence[there] == sentence[at[waiting]]
            passes = inside & self._passes[sets[there], column[waiting]]
            found[waiting[passes]] = True
            waiting = waiting[inside & ~passes & (np.abs(reach[waiting]) > away)]
        return np.flatnonzero(found)
