"""Runs of words that were typed on the wrong keyboard or in Latin letters.

A short word alone proves nothing ('to' may be 'то'), so words that stand together are decided together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby

from otklik.edits import Change
from otklik.languages import Language
from otklik.repair.readings import Reader, Reading

_CHUNK = re.compile(r"\S+")
_HELD = re.compile(r"([^\W\d_])\1\1+", re.IGNORECASE)
_END = re.compile(r"[.!?…]$")
_MEMORY = 1 << 16
_LIKELY, _SURE = 1.5, 6.0
Run = list[tuple[int, str, Reading]]
"""Where each chunk begins, the chunk, and what it may be instead."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How much is needed to read a run anew: ``words`` that only the reading makes words, and ``bits``
    of evidence; ``small``: a word with a capital may be a name and does not count."""

    words: int
    bits: float
    small: bool = False


class Runs:
    """Finds the runs of chunks in the script of ``typed``, without a letter of ``meant``, and reads them
    as ``read`` says where the proof is there: ``alone`` in a text with no other letters, ``among`` else."""

    def __init__(self, typed: Language, meant: Language, read: Reader, alone: Proof, among: Proof) -> None:
        self._typed, self._meant = typed.letters, meant.letters
        self._read = lru_cache(_MEMORY)(partial(_released, read))
        self._alone, self._among = alone, among

    def changes(self, text: str, step: str) -> list[Change]:
        return [
            Change(start, start + len(old), reading.new, step)
            for run in self._runs(text)
            for start, old, reading in run
            if reading.possible and reading.new != old
        ]

    def _runs(self, text: str) -> Iterator[Run]:
        proof = self._among if self._meant.search(text) else self._alone
        for run in self._split(text):
            if proven(run, proof, times=_SURE):
                yield run
            elif proven(run, proof):
                yield from (part for part in _sentences(run) if not denied(part))
            else:
                yield from (part for part in _parts(run) if proven(part, proof))

    def _split(self, text: str) -> Iterator[Run]:
        """Chunks that can be read, between those that hold letters of the other script."""
        run: Run = []
        for found in _CHUNK.finditer(text):
            chunk = found[0]
            if self._meant.search(chunk):
                if run:
                    yield run
                run = []
            elif self._typed.search(chunk) and (reading := self._read(chunk)) is not None:
                run.append((found.start(), chunk, reading))
        yield run


def _released(read: Reader, chunk: str) -> Reading | None:
    """The reading of the chunk, or else of the chunk without its letters held down."""
    reading = read(chunk)
    if reading is not None and not reading.certain and _HELD.search(chunk):
        short = read(_HELD.sub(r"\1", chunk))
        return short if short is not None and short.certain else reading
    return reading


def proven(run: Run, needed: Proof, *, times: float = _LIKELY) -> bool:
    """Whether the evidence of the run suffices, and is so many times what speaks against it."""
    weights = [reading.weight for _, _, reading in run]
    plus = sum(weight for weight in weights if weight > 0)
    minus = plus - sum(weights)
    certain = sum(reading.certain for _, chunk, reading in run if not (needed.small and chunk[:1].isupper()))
    return certain >= needed.words and plus >= needed.bits and plus >= times * minus


def denied(run: Run) -> bool:
    """Whether the words that can only be what they are outweigh what speaks for another reading."""
    own = sum(reading.weight for _, _, reading in run if not reading.possible)
    return own + sum(reading.weight for _, _, reading in run if reading.weight > 0) < 0


def _sentences(run: Run) -> Iterator[Run]:
    """The run cut at the ends of sentences."""
    part: Run = []
    for one in run:
        part.append(one)
        if _END.search(one[1]):
            yield part
            part = []
    yield part


def _parts(run: Run) -> Iterator[Run]:
    """The sentences, cut again at words that can only be what they are."""
    for sentence in _sentences(run):
        for possible, part in groupby(sentence, key=lambda one: one[2].possible):
            if possible:
                yield list(part)
