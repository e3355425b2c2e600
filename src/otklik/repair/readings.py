"""What a chunk would be if typed on the wrong keyboard or in Latin letters, and how likely that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from otklik.languages import Language
from otklik.languages.spelling import slips
from otklik.repair.latin import WORD, Decoder
from otklik.repair.vocabulary import vocabulary

ADDRESS = re.compile(
    r"\w@\w|://|^www\.|^[@#]\w|\w\.(?:com|ru|net|org|info|by|ua|kz|рф|su|io|me|pro)\b", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"^[^\w]*|[^\w]*$")
_ENDS = 3
"""So many marks at the ends, at most, are tried as letters."""
_SELDOM_ENDS = re.compile(r"[\[\];'`{}<>~]")
_SELDOM = 5.0
"""Marks that seldom end a word, and the bits that one costs."""
_BETWEEN = re.compile(r"[^.,!?:]+")
_SHORT, _SHORT_BITS = 3, 2.0
"""A word of so few letters is a word of many languages, and counts so much at most."""
_NOISE, _OWN, _NEITHER, _NAME = 3.5, 3.0, 1.5, 3.0
"""Bits: of a letter that means nothing; against a reading, of a letter of a word, and of one that no reading
makes a word; and against it, of a name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A chunk read anew. ``weight`` is how many bits speak for the reading, less than 0 against it;
    ``certain``: only the reading is a word; ``possible``: the reading may stand in a run that is read so."""

    new: str
    weight: float
    certain: bool
    possible: bool


Reader = Callable[[str], Reading | None]


def judged(new: str, letters: int, cost: float | None, *, is_word: bool) -> Reading:
    """The reading with the weight of the evidence: what the letters would cost as noise, less the reading's
    ``cost``, None where it is no word. Where both are words little is proven; where only the old one is, or
    neither, that speaks against the reading."""
    if cost is None:
        against = _OWN if is_word else _NEITHER
        return Reading(new, -against * letters, certain=False, possible=not is_word)
    weight = max(_NOISE * letters - cost, -letters)
    if is_word:
        weight = max(0.0, min(_SHORT_BITS, weight)) if letters <= _SHORT else min(0.0, weight - _NOISE)
        return Reading(new, weight, certain=False, possible=True)
    return Reading(new, weight, certain=True, possible=True)


def _odd(chunk: str) -> bool:
    """Whether capitals stand inside, or digits among the letters, as only in names: 'iPhone', 'XR200'."""
    words = [word for word in WORD.findall(chunk) if _LETTERS.search(word)]
    return any(
        not (word.islower() or word.istitle() or word.isupper()) or not _LETTERS.fullmatch(word)
        for word in words
    )


def _name(chunk: str) -> Reading:
    """A name as it stands, which says little of the words beside it."""
    return Reading(chunk, -_NAME, certain=False, possible=True)


class Slip:
    """Chunks of ``typed`` as the keyboard of ``meant`` would have written them. With ``marks`` the slip took
    the marks too, and ',' at the end is a б before it is a comma; else the likelier is taken."""

    def __init__(self, typed: Language, meant: Language, *, marks: bool) -> None:
        self._typed, self._meant, self._marks = vocabulary(typed), vocabulary(meant), marks
        self._keys = slips(typed.spelling, meant.spelling)

    def __call__(self, chunk: str) -> Reading | None:
        own = _LETTERS.findall(chunk)
        if not own or ADDRESS.search(chunk):
            return None
        is_word = all(self._typed.knows(word.lower()) for word in own)
        found = [
            (cost, kept, new) for kept, new in self._tries(chunk) if (cost := self._cost(new)) is not None
        ]
        if not found and _odd(chunk):
            return _name(chunk)
        if not found:
            return judged(self._unknown(chunk), sum(map(len, own)), None, is_word=is_word)
        cost, _, new = found[0] if self._marks else min(found, key=_likelier)
        new = new.upper() if len(own[0]) > 1 and "".join(own).isupper() else new
        return judged(new, sum(map(len, _LETTERS.findall(new))), cost, is_word=is_word)

    def _cost(self, new: str) -> float | None:
        """Bits that the words and the marks cost; None where there is something else than words."""
        words = [word.lower() for word in _LETTERS.findall(new)]
        if not words or not all(map(self._meant.knows, words)):
            return None
        return sum(map(self._meant.rarity, words)) + _SELDOM * len(_SELDOM_ENDS.findall(new))

    def _tries(self, chunk: str) -> Iterator[tuple[int, str]]:
        """All keys slipped, then ever more marks at the ends left as they are; with how many are left."""
        lead, _, trail = chunk.partition(_MARKS.sub("", chunk))
        for kept in range(min(len(lead) + len(trail), _ENDS) + 1):
            for left in range(min(kept, len(lead)) + 1):
                if (right := kept - left) <= len(trail):
                    end = len(chunk) - right
                    yield kept, chunk[:left] + chunk[left:end].translate(self._keys) + chunk[end:]
        yield len(chunk), _BETWEEN.sub(lambda found: found[0].translate(self._keys), chunk)

    def _unknown(self, chunk: str) -> str:
        body = _MARKS.sub("", chunk)
        lead, _, trail = chunk.partition(body)
        return lead + body.translate(self._keys) + trail


def _likelier(found: tuple[float, int, str]) -> tuple[float, int]:
    """By bits; of equals, the marks that were there."""
    cost, kept, _ = found
    return cost, -kept


class Romanised:
    """Chunks in Latin letters as words of ``meant``; a ``careful`` writer wrote its silent letters too."""

    def __init__(self, typed: Language, meant: Language, *, careful: bool) -> None:
        self._typed = vocabulary(typed)
        self._decoder = Decoder(meant, careful=careful)

    def __call__(self, chunk: str) -> Reading | None:
        if ADDRESS.search(chunk):
            return None
        found = [one[0] for one in WORD.finditer(chunk) if _LETTERS.search(one[0])]
        if not found:
            return None
        words = {one: self._decoder.word(one.lower()) for one in found}
        costs = [word[0] for one in found if (word := words[one])]
        cost = sum(costs) if len(costs) == len(found) else None
        if cost is None and (_odd(chunk) or any(map(str.istitle, found))):
            return _name(chunk)
        is_word = all(map(self._typed.knows, map(str.lower, found)))
        new = WORD.sub(lambda one: self._rewritten(one[0], words.get(one[0])), chunk)
        return judged(new, sum(map(len, found)), cost, is_word=is_word)

    def _rewritten(self, word: str, read: tuple[float, str] | None) -> str:
        """A word by what its letters mean together, else by what each does."""
        if not _LETTERS.search(word):
            return word
        if read is not None:
            return like(word, read[1])
        spelt = self._decoder.letters(word.lower())
        return word if spelt is None else like(word, spelt)


def like(pattern: str, word: str) -> str:
    """The word in the pattern's case."""
    letters = "".join(_LETTERS.findall(pattern))
    if len(letters) > 1 and letters.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word
