"""Letters of another script, and digits, in the place of the letters they look like: 'cпacибo', 'х0рошо'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from otklik.edits import Change
from otklik.languages import LANGUAGES, Language
from otklik.repair.vocabulary import known, vocabulary

_WORD = re.compile(r"[^\W_]+")
_FEWEST = 3
_MEMORY = 1 << 16


def words(text: str) -> Iterator[Change]:
    """Each word of mixed letters to the one word it looks like."""
    for found in _WORD.finditer(text):
        word = found[0]
        new = _alone(text, found) if len(word) == 1 else meant(word)
        if new is not None:
            yield Change(*found.span(), new, "lookalikes")


@lru_cache(_MEMORY)
def meant(word: str) -> str | None:
    """The word in the letters of the language most of its letters are of."""
    if word.isascii() or word.isdigit():
        return None
    return next((new for one in _by_letters(word) if (new := _as_written(word, one)) is not None), None)


def _by_letters(word: str) -> list[Language]:
    return sorted(LANGUAGES, key=lambda one: -len(one.letters.findall(word)))


def _as_written(word: str, language: Language) -> str | None:
    own = len(language.letters.findall(word))
    digits = sum(sign.isdigit() for sign in word)
    if own == len(word) or not own or len(word) < 2 or (digits and own < max(_FEWEST, 2 * digits + 1)):
        return None
    counted = word[0].isdigit() and own < 2 * _FEWEST
    short_name = word.isupper() and len(word) <= _FEWEST and own * 2 < len(word)
    if counted or short_name:
        return None
    new = "".join(language.spelling.lookalikes.get(sign, sign) for sign in word)
    right = len(language.letters.findall(new)) == len(new)
    new = new.upper() if word.isupper() else new
    return new if right and not known(word) and vocabulary(language).knows(new.lower()) else None


def _alone(text: str, found: re.Match[str]) -> str | None:
    """'c ними': one small letter between two words of the language it looks like."""
    sign, start, end = found[0], *found.span()
    for language in LANGUAGES:
        new = language.spelling.lookalikes.get(sign, sign)
        if (
            new != sign
            and sign.islower()
            and vocabulary(language).is_ordinary(new)
            and _among(text, start, end, language)
        ):
            return new
    return None


def _among(text: str, start: int, end: int, language: Language) -> bool:
    """Whether words of the language stand before and after, with one space between."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    near = before[:1] + after[1:]
    return before[1:] == after[:1] == " " and len(language.letters.findall(near)) == 2
