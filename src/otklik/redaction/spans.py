"""What redaction finds: spans of a text, each with its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

KINDS = (
    *("phone", "email", "card", "passport", "snils", "inn", "iban", "number", "link", "ip", "mac", "handle"),
    *("address", "date", "name", "hidden"),
)
FILLER = "\0"
"""Stands in the text for every character that is masked already, so that nothing reads it again."""


class Span(NamedTuple):
    """Characters [start, end) are personal data of this kind."""

    start: int
    end: int
    kind: str


Finder = Callable[[str], Iterator[Span]]
Sure = Callable[[re.Match[str]], bool]


def always(_: re.Match[str]) -> bool:
    return True


@cache
def compiled(pattern: str, flags: int = re.VERBOSE) -> re.Pattern[str]:
    """Made when it is first needed: together they take long, and a comment needs few."""
    return re.compile(pattern, flags)


@dataclass(frozen=True)
class Form:
    """Finds what ``pattern`` matches, if ``sure`` of it. With a group ``it`` in the pattern, only that group
    is personal: the rest is what tells what it is."""

    kind: str
    pattern: str
    sure: Sure = always
    flags: int = re.VERBOSE

    def __call__(self, text: str) -> Iterator[Span]:
        return self.within(text, 0, len(text))

    def within(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Those in text[start:end], with what stands before it seen."""
        pattern = compiled(self.pattern, self.flags)
        part = "it" if "it" in pattern.groupindex else 0
        for found in pattern.finditer(text, start, end):
            if self.sure(found):
                yield Span(*found.span(part), self.kind)


class Family(NamedTuple):
    """Finders that can find nothing in a text in which ``gate`` finds nothing: one search spares many."""

    gate: Callable[[str], object]
    finders: tuple[Finder, ...]


def family(gate: str, *finders: Finder) -> Family:
    return Family(re.compile(gate, re.VERBOSE).search, finders)


def holding(*parts: str) -> Callable[[str], bool]:
    """The gate of texts that hold one of ``parts``."""
    return lambda text: any(part in text for part in parts)


def opened(families: Iterable[Family], text: str) -> list[Finder]:
    """The finders whose gate ``text`` passes."""
    return [find for one in families if one.gate(text) for find in one.finders]


def written(found: re.Match[str]) -> str:
    """What would be masked."""
    return found["it"] if "it" in found.re.groupindex else found[0]


def before(found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether ``pattern``, which should end in $, is found just before."""
    start = found.start("it" if "it" in found.re.groupindex else 0)
    return pattern.search(found.string[max(0, start - 60) : start]) is not None


def without(text: str, spans: list[Span]) -> str:
    """The text with these spans, in order, filled."""
    pieces: list[str] = []
    at = 0
    for start, end, _ in spans:
        pieces += (text[at:start], FILLER * (end - start))
        at = end
    return "".join((*pieces, text[at:]))
