"""Dates of birth, which a word beside them tells from all other dates."""

from __future__ import annotations

import re

from otklik.redaction.spans import Family, Form

_MONTH = r"""(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр
    |jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[а-яa-z]*"""
_DATE = rf"""(?:
    \d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d\d)
    | \d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}
    | \d{{1,2}}(?:st|nd|rd|th|-?го)?(?:[ ]of)?[ ]{_MONTH}\.?,?[ ]\d{{4}}
    | {_MONTH}\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]\d{{4}}
)(?!\d)"""
_BORN = r"""\b(?:родил(?:ся|ась)|рожд[её]н\w?|рождени[яею]|д\.?[ ]?р\.?|др|dob|d\.o\.b\.?|date[ ]of[ ]birth
    |birth[ ]?da(?:y|te)|born)(?!\w)
    (?:\s*[:(–—=-])?(?:\s(?:on|is|was|in|my|моя|мой|моего|мужа|жены|мамы|отца|–|—|-|дочери|сына|реб[её]нка))*(?:\s*[:–—-])?\s*"""


def _form(pattern: str) -> Form:
    return Form("date", pattern, flags=re.IGNORECASE | re.VERBOSE)


_DATED = re.compile(r"[0-9](?:[./-][0-9]{1,2}[./-][0-9]{2}|[0-9]{3})")
_WORDS = re.compile(r"рожд|родил|др\b|д\.? ?р\b|г\.? ?р\b|dob\b|d\.o\.b|birth|born")


def _possible(text: str) -> bool:
    return _DATED.search(text) is not None and _WORDS.search(text.lower()) is not None


BIRTHS = Family(
    _possible,
    (
        _form(rf"{_BORN}(?P<it>{_DATE})"),
        _form(rf"(?P<it>{_DATE})\s*(?:г\.?\s?р\.?|года?[ ]рождения)(?!\w)"),
    ),
)
