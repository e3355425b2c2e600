"""What the engines must know of a language. An engine never asks which language it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Token = tuple[str, int]
"""A token's text and its offset in the chunk it was cut from."""


@dataclass(frozen=True)
class Language:
    """One language as data and functions.

    - ``letters``: matches a string that holds a letter of the language's script.
    - ``foreign``: matches a word of the same script that shows another language.
    - ``tokenize``: a whitespace-free chunk to tokens, by spaCy's rules.
    - ``lemma``: a lower-case form to its lemma (lower case, ё folded to е).
    - ``knows``: whether a lower-case form is in the dictionary.
    - ``negators``: lemmas that turn what follows them in the clause, ``reach`` words far.
    - ``turns``: lemmas that begin a new clause even without punctuation.
    - ``common``: forms that prove the language is spoken, where a brand or a borrowed word of its script
      would not; empty: every dictionary word proves it.
    - ``nothing``: whole answers, folded to words, that say there is nothing to say.
    """

    code: str
    letters: re.Pattern[str]
    foreign: re.Pattern[str]
    tokenize: Callable[[str], list[Token]]
    lemma: Callable[[str], str]
    knows: Callable[[str], bool]
    negators: frozenset[str]
    reach: int
    turns: frozenset[str]
    common: frozenset[str]
    nothing: frozenset[str]


def words(text: str) -> frozenset[str]:
    """A word list written as plain text."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """A list of phrases written as plain text, one a line."""
    return frozenset(line.strip() for line in text.splitlines() if line.strip())
