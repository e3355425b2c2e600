"""Personal data to marks: '[phone]' for a telephone, '[name]' for a name, and so on.

The order of the rules is the program: what an earlier rule has taken, a later one does not see. Marks that
stand in a text already are taken from the start, so that to redact a redacted text changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from otklik.edits import Change, Edited
from otklik.redaction import addresses, documents, introductions, online, phones, staff
from otklik.redaction.lists import Allow, Block
from otklik.redaction.rules import FILLER, KINDS, Group, Rule, Span, group

_MARK = re.compile(rf"\[(?:{'|'.join(KINDS)})\]", re.IGNORECASE)
_NUMBERS: tuple[Group, ...] = (
    documents.CARD_ENDS,
    documents.NAMED,
    addresses.DATES,
    addresses.ADDRESSES,
    addresses.ENGLISH,
    group(
        r"\d(?:[^\w\n]{0,4}\d){4}|-[0-9a-f]{4}-",
        *documents.NUMBERED,
        *phones.RULES,
        *documents.LONG,
    ),
)
_DIGIT = re.compile(r"\d")
_SIGNS = b"0123456789@/:_(["
"""Numbers, e-mails, links and handles that are not spelled out have one of these in them."""
_ENDINGS = (
    r".[,:=–—!-]|в\.|[Оо][.\W]|ио|ИО|[тм][оя]|ут|УТ|ть|ТЬ|ня|НЯ|ия|\Wя|\WЯ|ам|ит|нт|ль|ни|ем|ЕМ|ью|ми|аш"
    r"|ша|МЯ|ТО"
    r"|is|IS|am|AM|['’]m|['’]s|im|me|ME|of|ed"
)
_INTRODUCED = re.compile(rf"[A-ZА-ЯЁ](?:(?<=^[ЯI].)|(?<=\n.)|(?<=(?:{_ENDINGS})\s.)|(?<=^[Яя]\s.))")
"""A capital after the end of a word, or a sign, with which names are introduced."""


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

    def changes(self, text: str) -> list[Change]:
        """What to mask in ``text``, in order, none overlapping; ``step`` is the kind."""
        rules = self._rules(text)
        if not rules:
            return []
        left = _MARK.sub(_filled, text)
        masked: list[Span] = []
        known = -1
        while known < len(masked):  # what is masked can make plain what stands beside it
            known = len(masked)
            for rule in rules:
                found = [span for span in rule(left) if FILLER not in left[span.start : span.end]]
                masked += [span for span in found if self._personal(text, span)]
                left = _without(left, found)
        return [Change(start, end, f"[{kind}]", kind) for start, end, kind in sorted(masked)]

    def mask(self, text: str) -> str:
        """The text with personal data masked."""
        return Edited(text).then(self.changes(text)).text

    def _personal(self, text: str, span: Span) -> bool:
        return span.kind == "hidden" or text[span.start : span.end] not in self.allow

    def _rules(self, text: str) -> list[Rule]:
        """Those that could find anything in ``text``: most comments have nothing for any."""
        low = text.lower()
        rules: list[Rule] = [self.block] if self.block.patterns else []
        return rules + [rule for one in self._groups(text, low) if one.gate.search(low) for rule in one.rules]

    def _groups(self, text: str, low: str) -> list[Group]:
        groups: list[Group] = []
        data = text.encode("utf-8", "replace")
        signs = len(data.translate(None, _SIGNS)) != len(data)  # the quickest way to look for several signs
        if signs or "соба" in low or " dot " in low or "точка" in low:
            groups += online.GROUPS
        if signs and _DIGIT.search(text):
            groups += _NUMBERS
        if _INTRODUCED.search(text) or "зовут" in low or "name" in low or "вич" in low or "вна" in low:
            groups += introductions.GROUPS
        if self.staff:
            groups.append(staff.STAFF)
        return groups


def _filled(found: re.Match[str]) -> str:
    return FILLER * len(found[0])


def _without(text: str, spans: list[Span]) -> str:
    """The text with these spans, in order, filled."""
    pieces: list[str] = []
    at = 0
    for start, end, _ in spans:
        pieces += (text[at:start], FILLER * (end - start))
        at = end
    return "".join((*pieces, text[at:])) if pieces else text
