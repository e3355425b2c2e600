"""Where somebody lives: streets with a house, Russian, British and American; postcodes.

A branch of the company is no secret and tells which branch it was: 'офис на ул. Ленина, 5' stays, unless a
flat is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.redaction.cues import UNITS_AFTER
from otklik.redaction.spans import Family, Form, Span, Sure, before, family, written

_OWN = r"[А-ЯЁ][\w-]*\.?"
_OWNS = rf"{_OWN}(?:\s{_OWN}){{0,2}}?"
_STREETS = r"""(?i:
    ул\.? | улиц\w{1,2} | пр-т\.? | пр-кт\.? | пр\. | просп\. | проспект\w{0,2} | пер\. | переул\w{2,4}
    | б-р\.? | бул\. | бульвар\w{0,2} | шоссе | ш\. | наб\. | набережн\w{2} | проезд\w{0,2} | пл\.
    | площад\w{1,2}
    | мкр-?н?\.? | микрорайон\w{0,2} | тупик\w? | алле[яе] | тракт\w? | квартал\w?
)"""
_HOUSE = r"""(?i:
    (?:(?:д|дом|доме|house)\b\.?\s*№?\s*)? \d{1,4} (?:\s?[а-я](?!\w))? (?:[/-]\d{1,4}\w?)?
)"""
_ROOM = r"""(?i:
    [,;]?\s* (?:корпус|корп|стр(?:оение)?|к|кв(?:артира|ртира)?|подъезд|под|п|этаж|эт|оф(?:ис)?|комн(?:ата)?
    |домофон)\b\.?\s*№?\s*\d{1,4}\w?
)*"""
_TOWN = r"""(?:
    (?:(?:г|гор|город|пос|п|с|д|дер|ст|пгт|обл)\.?\s?)? [А-ЯЁ][\w-]+
    (?:\s(?:обл(?:асть|\.)?|край|район|р-н))?,\s*
)"""
_INDEX = r"(?:(?:индекс\w{0,2}\s*:?\s*)?\d{6},?\s*)?"
_STREET_NAME = rf"(?:(?:\d+(?:-?[а-я]{{1,2}})?\s(?:лет\s)?)?{_OWN}(?:\s(?:{_OWN}|\d+-?(?:я|й))){{0,2}}?)"
_ADJECTIVE = r"(?:\d+-?(?:я|й|ая|ый)\s)?[А-ЯЁ][\w-]{3,}"
_BRANCH = re.compile(
    r"""\b(?:
    (?:отделени | офис | магазин | филиал | банкомат | салон | аптек | пункт | пвз | точк | ресторан
    | кафе | касс
    | киоск | инфокиоск | терминал | шкаф | поликлиник | супермаркет | тц | трц | центр | сбербанк | банк
    | доп
    | азс | заправк | почт | больниц | клиник | гостиниц | отел)\w*[^!?\n]{0,45}
    | (?:shop|store|branch|office|bank|hotel|restaurant|pharmacy|clinic|outlet|salon)[ ](?:at|on|in|near)[ ]
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_FLAT = re.compile(r"\b(?:кв(?:артира)?|flat|apt|apartment|unit)\b", re.IGNORECASE)
_LIVES = r"(?:прожива\w+|жив[её]т|живу|живем|живём|прописан\w?|зарегистрирован\w?|достав\w+)"
_OF_WHAT = r"(?:проживания|прописки|регистрации|доставки)?"
_ADDRESS_IS = rf"""(?i:\b(?:
    (?:{_LIVES}|мой|домашний|почтовый|наш|привез\w+|прийти|приехать|вызвал\w?|вызов)\s*(?:по\s)?
    адрес\w{{0,2}}\s*{_OF_WHAT}\s*(?:это)?[:–—-]?\s*
    | адрес\w{{0,2}}\s*{_OF_WHAT}\s*[:–—-]\s*
))"""
_WORDS = rf"{_TOWN}{{0,3}}(?:{_STREETS}\s?)?{_OWNS}"
_WAY = r"""(?:
    (?i:Street|Avenue|Road|Lane|Boulevard|Terrace|Crescent|Parkway|Highway)
    |Drive|St|Ave|Rd|Ln|Dr|Blvd|Pkwy|Hwy|Cres|Ter
)\b\.?"""
_WIDE_WAY = r"""(?:
    Court|Ct|Place|Pl|Way|Square|Sq|Close|Row|Gardens|Gdns|Grove|Hill|Mews|Park|Circle|Cir|Walk|Green
)\b\.?"""
_UNIT = r"(?:,?\s*(?:(?:Apt|Apartment|Flat|Unit|Suite|Ste)\b|\#)\.?\s*\#?\w{1,5})?"
_UK = r"[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}"
_CITY = rf"""
    (?:,\s*[A-Z][a-z]+(?:[ -][A-Z][a-z]+){{0,2}}(?:[ ](?={_UK}))?){{0,2}}
    (?:,?\s*[A-Z]{{2}}\b(?:,?\s*\d{{5}}(?:-\d{{4}})?)?)?
    (?:,?\s*{_UK}\b)?"""
_FLAT_NO = r"(?:(?:Flat|Apt|Apartment|Unit)\.?\s*\w{1,4},?\s*)?"
_HOUSE_NO = r"(?<![\w.,$£€-])\d{1,5}[A-Za-z]?,?\s+(?:[NSEW]\.?\s+)?"
_NAMED = r"(?:(?:[A-Z][a-z']+|\d+(?:st|nd|rd|th))\s+){1,3}?"


def _housed(found: re.Match[str]) -> bool:
    counted = UNITS_AFTER.match(found.string, found.end()) is not None
    return any(map(str.isdecimal, written(found))) and not counted


def _home(found: re.Match[str]) -> bool:
    """Not a branch of the company."""
    return _housed(found) and bool(_FLAT.search(written(found)) or not before(found, _BRANCH))


def _form(pattern: str, sure: Sure = _housed) -> Form:
    return Form("address", pattern, sure)


def _whole(name: str) -> str:
    return rf"(?<!\w){_INDEX}{_TOWN}{{0,3}}{name}{_ROOM}(?![\w-])"


_HOUSED = re.compile(
    r"""[А-ЯЁ][\w-]*+\.?+,?+\s?+(?:\d+-?(?:я|й)\s)?
    (?:(?:ул|пр|пер|ш|бу|б-р|наб|пл|мкр|мик|туп|ал|тр|кв|д\b|дом)[а-я-]*+\.?+,?+\s?+){0,2}№?[0-9]""",
    re.VERBOSE,
)
_CYRILLIC = re.compile("[а-я]")
STREET = re.compile(
    r"""у(?:л\b|лиц) | п(?:р\b|р-[тк]|ер\b|л\b|росп|ереул|лощад|роезд|рожив|ропис) | б(?:ул\b|ульвар|-р)
    | м(?:кр|икрор) | ш(?:\.|оссе) | на(?:б\b|береж) | т(?:упик|ракт) | а(?:лле|дрес) | кварт | жив[уеё]
    | регистр | достав""",
    re.VERBOSE,
)
"""Words for a street, and for living there, in small letters."""


_RUSSIAN = (
    _form(_whole(rf"{_STREETS}\s?{_STREET_NAME},?\s*{_HOUSE}"), _home),
    _form(_whole(rf"{_ADJECTIVE}\s{_STREETS},?\s*{_HOUSE}"), _home),
    _form(rf"{_ADDRESS_IS}(?P<it>{_INDEX}{_WORDS},?\s*{_HOUSE}{_ROOM})(?![\w-])"),
    _form(rf"(?i:\b{_LIVES}[ ]на[ ])(?P<it>{_OWNS},?\s*{_HOUSE}{_ROOM})(?![\w-])"),
    _form(rf"(?i:\b{_LIVES}[ ]в[ ])(?P<it>{_TOWN}{{1,3}}{_OWNS},?\s*{_HOUSE}{_ROOM})(?![\w-])"),
)
_BEFORE, _AFTER = 90, 80
"""Characters round a house in which its street, town and flat are looked for."""


def _russian(text: str) -> Iterator[Span]:
    """Round every capitalised word before a number, if a word for a street or for living there is near."""
    at = 0
    for house in _HOUSED.finditer(text):
        start, end = max(at, house.start() - _BEFORE), house.end() + _AFTER
        if house.end() <= at or not STREET.search(text[start : house.end()].lower()):
            continue
        for form in _RUSSIAN:
            if span := next(form.within(text, start, end), None):
                yield span
                at = span.end
                break


def _latin(text: str) -> bool:
    return text.isascii() or not _CYRILLIC.search(text)


_ENGLISH = (
    _form(rf"{_FLAT_NO}{_HOUSE_NO}{_NAMED}{_WAY}{_UNIT}{_CITY}", _home),
    _form(rf"{_FLAT_NO}{_HOUSE_NO}{_NAMED}{_WIDE_WAY}{_UNIT}(?=,){_CITY}", _home),
    _form(
        rf"""(?i:\b(?:(?:my|home|postal|delivery|shipping)[ ]address(?:[ ]is|:)?|address:
        |(?:live|lives|living|reside)[ ]at)\s*)
        (?P<it>{_FLAT_NO}\d{{1,5}}[A-Za-z]?,?\s+[\w']+(?:\s[\w']+)?\s(?i:{_WAY}|{_WIDE_WAY}){_UNIT}{_CITY})"""
    ),
)
POSTAL = family(
    r"[0-9](?:[A-Za-z]?[ ]?[0-9][A-Za-z]{2}\b | (?<=[oO][xX][ ].) | [0-9]{4}(?<=[a-zа-я:][ ].{5}))",
    _form(r"(?i:\b(?:почтовый[ ])?индекс\w{0,2}\s*[:–—-]?\s*)(?P<it>\d{6})(?!\d)"),
    _form(rf"(?<![\w-]){_UK.replace('[ ]?', '[ ]')}(?![\w-])"),
    _form(rf"(?i:\bpost[ ]?code\b(?:[ ]is)?[\s:]*)(?P<it>(?i:{_UK}))(?!\w)"),
    _form(r"(?i:\bzip(?:[ ]?code)?\b(?:[ ]is)?[\s:]*)(?P<it>\d{5}(?:-\d{4})?)(?!\d)"),
    _form(r"(?i:\bP\.?[ ]?O\.?[ ]Box[ ]\d{1,6})(?!\d)"),
)
_WAYS = r"""(?i:st|ave|road|rd|lane|ln|dr|blvd|boul|ter|cres|p?k?wy|park|hwy|high|court|ct|pl|way|sq|close|row
    |gard|gdn|gro|hill|mews|cir|walk|green)"""
HOUSE_NUMBER, WAY = re.compile("[0-9][A-Za-z]?,?$"), re.compile(rf"^{_WAYS}", re.VERBOSE)
"""The ends of what stands between a house and its English street."""
_ENGLISH_HOUSED = re.compile(rf"[0-9](?:[A-Za-z]?,?\s+(?:[A-Za-z0-9'.]+\s){{1,4}}{_WAYS})", re.VERBOSE)


def _english_housed(text: str) -> bool:
    return _latin(text) and _ENGLISH_HOUSED.search(text) is not None


ADDRESSES = (
    Family(lambda text: not text.isascii(), (_russian,)),
    Family(_english_housed, _ENGLISH),
)
