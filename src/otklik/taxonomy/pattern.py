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
    *йте                 any form that ends so
    ^ добавить           as the first word of a sentence; with ``^ ...`` among its first five
    NUM                  a number
    _                    any one word
    быстро -(доставка|курьер)    none of these in the sentence
    заявка +(долго|медленно)     one of these somewhere in the sentence

A list of mappings is read as a spaCy Matcher pattern with the keys LEMMA, LOWER, ORTH, LIKE_NUM, OP (!
excepted) and the values text or {IN: [...]}.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from otklik.errors import TaxonomyError
from otklik.languages import Language
from otklik.languages.record import fold, rows

GAP = 4
"""How many words ``...`` may stand for."""


@dataclass(frozen=True, eq=False)
class Test:
    """What one step accepts; all sets empty means any word. Made by ``accepting``: there is one Test for each
    thing to accept."""

    lemmas: frozenset[str]
    forms: frozenset[str]
    prefixes: tuple[str, ...]
    endings: tuple[str, ...]
    number: bool


accepting = cache(Test)
ANY = accepting(frozenset(), frozenset(), (), (), False)


@dataclass(frozen=True)
class Step:
    """One test, whether it may be missing, how many words may stand before it, and whether (the first step
    only) the sentence must begin with it, but for those words."""

    test: Test
    optional: bool = False
    gap: int = 0
    opening: bool = False


Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Conditions:
    """Tests that some word of the sentence passes, and tests that no word of it does."""

    beside: tuple[Test, ...] = ()
    without: tuple[Test, ...] = ()


NO_CONDITIONS = Conditions()


Sets = Mapping[str, Sequence[str]]

_CONDITIONS = ("+", "-")
_TOKEN = re.compile(r"\.\.\.|…|[+-]?\([^()]*\)\??|\S+")


def compile_phrase(phrase: str, language: Language, sets: Sets) -> list[Steps]:
    """Compile a phrase: one row of steps, and one more for each alternative that is cut into several words,
    such as 'чат-бот'.

    Raises TaxonomyError for a set that does not exist or a phrase without a word.
    """
    rows: list[Steps] = [()]
    gap = 0
    opening = phrase.lstrip().startswith("^")
    for token in _TOKEN.findall(phrase.lstrip().removeprefix("^")):
        if token in ("...", "…"):
            gap = GAP
            continue
        if token.startswith(_CONDITIONS):
            continue
        inner = token.removesuffix("?")
        inner = inner[1:-1] if inner.startswith("(") else inner
        words = _alternatives(inner, language, sets)
        ways: list[Steps] = [(Step(_test(words, language), token.endswith("?"), gap, opening),)]
        for parts in _several(words, language):
            tests = [_test((part,), language) for part in parts]
            ways.append((Step(tests[0], gap=gap, opening=opening), *(Step(test) for test in tests[1:])))
        rows = [row + way for row in rows for way in ways]
        gap, opening = 0, False
    return [_checked(row, phrase) for row in rows]


def compile_conditions(phrase: str, language: Language, sets: Sets) -> Conditions:
    """What a phrase demands of the rest of its sentence. Raises TaxonomyError as ``compile_phrase`` does."""
    tests: dict[str, list[Test]] = {sign: [] for sign in _CONDITIONS}
    for token in _TOKEN.findall(phrase):
        if token.startswith(_CONDITIONS):
            words = _alternatives(token[1:].strip("()"), language, sets)
            if "_" in words or _several(words, language):
                raise TaxonomyError(
                    "pattern {phrase!r}: {token} must name single words", phrase=phrase, token=token
                )
            tests[token[0]].append(_test(words, language))
    return Conditions(tuple(tests["+"]), tuple(tests["-"]))


def compile_matcher(pattern: Sequence[Mapping[str, Any]], language: Language) -> Steps:
    """Compile a spaCy Matcher pattern. Raises TaxonomyError for a key otklik cannot follow."""
    steps: list[Step] = []
    gap = 0
    for token in pattern:
        unknown = set(token) - {"LEMMA", "LOWER", "ORTH", "LIKE_NUM", "OP"}
        operator = token.get("OP", "1")
        if unknown or operator not in ("1", "?", "*", "+"):
            raise TaxonomyError(
                "pattern {pattern}: {unknown!r} is not supported",
                pattern=pattern,
                unknown=sorted(unknown) or operator,
            )
        lemmas = frozenset(language.lemma(fold(word)) for word in _values(token.get("LEMMA")))
        forms = frozenset(
            fold(word) for key in ("LEMMA", "LOWER", "ORTH") for word in _values(token.get(key))
        )
        test = accepting(lemmas, forms, (), (), bool(token.get("LIKE_NUM")))
        if test == ANY and operator in ("?", "*"):
            gap += 1 if operator == "?" else GAP
            continue
        steps.append(Step(test, operator in ("?", "*"), gap))
        gap = GAP if operator == "+" and test == ANY else 0
    return _checked(tuple(steps), str(pattern))


