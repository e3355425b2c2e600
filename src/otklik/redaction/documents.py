"""Numbers of cards, passports and accounts, of taxpayers and the insured, and of orders and tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from otklik.redaction import digits as check
from otklik.redaction.cues import (
    GOODS_BEFORE,
    MONEY_BEFORE,
    NAMED_NUMBER,
    ORDER,
    PLACE_BEFORE,
    UNITS_AFTER,
)
from otklik.redaction.rules import Rule, Span, after, before, digits, exactly, group, matching, written

_START = r"(?<![\w+])(?<!\d[.,:/–-])"
_END = r"(?![\w]|[.,:]\d|-\d)"
_GAP = r"[ \u00a0.\-–]?"
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE)
_ROUND = re.compile(r"(\d)\1*|[1-9]\d?0+")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\D+(?:19|20)\d\d)*")


def _card(found: re.Match[str]) -> bool:
    return check.luhn(digits(found))


def _ending(found: re.Match[str]) -> bool:
    """'карта 1234' is the end of its number; 'карта 2024 года' and 'карта 5000 рублей' are not."""
    last = digits(found)
    return not (after(found, UNITS_AFTER) or last.endswith("00") or _YEARS.fullmatch(last))


def _unlike_years(found: re.Match[str]) -> bool:
    """'2017...2018' and 'XXXX 2016' are dates."""
    return not _YEARS.fullmatch(written(found).lstrip("*xхXХ• "))


def _snils(found: re.Match[str]) -> bool:
    return check.snils(digits(found))


def _inn(found: re.Match[str]) -> bool:
    return check.inn(digits(found))


def _iban(text: str) -> Iterator[Span]:
    """A word may follow in capitals: the longest beginning that holds the check is the number."""
    for found in _IBAN.finditer(text):
        words = [len(found[0]), *(gap.start() for gap in re.finditer("[ -]", found[0]))]
        ends = [end for end in words if check.iban(re.sub("[ -]", "", found[0][:end]))]
        if ends:
            yield Span(found.start(), found.start() + max(ends), "iban")


def _counted(found: re.Match[str]) -> bool:
    """It counts something, or belongs to goods, or is as round as only shouting is."""
    beside = before(found, MONEY_BEFORE) or before(found, GOODS_BEFORE) or after(found, UNITS_AFTER)
    return bool(beside or _ROUND.fullmatch(digits(found)))


def _day(number: str) -> bool:
    """YYYYMMDD or DDMMYYYY."""
    for year, month, day in ((number[:4], number[4:6], number[6:]), (number[4:], number[2:4], number[:2])):
        try:
            if 1900 < date(int(year), int(month), int(day)).year < 2100:
                return True
        except ValueError:
            continue
    return False


def _long(found: re.Match[str]) -> bool:
    number = digits(found)
    return not (_counted(found) or (len(number) == 8 and _day(number)) or _YEARS.fullmatch(written(found)))


def _ordered(found: re.Match[str]) -> bool:
    """Five digits at least; without a sign of number it must not look like a sum."""
    number = digits(found)
    summed = not found["sign"] and (number.endswith("00") or after(found, UNITS_AFTER))
    return len(number) > 4 and not summed


def _numbered(found: re.Match[str]) -> bool:
    return not before(found, PLACE_BEFORE)


def _nine(found: re.Match[str]) -> bool:
    """'50000-60000' is a range."""
    if all(part.endswith("00") for part in written(found).split("-")):
        return False
    return len(digits(found)) > 8 and not _YEARS.fullmatch(written(found)) and not _counted(found)


_PASSPORT = (
    r"\b(?:паспорт\w*|загран\w*|сери[яиюе]|passport)(?:[\s:,.(№#–-]|\b(?:данн\w+|рф|мой|гражданин\w*"
    r"|номер\w*|сери\w+|и|no|number"
    r"|num|is|was|n)\b){0,9}"
)
_CARD_END = (
    r"\b(?:карт[аыуе]|картой|карточк\w+|card)\b(?:[\s:(,]|\b(?:номер\w*|с|сбера?|visa|виза|мир|mastercard"
    r"|последн\w+|цифр\w*|4|number|last|four"
    r"|digits?|is|are|ends?|ending|with|in|оканчива\w+|заканчива\w+|на|№)\b|[#№])"
)
CARD_ENDS = group(
    r"(?:карт|card|[*•…#]{2}|xxx|ххх|\.\.\.).{0,40}\d{4}|серия паспорта",
    matching(
        "card",
        rf"{_START}(?:\d{{4}}|\d{{6}}|\d{{4}} ?\d\d)[ -]?[*xх•#.…]{{2}}[*xх•#.… -]{{0,12}}\d{{4}}{_END}",
        _unlike_years,
    ),
    matching("card", rf"(?<![\w*•])(?:[*•]{{2,}}|x{{4,}}|х{{4,}}) ?\d{{4}}{_END}", _unlike_years),
    matching(
        "card",
        rf"{_CARD_END}{{1,14}}(?<![сc] карты )(?<!на карту )(?P<it>"
        rf"(?:[*xх•.…]{{1,4}}[ -]?){{0,4}}\d{{4}})(?![ -]\d){_END}",
        _ending,
    ),
    matching("passport", rf"\bсери[яиюе] (?:моего )?паспорта[\s:№–-]*(?P<it>\d\d ?\d\d){_END}"),
)
NAMED = group(
    r"(?:pnr|locator|booking|reserv|confirm|order|ticket|case|ref|track|claim|брон|заказ|билет"
    r"|обращени)\w*[^\n]{0,24}"
    r"(?:[a-z]\d|\d[a-z])",
    exactly("number", rf"(?i:{NAMED_NUMBER})(?P<it>(?=[A-Z-]*\d)[A-Z0-9][A-Z0-9-]{{4,}})(?!\w)"),
)
NUMBERED: tuple[Rule, ...] = (
    _iban,
    exactly("number", rf"{_START}\d{{5}}{_GAP}\d{{3}}{_GAP}\d{_GAP}\d{{4}}{_GAP}\d{{7}}{_END}"),
    matching(
        "snils",
        rf"\b(?:снилс\w*|snils)[^\d\0\n]{{0,20}}(?P<it>\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d\d){_END}",
        _snils,
    ),
    matching("snils", rf"{_START}\d{{3}}-\d{{3}}-\d{{3}}[ -]\d\d{_END}", _snils),
    matching("inn", rf"\b(?:инн|inn)[^\d\0\n]{{0,20}}(?P<it>\d(?:[ -]?\d){{9}}(?:[ -]?\d\d)?){_END}", _inn),
    matching(
        "passport", rf"{_PASSPORT}(?P<it>\d\d ?\d\d[\s,]*(?:(?:№|N|номер)[\s:]*|-)?\d{{3}} ?\d{{3}}){_END}"
    ),
    matching(
        "passport", rf"{_PASSPORT}(?P<it>[A-Z]{{1,2}} ?\d{{6,8}}|\d{{9}}|\d\d ?(?:№|N)? ?\d{{7}}){_END}"
    ),
    matching("passport", rf"\bномер\w* (?:моего )?паспорта[\s:№–-]*(?P<it>\d{{3}} ?\d{{3}}){_END}"),
    matching("passport", rf"{_START}\d\d ?\d\d (?:№|N) ?\d{{6}}{_END}"),
    matching("card", rf"{_START}\d(?:[ \u00a0-]?\d){{12,18}}{_END}", _card),
    matching("inn", rf"{_START}\d{{12}}{_END}", _inn),
    matching("number", r"(?<!\w)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?!\w)"),
)
"""Those that their own form or a word beside them names."""
LONG: tuple[Rule, ...] = (
    exactly("passport", rf"{_START}\d\d ?\d\d \d{{6}}{_END}"),
    exactly("number", rf"{_START}[A-Z]{{2}} ?\d{{9}} ?[A-Z]{{2}}(?!\w)|(?<!\w)1Z[A-Z0-9]{{16}}(?!\w)"),
    matching(
        "number",
        rf"{ORDER}(?P<it>(?:[A-ZА-Я]{{1,5}}[-/]?|(?-i:(?P<series>[А-Я])(?P=series){{2}} ))?\d[\dA-ZА-Я]*"
        r"(?:[-/ ]?\d[\dA-ZА-Я]*)*)(?!\w)",
        _ordered,
    ),
    exactly("number", r"(?i:\bномер\w*|\bnumber):? (?:is )?(?P<it>\d{5,})(?!\w)", _long),
    exactly("number", rf"{_START}\d{{4,}}\*{{2,}}\d{{2,}}(?!\w)"),
    exactly("number", r"(?:№|#|\bNo\.?|\bN) ?(?P<it>[A-ZА-Я]{0,5}-?\d{5,}(?:[-/]\d+)*)(?!\w)", _numbered),
    exactly("number", r"(?<![\w-])[A-ZА-Я]{1,5}[-–]?\d{7,}(?:-\d+)*(?!\w)", _long),
    exactly("number", rf"{_START}\d{{4,}}(?: \d{{4}}){{3,4}}{_END}", _long),
    exactly("number", rf"{_START}\d{{3,}}(?:-\d{{2,}})+{_END}", _nine),
    exactly("number", rf"{_START}\d{{8,}}{_END}", _long),
)
"""What is left: it is long, and somebody's."""
