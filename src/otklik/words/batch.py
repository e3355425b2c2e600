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
from otklik.runs import starts
from otklik.words import scope
from otklik.words.context import settled
from otklik.words.table import LINE_BREAK, SPOKEN, Kind, WordTable

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Numbers = NDArray[np.integer[Any]]

_NEGATOR, _TURN = int(Kind.NEGATOR), int(Kind.TURN)
_SENTENCE_END, _CLAUSE_END = int(Kind.SENTENCE_END), int(Kind.CLAUSE_END)
_REACH = np.array([0, *(language.reach for language in LANGUAGES)])
"""How far a negator reaches, by the number of its language."""
_TONGUES = len(_REACH)


@dataclass(frozen=True)
class Batch:
    """``words[first[i]:first[i + 1]]`` are the word numbers of comment i, punctuation among them.

    - ``texts``: the clean texts; ``chunks``: chunk numbers, those of comment i from ``first_chunk[i]``.
    - ``comment``, ``sentence``, ``clause``: for each word, the number of the one it stands in;
      sentences and clauses are counted over the batch, from 0, and never cross a comment.
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
    def languages(self) -> Ints:
        """Language of each word, as in the word table."""
        languages: Ints = self.table.languages[self.words]
        return languages

    @cached_property
    def lengths(self) -> Ints:
        """Words of each comment, punctuation among them."""
        return self.first[1:] - self.first[:-1]

    def by_language(self) -> NDArray[np.intp]:
        """Comments × languages, 0 among them: how many words are of each."""
        place = self.comment * _TONGUES + self.languages
        return np.bincount(place, minlength=len(self) * _TONGUES).reshape(-1, _TONGUES)

    @cached_property
    def _having(self) -> dict[int, Bools]:
        return {}

    def has(self, kind: int) -> Bools:
        """Which words are of a kind. Worked out once a kind, and not to be written to."""
        kind = int(kind)  # a Kind is found under its name, not its number
        found = self._having.get(kind)
        if found is None:
            found = self._having[kind] = (self.kinds & kind) != 0
            found.flags.writeable = False
        return found

    @cached_property
    def negated(self) -> Bools:
        """Words within the reach of a negator that stands before them in the same clause."""
        negated = np.zeros(len(self.words), dtype=bool)
        at = self.has(_NEGATOR).nonzero()[0]
        if len(at):
            reach = _REACH[self.languages[at]]
            for step in range(1, _REACH.max() + 1):
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

    @property
    def asked_share(self) -> NDArray[np.float64]:
        """Of the words of each comment those that stand in questions."""
        asked = np.bincount(self.comment, self.asked, len(self))
        return asked / np.maximum(self.lengths, 1)

    @cached_property
    def first_of_clause(self) -> Ints:
        """Where each clause begins; clauses without a break are whole comments."""
        return starts(self.clause).astype(np.int32)

    @cached_property
    def clause_lengths(self) -> NDArray[np.float64]:
        """Spoken words of each clause."""
        return np.bincount(self.clause, self.has(SPOKEN)).astype(np.float64, copy=False)

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
        chunk, word = self._chunk_of(np.concatenate([start, end - 1]))
        offset, firsts, lasts = self._offset[chunk], word[: len(start)], word[len(start) :]
        begins = offset[: len(start)] + self.table.start[firsts]
        ends = offset[len(start) :] + self.table.end[lasts]
        return list(zip(begins.tolist(), ends.tolist(), strict=True))

    @cached_property
    def _end_of_chunk(self) -> Ints:
        ends: Ints = self.table.length[self.chunks].cumsum(dtype=np.int32)
        return ends

    def _chunk_of(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """The chunk that each of these words stands in, counted over the batch, and its place in the table's
        ``flat``."""
        chunk = self._end_of_chunk.searchsorted(words, side="right")
        number = self.chunks[chunk]
        inside = words - self._end_of_chunk[chunk] + self.table.length[number]
        return chunk, self.table.first[number] + inside

    @cached_property
    def _offset(self) -> Ints:
        """Where each chunk begins in its text. Between chunks stands one space, and none beside a line break;
        where a text's length tells that there is more, its chunks are looked for."""
        many = self.first_chunk[1:] - self.first_chunk[:-1]
        filled = many > 0
        broken = self.chunks == self.table.get(LINE_BREAK, -1)
        taken = self.table.size[self.chunks]
        gap = np.zeros(len(taken), dtype=bool)
        gap[:-1] = ~(broken[:-1] | broken[1:])
        gap[self.first_chunk[1:][filled] - 1] = False
        taken += gap
        begins = np.zeros(len(taken) + 1, np.int32)
        taken.cumsum(out=begins[1:])
        before = begins[self.first_chunk]
        offset: Ints = begins[:-1] - before[:-1].repeat(many)
        lengths = np.fromiter(map(len, self.texts), np.int64, len(self))
        for at in ((before[1:] - before[:-1] != lengths) & filled).nonzero()[0].tolist():
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


def batch(texts: Sequence[str], table: WordTable, cut: Sequence[list[int] | None] | None = None) -> Batch:
    """Put clean texts on the table. ``cut``: the numbers of the chunks between their blanks, where they are
    known."""
    known = cut or [None] * len(texts)
    numbers = [
        told if told and LINE_BREAK not in text else list(map(table.__getitem__, _chunks(text)))
        for text, told in zip(texts, known, strict=True)
    ]
    counts = np.fromiter(chain([0], map(len, numbers)), np.int32, len(texts) + 1)
    first_chunk = counts.cumsum(dtype=np.int32)
    chunks = np.fromiter(chain.from_iterable(numbers), np.int32, int(first_chunk[-1]))
    table.cut(chunks)
    length = table.length[chunks]
    ends = np.zeros(len(chunks) + 1, np.int32)
    length.cumsum(out=ends[1:])
    words = table.flat[(table.first[chunks] - ends[:-1]).repeat(length) + np.arange(ends[-1])]
    first = ends[first_chunk]
    comment = np.arange(len(texts), dtype=np.int32).repeat(first[1:] - first[:-1])
    sentence, clause = divide(table.kinds[words], comment)
    words = settled(words, clause, table)
    return Batch(table, texts, chunks, first_chunk, words, first, comment, sentence, clause)


def divide(kinds: Ints, comment: Ints) -> tuple[Ints, Ints]:
    """Number the sentences and the clauses, from 0. A mark belongs to what it ends; a turn begins anew."""
    if len(kinds) == 0:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    new_comment = comment[1:] != comment[:-1]

    def number(mark: int, turn: int) -> Ints:
        is_mark = (kinds & mark) != 0
        begins = new_comment | (is_mark[:-1] & ~is_mark[1:])
        if turn:
            begins |= (kinds[1:] & turn) != 0
        numbers = np.zeros(len(kinds), np.int32)
        begins.cumsum(out=numbers[1:])
        return numbers

    return number(_SENTENCE_END, 0), number(_CLAUSE_END, _TURN)
