"""Patterns: a phrase as written in the taxonomy, compiled to steps over words.

A phrase is a row of words; each matches any inflection of itself (by lemma), and punctuation inside a
sentence does not count::

    долго ждать          both words, one after the other
    ждать ... ответ      up to four words between them
    (час|день|неделя)    any one of these
    очень? долго         the word may be missing; so may one of several: (очень|так)? долго
    $time                any word of the set ``time`` of that language
    =данные              exactly this form, not its lemma
    отвеч*               any form or lemma that begins so
    NUM                  a number
    _                    any one word

A list of mappings is read as a spaCy Matcher pattern with the keys LEMMA, LOWER, ORTH, LIKE_NUM, OP (!
excepted) and the values text or {IN: [...]}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.errors import TaxonomyError
from otklik.languages import Language

GAP = 4
"""How many words ``...`` may stand for."""


@dataclass(frozen=True)
class Test:
    """What one step accepts; all sets empty means any word."""

    lemmas: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    number: bool = False

    def accepts(self, form: str, lemma: str) -> bool:
        """Whether a word of this form and lemma passes."""
        return (
            self == ANY
            or lemma in self.lemmas
            or form in self.forms
            or (self.number and form[:1].isdigit())
            or (bool(self.prefixes) and (form.startswith(self.prefixes) or lemma.startswith(self.prefixes)))
        )


ANY = Test()


@dataclass(frozen=True)
class Step:
    """One test, whether it may be missing, and how many words may stand before it."""

    test: Test
    optional: bool = False
    gap: int = 0


Steps = tuple[Step, ...]
Sets = Mapping[str, Sequence[str]]

_TOKEN = re.compile(r"\.\.\.|…|\([^()]*\)\??|\S+")


def compile_phrase(phrase: str, language: Language, sets: Sets) -> Steps:
    """Compile a phrase. Raises TaxonomyError for a set that does not exist or a phrase without a word."""
    steps: list[Step] = []
    gap = 0
    for token in _TOKEN.findall(phrase):
        if token in ("...", "…"):
            gap = GAP
            continue
        optional = token.endswith("?")
        inner = token.removesuffix("?")
        inner = inner[1:-1] if inner.startswith("(") else inner
        steps.append(Step(_test(inner.split("|"), language, sets), optional, gap))
        gap = 0
    return _checked(tuple(steps), phrase)


def compile_matcher(pattern: Sequence[Mapping[str, Any]], language: Language) -> Steps:
    """Compile a spaCy Matcher pattern. Raises TaxonomyError for a key otklik cannot follow."""
    steps: list[Step] = []
    gap = 0
    for token in pattern:
        unknown = set(token) - {"LEMMA", "LOWER", "ORTH", "LIKE_NUM", "OP"}
        operator = token.get("OP", "1")
        if unknown or operator not in ("1", "?", "*", "+"):
            raise TaxonomyError(f"pattern {pattern}: {sorted(unknown) or operator!r} is not supported")
        test = Test(
            lemmas=frozenset(language.lemma(fold(word)) for word in _values(token.get("LEMMA"))),
            forms=frozenset(fold(word) for key in ("LOWER", "ORTH") for word in _values(token.get(key))),
            number=bool(token.get("LIKE_NUM")),
        )
        if test == ANY and operator in ("?", "*"):
            gap += 1 if operator == "?" else GAP
            continue
        steps.append(Step(test, operator in ("?", "*"), gap))
        gap = GAP if operator == "+" and test == ANY else 0
    return _checked(tuple(steps), str(pattern))


def fold(word: str) -> str:
    """A word as the word table spells forms."""
    return word.lower().replace("ё", "е")


def _values(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value.get("IN", ()))


def _test(words: Sequence[str], language: Language, sets: Sets) -> Test:
    lemmas: set[str] = set()
    forms: set[str] = set()
    prefixes: list[str] = []
    number = False
    for written in words:
        word = fold(written.strip())
        match word[:1]:
            case "_" if word == "_":
                return ANY
            case _ if written.strip() == "NUM":
                number = True
            case "$":
                if word[1:] not in sets:
                    raise TaxonomyError(f"there is no word set {word} for {language.code}")
                inner = _test(sets[word[1:]], language, sets)
                lemmas |= inner.lemmas
                forms |= inner.forms
                prefixes += inner.prefixes
                number |= inner.number
            case "=":
                forms.add(word[1:])
            case _ if word.endswith("*"):
                prefixes.append(word[:-1])
            case _:
                lemmas.add(language.lemma(word))
                forms.add(word)
    return Test(frozenset(lemmas), frozenset(forms), tuple(sorted(prefixes)), number)


def _checked(steps: Steps, source: str) -> Steps:
    if all(step.optional or step.test == ANY for step in steps):
        raise TaxonomyError(f"pattern {source!r} demands no word")
    return steps
