"""Rules laid out as arrays of numbers, which the matcher is made of and which are kept with the package.

Every different test of steps and conditions has a number; ANY has the one behind the last. Steps of all rules
stand one after the other.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from otklik.languages import LANGUAGES
from otklik.records import POLARITIES
from otklik.taxonomy.pattern import ANY, NO_CONDITIONS, Conditions, Steps, Test

Numbers = NDArray[np.int32]
NONE = -1
LEMMA, FORM, PREFIX, ENDING = range(4)
"""What a key of a test is to the word that passes it."""
_LOOKED_FOR = 2
"""Steps besides the anchor's that must be met in a sentence before it is walked through."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern and what it shows. ``polarity`` is None where the clause decides."""

    id: str
    steps: Steps
    polarity: str | None
    source: str
    language: str
    conditions: Conditions = NO_CONDITIONS

    @property
    def key(self) -> int:
        """A number for the rule as it is written, so that trained weights find it in any taxonomy."""
        said = f"{self.language} {self.id} {self.polarity} {self.source}"
        return zlib.crc32(said.encode("utf8", "surrogatepass"))


@dataclass(frozen=True)
class Lists:
    """Lists of numbers, one after the other: list i is ``values[first[i] : first[i + 1]]``."""

    first: Numbers
    values: Numbers

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> Lists:
        every = list(lists)
        first = np.cumsum([0, *map(len, every)], dtype=np.int32)
        return cls(first, np.fromiter(chain.from_iterable(every), np.int32, int(first[-1])))

    @classmethod
    def by(cls, keys: Numbers, values: Numbers, many: int) -> Lists:
        """For each key below ``many`` the values that stand beside it, in their order."""
        first = np.concatenate([[0], np.bincount(keys, minlength=many).cumsum()]).astype(np.int32)
        return cls(first, values[keys.argsort(kind="stable")].astype(np.int32))

    def __len__(self) -> int:
        return len(self.first) - 1

    def __getitem__(self, number: int) -> list[int]:
        found: list[int] = self.values[self.first[number] : self.first[number + 1]].tolist()
        return found

    def __iter__(self) -> Iterator[list[int]]:
        values, first = self.values.tolist(), self.first.tolist()
        return (values[begin:end] for begin, end in pairwise(first))

    @property
    def lengths(self) -> Numbers:
        return np.diff(self.first)

    @property
    def owner(self) -> Numbers:
        """The number of the list that each value is of."""
        return np.arange(len(self), dtype=np.int32).repeat(self.lengths)

    @property
    def place(self) -> Numbers:
        """The place of each value in its list."""
        return np.arange(len(self.values), dtype=np.int32) - self.first[:-1].repeat(self.lengths)


@dataclass(frozen=True)
class Plan:
    """All of a taxonomy's rules.

    Of each rule: ``concept`` (a place in ``ids``), ``polarity`` (a place in POLARITIES, behind the last where
    the clause decides), ``language`` (a place in LANGUAGES), ``key``, whether a step of it is a negator
    (``negating``), its ``steps`` (numbers of tests), whether the first must open the sentence (``opening``),
    the step it is looked up by (``anchor``), the tests that words ``beside`` it must pass, and a list of
    ``without`` none of whose tests a word of the sentence may pass (``banned``; NONE for no such list).

    Of each step: how many words may stand before it (``gap``), and whether it may be missing (``optional``).

    Of each of the ``words`` that tests look for: the ``kind`` of key it is, and the ``tests`` that it passes.
    A number passes ``of_numbers``.
    """

    ids: tuple[str, ...]
    concept: Numbers
    polarity: Numbers
    language: Numbers
    key: NDArray[np.uint32]
    negating: NDArray[np.bool_]
    steps: Lists
    gap: Numbers
    optional: NDArray[np.bool_]
    opening: NDArray[np.bool_]
    anchor: Numbers
    beside: Lists
    banned: Numbers
    without: Lists
    words: tuple[str, ...]
    kind: Numbers
    tests: Lists
    of_numbers: Numbers

    def __len__(self) -> int:
        return len(self.concept)

    @cached_property
    def anything(self) -> int:
        """The number of ANY, and so of how many other tests there are: each is passed by words or numbers."""
        return 1 + int(np.concatenate([self.tests.values, self.of_numbers]).max(initial=-1))

    @property
    def anchors(self) -> Numbers:
        """The place of each rule's anchor among the steps of all."""
        return self.steps.first[:-1] + self.anchor


