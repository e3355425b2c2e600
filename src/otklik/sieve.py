"""Which steps of preparing a comment could change it, told by its chunks; of most comments none could.

What a chunk of a word table tells is asked once and remembered under its number, so that a comment costs
a look at each of its chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from otklik import clean, mail
from otklik.redaction.telling import ANYTHING, BEFORE_NAME, BEGINS_NAME, CAPITAL, NAME, telling
from otklik.repair import Doubt, few_latin
from otklik.room import with_room
from otklik.words import WordTable

Ints = NDArray[np.int32]
MASKING = ANYTHING
MARKUP, MAIL, REPAIR, _LATIN = 1 << 8, 1 << 9, 1 << 10, 1 << 11
EVERY = MARKUP | MAIL | MASKING | REPAIR
"""The steps that a comment may need; those of masking are what its chunks tell the redactor."""
_ASKED = 1 << 12


class Sieve:
    """Remembers what the chunks of one word table at a time tell. ``doubt``: all that a chunk may need of
    repair, as a sum of Doubts."""

    def __init__(self, doubt: Callable[[str], int]) -> None:
        self._doubt = doubt
        self._table: WordTable | None = None
        self._told = np.zeros(0, np.int32)

    def steps(self, texts: Sequence[str], cut: Sequence[list[int]], table: WordTable) -> Ints:
        """For each text, with the numbers of the chunks that it is cut into, the steps that it may need."""
        many = np.fromiter(map(len, cut), np.intp, len(cut))
        chunks = np.fromiter(chain.from_iterable(cut), np.int32, many.sum())
        lines = np.fromiter(map(_broken, texts), bool, len(texts))
        found = _united(self._of(chunks, table), many)
        return np.where(lines, found | (MAIL | NAME), found) & EVERY

    def _of(self, chunks: Ints, table: WordTable) -> Ints:
        """What each of the chunks tells."""
        if table is not self._table:
            self._table, self._told = table, np.zeros(0, np.int32)
        self._told = with_room(self._told, len(table))
        told: Ints = self._told[chunks]
        new = chunks[told == 0]
        if not len(new):
            return told
        for number in np.unique(new).tolist():
            self._told[number] = _ASKED | self._ask(table.chunks[number])
        return self._told[chunks]

    def _ask(self, chunk: str) -> int:
        """What a chunk tells."""
        told, doubt = telling(chunk), self._doubt(chunk)
        if clean.suspects(chunk):
            told |= MARKUP
        if mail.suspects(chunk):
            told |= MAIL
        if doubt:
            told |= _LATIN if doubt == Doubt.LATIN else REPAIR
        return told


def _broken(text: str) -> bool:
    """Whether a text is of more than one line, or has a blank beginning or end that is more than spaces."""
    return "\n" in text or "\r" in text or "\t" in text


def _united(told: Ints, many: NDArray[np.intp]) -> Ints:
    """What the chunks of each text, so ``many``, tell together."""
    found = np.zeros(len(many), np.int32)
    spoken = many.nonzero()[0]
    if len(spoken):
        many = many[spoken]
        ends = many.cumsum()
        starts, last = ends - many, ends - 1
        told[:-1] |= NAME * ((told[:-1] & BEFORE_NAME != 0) & (told[1:] & BEGINS_NAME != 0))
        told[last] |= NAME * (told[last] & CAPITAL != 0)
        found[spoken] = np.bitwise_or.reduceat(told, starts)
        latin = told & _LATIN
        if latin.any():
            found[spoken] |= REPAIR * ~few_latin(np.add.reduceat(latin, starts) // _LATIN, many)
    return found
