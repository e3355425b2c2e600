"""Cells of a table that is not yet understood: their text, and whether it is a value or a word."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

Row = Sequence[Any]
_NUMBER = re.compile(r"^[+-]?\d[\d\s\u00a0.,]*%?$")
_DATE = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}([ T,]+\d{1,2}:\d{2}.*)?$")
# Only what is really a tag: 'NPS < 5' and 'a <b' stay.
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_MARKED = re.compile(r"(?<![\w*])(\*{1,2})(\S(?:[^*]*\S)?)\1(?![\w*])")
_REQUIRED = re.compile(r"(?<=\S)\s*\*$")


def text(cell: Any) -> str:
    """A cell as one line; a whole number without its '.0'."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())


def name(cell: Any) -> str:
    """A header cell as a name: tags, entities, line breaks and the star of a required question taken out."""
    plain = html.unescape(_TAG.sub(" ", html.unescape(cell if isinstance(cell, str) else text(cell))))
    return _REQUIRED.sub("", _MARKED.sub(r"\2", text(_INVISIBLE.sub("", plain))))


def has_html(cell: Any) -> bool:
    """Whether a cell holds tags or entities."""
    return isinstance(cell, str) and html.unescape(_TAG.sub("", cell)) != cell


def filled(row: Row) -> list[str]:
    """The texts of the cells that are not blank."""
    return [found for cell in row if (found := text(cell))]


def places(row: Row) -> list[int]:
    """The columns of the cells that are not blank."""
    return [at for at, cell in enumerate(row) if text(cell)]


def width(row: Row) -> int:
    """The number of cells up to the last one that is filled."""
    return max(places(row), default=-1) + 1


def is_value(cell: Any) -> bool:
    """A number or a date, as data have and names have not."""
    shown = text(cell)
    return not isinstance(cell, str) or bool(_NUMBER.match(shown) or _DATE.match(shown))


def is_number(cell: Any) -> bool:
    """A number as it is written."""
    return bool(_NUMBER.match(text(cell)))


def column(rows: Sequence[Row], at: int) -> list[Any]:
    """The filled cells of one column."""
    return [row[at] for row in rows if at < len(row) and text(row[at])]


def differs(row: Row, below: Sequence[Row]) -> list[int]:
    """The columns that hold mostly numbers or dates under a word."""
    found = []
    for at in places(row):
        values = column(below, at)
        if values and not is_value(row[at]) and sum(map(is_value, values)) * 2 > len(values):
            found.append(at)
    return found