def _values(value: Any) -> list[str]:
    match value:
        case None:
            return []
        case str():
            return [value]
        case {"IN": [*words]} if all(isinstance(word, str) for word in words):
            return words
    raise TaxonomyError("{value!r} is neither a text nor {{IN: [texts]}}", value=value)


@dataclass(frozen=True)
class Known:
    """What a word of the bundled taxonomy's patterns is: its lemma, and the words it is cut into, if
    several."""

    lemma: str
    parts: list[str]


@cache
def known(code: str) -> Mapping[str, Known]:
    """``data/lemmas/patterns-CODE.tsv``: who waits for the first label waits for no dictionary and no
    tokenizer. A test holds that it knows all words of the taxonomy and what the language says of them."""
    cells = (row + [""] * (3 - len(row)) for row in rows(f"patterns-{code}"))
    return {word: Known(lemma or word, parts.split()) for word, lemma, parts in cells}


class _Accepted(NamedTuple):
    """What one alternative accepts."""

    lemma: str | None = None
    form: str | None = None
    prefix: str | None = None
    ending: str | None = None
    number: bool = False


@cache
def _accepted(written: str, language: Language) -> _Accepted:
    if written == "NUM":
        return _Accepted(number=True)
    word = fold(written)
    if word.startswith("="):
        return _Accepted(form=word[1:])
    if word.endswith("*"):
        return _Accepted(prefix=word[:-1])
    if word.startswith("*"):
        return _Accepted(ending=word[1:])
    return _Accepted(lemma=_lemma(word, language), form=word)


def _lemma(word: str, language: Language) -> str:
    told = known(language.code).get(word)
    return language.lemma(word) if told is None else told.lemma


def _alternatives(written: str, language: Language, sets: Sets) -> tuple[str, ...]:
    """The words of 'one|other', with those of a set in place of its name."""
    words = written.split("|")
    return tuple(_unfold(words, language, sets) if "$" in written else map(str.strip, words))


def _unfold(words: Sequence[str], language: Language, sets: Sets) -> Iterator[str]:
    for word in (written.strip() for written in words):
        if not word.startswith("$"):
            yield word
        elif sets.get(word[1:]):
            yield from _unfold([str(one) for one in sets[word[1:]]], language, sets)
        else:
            raise TaxonomyError("there is no word set {word} for {code}", word=word, code=language.code)


@cache
def _several(words: tuple[str, ...], language: Language) -> list[list[str]]:
    """Those alternatives that are cut into several words."""
    return [parts for word in words if (parts := _parts(word, language))]


@cache
def _parts(word: str, language: Language) -> list[str]:
    """The words a plain alternative is cut into, if several: 'чат' and 'бот'."""
    if word == "_" or word.startswith(("=", "*")) or word.endswith("*"):
        return []
    told = known(language.code).get(word)
    return cut_apart(word, language) if told is None else told.parts


def cut_apart(word: str, language: Language) -> list[str]:
    """The words that the language's tokenizer cuts a word into, if several."""
    parts = [text for text, _ in language.tokenize(word) if any(map(str.isalnum, text))]
    return parts if len(parts) > 1 else []


@cache
def _test(words: tuple[str, ...], language: Language) -> Test:
    """What accepts any of the alternatives."""
    if "_" in words:
        return ANY
    accepted = zip(*(_accepted(one, language) for one in words), strict=True)
    *keys, numbers = ([one for one in kind if one is not None] for kind in accepted)
    lemmas, forms, starts, ends = keys
    return accepting(
        frozenset(lemmas), frozenset(forms), tuple(sorted(starts)), tuple(sorted(ends)), any(numbers)
    )


def _checked(steps: Steps, source: str) -> Steps:
    if all(step.optional or step.test == ANY or step.test.number for step in steps):
        raise TaxonomyError("pattern {source!r} demands no word but numbers", source=source)
    return steps
