"""The program's own short sentences, why a word or a column was taken, in the language of the report."""

from __future__ import annotations

import re

from otklik.report.texts import Texts

_FOUND = re.compile(r"(rule|words):\s*(.*)", re.DOTALL)
_VALUES = re.compile(r"values (\S+) to (\S+)")
_KIND = re.compile(r"(\w+): (values .*)")


def found_by(said: Texts, why: str) -> str:
    """'rule: долго ждать' → 'правилу: долго ждать'; empty where nothing is named, else as it was written."""
    found = _FOUND.fullmatch(why)
    if not found:
        return why
    return f"{said(f'by.{found[1]}')}: {found[2]}" if found[2] else ""


def role(said: Texts, name: str) -> str:
    """The role of a guessed column: 'дата'."""
    return said.find(f"role.{name}", name)


def guess(said: Texts, why: str) -> str:
    """Why a column was taken for its role; a sentence there is no text for stays as it was written."""
    kind, rest = found.groups() if (found := _KIND.fullmatch(why)) else ("", why)
    values, _, doubt = rest.partition(": ")
    if found := _VALUES.fullmatch(values):
        told = [kind, said("guess_values", low=found[1], high=found[2]), doubt and _sentence(said, doubt)]
        return ": ".join(part for part in told if part)
    return _sentence(said, why)


def _sentence(said: Texts, text: str) -> str:
    return said.find(f"why.{text}", text)
