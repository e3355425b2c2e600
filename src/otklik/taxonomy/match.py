"""Find patterns in a batch. Only comments that hold a pattern's rarest-looking word are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy.pattern import ANY, NO_CONDITIONS, Conditions, Steps, Test
from otklik.words import Batch, Kind, Word, WordTable


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern and what it shows. ``polarity`` is None where the clause decides."""

    id: str
    steps: Steps
    polarity: str | None
    source: str
    language: str
    conditions: Conditions = NO_CONDITIONS


@dataclass(frozen=True, slots=True)
class Hit:
    """Rule number and the matched words [start, end), numbered in the batch."""

    rule: int
    comment: int
    start: int
    end: int


_Start = tuple[int, int, int, int]
"""A rule's number, the place of its anchor among its steps, the bits it demands and those it bars."""


class Matcher:
    """Rules over a word table. ``rules`` keep their order; a hit names a rule by its number.

    Every different test has a bit; what a word passes is one integer, worked out once per form. A rule is
    tried where its anchor stands in a sentence whose words pass all the tests it demands and none it bars.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        tests = _Tests(test for rule in self.rules for test in _all_tests(rule))
        self._tests = tests
        self._bits = [[0 if s.test == ANY else tests.bit(s.test) for s in rule.steps] for rule in self.rules]
        self._starts: dict[int, list[_Start]] = {}
        for number, rule in enumerate(self.rules):
            at = _anchor(rule)
            demanded = 0
            for step, bit in zip(rule.steps, self._bits[number], strict=True):
                demanded |= 0 if step.optional else bit
            demanded |= tests.bits(rule.conditions.beside)
            barred = tests.bits(rule.conditions.without)
            self._starts.setdefault(self._bits[number][at], []).append((number, at, demanded, barred))
        self._anchors = sum(self._starts)
        self._table: WordTable | None = None
        self._passed: list[int] = []
        self._begun: list[tuple[_Start, ...]] = []
        self._is_anchor: NDArray[np.bool_] = np.zeros(0, dtype=bool)

    def find(self, batch: Batch) -> list[Hit]:
        """All hits, in the order of comment, rule and place; one for each place of a rule's anchor."""
        self._learn(batch.table)
        stream = np.flatnonzero(batch.has(Kind.WORD | Kind.EMOJI))
        said = batch.words[stream]
        passed = [self._passed[word] for word in said.tolist()]
        begins, ends = _bounds(batch.sentence[stream])
        in_sentence: dict[int, int] = {}
        hits: set[tuple[int, int, int, int]] = set()
        for at in np.flatnonzero(self._is_anchor[said]).tolist():
            low, high = begins[at], ends[at]
            together = in_sentence.get(low)
            if together is None:
                together = in_sentence[low] = reduce(or_, passed[low:high])
            for number, anchor, demanded, barred in self._begun[said[at]]:
                if demanded & together != demanded or barred & together:
                    continue
                span = self._span(number, anchor, at, passed, low, high)
                if span is not None:
                    start, end = int(stream[span[0]]), int(stream[span[1]]) + 1
                    hits.add((int(batch.comment[start]), number, start, end))
        return [Hit(rule, comment, start, end) for comment, rule, start, end in sorted(hits)]

    def reason(self, number: int, words: Sequence[Word]) -> str:
        """A rule in the words that met it: the lemma for each step, '…' where words were passed over."""
        told: list[str] = []
        at = 0
        for step, bit in zip(self.rules[number].steps, self._bits[number], strict=True):
            passing = (i for i in range(at, len(words)) if bit == 0 or self._tests.passed(words[i]) & bit)
            here = next(passing, None)
            if here is None or (step.optional and here > at):
                continue
            if here > at and told:
                told.append("…")
            told.append(words[here].lemma)
            at = here + 1
        return " ".join(told)

    def _learn(self, table: WordTable) -> None:
        """Work out what the table's new words pass and which rules they may begin."""
        if table is not self._table:
            self._table, self._passed, self._begun = table, [], []
            self._is_anchor = np.zeros(0, dtype=bool)
        new = table.words[len(self._passed) :]
        if not new:
            return
        for word in new:
            passed = self._tests.passed(word)
            self._passed.append(passed)
            self._begun.append(tuple(self._starting(passed & self._anchors)))
        known = len(self._is_anchor)
        told = np.array([bool(begun) for begun in self._begun[known:]], dtype=bool)
        self._is_anchor = np.concatenate([self._is_anchor, told])

    def _starting(self, bits: int) -> Iterator[_Start]:
        """What the anchors among ``bits`` begin."""
        while bits:
            lowest = bits & -bits
            yield from self._starts[lowest]
            bits ^= lowest

    def _span(
        self, number: int, anchor: int, at: int, passed: list[int], low: int, high: int
    ) -> tuple[int, int] | None:
        steps, bits = self.rules[number].steps, self._bits[number]
        latest = low + steps[0].gap if steps[0].opening else high

        def walk(rest: Sequence[int], gap: int, place: int, step: int) -> int | None:
            """The last place reached by matching the steps ``rest`` away from ``place``; ``gap`` words may
            stand before the first of them."""
            if not rest:
                return place if step > 0 or place <= latest else None
            first, others = rest[0], rest[1:]
            beyond = _gap_after(steps, first, step)
            for there in range(place + step, place + step * (2 + gap), step):
                if not low <= there < high:
                    break
                if bits[first] == 0 or passed[there] & bits[first]:
                    end = walk(others, beyond, there, step)
                    if end is not None:
                        return end
            return walk(others, gap + beyond, place, step) if steps[first].optional else None

        last = walk(range(anchor + 1, len(steps)), _gap_after(steps, anchor, 1), at, 1)
        if last is None:
            return None
        first = walk(range(anchor - 1, -1, -1), _gap_after(steps, anchor, -1), at, -1)
        return None if first is None else (first, last)


class _Tests:
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


def _all_tests(rule: Rule) -> Iterator[Test]:
    yield from (step.test for step in rule.steps)
    yield from rule.conditions.beside
    yield from rule.conditions.without


def _gap_after(steps: Steps, at: int, step: int) -> int:
    """How many words may stand between a step and its neighbour in that direction."""
    if step > 0:
        return steps[at + 1].gap if at + 1 < len(steps) else 0
    return steps[at].gap


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


def _bounds(sentence: NDArray[np.int32]) -> tuple[list[int], list[int]]:
    """For each place, where its sentence begins and ends."""
    if len(sentence) == 0:
        return [], []
    cuts = np.flatnonzero(np.r_[True, np.diff(sentence) != 0, True])
    lengths = np.diff(cuts)
    return np.repeat(cuts[:-1], lengths).tolist(), np.repeat(cuts[1:], lengths).tolist()
