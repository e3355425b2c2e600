"""Where somebody lives: streets with a house, Russian, British and American; postcodes; dates of birth.

A branch of the company is no secret and tells which branch it was: 'офис на ул. Ленина, 5' stays, unless a
flat is named.
"""

from __future__ import annotations

import re

from otklik.redaction.cues import UNITS_AFTER
from otklik.redaction.rules import Rule, Sure, after, before, exactly, group, matching, written

_OWN = r"[А-ЯЁ][\w-]*\.?"
_STREETS = (
    r"(?:ул\.?|улиц\w{1,2}|пр-т\.?|пр-кт\.?|пр\.|просп\.|проспект\w{0,2}|пер\.|переул\w{2,4}|б-р\.?|бул\."
    r"|бульвар\w{0,2}|шоссе|ш\."
    r"|наб\.|набережн\w{2}|проезд\w{0,2}|пл\.|площад\w{1,2}|мкр-?н?\.?|микрорайон\w{0,2}|тупик\w?"
    r"|алле[яе]|тракт\w?|квартал\w?)"
)
_HOUSE = r"(?:(?:д|дом|доме|house)\b\.?\s*№?\s*)?\d{1,4}(?:\s?[а-яА-Я](?!\w))?(?:[/-]\d{1,4}\w?)?"
_ROOM = (
    r"(?:[,;]?\s*(?:корпус|корп|стр(?:оение)?|к|кв(?:артира|ртира)?|подъезд|под|п|этаж|эт|оф(?:ис)?|комн"
    r"(?:ата)?|домофон)\b\.?\s*№?\s*"
    r"\d{1,4}\w?)*"
)
_TOWN = (
    r"(?:(?:г|гор|город|пос|п|с|д|дер|ст|пгт|обл)\.?\s?)?[А-ЯЁ][\w-]+(?:\s(?:обл(?:асть|\.)?|край"
    r"|район|р-н))?,\s*"
)
_INDEX = r"(?:(?:индекс\w{0,2}\s*:?\s*)?\d{6},?\s*)?"
_STREET_NAME = rf"(?:(?:\d+(?:-?[а-я]{{1,2}})?\s(?:лет\s)?)?{_OWN}(?:\s(?:{_OWN}|\d+-?(?:я|й))){{0,2}}?)"
_ADJECTIVE = r"(?:\d+-?(?:я|й|ая|ый)\s)?[А-ЯЁ][\w-]{3,}"
_BRANCH = re.compile(
    r"\b(?:отделени|офис|магазин|филиал|банкомат|салон|аптек|пункт|пвз|точк|ресторан|кафе|касс|киоск"
    r"|инфокиоск|терминал|шкаф|поликлиник|супермаркет|тц|трц"
    r"|центр|сбербанк|банк|доп|азс|заправк|почт|больниц|клиник|гостиниц|отел)\w*[^!?\n]{0,45}$",
    re.IGNORECASE,
)
_FLAT = re.compile(r"\bкв(?:артира)?\b", re.IGNORECASE)


def _home(found: re.Match[str]) -> bool:
    """Not a branch of the company."""
    return bool(_FLAT.search(written(found))) or not before(found, _BRANCH)


_LIVES = (
    r"(?i:\b(?:прожива\w+|живу|живем|живём|прописан\w?|зарегистрирован\w?|мой|домашний|почтовый"
    r"|доставк\w+|достав\w+|наш|привез\w+"
    r"|прийти|приехать|вызвал\w?|вызов)"
    r"\s*(?:по\s)?(?:адрес\w{0,2})\s*(?:проживания|прописки|регистрации|доставки)?\s*(?:это)?[:–—-]?\s*)"
)
_ADDRESS_IS = r"(?i:\bадрес\w{0,2}\s*(?:проживания|прописки|регистрации|доставки)?\s*[:–—-]\s*)"
_WORDS = rf"(?:{_TOWN}){{0,3}}(?:(?:{_STREETS})\s?)?{_OWN}(?:\s{_OWN}){{0,2}}?"
_WAY = (
    r"(?:(?i:Street|Avenue|Road|Lane|Boulevard|Terrace|Crescent|Parkway|Highway)|Drive|St|Ave|Rd|Ln|Dr"
    r"|Blvd|Pkwy|Hwy|Cres|Ter)\b\.?"
)
_WIDE_WAY = (
    r"(?:Court|Ct|Place|Pl|Way|Square|Sq|Close|Row|Gardens|Gdns|Grove|Hill|Mews|Park|Circle|Cir"
    r"|Walk|Green)\b\.?"
)
_UNIT = r"(?:,?\s*(?:(?:Apt|Apartment|Flat|Unit|Suite|Ste)\b|#)\.?\s*#?\w{1,5})?"
_UK = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_UK_SPACED = _UK.replace(" ?", " ")
_CITY = (
    rf"(?:,\s*[A-Z][a-z]+(?:[ -][A-Z][a-z]+){{0,2}}){{0,2}}(?:,?\s*[A-Z]{{2}}\b(?:,?\s*\d{{5}}"
    rf"(?:-\d{{4}})?)?)?(?:,?\s*{_UK}\b)?"
)
_FLAT_NO = r"(?:(?:Flat|Apt|Apartment|Unit)\.?\s*\w{1,4},?\s*)?"
_HOUSE_NO = r"(?<![\w.,$£€-])\d{1,5}[A-Za-z]?,?\s+(?:[NSEW]\.?\s+)?"
_NAMED = r"(?:(?:[A-Z][a-z']+|\d+(?:st|nd|rd|th))\s+){1,3}?"
_MONTH = (
    r"(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр|jan|feb|mar|apr"
    r"|may|jun|jul|aug|sep|oct|nov|dec)[а-яa-z]*"
)
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}|\d{{1,2}}(?:st|nd|rd"
    rf"|th|-?го)?(?: of)? {_MONTH}\.?,? \d{{4}}"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})(?!\d)"
)
_BORN = (
    r"\b(?:родил(?:ся|ась)|рожд[её]н\w?|рождени[яею]|д\.? ?р\.?|др|dob|d\.o\.b\.?|date of birth|birth ?da"
    r"(?:y|te)|born)"
    r"(?!\w)(?:\s*[:(–—=-])?(?:\s(?:on|is|was|in|моя|мой|–|—|-|дочери|сына|ребенка|ребёнка))*\s*"
)


