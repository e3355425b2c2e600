"""Languages as records. To add one: a module with a ``LANGUAGE``, and its place in ``LANGUAGES``."""

from __future__ import annotations

from otklik.languages import en, ru
from otklik.languages.record import Language

LANGUAGES: tuple[Language, ...] = (ru.LANGUAGE, en.LANGUAGE)
"""In the order of their numbers in the word table, counted from 1."""

__all__ = ["LANGUAGES", "Language", "by_code"]


def by_code(code: str) -> Language:
    """The language with this code. Raises KeyError with the codes there are."""
    for language in LANGUAGES:
        if language.code == code:
            return language
    raise KeyError(f"no language {code!r}; there are: {', '.join(one.code for one in LANGUAGES)}")
