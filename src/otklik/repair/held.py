"""Letters and marks that were held down, for stress: 'сууупер', 'о-о-очень', 'soooo', '!!!!!!!'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from otklik.edits import Change
from otklik.repair.vocabulary import known, vocabulary_of

HELD = re.compile(r"([^\W\d_])\1\1|([^\W\d_])-+\2", re.IGNORECASE)
"""What may be a letter held down."""
_WORD = re.compile(r"[^\W\d_]+(?:-+[^\W\d_]+)*")
_STUTTER = re.compile(r"\b([^\W\d_])(?:-+(?i:\1)){2,}|(?<=[^\W\d_])([^\W\d_])(?:-+\2)+")
"""'о-о-очень', 'не-е-ет'; once at the beginning may be an initial or an ordinal: 'В-вой', 'н-ной'."""
_RUN = re.compile(r"([^\W\d_])\1\1+", re.IGNORECASE)
_MOST_RUNS = 4
_MEMORY = 1 << 14
_NUMERAL = re.compile("[ivxlcdm]+", re.IGNORECASE)
MARKS = re.compile(r"([!?.,)(…])\1{3,}")
"""Marks of feeling and of breaks; of rows of others ('----', '****') nothing is known."""
_LOST = re.compile(r"(?<!\S)\?+(?!\S)")


def words(text: str) -> Iterator[Change]:
    """Each word with a letter held down to the word it is."""
    for found in _WORD.finditer(text):
        if HELD.search(found[0]) and (meant := _meant(found[0])):
            yield Change(*found.span(), meant, "stretched")


def marks(text: str) -> Iterator[Change]:
    """A mark more than three times to three of it, which say as much. '????' alone may be all that is left of
    a word in a lost encoding, and stays."""
    lost = {found.start() for found in _LOST.finditer(text)}
    for found in MARKS.finditer(text):
        if found.start() not in lost:
            yield Change(*found.span(), found[0][:3], "punctuation")


@lru_cache(_MEMORY)
def _meant(word: str) -> str | None:
    """The word meant by one with a letter held down; None where it is one itself, or none is known."""
    return None if _is_word(word) else _released(word)


def _is_word(word: str) -> bool:
    """Whether it is one, or several with hyphens between, each of more than one letter."""
    return (
        known(word)
        or all(len(part) > 1 and known(part) for part in word.split("-"))
        or bool(_NUMERAL.fullmatch(word))
    )


def _released(word: str) -> str | None:
    """The commonest word that the letters, held down no longer, make; of equals the longest."""
    short = _STUTTER.sub(lambda found: found[1] or found[2], word)
    runs = list(_RUN.finditer(short))
    if len(runs) > _MOST_RUNS or len(set(short.lower())) == 1:
        return None
    pieces = _RUN.split(short)[::2]
    tries = {_joined(pieces, [run[1] for run in runs], times) for times in product((2, 1), repeat=len(runs))}
    words = [(vocabulary_of(one), one) for one in tries if known(one) and len(one) > 1]
    ranked = [(language.rarity(one.lower()), -len(one), one) for language, one in words if language]
    return min(ranked)[2] if ranked else None


def _joined(pieces: list[str], letters: list[str], times: tuple[int, ...]) -> str:
    held = [letter * count for letter, count in zip(letters, times, strict=True)]
    return "".join(a + b for a, b in zip(pieces, [*held, ""], strict=True))
