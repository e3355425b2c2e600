"""Numbers of orders, tickets, contracts and parcels, and whatever else is long and somebody's."""

from __future__ import annotations

import re
from datetime import date

from otklik.redaction.candidates import Candidate, digits
from otklik.redaction.cues import UNITS_AFTER, telling
from otklik.redaction.spans import Span

_CODE = re.compile(
    r"""(?: [A-ZА-ЯЁ]{1,5}[-/–]? | [A-ZА-Я]{2,4}[ ](?=\d{6}) | [a-zа-яё]{1,5}[-/]? )?
    \d [\dA-ZА-Яa-zа-я]* (?: [-/–]?[\dA-Z]+ )* (?: [ ]\d{3,} )*""",
    re.VERBOSE,
)
_LOCATOR = re.compile(r"(?=[A-Z-]*\d)(?=[\d-]*[A-Z])[A-Z0-9][A-Z0-9-]{4,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SELF_TELLING = re.compile(
    r"""[A-Z]{2}[ ]?\d{9}[ ]?[A-Z]{2} | 1Z[A-Z0-9]{16}
    | [A-ZА-Я]{1,5}\d{7,}(?:-\d+)* | [A-ZА-Я]{1,5}[-–]\d{6,}(?:-\d+)*
    | \d{4,}\*{2,}\d* | \d{4,}(?:[ ]\d{4}){3,4} | \d{3,}(?:-\d{2,})+ | \d{8,}""",
    re.VERBOSE,
)
_SIGNED = re.compile(r"(?:№|#|\bNo\.?|\bN)[.:]? ?$")
_NUMBERED = re.compile(r"[A-ZА-Я]{0,5}-?\d{5,}(?:[-/]\d+)*(?:\*{2,}\d*)?")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\D+(?:19|20)\d\d)*")


def order(candidate: Candidate) -> Span | None:
    """After a word for an order, a ticket, a contract, or after a sign of number."""
    kind = candidate.cue.kind
    number = ""
    if kind in ("order", "code"):
        number = candidate.match(_CODE)
        number = number if _ordered(candidate, number) else candidate.match(_LOCATOR)
        if not (_ordered(candidate, number) or kind == "code" or candidate.cue.numbered):
            number = ""
    elif kind != "place":
        number = candidate.match(_NUMBERED) if _sign(candidate) or candidate.cue.numbered else ""
        number = "" if number and not _sign(candidate) and _plain(candidate, number) else number
    return candidate.span(number, "number") if number else None


def _ordered(candidate: Candidate, number: str) -> bool:
    """Five digits at least; without a sign of number it must not look like a sum."""
    told = digits(number)
    units = UNITS_AFTER.match(candidate.text, candidate.start + len(number))
    summed = not _sign(candidate) and number[:1].isdecimal() and (told.endswith("00") or units)
    return len(told) > 4 and not summed and not telling(number.partition(" ")[0])


def _sign(candidate: Candidate) -> bool:
    return _SIGNED.search(candidate.text[max(0, candidate.start - 5) : candidate.start]) is not None


def long(candidate: Candidate) -> Span | None:
    """By its form or length alone."""
    number = candidate.match(_UUID)
    if not number:
        number = candidate.match(_SELF_TELLING)
        number = "" if not number or _plain(candidate, number) or _ranged(number) else number
    return candidate.span(number, "number") if number else None


def _plain(candidate: Candidate, number: str) -> bool:
    """A count, a sum, a day or years, and no number of anything."""
    told = digits(number)
    return candidate.counted(number) or _YEARS.fullmatch(number) is not None or _day(told)


def _ranged(number: str) -> bool:
    """'50000-60000', '2020-2021', '100-200-300'."""
    parts = number.split("-")
    return len(parts) > 1 and (
        all(part.endswith("00") for part in parts) or (len(digits(number)) < 9 and number[0].isdecimal())
    )


def _day(number: str) -> bool:
    """YYYYMMDD or DDMMYYYY."""
    for year, month, day in ((number[:4], number[4:6], number[6:]), (number[4:], number[2:4], number[:2])):
        try:
            if len(number) == 8 and 1900 < date(int(year), int(month), int(day)).year < 2100:
                return True
        except ValueError:
            continue
    return False
