"""What a user says must stay or must go: words and patterns, one a line of a text file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from otklik.errors import InputError, UsageError
from otklik.redaction.spans import Span
from otklik.sentences import Sentence

_DIGITS = re.compile(r"\D+")
_DIALLED = 10
"""Digits of a number that count: +7, 8 and 7 before them dial the same telephone."""
_FEWEST = 5


def read_list(path: str | Path) -> tuple[str, ...]:
    """The entries of a list: one a line; '# ' opens a comment, /…/ is a pattern. Raises InputError, and
    UsageError for a pattern that is wrong, its line named."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(
            "{path}: the list cannot be read: {why}", path=path, why=error.strerror or error
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("{path}: the list is not UTF-8 text", path=path, mend="save it as UTF-8") from error
    entries = []
    for number, line in enumerate(lines, start=1):
        if entry := line.strip():
            if entry == "#" or entry.startswith("# "):
                continue
            _compiled(entry, Sentence("{path}, line {line}: ", path=path, line=number))
            entries.append(entry)
    return tuple(entries)


def _compiled(entry: str, where: str = "") -> re.Pattern[str]:
    """A literal matches as a whole, a /pattern/ as it says. Raises UsageError."""
    if not entry.strip():
        raise UsageError("{where}an entry of an allow or block list is empty", where=where)
    if not (len(entry) > 1 and entry[0] == entry[-1] == "/"):
        return re.compile(rf"(?<!\w){re.escape(entry)}(?!\w)", re.IGNORECASE)
    try:
        pattern = re.compile(entry[1:-1], re.IGNORECASE)
    except re.error as error:
        raise UsageError(
            "{where}the pattern {entry} is wrong: {why}",
            where=where,
            entry=entry,
            why=error,
            mend="without slashes it is plain text",
        ) from error
    if pattern.search(""):
        raise UsageError(
            "{where}the pattern {entry} matches everything, even an empty text", where=where, entry=entry
        )
    return pattern


class Block:
    """What is masked always."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.patterns = tuple(map(_compiled, entries))

    def __call__(self, text: str) -> Iterator[Span]:
        found = sorted(one.span() for pattern in self.patterns for one in pattern.finditer(text) if one[0])
        at = 0
        for start, end in found:
            if start >= at:
                yield Span(start, end, "hidden")
                at = end


class Allow:
    """What is never masked: equal to an entry, or dialling the same number, or with a pattern in it."""

    def __init__(self, entries: Iterable[str]) -> None:
        kept = tuple(entries)
        patterns = {entry: _compiled(entry) for entry in kept}
        self.patterns = tuple(
            pattern for entry, pattern in patterns.items() if entry[0] == entry[-1] == "/" != entry
        )
        self.literals = frozenset(entry.casefold() for entry in kept)
        self.numbers = frozenset(filter(None, map(_number, kept)))

    def __contains__(self, written: object) -> bool:
        if not self.literals or not isinstance(written, str):
            return False
        return (
            written.casefold() in self.literals
            or _number(written) in self.numbers
            or any(pattern.search(written) for pattern in self.patterns)
        )


def _number(written: str) -> str:
    """The digits that count, of what is nothing but a number."""
    digits = _DIGITS.sub("", written)
    alone = not any(map(str.isalpha, written))
    return digits[-_DIALLED:] if alone and len(digits) >= _FEWEST else ""
