"""The ways in which people write dates: where in a text of a given form its parts stand.

The form of a text is the text with its digits as zeros ('0000-00-00 00:00'). All texts of one form have
their parts at the same places, so a column of a million times is matched once for each of its few forms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from otklik.reading.months import MONTHS

_LONGEST = 80
_MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)})[a-zа-я]*)\.?"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?: ?(?P<half>[ap])\.?m\.?)?"
_ZONE = (
    r" ?(?P<zone>z|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|\(?[a-z]{3,4}\)?|мск)?(?: ?\([^()]*\)| ?[a-z]{3,4})?"
)
_TAIL = rf"(?:(?:[ t]|, ?| в | at ){_TIME}{_ZONE})?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?: ?г(?:ода|\.)?)?"
_WEEKDAY = (
    "(?:(?:[a-z]{3,9}|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
    r"\.?,? )?"
)
_NUMBER = re.compile(r"^0{5,16}(?:[.,]0{1,12})?$")
# In order: the first that matches the whole form reads it.
_SHAPES = tuple(
    re.compile(rf"^{_WEEKDAY}{shape}$", re.ASCII)
    for shape in (
        rf"(?P<year>\d{{4}})[-/.](?P<mon>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TAIL}",
        rf"(?P<a>\d{{1,2}})(?P<sign>[./-])(?P<b>\d{{1,2}})[./-]{_YEAR}{_TAIL}",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|-?го|-?е)?[ /-](?:of )?{_MONTH},?[ /-]{_YEAR}{_TAIL}",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}{_TAIL}",
        rf"{_MONTH} (?P<day>\d{{1,2}}) {_TIME}(?: (?P<zone>[a-z]{{3,4}}))? (?P<year>\d{{4}})",
        rf"{_MONTH}[ -]{_YEAR}",
        r"(?P<year>\d{4})-(?P<mon>\d{2})",
        rf"{_TIME},? (?P<a>\d{{1,2}})(?P<sign>[./-])(?P<b>\d{{1,2}})[./-]{_YEAR}",
        rf"{_TIME},? (?P<year>\d{{4}})-(?P<mon>\d{{2}})-(?P<day>\d{{2}})",
    )
)


@dataclass(frozen=True)
class Shape:
    """Where the parts of a date stand (``spans``: part → start and end), and what its form alone says:
    ``month`` by name, the ``sign`` between the first two numbers, ``half`` of the day."""

    spans: Mapping[str, tuple[int, int]]
    month: int | None = None
    sign: str | None = None
    half: str | None = None


NUMBER = Shape({})
"""A bare number, which may count days or seconds."""


@lru_cache(maxsize=4096)
def shape_of(form: str | None) -> Shape | None:
    """The shape of a form in lower case with single spaces; None where it is neither date nor number."""
    if form is None or len(form) > _LONGEST:
        return None
    if _NUMBER.match(form):
        return NUMBER
    match = next((found for shape in _SHAPES if (found := shape.match(form))), None)
    if match is None:
        return None
    parts = match.groupdict()
    spans = {name: match.span(name) for name, part in parts.items() if part is not None}
    named = parts.get("month")
    return Shape(spans, MONTHS[named[:3]] if named else None, parts.get("sign"), parts.get("half"))
