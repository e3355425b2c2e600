"""Telephone numbers: Russian in all their writings, the neighbours', British, American, international."""

from __future__ import annotations

import re

from otklik.redaction.cues import (
    DIALLED_BEFORE,
    GOODS_BEFORE,
    MONEY_BEFORE,
    ORDER_BEFORE,
    PHONE_BEFORE,
    UNITS_AFTER,
)
from otklik.redaction.rules import Rule, after, before, digits, matching, written

_START = r"(?<![\dA-Za-z_+*])(?<!\d[.,:/–-])"
_OPEN = r"(?:\((?=[\d+ ]{1,9}\)))?"
_GAP = r"[ \u00a0\t.()\-–—‑]{0,3}"
_END = (
    r"(?!\d|[.,]\d|-\d)(?:(?:,? ?\(?(?:доб(?:авочн\w+)?|вн(?:утр\w*)?|ext(?:ension)?|x|#)\.? ?"
    r"(?:номер )?)(?:№ ?)?\d{1,6}\b(?:(?<=\d)\))?)?"
)
_GROUPS = re.compile(r"\d+")
_AREA = range(3, 6)
"""Digits of a Russian area code."""


def _phone(found: re.Match[str]) -> bool:
    """Nothing beside it says that it is something else."""
    other = before(found, MONEY_BEFORE) or before(found, ORDER_BEFORE) or before(found, GOODS_BEFORE)
    return not (other or after(found, UNITS_AFTER)) and len(set(digits(found))) > 2


def _called(found: re.Match[str]) -> bool:
    """Something before it says that it is a telephone."""
    return before(found, PHONE_BEFORE) and _phone(found)


def _russian(found: re.Match[str]) -> bool:
    """Scores in a row ('8 10 10 9 …') have no area code after the trunk digit."""
    if "+" in written(found) or before(found, PHONE_BEFORE):
        return _phone(found)
    first, *rest = _GROUPS.findall(written(found))
    dialled = first[1:] + "".join(rest)
    coded = (
        len(first) > 3 or len(rest[0]) in _AREA or (dialled[0] == "9" and {len(one) for one in rest} == {1})
    )
    return coded and dialled[0] in "03456789" and _phone(found)


def _grouped(found: re.Match[str]) -> bool:
    """Ten digits without a trunk digit: of a mobile, or with the code set off."""
    telling = written(found)[0] in "(9" or "-" in written(found)
    return (telling or before(found, PHONE_BEFORE)) and _phone(found)


def _british(found: re.Match[str]) -> bool:
    return len(digits(found)) in (10, 11) and _phone(found)


def _short(found: re.Match[str]) -> bool:
    """A city number without its code looks like a price, unless one is asked to dial it."""
    return not digits(found).endswith("00") and before(found, DIALLED_BEFORE) and _phone(found)


RULES: tuple[Rule, ...] = (
    matching("phone", rf"{_START}{_OPEN}(?:\+ ?\(?7|[78])(?:{_GAP}\d){{10}}{_END}", _russian),
    matching("phone", rf"{_START}{_OPEN}\+ ?\(?\d(?:{_GAP}\d){{7,14}}{_END}", _phone),
    matching("phone", rf"{_START}00[ -]?[1-9](?:{_GAP}\d){{8,13}}{_END}", _phone),
    matching("phone", rf"{_START}(?:375|380|99[2-8]|37[34])(?:{_GAP}\d){{8,9}}{_END}", _phone),
    matching("phone", rf"{_START}\(?0\d{{2,4}}\)?[ -]?\d{{3,4}}[ -]?\d{{3,4}}{_END}", _british),
    matching("phone", rf"{_START}0[ -]?\(?\d\d\)?[ -]?\d{{3}}[ -]?\d\d[ -]?\d\d{_END}", _phone),
    matching("phone", rf"{_START}(?:1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{{1,2}}\d{{3}}[ .-]\d{{4}}{_END}", _phone),
    matching("phone", rf"{_START}1?[2-9]\d{{9}}{_END}", _called),
    matching("phone", rf"{_START}\(\d{{3,5}}\) ?\d{{1,3}}[ -]?\d\d[ -]?\d\d{_END}", _phone),
    matching("phone", rf"{_START}[3-9]\d\d[ .-]?\d{{3}}[ .-]?\d\d[ .-]?\d\d{_END}", _grouped),
    matching("phone", rf"{_START}\d{{4}}[ -]\d\d-\d\d-\d\d{_END}", _phone),
    matching("phone", rf"{_START}(?<!рост )(?<!размер )\d{{3}}-\d\d-\d\d{_END}", _phone),
    matching("phone", rf"{_START}(?:\d{{5,7}}|\d{{1,3}}[ -]\d\d[ -]\d\d|\d{{3}}[ -]\d{{3,4}}){_END}", _short),
)