_LIVES_ON = r"(?i:\b(?:прожива\w+|живу|живем|живём|прописан\w?|достав\w+) на )"
_LIVES_IN = r"(?i:\b(?:прожива\w+|живу|живем|живём|прописан\w?|достав\w+) в )"


def _whole(name: str) -> str:
    return rf"(?<!\w){_INDEX}(?:{_TOWN}){{0,3}}{name}{_ROOM}(?![\w-])"


def _addresses(pattern: str, sure: Sure) -> Rule:
    return exactly("address", pattern, sure)


def _digit(found: re.Match[str]) -> bool:
    return any(map(str.isdecimal, written(found))) and not after(found, UNITS_AFTER)


DATES = group(
    r"рожд|родил|\bд\.? ?р\b|г\.? ?р\b|dob|d\.o\.b|birth|born",
    matching("date", rf"{_BORN}(?P<it>{_DATE})"),
    matching("date", rf"(?P<it>{_DATE})\s*(?:г\.?\s?р\.?|года? рождения)(?!\w)"),
)
ADDRESSES = group(
    r"(?:ул\b|пр\b|пр-|пер\b|бул\b|ш\.|наб\b|пл\b|мкр|б-р|просп|улиц|переул|бульвар|шоссе|площад|микрор"
    r"|тупик|алле|тракт|кварт|проезд|адрес|прожив|жив[уе]"
    r"|пропис|регистр|достав|индекс)[^\n]{0,60}?\d|\d[а-я]? ?(?:ул|пр|пер|шоссе)",
    _addresses(_whole(rf"(?i:{_STREETS})\s?{_STREET_NAME},?\s*(?i:{_HOUSE})"), _home),
    _addresses(_whole(rf"{_ADJECTIVE}\s(?i:{_STREETS}),?\s*(?i:{_HOUSE})"), _home),
    _addresses(
        rf"(?:{_LIVES}|{_ADDRESS_IS})(?P<it>{_INDEX}{_WORDS},?\s*(?i:{_HOUSE}){_ROOM})(?![\w-])", _digit
    ),
    _addresses(rf"{_LIVES_ON}(?P<it>{_OWN}(?:\s{_OWN}){{0,2}}?,?\s*(?i:{_HOUSE}){_ROOM})(?![\w-])", _digit),
    _addresses(
        rf"{_LIVES_IN}(?P<it>(?:{_TOWN}){{1,3}}{_OWN}(?:\s{_OWN}){{0,2}}?,?\s*(?i:{_HOUSE}){_ROOM})(?![\w-])",
        _digit,
    ),
    _addresses(r"(?i:\b(?:почтовый )?индекс\w{0,2}\s*[:–—-]?\s*)(?P<it>\d{6})(?!\d)", _digit),
)
ENGLISH = group(
    r"\d[a-z]?,? [\w'. ]{2,40}\b(?:st|street|ave|avenue|road|rd|lane|ln|dr|drive|blvd|boulevard|ter"
    r"|terrace|cres|crescent|p?k?wy|parkway|hwy|highway"
    r"|court|ct|place|pl|way|square|sq|close|row|gardens|gdns|grove|hill|mews|park|circle|cir|walk|green)\b"
    r"|\d[a-z]{2}\b|post ?code|zip|box",
    _addresses(rf"{_FLAT_NO}{_HOUSE_NO}{_NAMED}{_WAY}{_UNIT}{_CITY}", _digit),
    _addresses(rf"{_FLAT_NO}{_HOUSE_NO}{_NAMED}{_WIDE_WAY}{_UNIT}(?=,){_CITY}", _digit),
    _addresses(
        r"(?i:\b(?:(?:my|home|postal|delivery|shipping) address(?: is|:)?|address:|live at|lives at"
        r"|living at|reside at)\s*)"
        rf"(?P<it>{_FLAT_NO}\d{{1,5}}[A-Za-z]?,?\s+[\w']+(?:\s[\w']+)?\s(?i:{_WAY}"
        rf"|{_WIDE_WAY}){_UNIT}{_CITY})",
        _digit,
    ),
    _addresses(rf"(?<![\w-]){_UK_SPACED}(?![\w-])", _digit),
    _addresses(rf"(?i:\bpost ?code\b(?: is)?[\s:]*)(?P<it>(?i:{_UK}))(?!\w)", _digit),
    _addresses(r"(?i:\bzip(?: ?code)?\b(?: is)?[\s:]*)(?P<it>\d{5}(?:-\d{4})?)(?!\d)", _digit),
    _addresses(r"(?i:\bP\.? ?O\.? Box \d{1,6})(?!\d)", _digit),
)