def planned(rules: Sequence[Rule]) -> Plan:
    """The plan of rules, which keep their order. It depends on the rules alone."""
    number = _numbered(rules)
    anchors = [_anchor(rule) for rule in rules]
    steps = [step for rule in rules for step in rule.steps]
    places = {id: place for place, id in enumerate(dict.fromkeys(rule.id for rule in rules))}
    unwanted = [tuple(sorted({number[test] for test in rule.conditions.without})) for rule in rules]
    groups = {tests: place for place, tests in enumerate(dict.fromkeys(filter(None, unwanted)))}
    codes = [language.code for language in LANGUAGES]
    negators = frozenset[str]().union(*(language.negators for language in LANGUAGES))
    words, kind, tests = _words(number)
    return Plan(
        ids=tuple(places),
        concept=_integers(places[rule.id] for rule in rules),
        polarity=_integers((*POLARITIES, None).index(rule.polarity) for rule in rules),
        language=_integers(codes.index(rule.language) for rule in rules),
        key=np.array([rule.key for rule in rules], np.uint32),
        negating=np.array([any(step.test.lemmas & negators for step in rule.steps) for rule in rules], bool),
        steps=Lists.of([number[step.test] for step in rule.steps] for rule in rules),
        gap=_integers(step.gap for step in steps),
        optional=np.array([step.optional for step in steps], bool),
        opening=np.array([rule.steps[0].opening for rule in rules], bool),
        anchor=_integers(anchors),
        beside=Lists.of(_beside(*one, number) for one in zip(rules, anchors, strict=True)),
        banned=_integers(groups.get(tests, NONE) for tests in unwanted),
        without=Lists.of(groups),
        words=words,
        kind=kind,
        tests=tests,
        of_numbers=_integers(told for test, told in number.items() if test.number),
    )


def _integers(values: Iterable[int]) -> Numbers:
    return np.array([*values], np.int32)


def _numbered(rules: Sequence[Rule]) -> dict[Test, int]:
    """The number of every test."""
    met = dict.fromkeys(chain.from_iterable(map(_all_tests, rules)))
    met.pop(ANY, None)
    return {test: number for number, test in enumerate([*met, ANY])}


def _words(number: dict[Test, int]) -> tuple[tuple[str, ...], Numbers, Lists]:
    """What the tests look for: words, their kinds, and the tests that each passes."""
    found: dict[tuple[int, str], list[int]] = {}
    for test, told in number.items():
        for kind, keys in (
            (LEMMA, test.lemmas),
            (FORM, test.forms),
            (PREFIX, test.prefixes),
            (ENDING, test.endings),
        ):
            for key in keys:
                found.setdefault((kind, key), []).append(told)
    ordered = sorted(found)
    words = tuple(key for _, key in ordered)
    return words, _integers(kind for kind, _ in ordered), Lists.of(found[one] for one in ordered)


def _beside(rule: Rule, anchor: int, number: dict[Test, int]) -> list[int]:
    """What the rest of the sentence must hold: the rule's conditions, and the steps that pass fewest words;
    the others the walk looks for."""
    conditions = rule.conditions.beside
    steps = {step.test for step in rule.steps if not step.optional}
    steps -= {rule.steps[anchor].test, ANY, *conditions}
    rarest = sorted(steps, key=lambda test: (_rarity(test), number[test]), reverse=True)
    return [number[test] for test in (*conditions, *rarest[:_LOOKED_FOR])]


def _all_tests(rule: Rule) -> Iterator[Test]:
    yield from (step.test for step in rule.steps)
    yield from rule.conditions.beside
    yield from rule.conditions.without


def _anchor(rule: Rule) -> int:
    """The demanded step that the fewest, longest words pass; it is looked up first."""
    demanded = [
        number
        for number, step in enumerate(rule.steps)
        if not step.optional and step.test != ANY and not step.test.number
    ]
    return max(demanded, key=lambda number: _rarity(rule.steps[number].test))


@cache
def _rarity(test: Test) -> tuple[bool, int, int]:
    """Greater for a test that fewer, longer words pass."""
    keys = [*test.lemmas, *test.prefixes, *test.endings] or list(test.forms)
    shortest = min((len(key) for key in keys), default=0)
    return shortest > 3, -len(keys), shortest
