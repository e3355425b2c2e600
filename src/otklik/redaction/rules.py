"""What a rule is: a function from a text to the spans it would mask, each with its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

KINDS = [
    "phone",
    "email",
    "card",
    "passport",
    "snils",
    "inn",
    "iban",
    "number",
    "link",
    "ip",
    "mac",
    "handle",
    "address",
    "date",
    "name",
    "hidden",
]
FILLER = "\0"
"""Stands in the text for every character that is masked already, so that no rule reads it again."""


class Span(NamedTuple):
    """Characters [start, end) are personal data of this kind."""

    start: int
    end: int
    kind: str


Rule = Callable[[str], Iterator[Span]]
Sure = Callable[[re.Match[str]], bool]


class Group(NamedTuple):
    """Rules that can find nothing in a text in which, in lower case, ``gate`` finds nothing: one search
    spares many."""

    gate: re.Pattern[str]
    rules: tuple[Rule, ...]


def group(gate: str, *rules: Rule) -> Group:
    return Group(re.compile(gate), rules)


def always(_: re.Match[str]) -> bool:
    return True


def matching(kind: str, pattern: str, sure: Sure = always) -> Rule:
    """The rule that masks what ``pattern`` finds, upper and lower case alike, if ``sure`` of it. With a
    group ``it`` in the pattern, only that group is masked: the rest is what tells what it is."""
    return partial(_matches, kind, re.compile(pattern, re.IGNORECASE), sure)


def exactly(kind: str, pattern: str, sure: Sure = always) -> Rule:
    """The same, where capital letters tell."""
    return partial(_matches, kind, re.compile(pattern), sure)


def _matches(kind: str, pattern: re.Pattern[str], sure: Sure, text: str) -> Iterator[Span]:
    group = "it" if "it" in pattern.groupindex else 0
    for found in pattern.finditer(text):
        if sure(found):
            yield Span(*found.span(group), kind)


def written(found: re.Match[str]) -> str:
    """What would be masked."""
    return found["it"] if "it" in found.re.groupindex else found[0]


def digits(found: re.Match[str]) -> str:
    """The digits of what would be masked."""
    return "".join(filter(str.isdecimal, written(found)))


def before(found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether ``pattern``, which should end in $, is found just before."""
    start = found.start("it" if "it" in found.re.groupindex else 0)
    return pattern.search(found.string[max(0, start - 60) : start]) is not None


def after(found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether ``pattern`` goes on where the match ends."""
    return pattern.match(found.string, found.end()) is not None
