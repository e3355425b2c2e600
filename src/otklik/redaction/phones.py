"""Telephone numbers: Russian in all their writings, the neighbours', British, American, international."""

from __future__ import annotations

import re

from otklik.redaction.candidates import Candidate, beginnings, digits
from otklik.redaction.cues import UNITS_AFTER
from otklik.redaction.spans import Span

_RUN = re.compile(r"[(+]{0,2} ?\(?\d(?:[ \u00a0\t.()\-–—‑]{0,3}\d){4,17}")
_EXTENSION = re.compile(
    r"""(?:,?[ ]?\(?(?:доб(?:авочн\w+)?|вн(?:утр\w*)?|ext(?:ension)?|x|\#)\.?[ ]?(?:номер[ ])?)(?:№[ ]?)?
    \d{1,6}\b(?:(?<=\d)\))?""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:[0-3]?\d[./][01]?\d[./](?:\d{4}|\d\d)|[0-3]?\d-[01]?\d-(?:19|20)\d\d|(?:19|20)\d\d-[01]?\d-[0-3]?\d)(?!\d)"
)
_NEIGHBOURS = re.compile(r"375|380|99[2-8]|37[34]")
_AREA = range(3, 6)
"""Digits of a Russian area code."""
_AMERICAN = ((3, 3, 4), (3, 7), (1, 3, 3, 4), (1, 3, 7), (1, 10), (10,), (11,))
_SHORT = ((5,), (6,), (7,), (1, 2, 2), (2, 2, 2), (3, 2, 2), (3, 3), (3, 4), (2, 3, 2))


def phone(candidate: Candidate) -> Span | None:
    run = _RUN.match(candidate.text, candidate.start)
    for number in beginnings(run[0]) if run else ():
        if _dialled(candidate, number):
            rest = _EXTENSION.match(candidate.text, candidate.start + len(number))
            return candidate.span(number + (rest[0] if rest else ""), "phone")
    return None


def _dialled(candidate: Candidate, number: str) -> bool:
    """Of a form of telephones, and nothing beside it says that it is something else."""
    end = candidate.start + len(number)
    if candidate.cut(end) or UNITS_AFTER.match(candidate.text, end) or _DATE.search(number):
        return False
    groups = re.findall(r"\d+", number)
    other = candidate.cue.kind not in ("", "phone")
    if len(set(digits(number))) < 3 or (other and "+" not in number and len(groups) < 3):
        return False
    called = candidate.cue.kind == "phone" or (not candidate.cue.kind and candidate.cue.numbered)
    return (
        _international(number, groups) or _long(number, groups, called) or _short(candidate, number, groups)
    )


def _international(number: str, groups: list[str]) -> bool:
    dialled = "".join(groups)
    if "+" in number:
        return len(dialled) == 11 if dialled[0] == "7" else 8 <= len(dialled) <= 15
    if dialled.startswith("00"):
        return 10 <= len(dialled) <= 15 and dialled[2] != "0" and len(groups[0]) < 6
    return len(dialled) in (11, 12) and _NEIGHBOURS.match(dialled) is not None


def _long(number: str, groups: list[str], called: bool) -> bool:
    """With the code of its area; ``called`` that somebody is asked to dial it."""
    dialled = "".join(groups)
    lengths = tuple(map(len, groups))
    set_off = number[0] == "(" or "-" in number or called
    if len(dialled) == 11 and dialled[0] in "78" and dialled[1] in "03456789":
        return called or _trunk(dialled, lengths)
    if dialled[0] == "0" != dialled[1]:
        return len(dialled) in (10, 11) and (len(groups) > 1 or called or dialled[1] in "127")
    if len(dialled) == 10 and dialled[0] in "3456789" and (number[0] == "(" or lengths[0] in (3, 4, 10)):
        return set_off or dialled[0] == "9"
    american = len(dialled) == 10 + (dialled[0] == "1") and lengths in _AMERICAN
    return american and (called or len(groups) > 2)


def _trunk(dialled: str, lengths: tuple[int, ...]) -> bool:
    """After 8 or 7 comes the code; scores in a row ('8 10 10 9 …') have none."""
    return lengths[0] > 3 or lengths[1] in _AREA or (dialled[1] == "9" and set(lengths[1:]) == {1})


def _short(candidate: Candidate, number: str, groups: list[str]) -> bool:
    """A city number without its code looks like a price, unless one is asked to dial it."""
    lengths = tuple(map(len, groups))
    if lengths == (3, 2, 2) and number.count("-") == 2:
        return candidate.cue.kind in ("", "phone")
    if candidate.cue.kind != "phone" or digits(number).endswith("00"):
        return False
    return lengths in _SHORT or 8 <= sum(lengths) <= 15
