"""What a chunk of a text tells of personal data: asked once of each chunk, so that most texts cost nothing.

A chunk stands between two spaces. Where no chunk of a text tells of a gate of the redactor, that gate would
not open, which a test holds.
"""

from __future__ import annotations

import re

from otklik.redaction import numbers
from otklik.redaction.addresses import HOUSE_NUMBER, STREET, WAY
from otklik.redaction.spans import KINDS

MARK = re.compile(rf"\[(?:{'|'.join(KINDS)})\]", re.IGNORECASE)
"""A mark that stands in a text already."""
HANDLE, NET, DIGIT, NAME = (1 << place for place in range(4))
"""Gates that may open: handles, all else of ``online``, numbers with addresses, names."""
ANYTHING = HANDLE | NET | DIGIT | NAME
BEFORE_NAME, BEGINS_NAME, ENDS_NAME, ENDS_NUMBER, BEGINS_NUMBER = (1 << place for place in range(4, 9))
COUNTS, IN_STREET, HOUSE, ON_WAY = (1 << place for place in range(9, 13))
PLACES = 13
"""Bits that all these take."""
IN_A_ROW = ((BEFORE_NAME, BEGINS_NAME, NAME), (ENDS_NUMBER, BEGINS_NUMBER, DIGIT))
"""What a chunk and the next one tell, and the gate that may open with both."""
AT_THE_END = (ENDS_NAME, NAME)
"""What the last chunk tells, and the gate that may open with it."""
TOGETHER = ((COUNTS | IN_STREET, DIGIT), (HOUSE | ON_WAY, DIGIT))
"""What chunks of a text tell wherever they stand, and the gate that may open with all of it."""

Telling = tuple[tuple[int, re.Pattern[str]], ...]
_OF_LETTERS: Telling = (
    (
        NET,
        re.compile(
            r"""@(?:(?<=\w@)|$|gmail|mail|yandex|ya|GMAIL|MAIL|YANDEX|YA) | _ | www\. | \.com | соба | ^dot$
            | /(?:(?<=//)|(?<=\.[^\W\d]{2}/)|(?<=\.[^\W\d]{3}/)|(?<=\.[^\W\d]{4}/)|(?<=\d/))
            | [(\[{<](?:@|at|AT|эт|[сС]оба|$)""",
            re.VERBOSE,
        ),
    ),
    (NAME, re.compile(r"name|овут|имя|в(?:ич|на)\b")),
    (
        BEFORE_NAME,
        re.compile(
            r"""(?: \b[ЯяI],? | [Ээ]то | ут | УТ | ть | ТЬ | ня | НЯ | ам | мя | МЯ | ия | ИЯ | ни | ИО | ио 
            | ют | ит | ет | ем | ЕМ | ью | ЬЮ | am | AM | (?:^|['’i])m | is | IS | ['’]s | me | ME | of
            | (?:ем|ЕМ|ью|ЬЮ|го|ми|ша|аш|ут|ds|DS|es|ly|rs|st|Hi|hi|lo), | [:=–—-] )$""",
            re.VERBOSE,
        ),
    ),
    (ENDS_NUMBER, re.compile("[oO][xX]$")),
    (ON_WAY, WAY),
)
_OF_CAPITALS: Telling = (
    (BEGINS_NAME, re.compile(r"^[A-ZА-ЯЁ][\w.-]")),
    (ENDS_NAME, re.compile(r"[A-ZА-ЯЁ][\w.-]*[.!)]?$")),
)
_OF_SIGNS: Telling = (
    (HANDLE, re.compile("@")),
    (ANYTHING, MARK),
    (ENDS_NUMBER | BEGINS_NUMBER, re.compile(r"^\W{1,2}$")),
)
_DIGIT = re.compile(r"\d")
_OF_DIGITS: Telling = (
    (COUNTS, _DIGIT),
    (DIGIT, numbers.LONG),
    (ENDS_NUMBER, re.compile(r"\d(?:[A-Z]|\W{0,3})$")),
    (BEGINS_NUMBER, re.compile(r"^\W{0,3}\d")),
    (HOUSE, HOUSE_NUMBER),
)


def telling(chunk: str) -> int:
    """All that a chunk tells, as a sum of the above."""
    patterns = _OF_LETTERS
    if not chunk.islower():
        patterns += _OF_CAPITALS
    if not chunk.isalpha():
        patterns += _OF_SIGNS
        if _DIGIT.search(chunk):
            patterns += _OF_DIGITS
    found = 0 if chunk.isascii() or not STREET.search(chunk.lower()) else IN_STREET
    for told, pattern in patterns:
        if pattern.search(chunk):
            found |= told
    return found
