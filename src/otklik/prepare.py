"""A comment made ready: markup and quoted mail out, personal data masked, broken words repaired.

The order matters: personal data are looked for in what a person reads, repairs in what is left, and every
step keeps its offsets, so that what the engines find can be shown in any of the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from otklik.clean import clean
from otklik.edits import Change, Edited
from otklik.mail import own_words
from otklik.redaction import Redactor
from otklik.repair import Repairer
from otklik.sieve import EVERY, MAIL, MARKUP, MASKING, REPAIR, Sieve
from otklik.words import LINE_BREAK, WordTable

Span = tuple[int, int]
_BREAKS = "\r\n\t"


class Prepared(NamedTuple):
    """Three texts, each edited from the one before: ``plain`` (of the original) is what the customer wrote,
    without markup, quoted mail and the blank lines around; ``masked`` hides personal data; ``heard`` is what
    the engines hear. ``chunks`` are the numbers, in the word table, of those between the blanks of the heard
    text, where they are known."""

    plain: Edited
    masked: Edited
    heard: Edited
    chunks: list[int] | None = None

    def in_original(self, start: int, end: int) -> Span:
        """Offsets in the original of a span of the heard text."""
        if self.heard is self.plain:
            return start, end
        return self.plain.span(*self.masked.span(*self.heard.span(start, end)))

    def in_plain(self, start: int, end: int) -> Span:
        """Offsets in the plain text of a span of the heard text."""
        if self.heard is self.plain:
            return start, end
        return self.masked.span(*self.heard.span(start, end))

    def in_masked(self, start: int, end: int) -> Span:
        """Offsets in the masked text of a span of the heard text."""
        return self.heard.span(start, end)


class Preparer:
    """Makes comments ready. What becomes of a comment depends on nothing but its text."""

    def __init__(self, redactor: Redactor | None = None) -> None:
        self._redactor = redactor or Redactor()
        self._repairer = Repairer()
        self._sieve = Sieve(self._repairer.doubt)

    def prepare(self, text: str) -> Prepared:
        """Make one comment ready."""
        return self._prepare(text, EVERY)

    def prepare_all(self, texts: Sequence[str], table: WordTable) -> list[Prepared]:
        """Make comments ready, each by the steps that could change it. ``table`` is to hear them."""
        cut = [list(map(table.__getitem__, text.split())) for text in texts]
        steps = self._sieve.steps(texts, cut, table)
        if self._redactor.strict:
            steps = steps | MASKING
        return [
            self._prepare(text, step, chunks) if step else _untouched(text, chunks)
            for text, step, chunks in zip(texts, steps.tolist(), cut, strict=True)
        ]

    def _prepare(self, text: str, steps: int, chunks: list[int] | None = None) -> Prepared:
        """By these steps, and by all that come after one that changed the text of these ``chunks``."""
        plain = Edited(text)
        if steps & MARKUP:
            plain = clean(text)
            steps = steps if plain.before is None else EVERY
        if steps & MAIL:
            own = plain.then(own_words(plain.text))
            own = own.then(_blank_edges(own.text))
            steps = steps if own is plain else EVERY
            plain = own
        masked = _afresh(plain)
        if steps & MASKING:
            masked = masked.then(self._redactor.changes(plain.text, steps & MASKING))
            steps = steps if masked.before is None else EVERY
        heard = _afresh(masked)
        if steps & REPAIR:
            heard = heard.then(self._repairer.changes(heard.text))
        same = heard is plain and LINE_BREAK not in text
        return Prepared(plain, masked, heard, chunks if same else None)


def _untouched(text: str, chunks: list[int]) -> Prepared:
    """A comment that is ready as it is."""
    same = Edited(text)
    return Prepared(same, same, same, chunks)


def _blank_edges(text: str) -> list[Change]:
    """The blank lines around what is said: markup and quoted mail leave them where they were."""
    if not text.strip() or not (text[0] in _BREAKS or text[-1] in _BREAKS):
        return []
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    edges = ((0, start), (end, len(text)))
    return [Change(*edge, "", "edge") for edge in edges if edge[0] < edge[1]]


def _afresh(text: Edited) -> Edited:
    """The text as the original of the next step."""
    return text if text.before is None else Edited(text.text)
