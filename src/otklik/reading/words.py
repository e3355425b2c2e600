"""The words of headers.yaml, and whether a header holds them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from otklik.records import column_key

# The rank of a header that is nothing but a word for texts: the first line of ``text`` in the file.
WHOLE = 4
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
    """Phrases to one pattern: '=x' is the whole header, 'x' a run of word beginnings."""
    whole = [re.escape(column_key(one[1:])) for one in phrases if one.startswith("=")]
    parts = [
        r"\w* ".join(map(re.escape, column_key(one).split())) for one in phrases if not one.startswith("=")
    ]
    alternatives = [f"^(?:{'|'.join(whole)})$"] * bool(whole) + [rf"(?:^|[ _])(?:{'|'.join(parts)})"] * bool(
        parts
    )
    return re.compile("|".join(alternatives))


@cache
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


def spaced(header: str) -> str:
    """column_key with camelCase and underscores taken apart: 'OverallRating_2' → 'overall rating 2';
    '№', and '#' alone, are the word for a number."""
    header = "номер" if header.strip() == "#" else header.replace("№", "номер ")
    return column_key(re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|_", " ", header))
