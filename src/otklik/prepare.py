"""A comment made ready: markup and quoted mail out, personal data masked, broken words repaired, a survey's
questions taken out.

The order matters: personal data are looked for in what a person reads, repairs in what is left, and every
step keeps its offsets, so that what the engines find can be shown in any of the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otklik.clean import clean
from otklik.edits import Change, Edited
from otklik.mail import own_words
from otklik.redaction import Redactor
from otklik.repair import Repairer
from otklik.sieve import EVERY, MAIL, MARKUP, MASKING, REPAIR, SURVEY, Sieve
from otklik.survey import questions, stated
from otklik.words import WordTable

Span = tuple[int, int]
_BREAKS = "\r\n\t"
_HIDING = MARKUP | MAIL | MASKING


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
    """Makes comments ready. What becomes of a comment depends on nothing but its text and its question."""

    def __init__(self, redactor: Redactor | None = None) -> None:
        self._redactor = redactor or Redactor()
        self._repairer = Repairer()
        self._sieve = Sieve(self._repairer.doubt)

    def prepare(self, text: str) -> Prepared:
        """Make one comment ready."""
        return _answering(None, self._repaired(self._hidden(text, EVERY, [])))

    def prepare_all(
        self, texts: Sequence[str], table: WordTable, asked: Sequence[str | None] = ()
    ) -> list[Prepared]:
        """Make comments ready, each by the steps that could change it. ``table`` is to hear them; ``asked``
        are the questions they answer, where these are known."""
        cut = _cut(texts, table)
        steps = self._sieve.steps(texts, cut, table)
        if self._redactor.strict:
            steps = steps | MASKING
        hiding = (steps & _HIDING).tolist()
        ready = [
            self._hidden(text, step, chunks) if step else _untouched(text, chunks)
            for text, step, chunks in zip(texts, hiding, cut, strict=True)
        ]
        changed = [at for at, one in enumerate(ready) if one.chunks is None]
        if changed:
            steps[changed] = self._cut_anew(ready, changed, table)
        for at in (steps & REPAIR).nonzero()[0].tolist():
            ready[at] = self._repaired(ready[at])
        told = zip(asked or [None] * len(ready), (steps & SURVEY).tolist(), strict=True)
        for at, (question, step) in enumerate(told):
            if question or step:
                ready[at] = _answering(question, ready[at])
        return ready

    def _cut_anew(self, ready: list[Prepared], changed: Sequence[int], table: WordTable) -> NDArray[np.int32]:
        """Cut the heard texts of those that changed; the steps that these may need."""
        texts = [ready[at].heard.text for at in changed]
        cut = _cut(texts, table)
        for at, chunks in zip(changed, cut, strict=True):
            ready[at] = ready[at]._replace(chunks=chunks)
        return self._sieve.steps(texts, cut, table)

    def _hidden(self, text: str, steps: int, chunks: list[int]) -> Prepared:
        """Without what is not to be heard, by these steps, and by all that come after one that changed the
        text of these ``chunks``."""
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
        heard = _afresh(masked)
        return Prepared(plain, masked, heard, chunks if heard is plain else None)

    def _repaired(self, one: Prepared) -> Prepared:
        """With the words repaired."""
        heard = one.heard.then(self._repairer.changes(one.heard.text))
        return one if heard is one.heard else Prepared(one.plain, one.masked, heard)


def _cut(texts: Sequence[str], table: WordTable) -> list[list[int]]:
    """The numbers of the chunks between the blanks of each text."""
    return [list(map(table.__getitem__, text.split())) for text in texts]


def _answering(question: str | None, one: Prepared) -> Prepared:
    """Without a survey's questions in the text; where there is none, beside the one that it answers."""
    heard = one.heard.then(questions(one.heard.text))
    if heard is one.heard and question:
        heard = heard.then(stated(question, heard.text))
    return one if heard is one.heard else one._replace(heard=heard, chunks=None)


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
