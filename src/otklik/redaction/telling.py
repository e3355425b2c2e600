"""What a chunk of a text tells of personal data: asked once of each chunk, so that most texts cost nothing.

A chunk stands between two spaces. Where no chunk of a text tells of a gate of the redactor, that gate would
not open, which a test holds.
"""

from __future__ import annotations

import re

from otklik.redaction.spans import KINDS

MARK = re.compile(rf"\[(?:{'|'.join(KINDS)})\]", re.IGNORECASE)
"""A mark that stands in a text already."""
HANDLE, NET, DIGIT, NAME, BEFORE_NAME, BEGINS_NAME, CAPITAL = (1 << place for place in range(7))
"""Gates that may open: handles, all else of ``online``, numbers with addresses, names. A name may also open
with two chunks, one that stands before names and one that begins as they do, or with a capital in the last
chunk."""
ANYTHING = HANDLE | NET | DIGIT | NAME

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
)
_OF_CAPITALS: Telling = (
    (BEGINS_NAME, re.compile(r"^[A-ZА-ЯЁ][\w.-]")),
    (CAPITAL, re.compile("[A-ZА-ЯЁ]")),
)
_OF_SIGNS: Telling = (
    (HANDLE, re.compile("@")),
    (ANYTHING, MARK),
    (DIGIT, re.compile("[0-9]")),
)


def telling(chunk: str) -> int:
    """All that a chunk tells, as a sum of the above."""
    patterns = _OF_LETTERS
    if not chunk.islower():
        patterns += _OF_CAPITALS
    if not chunk.isalpha():
        patterns += _OF_SIGNS
    found = 0
    for told, pattern in patterns:
        if pattern.search(chunk):
            found |= told
    return found
