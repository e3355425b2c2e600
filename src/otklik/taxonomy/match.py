"""Find patterns in a batch. Only comments that hold a pattern's rarest-looking word are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy.gate import Entry, Gate, Places, first_near
from otklik.taxonomy.passing import Tests, places
from otklik.taxonomy.pattern import ANY, NO_CONDITIONS, Conditions, Steps, Test
from otklik.taxonomy.walk import to_the_left, to_the_right, ways
from otklik.words import Batch, Kind, Word, WordTable
from otklik.words.table import Growing


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern and what it shows. ``polarity`` is None where the clause decides."""

    id: str
    steps: Steps
    polarity: str | None
    source: str
    language: str
    conditions: Conditions = NO_CONDITIONS


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
            np.r_[self.rule, more.rule],
            np.r_[self.comment, more.comment],
            np.r_[self.start, more.start],
            np.r_[self.end, more.end],
        )


_ANYWHERE = 1 << 30
_MEMORY = 1 << 16
"""Reasons that are remembered: the same few words meet the same rules again and again."""


class Matcher:
    """Rules over a word table. ``rules`` keep their order; a hit names a rule by its number.

    Every different test has a bit; what a word passes is one integer, worked out once per form. A rule is
    tried where the gate lets it through: at its anchor, with a word near that passes the next test.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        tests = Tests(test for rule in self.rules for test in _all_tests(rule))
        self._tests = tests
        self._bits = [[0 if s.test == ANY else tests.bit(s.test) for s in rule.steps] for rule in self.rules]
        anchors = [_anchor(rule) for rule in self.rules]
        laid = list(zip(self.rules, self._bits, anchors, strict=True))
        self._latest = [_latest(rule.steps) for rule in self.rules]
        self._ways = [ways(rule.steps, bits, anchor) for rule, bits, anchor in laid]
        self._conditions = [
            (tests.bits(rule.conditions.beside), tests.bits(rule.conditions.without)) for rule in self.rules
        ]
        self._gate = Gate(
            [
                Entry(bits[anchor].bit_length() - 1, first_near(right), first_near(left))
                for (_, bits, anchor), (right, left) in zip(laid, self._ways, strict=True)
            ]
        )
        self._table: WordTable | None = None
        self._passed: list[int] = []
        self._number: dict[int, int] = {}
        self._sets = Growing()
        self._reasons: dict[tuple[int | str, ...], str] = {}

    def find(self, batch: Batch) -> Hits:
        """All hits, in the order of comment, rule and place; one for each place of a rule's anchor."""
        self._learn(batch.table)
        stream = np.flatnonzero(batch.has(Kind.WORD | Kind.EMOJI))
        sets, sentence = self._sets.view[batch.words[stream]], batch.sentence[stream]
        places, rules = self._gate.open(sets, sentence)
        passed = [self._passed[number] for number in sets.tolist()]
        begins = np.searchsorted(sentence, sentence[places])
        ends = np.searchsorted(sentence, sentence[places], side="right")
        tries = zip(rules.tolist(), places.tolist(), begins.tolist(), ends.tolist(), strict=True)
        spans = {
            (rule, *span)
            for rule, at, low, high in tries
            if (span := self._span(rule, at, passed, low, high)) is not None
        }
        rule, first, last = np.array([*spans], dtype=np.intp).reshape(-1, 3).T
        start, end = stream[first], stream[last] + 1
        comment = batch.comment[start].astype(np.intp)
        return Hits(rule, comment, start, end)[np.lexsort((end, start, rule, comment))]

    def reason(self, number: int, words: Sequence[Word]) -> str:
        """A rule in the words that met it: the lemma for each step, '…' where words were passed over."""
        key: tuple[int | str, ...] = (number, *(word.form for word in words), *(word.lemma for word in words))
        reason = self._reasons.get(key)
        if reason is None:
            if len(self._reasons) >= _MEMORY:
                self._reasons.clear()
            reason = self._reasons[key] = self._told(number, words)
        return reason

    def _told(self, number: int, words: Sequence[Word]) -> str:
        told: list[str] = []
        at = 0
        passed = [self._tests.passed(word) for word in words]
        for step, bit in zip(self.rules[number].steps, self._bits[number], strict=True):
            passing = (i for i in range(at, len(words)) if bit == 0 or passed[i] & bit)
            here = next(passing, None)
            if here is None or (step.optional and here > at):
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
        self._sets.extend([self._set(word) for word in table.words[len(self._sets) :]])

    def _set(self, word: Word) -> int:
        """The number of the set of tests that a word passes."""
        passed = self._tests.passed(word)
        number = self._number.get(passed)
        if number is None:
            number = self._number[passed] = self._gate.learn(list(places(passed)))
            self._passed.append(passed)
        return number

    def _span(
        self, number: int, at: int, passed: Sequence[int], low: int, high: int
    ) -> tuple[int, int] | None:
        """The first and the last word of a rule whose anchor stands at ``at`` in the sentence [low, high)."""
        right, left = self._ways[number]
        last = to_the_right(right, passed, at, high)
        if last is None:
            return None
        first = to_the_left(left, passed, at, low, low + self._latest[number])
        if first is None:
            return None
        beside, without = self._conditions[number]
        if beside or without:
            together = reduce(or_, passed[low:high])
            if beside & together != beside or without & together:
                return None
        return first, last


def _latest(steps: Steps) -> int:
    """How far from the beginning of a sentence the first word may stand."""
    return steps[0].gap if steps[0].opening else _ANYWHERE


def _all_tests(rule: Rule) -> Iterator[Test]:
    yield from (step.test for step in rule.steps)
    yield from rule.conditions.beside
    yield from rule.conditions.without


def _anchor(rule: Rule) -> int:
    """The demanded step that the fewest, longest words pass; it is looked up first."""

    def rarity(number: int) -> tuple[bool, int, int]:
        test = rule.steps[number].test
        keys = [*test.lemmas, *test.prefixes, *test.endings] or list(test.forms)
        shortest = min((len(key) for key in keys), default=0)
        return (shortest > 3, -len(keys), shortest)

    demanded = [
        number
        for number, step in enumerate(rule.steps)
        if not step.optional and step.test != ANY and not step.test.number
    ]
    return max(demanded, key=rarity)
