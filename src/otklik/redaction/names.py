"""What a person's name looks like, Russian and English."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from otklik.languages import en_lemma
from otklik.languages.ru_analyses import morphology

_TOKEN = re.compile(r"[A-ZА-ЯЁ]\.|&|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SPACE = re.compile(r"[ \u00a0]{0,2}")
LONGEST = 4
"""Words of a name; 'van' and 'de la' count."""
_PARTICLES = frozenset(
    ["van", "von", "der", "de", "la", "del", "di", "da", "bin", "ibn", "al", "el", "оглы", "кызы", "&"]
)
_OTHERS = """
    and or but i a an the not on in is was with from at of for to still wrong unknown none never client
    customer passenger guest team user mr mrs ms miss dr sir madam your very my we it they you he she
    just so also as клиент покупатель пользователь аноним команда коллектив администрация
"""
_NO_NAMES = frozenset(_OTHERS.split())
TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "sir", "г-н", "г-жа"])
_MASKED = re.compile(r"[xх*]+", re.IGNORECASE)


@cache
def given_names() -> frozenset[str]:
    """English given names that are no town's, in lower case."""
    return frozenset(files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8").split())


@cache
def _grammemes(word: str) -> frozenset[str]:
    """Which of Name, Surn and Patr a Russian word can be; 'new' for a word of no dictionary, which pymorphy3
    takes for a name too easily."""
    analyses = morphology().parse(word)
    named = {part for part in ("Name", "Surn", "Patr") for one in analyses if part in one.tag}
    return frozenset(named if analyses[0].is_known else named & {"Patr"} | {"new"})


@cache
def mostly_name(word: str) -> bool:
    """The likeliest reading of the word is a person's name."""
    tag = morphology().parse(word)[0].tag
    return any(part in tag for part in ("Name", "Surn", "Patr"))


def _russian(word: str) -> bool:
    return "а" <= word[0].lower() <= "я" or word[0] in "ёЁ"


def given(word: str) -> bool:
    """A given name, whichever case it is written in."""
    if _russian(word):
        return "Name" in _grammemes(word.lower())
    return word.lower() in given_names()


def patronymic(word: str) -> bool:
    """'Ивановна', in whichever case."""
    return _russian(word) and "Patr" in _grammemes(word.lower())


@cache
def nominative(word: str) -> bool:
    """A given name as it signs or presents itself: 'Анна', and not 'Анне'."""
    if not _russian(word):
        return given(word)
    low = word.lower()
    if not morphology().word_is_known(low):
        return False
    return any({"Name", "sing", "nomn"} in one.tag for one in morphology().parse(low))


def listed(word: str) -> bool:
    """A name or surname that the dictionaries know."""
    return given(word) or (_russian(word) and bool(_grammemes(word.lower()) & {"Surn", "Patr"}))


def name_like(word: str) -> bool:
    """A capitalised word that can be part of a name."""
    low = word.lower()
    if not word[0].isupper() or low in _NO_NAMES or _MASKED.fullmatch(word) or len(word) == 1:
        return False
    if word.endswith("."):
        return True
    if _russian(word):
        parts = _grammemes(low)
        return bool(parts) and not (parts == {"new"} and word.isupper())
    return low in given_names() or not en_lemma.knows(low)


class Person(NamedTuple):
    """A name that ends at ``end`` of the text."""

    end: int
    words: tuple[str, ...]


def person(text: str, at: int, *, loose: bool = False) -> Person | None:
    """The name that starts at ``at``, if one does. ``loose`` takes any capitalised first word that is not
    Russian for something else, and a given name in lower case."""
    words: list[str] = []
    end, ends = at, [at]
    while len(words) < LONGEST and (found := _TOKEN.match(text, at)):
        word = found[0]
        if not (_goes_on(word, words[-1]) if words else _begins(word, loose)):
            break
        words.append(word)
        ends.append(found.end())
        at = _SPACE.match(text, found.end()).end()  # type: ignore[union-attr]
        if at == found.end() and not word.endswith("."):
            break
    while words and words[-1].lower() in _PARTICLES | TITLES:
        words.pop()
    end = ends[len(words)]
    return Person(end, tuple(words)) if words else None


def _begins(word: str, loose: bool) -> bool:
    low = word.lower()
    if low in TITLES or name_like(word):
        return True
    if not loose or low in _NO_NAMES or _MASKED.fullmatch(word) or len(word) == 1:
        return False
    if word.islower():
        return given(word)
    return not word.isupper() and not _russian(word)


def _goes_on(word: str, previous: str) -> bool:
    """After a first word: one more of the name, or what joins its parts."""
    low = word.lower()
    if low in _PARTICLES:
        return True
    if low in _NO_NAMES or _MASKED.fullmatch(word) or len(word) == 1 or _russian(word) != _russian(previous):
        return False
    if _russian(word):
        return name_like(word) or (word.islower() and previous.islower() and mostly_name(low))
    return word[0].isupper()
