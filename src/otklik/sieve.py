"""Which steps of preparing a comment could change it, told by its chunks; of most comments none could.

What a chunk tells is asked once and remembered, so that a comment costs a look at each of its chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from otklik import clean, mail
from otklik.redaction.telling import ANYTHING, BEFORE_NAME, BEGINS_NAME, CAPITAL, NAME, telling
from otklik.repair import Doubt, few_latin

Ints = NDArray[np.int32]
MASKING = ANYTHING
MARKUP, MAIL, REPAIR, _LATIN = 1 << 8, 1 << 9, 1 << 10, 1 << 11
EVERY = MARKUP | MAIL | MASKING | REPAIR
"""The steps that a comment may need; those of masking are what its chunks tell the redactor."""
_MEMORY = 1 << 19
"""Chunks that are remembered, at about 0.1 kB each; past it, all is asked anew."""


class Sieve(dict[str, int]):
    """Chunk → what it tells. ``doubt``: all that a chunk may need of repair, as a sum of Doubts."""

    def __init__(self, doubt: Callable[[str], int]) -> None:
        super().__init__()
        self._doubt = doubt

    def __missing__(self, chunk: str) -> int:
        told, doubt = telling(chunk), self._doubt(chunk)
        if clean.suspects(chunk):
            told |= MARKUP
        if mail.suspects(chunk):
            told |= MAIL
        if doubt:
            told |= _LATIN if doubt == Doubt.LATIN else REPAIR
        self[chunk] = told
        return told

    def steps(self, texts: Sequence[str], cut: Sequence[list[str]]) -> Ints:
        """For each text, with the chunks that it is cut into, the steps that it may need."""
        if len(self) > _MEMORY:
            self.clear()
        many = np.fromiter(map(len, cut), np.intp, len(cut))
        told = np.fromiter(map(self.__getitem__, chain.from_iterable(cut)), np.int32, many.sum())
        lines = np.fromiter(map(_broken, texts), bool, len(texts))
        found = _united(told, many)
        return np.where(lines, found | (MAIL | NAME), found) & EVERY


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
        latin = np.add.reduceat(told & _LATIN, starts) // _LATIN
        united = np.bitwise_or.reduceat(told, starts)
        found[spoken] = united | REPAIR * ~few_latin(latin, many)
    return found
