"""Find patterns in a batch. Only sentences that hold what a pattern demands are walked through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otklik.runs import ends_of, starts
from otklik.taxonomy.gate import Gate, Places
from otklik.taxonomy.passing import Passed, Tests
from otklik.taxonomy.plan import Plan
from otklik.taxonomy.walk import NOWHERE, Tries, Ways
from otklik.words import SPOKEN, Batch, Word, WordTable
from otklik.words.table import Growing


class Hit(NamedTuple):
    """Rule number and the matched words [start, end), numbered in the batch."""

    rule: int
    comment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hits:
    """Hits as columns."""

    rule: Places
    comment: Places
    start: Places
    end: Places

    @classmethod
    def of(cls, rows: Sequence[Hit]) -> Hits:
        return cls(*np.array(rows, dtype=np.intp).reshape(-1, 4).T)

    def __len__(self) -> int:
        return len(self.rule)

    def __iter__(self) -> Iterator[Hit]:
        columns = (self.rule, self.comment, self.start, self.end)
        return map(Hit, *(column.tolist() for column in columns))

    def __getitem__(self, rows: Places | NDArray[np.bool_]) -> Hits:
        return Hits(self.rule[rows], self.comment[rows], self.start[rows], self.end[rows])

    def __add__(self, more: Hits) -> Hits:
        return Hits(
            np.concatenate([self.rule, more.rule]),
            np.concatenate([self.comment, more.comment]),
            np.concatenate([self.start, more.start]),
            np.concatenate([self.end, more.end]),
        )


_ANYWHERE = 1 << 30
_MEMORY = 1 << 16
"""Reasons that are remembered: the same few words meet the same rules again and again."""


class Matcher:
    """The rules of a plan over a word table; a hit names a rule by its number.

    What a word passes is worked out once per form. A rule is tried where the gate lets it through: at its
    anchor, in a sentence that holds all that it demands.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._tests, self._gate, self._ways = Tests(plan), Gate(plan), Ways(plan)
        self._latest = np.where(plan.opening, plan.gap[plan.steps.first[:-1]], _ANYWHERE)
        self._table: WordTable | None = None
        self._passed = Passed(plan.anything)
        self._number: dict[tuple[int, ...], int] = {}
        self._passed_by: list[tuple[int, ...]] = []
        self._sets = Growing()
        self._reasons: dict[tuple[int, ...], str] = {}

    def find(self, batch: Batch) -> Hits:
        """All hits, in the order of comment, rule and place; one for each place of a rule's anchor."""
        self._learn(batch.table)
        stream = batch.has(SPOKEN).nonzero()[0]
        sets, sentence = self._sets.view[batch.words[stream]], batch.sentence[stream]
        begins = starts(sentence)
        at, rule = self._gate.open(sets, begins)
        first, last = self._spans(at, rule, sets, begins)
        found = ((first != NOWHERE) & (last != NOWHERE)).nonzero()[0]
        rule, first, last = rule[found].astype(np.intp), first[found], last[found]
        comment = batch.comment[stream[first]].astype(np.intp)
        owner, span = comment * len(self.plan) + rule, first * len(stream) + last
        order = np.lexsort((span, owner))
        order = order[starts(owner[order], span[order])]
        return Hits(rule[order], comment[order], stream[first[order]], stream[last[order]] + 1)

    def _spans(
        self, at: Places, rule: NDArray[np.int32], sets: NDArray[np.int32], begins: Places
    ) -> tuple[Places, Places]:
        """The first and the last word of rules whose anchors stand ``at`` these words; NOWHERE where a rule
        does not match. ``begins``: where each sentence begins."""
        sentence = begins.searchsorted(at, side="right") - 1
        low, high = begins[sentence], ends_of(begins, len(sets))[sentence]
        tries = Tries(
            way=np.concatenate([rule, rule + len(self.plan)]).astype(np.intp),
            place=np.concatenate([at, at]),
            edge=np.concatenate([high - 1, low]),
            latest=np.concatenate([high, low + self._latest[rule]]),
        )
        reached = self._ways.go(tries, sets, self._passed)
        return reached[len(at) :], reached[: len(at)]

    def reason(self, number: int, words: tuple[int, ...]) -> str:
        """A rule in the words of the last batch that met it, by their numbers: the lemma for each step, '…'
        where words were passed over."""
        reason = self._reasons.get((number, *words))
        if reason is None:
            if len(self._reasons) >= _MEMORY:
                self._reasons.clear()
            assert self._table is not None
            spoken = [word for word in words if int(self._table.words[word].kind) & SPOKEN]
            met = [self._table.words[word] for word in spoken]
            passed = [self._passed_by[set_] for set_ in self._sets.view[spoken].tolist()]
            reason = self._reasons[number, *words] = self._told(number, met, passed)
        return reason

    def _told(self, number: int, words: Sequence[Word], passed: Sequence[tuple[int, ...]]) -> str:
        """``passed``: the tests that each word passes."""
        told: list[str] = []
        at = 0
        plan = self.plan
        for step, test in enumerate(plan.steps[number], int(plan.steps.first[number])):
            passing = (i for i in range(at, len(words)) if test == plan.anything or test in passed[i])
            here = next(passing, None)
            if here is None or (plan.optional[step] and here > at):
                continue
            if here > at and told:
                told.append("…")
            told.append(words[here].lemma)
            at = here + 1
        return " ".join(told)

    def _learn(self, table: WordTable) -> None:
        """Work out what the table's new words pass."""
        if table is not self._table:
            self._table, self._sets = table, Growing()
            self._reasons.clear()
        self._sets.extend([self._set(word) for word in table.words[len(self._sets) :]])

    def _set(self, word: Word) -> int:
        """The number of the set of tests that a word passes."""
        passed = self._tests.passed(word)
        number = self._number.get(passed)
        if number is None:
            number = self._number[passed] = self._gate.learn(passed)
            self._passed.append(passed)
            self._passed_by.append(passed)
        return number
