"""Numbers of cards, bank accounts and passports, of taxpayers and the insured."""

from __future__ import annotations

import re

from otklik.redaction import check_digits as check
from otklik.redaction.candidates import Candidate, beginnings, digits
from otklik.redaction.cues import UNITS_AFTER
from otklik.redaction.spans import Span

_IBAN = re.compile(r"[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE)
_ACCOUNT = re.compile(r"\d{20}|\d{5}(?:[ .-]?\d{3})(?:[ .-]?\d)(?:[ .-]?\d{4})(?:[ .-]?\d{7})")
_SNILS = re.compile(r"\d{3}([ \u00a0.–-]?)\d{3}[ \u00a0.–-]?\d{3}[ \u00a0.–-]?\d\d")
_SET_OFF = re.compile(r"\d{3}-\d{3}-\d{3}[ -]\d\d")
_INN = re.compile(r"\d(?:[ -]?\d){9}(?:[ -]?\d\d)?")
_SIGN = r"(?:№|N|n|номер)"
_PASSPORT = re.compile(
    rf"""\d\d[ ]?\d\d [\s,]* (?:{_SIGN}[\s:]*|-)? \d{{3}}[ ]?\d{{3}}
    | \d\d[ ]?{_SIGN}?[ ]?\d{{7}} | \d{{9}} | [A-Za-z]{{1,2}}[ ]?\d{{6,8}}""",
    re.VERBOSE,
)
_PART = re.compile(r"\d{3} ?\d{3}|\d\d ?\d\d")
_BARE_PASSPORT = re.compile(rf"\d\d ?\d\d {_SIGN} ?\d{{6}}|\d\d ?\d\d \d{{6}}")
_CARD = re.compile(r"\d(?:[ \u00a0-]?\d){12,18}")
_HIDDEN = r"[*•xXхХ\#.…]"
_MASKED_CARD = re.compile(
    rf"""(?: \d{{4}}[ -]?(?:\d\d)?[ -]? {_HIDDEN}{{2}} | [*•]{{2}} | [xXхХ]{{4}} )
    (?:{_HIDDEN}|[ -](?=[*•xXхХ\#.…\d])){{0,14}} \d{{4}}""",
    re.VERBOSE,
)
_CARD_END = re.compile(rf"(?:{_HIDDEN}{{1,4}}[ -]?){{0,4}}\d{{4}}(?![ -]\d{{4}})")
_LAST = re.compile(r"последн\w+|цифр\w*|(?:о|за)канчива\w+|end\w*|last|four|digits?|№|номер\w*|number")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\D+(?:19|20)\d\d)*")


def iban(candidate: Candidate) -> Span | None:
    """A word may follow in capitals: the longest beginning that holds the check is the number."""
    for number in beginnings(candidate.match(_IBAN)):
        if check.iban(re.sub("[ -]", "", number)):
            return candidate.span(number, "iban")
    return None


def account(candidate: Candidate) -> Span | None:
    """Twenty digits, whole or in the groups that banks print."""
    number = candidate.match(_ACCOUNT)
    return candidate.span(number, "number") if number else None


def snils(candidate: Candidate) -> Span | None:
    number = candidate.match(_SNILS)
    named = candidate.cue.kind == "snils" or _SET_OFF.fullmatch(number)
    return candidate.span(number, "snils") if named and check.snils(digits(number)) else None


def inn(candidate: Candidate) -> Span | None:
    """Ten digits need the word beside them; of twelve, one in 120 holds the check by chance."""
    number = candidate.match(_INN)
    named = candidate.cue.kind == "inn" or (len(number) == 12 and candidate.cue.kind == "")
    return candidate.span(number, "inn") if named and check.inn(digits(number)) else None


def passport(candidate: Candidate) -> Span | None:
    """Series and number; by themselves only where 'паспорт' is beside."""
    if candidate.cue.kind == "passport":
        number = candidate.match(_PASSPORT) or _passport_part(candidate)
    else:
        number = candidate.match(_BARE_PASSPORT) if not candidate.cue.kind else ""
        number = "" if candidate.counted(number) else number
    return candidate.span(number, "passport") if number else None


def _passport_part(candidate: Candidate) -> str:
    """'серия паспорта 4509', 'номер паспорта 123456'."""
    told = {"серия", "серии", "номер", "номера"} & {*candidate.cue.between, candidate.cue.before}
    return candidate.match(_PART) if told else ""


def card(candidate: Candidate) -> Span | None:
    for number in beginnings(candidate.match(_CARD)):
        if check.luhn(digits(number)) and candidate.cue.kind not in ("order", "code", "phone"):
            return candidate.span(number, "card")
    return None


def masked_card(candidate: Candidate) -> Span | None:
    """'4276****0033'; '**0033' and '1234' after a word for a card. '2017...2018' are dates."""
    number = candidate.match(_MASKED_CARD)
    if not number and candidate.cue.kind == "card":
        number = candidate.match(_CARD_END)
        number = number if number and _ending(candidate, number) else ""
    dated = _YEARS.fullmatch(number.lstrip("*xхXХ• .-"))
    return candidate.span(number, "card") if number and not dated else None


def _ending(candidate: Candidate, number: str) -> bool:
    """'карта 1234' is the end of its number; 'карта 5000 рублей' and 'на карту 2350' are not."""
    moved = candidate.cue.before in ("на", "с", "c", "со") and not number.endswith("00")
    told = not number[0].isdecimal() or any(map(_LAST.fullmatch, candidate.cue.between))
    summed = number.endswith("00") or UNITS_AFTER.match(candidate.text, candidate.start + len(number))
    return not summed and (told or not moved)
