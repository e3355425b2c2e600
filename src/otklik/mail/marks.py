"""The phrases of marks.yaml, every language together: a thread may be quoted by programs of several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("marks.yaml")
_SPACE = r"(?:[ \t\xa0]+)"
_WORDS = r"(?:\S+ ){0,6}?\S*"
"""What '...' stands for."""


@cache
def _languages() -> tuple[Mapping[str, Any], ...]:
    return tuple(yaml.safe_load(_FILE.read_text(encoding="utf-8")).values())


def phrases(*path: str) -> tuple[str, ...]:
    """The entries at a place such as ``("headers", "from")``, of all languages, as they are written."""
    found: list[str] = []
    for language in _languages():
        entry: Any = language
        for key in path:
            entry = entry.get(key, {})
        found += entry
    return tuple(found)


def one_of(*path: str) -> str:
    """A regular expression that matches any entry at a place, longer spellings first."""
    return _choice(phrases(*path))


def _choice(entries: Iterable[str]) -> str:
    longest_first = sorted(entries, key=len, reverse=True)
    rules = "|".join(longest_first).replace("{device}", _devices()).replace("...", _WORDS)
    return f"(?:{rules.replace(' ', _SPACE)})"


def _devices() -> str:
    return rf"\b(?:{'|'.join(phrases('devices'))})\b\S*(?: \S+){{0,6}}"


def compiled(rule: str) -> re.Pattern[str]:
    """A rule about one line or paragraph, whatever the case of its letters."""
    return re.compile(rule, re.IGNORECASE)
