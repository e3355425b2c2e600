"""The words of a language, and how rare each is."""

from __future__ import annotations

from functools import cache

from otklik.languages import LANGUAGES, Language

_ALL = 20
"""log2 of the number of words the frequencies were counted over, roughly."""
_RARE, _UNCOUNTED, _COMMON, _ORDINARY = 22.0, 11.0, 6.0, 10.0


class Vocabulary:
    """The dictionary of a language together with the forms that customers write."""

    def __init__(self, language: Language) -> None:
        self._knows = language.knows
        self._counted = language.spelling.frequencies()
        self._common = language.common

    def knows(self, form: str) -> bool:
        """Whether the lower-case form is a word."""
        return _folded(form) in self._counted or self._knows(form)

    def rarity(self, form: str) -> float:
        """Bits that a word costs: the rarer, the more."""
        if not self._counted:
            return _COMMON if form in self._common else _UNCOUNTED
        number = self._counted.get(_folded(form))
        return _RARE if number is None else _ALL - number

    def is_ordinary(self, form: str) -> bool:
        """Whether the lower-case form is met in almost any text."""
        return form in self._common or self.rarity(form) < _ORDINARY


@cache
def vocabulary(language: Language) -> Vocabulary:
    """The vocabulary of a language, made once."""
    return Vocabulary(language)


def vocabulary_of(word: str) -> Vocabulary | None:
    """That of the first language whose letters the word holds; None when it has no such letter."""
    for language in LANGUAGES:
        if language.letters.search(word):
            return vocabulary(language)
    return None


def known(word: str) -> bool:
    """Whether the word, in whatever case, is in the vocabulary of its language."""
    language = vocabulary_of(word)
    return language is not None and language.knows(word.lower())


def _folded(form: str) -> str:
    return form.replace("ё", "е")
