"""Which steps of preparing a comment could change it, told by its chunks; of most comments none could.

What a chunk of a word table tells is asked once and remembered under its number, so that a comment costs
a look at each of its chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from otklik import clean, mail, survey
from otklik.redaction.telling import ANYTHING, AT_THE_END, IN_A_ROW, NAME, PLACES, TOGETHER, telling
from otklik.repair import Doubt, few_latin
from otklik.room import with_room
from otklik.words import WordTable

Ints = NDArray[np.int32]
MASKING = ANYTHING
MARKUP, MAIL, SURVEY, REPAIR, _LATIN, _ASKED = (1 << place for place in range(PLACES, PLACES + 6))
EVERY = MARKUP | MAIL | MASKING | SURVEY | REPAIR
"""The steps that a comment may need; those of masking are what its chunks tell the redactor."""


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
        if survey.suspects(chunk):
            told |= SURVEY
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
        behind = many.cumsum()
        starts, last = behind - many, behind - 1
        for before, after, opens in IN_A_ROW:
            told[:-1] |= opens * ((told[:-1] & before != 0) & (told[1:] & after != 0))
        ends, opens = AT_THE_END
        told[last] |= opens * (told[last] & ends != 0)
        united = np.bitwise_or.reduceat(told, starts)
        for all_of_it, opens in TOGETHER:
            united |= opens * (united & all_of_it == all_of_it)
        latin = told & _LATIN != 0
        if latin.any():
            united |= REPAIR * ~few_latin(np.add.reduceat(latin, starts, dtype=np.int32), many)
        found[spoken] = united
    return found
