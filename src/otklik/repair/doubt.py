"""What could be wrong with one chunk of a text: asked once of each chunk, so that good texts cost nothing."""

from __future__ import annotations

import re
from enum import IntFlag
from itertools import permutations

from otklik.languages import LANGUAGES
from otklik.languages.spelling import slips
from otklik.repair import held, lookalikes, mojibake, spaced
from otklik.repair.readings import ADDRESS
from otklik.repair.vocabulary import known, vocabulary, vocabulary_of


class Doubt(IntFlag):
    """The kinds of slip; each is looked for by one step."""

    ENCODING = 1
    LETTERS = 2
    SPREAD = 4
    HELD = 8
    MARKS = 16
    KEYS = 32
    LATIN = 64


_ENCODING, _LETTERS, _SPREAD, _HELD, _MARKED, _KEYS, _LATIN = map(int, Doubt)
"""As plain numbers, which add up at a tenth of the cost."""
_WORD = re.compile(r"[^\W_]+")
_MARKS, _FEW_MARKS = '.,!?:;()"«»-', 3
_LONGEST = 200
"""A chunk longer than this is no word."""
_ENDS = ".,;:'\"[]{}<>`~?!/&^)("
_FEWEST, _FEWEST_MISREAD = 3, 4
"""Letters: of fewer, a word in the dictionary may be a chance. One Cyrillic encoding read as another mostly
turns small letters into capitals."""


def doubt(chunk: str) -> int:
    """All that could be wrong with the chunk, as a sum of Doubts."""
    if len(chunk) > _LONGEST or _is_plain(chunk):
        return 0
    letters = chunk.isalpha()
    found = _of_signs(chunk) if len(chunk) == 1 or not letters else 0
    if held.HELD.search(chunk):
        found |= _HELD
    if mojibake.SUSPECT.search(chunk):
        found |= _ENCODING
    if not letters and ADDRESS.search(chunk):
        return found
    strange = [word for word in ([chunk] if letters else _WORD.findall(chunk)) if not known(word)]
    for word in strange:
        found |= _of_word(word)
    return found | _KEYS if strange and _slipped(chunk) else found


def _is_plain(chunk: str) -> bool:
    """Whether the chunk is a word with a mark or two, as most chunks are."""
    word = chunk.strip(_MARKS)
    return len(word) > 1 and word.isalpha() and len(chunk) - len(word) <= _FEW_MARKS and known(word)


def _of_signs(chunk: str) -> int:
    """What could be wrong with a letter alone, or with marks and letters."""
    found = _MARKED if held.MARKS.search(chunk) else 0
    if _initial(chunk):
        return found | _SPREAD | (_LETTERS if _looks_alike(chunk) else 0)
    return found | _SPREAD if spaced.SPREAD.search(chunk) else found


def _of_word(word: str) -> int:
    """What could be wrong with a word of no dictionary."""
    if lookalikes.meant(word) is not None:
        return _LETTERS
    if len(word) >= _FEWEST_MISREAD and not (word[1:].islower() or word.isascii()) and mojibake.misread(word):
        return _ENCODING
    latin = any(one.letters.search(word) for one in LANGUAGES if not one.spelling.romanised)
    return _LATIN if latin and not word[0].isdigit() else 0


def _slipped(chunk: str) -> bool:
    """Whether the chunk would have been a word on another keyboard, with the marks at its ends or without."""
    for typed, meant in permutations(LANGUAGES, 2):
        if typed.letters.search(chunk):
            keys, words = slips(typed.spelling, meant.spelling), vocabulary(meant)
            bare = (one.translate(keys).lower().strip(_ENDS) for one in (chunk, chunk.strip(_ENDS)))
            if any(len(one) >= _FEWEST and words.knows(one) for one in bare):
                return True
    return False


def _initial(chunk: str) -> bool:
    """Whether the chunk is one letter that is no word."""
    language = vocabulary_of(chunk) if len(chunk) == 1 and chunk.isalpha() else None
    return language is not None and not language.is_ordinary(chunk.lower())


def _looks_alike(chunk: str) -> bool:
    """Whether the chunk, one letter that is no word, looks like a word of another language."""
    signs = ((one, one.spelling.lookalikes.get(chunk)) for one in LANGUAGES)
    return any(sign and vocabulary(one).is_ordinary(sign) for one, sign in signs)
