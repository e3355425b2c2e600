"""A batch of comments as flat integer arrays: words, sentences, clauses, what a negator reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik.languages import LANGUAGES
from otklik.words import scope
from otklik.words.context import settled
from otklik.words.table import LINE_BREAK, Kind, WordTable

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Numbers = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Batch:
    """``words[first[i]:first[i + 1]]`` are the word numbers of comment i, punctuation among them.

    - ``texts``: the clean texts; ``chunks``: chunk numbers, those of comment i from ``first_chunk[i]``.
    - ``comment``, ``sentence``, ``clause``: for each word, the number of the one it stands in;
      sentences and clauses are counted over the batch and never cross a comment.
    """

    table: WordTable
    texts: Sequence[str]
    chunks: Ints
    first_chunk: Ints
    words: Ints
    first: Ints
    comment: Ints
    sentence: Ints
    clause: Ints

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def kinds(self) -> Ints:
        """Kind of each word."""
        kinds: Ints = self.table.kinds[self.words]
        return kinds

    @cached_property
    def _having(self) -> dict[int, Bools]:
        return {}

    def has(self, kind: Kind) -> Bools:
        """Which words are of a kind. Worked out once a kind, and not to be written to."""
        found = self._having.get(int(kind))
        if found is None:
            found = self._having[int(kind)] = np.not_equal(self.kinds & int(kind), 0)
            found.flags.writeable = False
        return found

    @cached_property
    def negated(self) -> Bools:
        """Words within the reach of a negator that stands before them in the same clause."""
        negated = np.zeros(len(self.words), dtype=bool)
        at = np.flatnonzero(self.has(Kind.NEGATOR))
        reach = np.array([0] + [language.reach for language in LANGUAGES])[
            self.table.languages[self.words[at]]
        ]
        for step in range(1, max((language.reach for language in LANGUAGES), default=0) + 1):
            start = at[(at + step < len(self.words)) & (reach >= step)]
            negated[start[self.clause[start] == self.clause[start + step]] + step] = True
        return negated

    @cached_property
    def bend(self) -> Ints:
        """The Bend of each word: what its clause makes of it."""
        return scope.bend(self.kinds, self.clause)

    @cached_property
    def asked(self) -> Bools:
        """Words of a question."""
        return scope.asked(self.kinds, self.sentence)

    @cached_property
    def first_of_clause(self) -> Ints:
        """Where each clause begins; clauses without a break are whole comments."""
        begins = _after(self.clause[1:] != self.clause[:-1], len(self.clause))
        begins[:1] = True
        return np.flatnonzero(begins).astype(np.int32)

    @cached_property
    def comment_of_clause(self) -> Ints:
        return self.comment[self.first_of_clause]

    def spans(self, comment: int) -> list[tuple[int, int]]:
        """Offsets in the clean text of each word of a comment."""
        words = np.arange(self.first[comment], self.first[comment + 1], dtype=np.int32)
        return self.places(words, words + 1)

    def places(self, start: Numbers, end: Numbers) -> list[tuple[int, int]]:
        """Offsets in the clean texts of runs of words [start, end), each within one comment."""
        if not len(start):
            return []
        chunk, word = self._chunk_of(start)
        last, last_word = self._chunk_of(end - 1)
        begins = self._offset[chunk] + self.table.start[word]
        ends = self._offset[last] + self.table.end[last_word]
        return list(zip(begins.tolist(), ends.tolist(), strict=True))

    @cached_property
    def _end_of_chunk(self) -> Ints:
        ends: Ints = np.cumsum(self.table.length[self.chunks], dtype=np.int32)
        return ends

    def _chunk_of(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """The chunk that each of these words stands in, counted over the batch, and its place in the table's
        ``flat``."""
        chunk = np.searchsorted(self._end_of_chunk, words, side="right")
        number = self.chunks[chunk]
        inside = words - self._end_of_chunk[chunk] + self.table.length[number]
        return chunk, self.table.first[number] + inside

    @cached_property
    def _offset(self) -> Ints:
        """Where each chunk begins in its text. Between chunks stands one space, and none beside a line break;
        where a text's length tells that there is more, its chunks are looked for."""
        size, many = self.table.size[self.chunks], np.diff(self.first_chunk)
        broken = self.chunks == self.table.get(LINE_BREAK, -1)
        gap = np.zeros(len(size), dtype=bool)
        gap[:-1] = ~(broken[:-1] | broken[1:])
        gap[self.first_chunk[1:][many > 0] - 1] = False
        ends = np.cumsum(size + gap)
        begins = ends - size - gap
        before = np.append(0, ends)[self.first_chunk]
        offset: Ints = (begins - np.repeat(before[:-1], many)).astype(np.int32)
        lengths = np.fromiter(map(len, self.texts), np.int64, len(self))
        for at in np.flatnonzero((np.diff(before) != lengths) & (many > 0)).tolist():
            found = (one.start() for one in _CHUNK.finditer(self.texts[at]))
            offset[self.first_chunk[at] : self.first_chunk[at + 1]] = np.fromiter(found, np.int32)
        return offset


_CHUNK = re.compile(rf"{LINE_BREAK}|\S+")
"""What ``_chunks`` cuts out."""


def _chunks(text: str) -> list[str]:
    """Chunks between spaces; a line break is a chunk of its own, since it ends a sentence."""
    if LINE_BREAK not in text:
        return text.split()
    lines = [line.split() for line in text.split(LINE_BREAK)]
    return [chunk for line in lines for chunk in (*line, LINE_BREAK)][:-1]


def batch(texts: Sequence[str], table: WordTable, cut: Sequence[list[str] | None] | None = None) -> Batch:
    """Put clean texts on the table. ``cut``: the chunks between the blanks of those without a line break,
    where they are known."""
    if cut is None:
        names = list(map(_chunks, texts))
    else:
        names = [chunks or _chunks(text) for text, chunks in zip(texts, cut, strict=True)]
    counts = np.fromiter(chain([0], map(len, names)), np.int32, len(texts) + 1)
    first_chunk = np.cumsum(counts, dtype=np.int32)
    numbers = map(table.__getitem__, chain.from_iterable(names))
    chunks = np.fromiter(numbers, dtype=np.int32, count=int(first_chunk[-1]))
    length = table.length[chunks]
    ends = np.cumsum(length)
    inside = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - length, length)
    words = table.flat[np.repeat(table.first[chunks], length) + inside]
    first = np.append(0, ends)[first_chunk].astype(np.int32)
    comment = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(first))
    sentence, clause = divide(table.kinds[words], comment)
    words = settled(words, clause, table)
    return Batch(table, texts, chunks, first_chunk, words, first, comment, sentence, clause)


def divide(kinds: Ints, comment: Ints) -> tuple[Ints, Ints]:
    """Number the sentences and the clauses. A mark belongs to what it ends; a turn begins anew."""
    if len(kinds) == 0:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    new_comment = _after(comment[1:] != comment[:-1], len(comment))

    def number(mark: int, begins: Bools) -> Ints:
        is_mark = (kinds & mark) != 0
        after = _after(is_mark[:-1] & ~is_mark[1:], len(kinds))
        return np.cumsum(new_comment | after | begins, dtype=np.int32)

    never = np.zeros(len(kinds), dtype=bool)
    turns = (kinds & Kind.TURN) != 0
    return number(Kind.SENTENCE_END, never), number(Kind.CLAUSE_END, turns)


def _after(told: Bools, words: int) -> Bools:
    """What is told of each of the words but the first, of which nothing is told."""
    found = np.zeros(words, dtype=bool)
    found[1:] = told
    return found
