"""What the engines must know of a language. An engine never asks which language it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from otklik.languages.choice import Reading, Role
from otklik.languages.naming import Naming
from otklik.languages.spelling import Spelling
from otklik.resources import folder

Token = tuple[str, int]
"""A token's text and its offset in the chunk it was cut from."""


@dataclass(frozen=True)
class Scope:
    """Lemmas that say how far a negator reaches, and what is wished for or said of others.

    - ``concord``: negators that only second another one: 'не сказал ничего плохого'.
    - ``able``: between two negators that undo each other: 'не могу не похвалить'.
    - ``only``: after a negator they undo it: 'not only fast'.
    - ``either``: they carry a negation over to what follows: 'no problems or complaints'.
    - ``wishes``: what follows them in the clause is wished for, not met.
    - ``others`` before one of ``firms``, or one of ``rivals``: what follows is said of a competitor, unless
      one of ``than`` stands before: 'faster than other banks'.
    """

    concord: frozenset[str]
    able: frozenset[str]
    only: frozenset[str]
    either: frozenset[str]
    wishes: frozenset[str]
    others: frozenset[str]
    firms: frozenset[str]
    rivals: frozenset[str]
    than: frozenset[str]


@dataclass(frozen=True, eq=False)
class Language:
    """One language as data and functions.

    - ``letters``: matches a string that holds a letter of the language's script.
    - ``foreign``: whether a lower-case form in the same script shows another language.
    - ``tokenize``: a whitespace-free chunk to tokens, by spaCy's rules.
    - ``lemma``: a lower-case form to its lemma (lower case, ё folded to е).
    - ``knows``: whether a lower-case form is in the dictionary.
    - ``role``: what a lower-case form does for its neighbours.
    - ``second``: the other lemma of a lower-case form, where its neighbours may speak for one.
    - ``negators``: lemmas that turn what follows them in the clause, ``reach`` words far.
    - ``scope``: lemmas that bend what a clause says besides the negators.
    - ``turns``: lemmas that begin a new clause even without punctuation.
    - ``common``: forms that prove the language is spoken, where a brand or a borrowed word of its script
      would not; empty: every dictionary word proves it.
    - ``nothing``: whole answers, folded to words, that say there is nothing to say.
    - ``sides``: how an answer to what was good begins, and one to what was bad, said as a statement.
    - ``against``: lemmas at the beginning of an answer to what was good, and to what was bad, that speak
      for the other side.
    - ``spelling``: how it is typed, well and badly.
    """

    code: str
    letters: re.Pattern[str]
    foreign: Callable[[str], bool]
    tokenize: Callable[[str], list[Token]]
    lemma: Callable[[str], str]
    knows: Callable[[str], bool]
    role: Callable[[str], Role]
    second: Callable[[str], Reading | None]
    negators: frozenset[str]
    reach: int
    scope: Scope
    turns: frozenset[str]
    common: frozenset[str]
    nothing: frozenset[str]
    sides: tuple[str, str]
    against: tuple[frozenset[str], frozenset[str]]
    spelling: Spelling
    naming: Callable[[], Naming]


def fold(word: str) -> str:
    """A word as forms are spelt: lower case, ё as е."""
    return word.lower().replace("ё", "е")


def words(text: str) -> frozenset[str]:
    """A word list written as plain text."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """A list of phrases written as plain text, one a line."""
    return frozenset(line.strip() for line in text.splitlines() if line.strip())


@cache
def foreign_words(script: str) -> frozenset[str]:
    """``data/foreign/SCRIPT.txt``: all words, whatever the language before the colon."""
    lines = (folder("data") / "foreign" / f"{script}.txt").read_text(encoding="utf8").splitlines()
    return frozenset(
        word for line in lines if not line.startswith("#") for word in line.partition(":")[2].split()
    )


def no_role(form: str) -> Role:
    """Of a language whose words are not told apart by their neighbours."""
    return Role.NONE


def no_second(form: str) -> Reading | None:
    """Of a language whose words are not told apart by their neighbours."""
    return None


@cache
def corrections(name: str) -> dict[str, str]:
    """``data/lemmas/NAME.tsv``: what is written before the tab to its lemma."""
    return {row[0]: row[1] for row in rows(name)}


@cache
def rows(name: str) -> list[list[str]]:
    """The cells of ``data/lemmas/NAME.tsv``; # begins a comment line."""
    lines = (folder("data") / "lemmas" / f"{name}.tsv").read_text(encoding="utf8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def listed(name: str) -> frozenset[str]:
    """The words of ``data/lemmas/NAME.txt``; # begins a comment line."""
    lines = (folder("data") / "lemmas" / f"{name}.txt").read_text(encoding="utf8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_MARKED_INSIDE = re.compile(r".*\w[-/.]\w.*")


@cache
def marked_inside(code: str) -> frozenset[str]:
    """The corrected forms with a hyphen, a slash or a dot inside: each is one word."""
    return frozenset(filter(_MARKED_INSIDE.fullmatch, corrections(code)))


_HELD_DOWN = re.compile(r"(.)\1{2,}")


def released(form: str) -> tuple[str, ...]:
    """What a form with a letter held down may have been: 'goood' gives 'god' and 'good'."""
    if _HELD_DOWN.search(form) is None:
        return ()
    return _HELD_DOWN.sub(r"\1\1", form), _HELD_DOWN.sub(r"\1", form)
