"""Numbers of all kinds: one scan for where one begins, then what it is by its form and the words beside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.redaction import documents, orders, phones
from otklik.redaction.candidates import Candidate, Classify
from otklik.redaction.cues import UNITS_AFTER, Cue, cue
from otklik.redaction.spans import Span

_BEGINS = re.compile(
    r"""[\d+(*•….xхXХA-ZА-ЯЁ] (?<![\w+*•].) (?<!\d[.,:/–-].) (?:
        (?<=\d) (?= (?:[^\w\n]{0,4}\d){3} | [\dA-Z]*[A-Z] | [0-9a-f]{7}- )
        | (?<=\() (?= [\d+ ]{1,9}\) )
        | (?<=\+) [ ]?\(?\d
        | (?<=[A-ZА-ЯЁ]) (?= (?=[A-ZА-ЯЁ/–-]{0,5}\d) (?:[ ]?[A-ZА-ЯЁ\d/–-]){4} | [A-ZА-ЯЁ]{1,4}[ ][\d*] )
        | (?<=[*•…xхXХ]) (?= [*•….xхXХ -]{0,20}\d )
        | (?<=\.) \.{1,3} [ ]? (?= \d{4} )
    )""",
    re.VERBOSE,
)
LONG = re.compile(
    r"""[0-9](?:
        (?:[^\w\n]{0,4}\d){3}
        | [A-ZА-Я]+\d | (?<=[A-Z]\d)[A-Z] | (?<=[A-Z]{3}\d)\d
        | (?<=[a-zA-Z]{2}[a-zA-Z._]\d)
        | [A-Z]?[ ]?\d[A-Z]{2}\b | [0-9a-fA-F]?[:-][0-9a-fA-F] | (?<=[oO][xX][ ].)
    )""",
    re.VERBOSE,
)
"""What a text holds, in one chunk or over several, that holds somebody's number."""
_CHUNK = re.compile(r"[+(*•….]*\w*")
_DIGITS = re.compile(r"\d(?:[^\w\n]{0,4}\d)*+(?![^\w\n]{0,4}[*•№xXхХ]|\w)")
_DATE = re.compile(r"[0-3]?\d[./][01]?\d[./](?:19|20)?\d\d|(?:19|20)\d\d\D{1,3}(?:19|20)\d\d")
_SUM = re.compile(r"\d+(?:[ \u00a0.,]\d+)*+")
_CLOSING = re.compile("[кКcCпПvVaA](?:ард|арт|АРТ|ard|ARD|асп|АСП|isa|ISA|mex)|[сС]ери|СЕРИ")
"""Four digits and no more can be but the end of a card's number, or the series of a passport."""
_LISTED = re.compile(r"\s?(?:[,;/]|и|или|and|or)\s?", re.IGNORECASE)
"""Between numbers of one kind: '22-33-44, 55-66-77'."""
_NUMBERS: tuple[Classify, ...] = (
    documents.account,
    documents.snils,
    documents.inn,
    documents.passport,
    documents.card,
    phones.phone,
    documents.masked_card,
    orders.order,
    orders.long,
)
_CODES: tuple[Classify, ...] = (
    documents.iban,
    documents.passport,
    documents.masked_card,
    orders.order,
    orders.long,
)


def possible(text: str) -> bool:
    """Four digits together, or digits among or after letters: less is nobody's."""
    return LONG.search(text) is not None


def numbers(text: str) -> Iterator[Span]:
    """From left to right; the first kind that fits takes it."""
    at = 0
    last = Span(0, 0, "")
    closing = _CLOSING.search(text) is not None
    while begins := _BEGINS.search(text, at):
        start = begins.start()
        run = _DIGITS.match(text, start)
        if run and _counting(run, closing):
            at = run.end()
            continue
        told = Cue(last.kind, (), "") if _LISTED.fullmatch(text, last.end, start) else cue(text, start)
        kinds = _NUMBERS if begins[0][0] in "+(0123456789" else _CODES
        span = _classified(Candidate(text, start, told), kinds)
        if span is not None:
            yield span
            last = span
        at = span.end if span else start + 1 if text[start] == "(" else _chunk(text, start)


def _chunk(text: str, start: int) -> int:
    """Where the number or word that begins here ends."""
    found = _CHUNK.match(text, start)
    return found.end() if found and found[0] else start + 1


def _counting(run: re.Match[str], closing: bool) -> bool:
    """So short that it can but count something, or followed by what it counts, or a date."""
    count = sum(map(str.isdecimal, run[0]))
    if count > 9:
        return False
    if (count < 5 and not closing) or _DATE.fullmatch(run[0]):
        return True
    summed = _SUM.match(run.string, run.start())
    return summed is not None and UNITS_AFTER.match(run.string, summed.end()) is not None


def _classified(candidate: Candidate, kinds: tuple[Classify, ...]) -> Span | None:
    return next(filter(None, (classify(candidate) for classify in kinds)), None)
