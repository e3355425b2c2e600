"""spaCy's tokenizer of a blank pipeline, without spaCy: its rules are data, its steps are here.

``data/tokens/CODE.json`` holds the rules as spaCy has them (``make.py`` beside it writes them). So a comment
is cut the same way whatever spaCy is installed, and nobody waits for spaCy to load.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from otklik.languages.record import Token
from otklik.resources import folder

_CHUNK = re.compile(r"\S+")
_HYPHENED = re.compile("[A-Za-zА-Яа-яЁё]+(?:-[A-Za-zА-Яа-яЁё]+)+")
"""Has no affixes, and an infix at each hyphen; a test holds that spaCy cuts it so. So fewer comments have to
wait until spaCy's patterns are compiled."""
_HYPHEN = re.compile("(-)")


class Cutter:
    """Cuts chunks by the rules of one language. ``exceptions``: chunk → its tokens."""

    def __init__(self, code: str) -> None:
        rules = json.loads((folder("data") / "tokens" / f"{code}.json").read_text(encoding="utf8"))
        self.exceptions: dict[str, list[str]] = rules["exceptions"]
        self._patterns: dict[str, str] = rules
        self._apart: dict[tuple[str, ...], list[str]] = {
            tuple(pieces): self.exceptions[chunk] for chunk, pieces in rules["apart"].items()
        }
        self._longest = max(map(len, self._apart))
        self._begin = {pieces[0] for pieces in self._apart}

    @cached_property
    def _prefix(self) -> re.Pattern[str]:
        return re.compile(self._patterns["prefix"])

    @cached_property
    def _suffix(self) -> re.Pattern[str]:
        return re.compile(self._patterns["suffix"])

    @cached_property
    def _infix(self) -> re.Pattern[str]:
        return re.compile(self._patterns["infix"])

    @cached_property
    def _address(self) -> re.Pattern[str]:
        return re.compile(self._patterns["address"])

    def __call__(self, text: str) -> list[Token]:
        """The tokens, each with its offset."""
        tokens = []
        for chunk in _CHUNK.finditer(text):
            at = chunk.start()
            for token in self._rejoined(self._cut(chunk[0])):
                tokens.append((token, at))
                at += len(token)
        return tokens

    def _cut(self, chunk: str) -> list[str]:
        """Affixes off, from both sides, until an exception or nothing of the kind is left; that at its
        infixes."""
        before: list[str] = []
        behind: list[str] = []
        while chunk and not _bare(chunk) and chunk not in self.exceptions:
            prefix = self._first(self._prefix, chunk)
            if prefix and chunk[prefix:] in self.exceptions:
                before.append(chunk[:prefix])
                chunk = chunk[prefix:]
                break
            suffix = self._first(self._suffix, chunk[prefix:])
            body = len(chunk) - suffix
            if suffix and chunk[:body] in self.exceptions:
                behind.append(chunk[body:])
                chunk = chunk[:body]
                break
            if not prefix and not suffix:
                break
            before.append(chunk[:prefix])
            behind.append(chunk[body:])
            chunk = chunk[prefix:body]
        return [token for token in (*before, *self._inner(chunk), *reversed(behind)) if token]

    def _first(self, pattern: re.Pattern[str], chunk: str) -> int:
        """How many characters the pattern takes."""
        found = pattern.search(chunk)
        return found.end() - found.start() if found else 0

    def _inner(self, chunk: str) -> list[str]:
        if chunk in self.exceptions:
            return self.exceptions[chunk]
        if _HYPHENED.fullmatch(chunk):
            return _HYPHEN.split(chunk)
        if _whole(chunk) or ("." in chunk and self._address.match(chunk)):
            return [chunk]
        tokens, at = [], 0
        for found in self._infix.finditer(chunk):
            if found.start():
                tokens += [chunk[at : found.start()], found[0]]
                at = found.end()
        return [*tokens, chunk[at:]]

    def _rejoined(self, tokens: Sequence[str]) -> Sequence[str]:
        """With exceptions that the affixes cut apart put together again, longer ones first."""
        if self._begin.isdisjoint(tokens):
            return tokens
        taken = [False] * len(tokens)
        instead: dict[int, tuple[int, list[str]]] = {}
        for start, end in sorted(self._found(tokens), key=lambda span: (span[0] - span[1], span[0])):
            if not taken[start] and not taken[end - 1]:
                instead[start] = end, self._apart[tuple(tokens[start:end])]
            taken[start:end] = [True] * (end - start)
        joined: list[str] = []
        at = 0
        while at < len(tokens):
            at, more = instead.get(at, (at + 1, [tokens[at]]))
            joined += more
        return joined

    def _found(self, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
        for start, token in enumerate(tokens):
            if token in self._begin:
                for end in range(start + 1, min(start + self._longest, len(tokens)) + 1):
                    if tuple(tokens[start:end]) in self._apart:
                        yield start, end


def _bare(chunk: str) -> bool:
    """Whether it certainly has no affix."""
    return _whole(chunk) or _HYPHENED.fullmatch(chunk) is not None


def _whole(chunk: str) -> bool:
    """Whether nothing but letters, or nothing but digits, is there: in these is neither affix nor infix."""
    return chunk.isalpha() or (chunk.isascii() and chunk.isdigit())


@cache
def cutter(code: str) -> Cutter:
    """The cutter of a language, made once."""
    return Cutter(code)
