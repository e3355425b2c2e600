"""Where in a batch a rule may match: a few array operations, so that few are looked at.

A rule is thought of where a word passes the test of its anchor, and looked at where the sentence holds all
else that it demands and nothing that it must not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from otklik.runs import ends_of
from otklik.taxonomy.plan import NONE, Lists, Numbers, Plan
from otklik.words.table import Growing

Places = NDArray[np.intp]
_BLOCK = 512
"""Sentences looked at together: what they hold stays at the processor's hand."""
_DEMANDED_OF_NONE, _HELD_BY_NONE = 0, 1


class GrowingLists:
    """A list of numbers for each of a growing number of keys."""

    def __init__(self) -> None:
        self._first, self._length, self._values = Growing(), Growing(), Growing()

    def __len__(self) -> int:
        return len(self._first)

    def append(self, values: list[int]) -> None:
        """The list of the next key."""
        self._first.extend([len(self._values)])
        self._length.extend([len(values)])
        self._values.extend(values)

    def of(self, keys: Numbers) -> tuple[Numbers, Numbers]:
        """How long the list of each key is, and the lists one after the other."""
        length = self._length.view[keys]
        shift = (self._first.view[keys] - length.cumsum() + length).repeat(length)
        return length, self._values.view[shift + np.arange(len(shift))]


class Gate:
    """Tells for what words pass, known as sets of tests, at which of them a rule may match.

    Thousands of forms pass the same few thousand sets, so a set is learnt once and words go by its number.
    What a sentence holds is a row of columns: one for each test that is demanded, and one for each group of
    tests that must not be passed.
    """

    def __init__(self, plan: Plan) -> None:
        anchored = plan.steps.values[plan.anchors]
        self._starts = _some(Lists.by(anchored, np.arange(len(plan), dtype=np.int32), plan.anything))
        demanded, column = np.unique(plan.beside.values, return_inverse=True)
        first, ended = _HELD_BY_NONE + 1, _HELD_BY_NONE + 1 + len(demanded)
        self._width = ended + len(plan.without)
        held = np.concatenate([demanded, plan.without.values])
        columns = np.concatenate([np.arange(first, ended), ended + plan.without.owner])
        self._columns = _some(Lists.by(held, columns, plan.anything))
        most = plan.beside.lengths.max(initial=0)
        self._demanded = np.full((most, len(plan)), _DEMANDED_OF_NONE, np.intp)
        self._demanded[plan.beside.place, plan.beside.owner] = first + column
        self._unwanted = np.where(plan.banned == NONE, _HELD_BY_NONE, ended + plan.banned)
        self._begun, self._held = GrowingLists(), GrowingLists()
        self._rows = np.zeros(0, dtype=bool)

    def learn(self, tests: Sequence[int]) -> int:
        """A new set of tests; its number, counted from 0."""
        self._begun.append([rule for test in tests for rule in self._starts.get(test, ())])
        self._held.append([column for test in tests for column in self._columns.get(test, ())])
        return len(self._begun) - 1

    def open(self, sets: Numbers, begins: Places) -> tuple[Places, Numbers]:
        """The places among the words at which a rule's anchor stands in a sentence that fits, and the rule.
        ``sets``: what each word passes; ``begins``: where each sentence begins."""
        found = list(self._blocks(sets, begins))
        at, rule = zip(*found, strict=True) if found else ((np.zeros(0, np.intp),), (np.zeros(0, np.int32),))
        return np.concatenate(at), np.concatenate(rule)

    def _blocks(self, sets: Numbers, begins: Places) -> Iterator[tuple[Places, Numbers]]:
        ends = ends_of(begins, len(sets))
        for block in range(0, len(begins), _BLOCK):
            first, last = begins[block : block + _BLOCK], ends[block : block + _BLOCK]
            low = int(first[0])
            row = np.arange(0, len(first) * self._width, self._width).repeat(last - first)
            at, rule = self._block(sets[low : int(last[-1])], row)
            yield at + low, rule

    def _block(self, sets: Numbers, row: Places) -> tuple[Places, Numbers]:
        """The same of a few sentences; ``row``: where the row of each word's sentence begins."""
        rows = self._room(int(row[-1]) + self._width)
        length, column = self._held.of(sets)
        held = row.repeat(length) + column
        rows[held] = True
        length, rule = self._begun.of(sets)
        at, line = np.arange(len(sets)).repeat(length), row.repeat(length)
        for demanded in self._demanded:
            kept = rows[line + demanded[rule]].nonzero()[0]
            at, rule, line = at[kept], rule[kept], line[kept]
        kept = (~rows[line + self._unwanted[rule]]).nonzero()[0]
        rows[held] = False
        return at[kept], rule[kept]

    def _room(self, needed: int) -> NDArray[np.bool_]:
        """So many columns, in which nothing is held yet."""
        if needed > len(self._rows):
            self._rows = np.zeros(-(-needed // self._width) * self._width, dtype=bool)
            self._rows[_DEMANDED_OF_NONE :: self._width] = True
        return self._rows


def _some(lists: Lists) -> dict[int, list[int]]:
    """Those lists that hold anything, by number."""
    return {number: numbers for number, numbers in enumerate(lists) if numbers}
