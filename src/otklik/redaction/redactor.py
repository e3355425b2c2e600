"""Personal data to marks: '[phone]' for a telephone, '[name]' for a name, and so on.

The order of the families is the program: what an earlier one has taken, a later one does not see. Marks that
stand in a text already are taken from the start, so that to redact a redacted text changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from otklik.edits import Change, Edited
from otklik.redaction import introductions, numbers, online, staff
from otklik.redaction.addresses import ADDRESSES, POSTAL
from otklik.redaction.births import BIRTHS
from otklik.redaction.lists import Allow, Block
from otklik.redaction.spans import FILLER, Finder, Span, opened, without
from otklik.redaction.telling import ANYTHING, DIGIT, HANDLE, MARK, NAME, NET

_SIGNS = re.compile(r"[0-9@/_([{]")
"""All e-mails, links and handles that are not spelled out have one of these."""
_APART = ("handle", "link", "email")
"""Kinds that have their own form, whatever stands beside them."""
_DIGIT = re.compile("[0-9]")
_LONGER = (online.NICKNAMES, online.NETWORK, BIRTHS, POSTAL)


class Redactor:
    """Finds personal data in Russian and English comments.

    ``allow`` and ``block`` are literal texts or /patterns/: the first are never masked (telephones are
    compared by digits), the second always, as '[hidden]'. ``staff`` masks the names of employees, too.
    Raises UsageError for a pattern that cannot be compiled.
    """

    def __init__(self, *, allow: Iterable[str] = (), block: Iterable[str] = (), staff: bool = False) -> None:
        self.allow = Allow(allow)
        self.block = Block(block)
        self.staff = staff

    def mask(self, text: str) -> str:
        """The text with a mark in the place of all personal data."""
        return Edited(text).then(self.changes(text)).text

    @property
    def strict(self) -> bool:
        """Whether more is masked than what ``telling`` tells."""
        return self.staff or bool(self.block.patterns)

    def changes(self, text: str, told: int = ANYTHING) -> list[Change]:
        """What to mask in ``text``, in order, none overlapping; ``step`` is the kind. ``told``: the Tellings
        of the text's chunks, where they are known."""
        left = MARK.sub(_filled, text) if "[" in text else text
        finders = self._finders(left, told)
        if not finders:
            return []
        masked: list[Span] = []
        while finders:
            telling = False
            for find in finders:
                spans = [span for span in find(left) if FILLER not in left[span.start : span.end]]
                if spans:
                    masked += [span for span in spans if self._personal(text, span)]
                    left = without(left, spans)
                    telling = telling or spans[0].kind not in _APART
            # what is masked can make plain what stands beside it
            finders = self._finders(left, ANYTHING) if telling else []
        return [Change(start, end, f"[{kind}]", kind) for start, end, kind in sorted(masked)]

    def _personal(self, text: str, span: Span) -> bool:
        return span.kind == "hidden" or text[span.start : span.end] not in self.allow

    def _finders(self, text: str, told: int) -> list[Finder]:
        """Those that could find anything in ``text``: most comments have nothing for any."""
        finders: list[Finder] = [self.block] if self.block.patterns else []
        if told & NET and (_SIGNS.search(text) or online.spelled(text)):
            finders += opened(online.FAMILIES, text)
        elif told & HANDLE:
            finders += opened(online.HANDLES, text)
        if told & DIGIT and _DIGIT.search(text):
            finders += opened(ADDRESSES, text)
            if numbers.possible(text):
                finders += [*opened(_LONGER, text), numbers.numbers]
        if told & NAME:
            finders += introductions.finders(text)
        return finders + list(staff.FINDERS) if self.staff else finders


def _filled(found: re.Match[str]) -> str:
    return FILLER * len(found[0])
