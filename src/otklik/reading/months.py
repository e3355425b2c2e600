"""The names of months, Russian and English, by their first three letters."""

from __future__ import annotations

import re

_NAMES = (
    "jan янв",
    "feb фев",
    "mar мар",
    "apr апр",
    "may мая май",
    "jun июн",
    "jul июл",
    "aug авг",
    "sep сен",
    "oct окт",
    "nov ноя",
    "dec дек",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_WRITTEN = re.compile(
    "january|february|march|april|june|july|august|september|sept|october|november|december|"
    "январ[ья]|феврал[ья]|февр|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|сент|"
    "октябр[ья]|ноябр[ья]|нояб|декабр[ья]"
)


def names_month(word: str) -> bool:
    """Whether a lower-case word is the name of a month or its short form."""
    return word in MONTHS or _WRITTEN.fullmatch(word) is not None
