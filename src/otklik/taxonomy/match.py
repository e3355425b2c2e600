"""Find patterns in a batch. Only comments that hold a pattern's rarest-looking word are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy.pattern import ANY, Step, Steps, Test
from otklik.words import Batch, Kind, Word, WordTable


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern and what it shows. ``polarity`` is None where the clause decides."""

    id: str
    steps: Steps
    polarity: str | None
    source: str
    language: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Rule number and the matched words [start, end), numbered in the batch."""

    rule: int
    comment: int
    start: int
    end: int


class Matcher:
    """Rules over a word table. ``rules`` keep their order; a hit names a rule by its number."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_lemma: dict[str, list[tuple[int, int]]] = {}
        self._by_form: dict[str, list[tuple[int, int]]] = {}
        self._by_prefix: dict[str, list[tuple[int, int]]] = {}
        for number, rule in enumerate(self.rules):
            at = _anchor(rule.steps)
            test = rule.steps[at].test
            for index, keys in (
                (self._by_lemma, test.lemmas),
                (self._by_form, test.forms),
                (self._by_prefix, test.prefixes),
            ):
                for key in keys:
                    index.setdefault(key, []).append((number, at))
            if test.number:
                raise ValueError(f"rule {rule.source!r} hangs on a number alone")
        self._prefix_lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self._table: WordTable | None = None
        self._anchored: dict[int, tuple[tuple[int, int], ...]] = {}
        self._known = 0
        self._is_anchor: NDArray[np.bool_] = np.zeros(0, dtype=bool)

    def find(self, batch: Batch) -> list[Hit]:
        """All hits, the longest first found at each anchor, in the order of comment, rule and place."""
        self._learn(batch.table)
        words, sentence = batch.words.tolist(), batch.sentence
        spoken = batch.has(Kind.WORD | Kind.EMOJI)
        stream = np.flatnonzero(spoken)
        position = np.cumsum(spoken) - 1
        said = [words[at] for at in stream.tolist()]
        bounds = _bounds(sentence[stream])
        hits: set[tuple[int, int, int, int]] = set()
        for at in np.flatnonzero(self._is_anchor[batch.words]).tolist():
            here = int(position[at])
            low, high = bounds[0][here], bounds[1][here]
            for number, anchor in self._anchored[words[at]]:
                span = self._span(self.rules[number].steps, anchor, here, said, low, high, batch.table.words)
                if span is not None:
                    start, end = int(stream[span[0]]), int(stream[span[1]]) + 1
                    hits.add((int(batch.comment[at]), number, start, end))
        return [Hit(rule, comment, start, end) for comment, rule, start, end in sorted(hits)]

    def _learn(self, table: WordTable) -> None:
        """Note which of the table's new words may anchor a rule."""
        if table is not self._table:
            self._table, self._anchored, self._known = table, {}, 0
            self._is_anchor = np.zeros(0, dtype=bool)
        new = table.words[self._known :]
        found = [tuple(sorted(set(self._anchors_of(word)))) for word in new]
        self._anchored.update((self._known + i, anchors) for i, anchors in enumerate(found) if anchors)
        self._is_anchor = np.concatenate([self._is_anchor, np.array([bool(a) for a in found], dtype=bool)])
        self._known = len(table.words)

    def _anchors_of(self, word: Word) -> Iterator[tuple[int, int]]:
        yield from self._by_lemma.get(word.lemma, ())
        yield from self._by_form.get(word.form, ())
        for length in self._prefix_lengths:
            yield from self._by_prefix.get(word.form[:length], ())
            yield from self._by_prefix.get(word.lemma[:length], ())

    @staticmethod
    def _span(
        steps: Steps, anchor: int, at: int, said: list[int], low: int, high: int, words: list[Word]
    ) -> tuple[int, int] | None:
        def accepts(test: Test, place: int) -> bool:
            word = words[said[place]]
            return test.accepts(word.form, word.lemma)

        def walk(rest: Sequence[Step], gaps: Sequence[int], place: int, step: int) -> int | None:
            """The last place reached by matching ``rest`` away from ``place`` in direction ``step``."""
            if not rest:
                return place
            for skipped in range(gaps[0] + 1):
                there = place + step * (1 + skipped)
                if not low <= there < high:
                    break
                if accepts(rest[0].test, there):
                    end = walk(rest[1:], gaps[1:], there, step)
                    if end is not None:
                        return end
            return walk(rest[1:], _merge(gaps), place, step) if rest[0].optional else None

        after = steps[anchor + 1 :]
        before = steps[:anchor][::-1]
        last = walk(after, [step.gap for step in after], at, 1)
        if last is None:
            return None
        first = walk(before, [steps[number].gap for number in range(anchor, 0, -1)], at, -1)
        return None if first is None else (first, last)


def _merge(gaps: Sequence[int]) -> list[int]:
    """Gaps when the first step is left out: its gap adds to the next one's."""
    return [gaps[0] + gaps[1], *gaps[2:]] if len(gaps) > 1 else []


def _anchor(steps: Steps) -> int:
    """The demanded step that the fewest, longest words satisfy; it is looked up first."""

    def rarity(number: int) -> tuple[bool, int, int]:
        test = steps[number].test
        keys = [*test.lemmas, *test.prefixes] or list(test.forms)
        shortest = min((len(key) for key in keys), default=0)
        return (shortest > 3, -len(keys), shortest)

    demanded = [
        i for i, step in enumerate(steps) if not step.optional and step.test != ANY and not step.test.number
    ]
    return max(demanded, key=rarity)


def _bounds(sentence: NDArray[np.int32]) -> tuple[list[int], list[int]]:
    """For each place, where its sentence begins and ends."""
    if len(sentence) == 0:
        return [], []
    cuts = np.flatnonzero(np.r_[True, np.diff(sentence) != 0, True])
    lengths = np.diff(cuts)
    return np.repeat(cuts[:-1], lengths).tolist(), np.repeat(cuts[1:], lengths).tolist()
