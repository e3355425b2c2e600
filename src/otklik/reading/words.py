"""The words of headers.yaml, and whether a header holds them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import yaml

from otklik.sources.headers import column_key, spaced

# The rank of a header that is nothing but a word for texts: the first line of ``text`` in the file.
WHOLE = 4
# The rank of a header that is nothing but a word for the number of an answer.
NUMBER = 3
# The rank of a header that can hardly name another role: the upper of two lines in the file.
SURE = 2
# The rank of a cell below a question that says only that here stands an answer.
ANSWER = 2
_FILE = Path(__file__).with_name("headers.yaml")


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    table = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {role: [_pattern(line) for line in lines] for role, lines in table.items()}


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Phrases to one pattern: '=x' is the whole header, '^x' its beginning, 'x.' a whole word in it, 'x' a
    run of word beginnings."""
    return re.compile("|".join(map(_alternative, phrases)))


def _alternative(phrase: str) -> str:
    words = list(map(re.escape, column_key(phrase).split()))
    if phrase.startswith("="):
        return f"^{' '.join(words)}$"
    start = "^" if phrase.startswith("^") else "(?:^|[ _])"
    return start + r"\w* ".join(words) + (r"(?!\w)" if phrase.endswith(".") else "")


@lru_cache(1 << 16)
def rank(role: str, header: str) -> int:
    """How strongly a header names a role: the number of its line from the bottom, 0 for not at all."""
    key = spaced(header)
    lines = _patterns()[role]
    return next((len(lines) - at for at, pattern in enumerate(lines) if pattern.search(key)), 0)


def known(header: str) -> bool:
    """Whether a short cell holds a word that headers have."""
    return len(header) <= 200 and any(
        rank(role, header) for role in ("text", "score", "date", "id", "segment")
    )
