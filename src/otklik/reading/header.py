"""The rows of a header, one to three of them, and the names they make together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from otklik.reading import cells, words
from otklik.reading.cells import Row
from otklik.sources.headers import column_key

# A merged range: (first row, first column), (last row, last column).
Span = tuple[tuple[int, int], tuple[int, int]]
_DEPTH = 3
_IMPORT_ID = re.compile(r"^\s*\{\s*['\"]{1,2}ImportId['\"]{1,2}")
_UNIT = re.compile(
    r"^[(\[]?(?:\d+ ?(?:[-–—…]|\.\.\.?|до|to) ?\d+(?: .{1,12})?|шт|ед|%|₽|\$|€|руб|балл(?:ы|ов)?"
    r"|мин(?:ут[аы]?)?|сек|ч(?:ас(?:ы|ов)?)?|дн(?:и|ей)?|pcs|min(?:utes)?|sec(?:onds)?|hours?|days?|points?"
    r"|[dд]{1,2}[./-][mм]{1,2}[./-][yгг]{2,4}.*|[yг]{4}-[mм]{2}-[dд]{2}.*"
    r"|текст|строка|число|дата|text|string|str|int(?:eger)?|number|numeric|float|date(?:time)?|bool(?:ean)?)"
    r"\.?[)\]]?$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\w.*\?$", re.DOTALL)
_CODE = re.compile(r"^[(\[]?[a-zа-я]{0,4}[._ ]?\d{1,6}(?:[._]\d{1,3})*[)\]]?$", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Rows ``top`` up to ``end`` are the header; those of ``named`` give the names, the others (codes,
    units, technical ids) say nothing of the content."""

    top: int
    end: int
    named: tuple[int, ...]

    @property
    def aside(self) -> tuple[int, ...]:
        """The rows of the header that give no names."""
        return tuple(at for at in range(self.top, self.end) if at not in self.named)


def find_header(rows: Sequence[Row], main: int, spans: Sequence[Span] = ()) -> Header:
    """The whole header of which row ``main`` is the fullest."""
    top = main
    while top and main - top < _DEPTH - 1 and _groups(rows, top - 1, spans):
        top -= 1
    named = list(range(top, main + 1))
    end = main + 1
    if technical := next((at for at in range(end, min(end + 2, len(rows))) if _is_technical(rows[at])), 0):
        return Header(top, technical + 1, (*named, *range(end, technical)))
    while end < len(rows) and end - top < _DEPTH and _goes_on(rows, top, end, spans):
        named.append(end)
        end += 1
    while end < len(rows) - 1 and end - main <= _DEPTH and is_aside(rows, end):
        end += 1
    return Header(top, end, tuple(named))


def names(rows: Sequence[Row], header: Header, width: int, spans: Sequence[Span] = ()) -> list[str]:
    """The names of ``width`` columns, blank where the header has none: 'question' or 'question: option'."""
    parts = [
        [cells.name(rows[at][col]) if col < len(rows[at]) else "" for col in range(width)]
        for at in header.named
    ]
    for upper, lower, at in zip(parts, parts[1:], header.named, strict=False):
        _spread(upper, lower, at, spans)
    return [_joined([row[col] for row in parts]) for col in range(width)]


def is_aside(rows: Sequence[Row], at: int) -> bool:
    """Whether a row below the header holds units, the numbers of the columns or the codes of questions;
    a lone unit counts above a fuller row only, where it cannot be one more answer."""
    row, below = rows[at], rows[at + 1 :]
    shown = cells.filled(row)
    if not shown or cells.width(rows[at - 1]) < 2:
        return False
    if all(map(_UNIT.match, shown)) and not all(map(cells.is_number, shown)):
        return len(shown) > 1 or len(cells.filled(below[0])) > 1
    return is_numbering(row) and any(_is_worded(cells.column(below, col)) for col in cells.places(row))


def is_numbering(row: Row) -> bool:
    """Three codes or more that only go up: 1, 2, 3 or q1, q2, q3."""
    shown = cells.filled(row)
    if len(shown) < 3 or not all(map(_CODE.match, shown)):
        return False
    numbers = [[int(part) for part in re.findall(r"\d+", code)] for code in shown]
    return all(one < two for one, two in pairwise(numbers))


def _is_worded(values: Sequence[object]) -> bool:
    """Whether most of the values are no codes: texts, or dates."""
    return sum(not _CODE.match(cells.text(value)) for value in values) * 2 > len(values)


def _is_technical(row: Row) -> bool:
    shown = cells.filled(row)
    return bool(shown) and sum(bool(_IMPORT_ID.match(cell)) for cell in shown) * 2 > len(shown)


def _is_plain(cell: object) -> bool:
    """Whether a cell says no more than that here stands an answer."""
    return words.rank("answer", cells.name(cell)) > 0


def _wordy(row: Row) -> bool:
    shown = cells.filled(row)
    return any(map(str.isalpha, "".join(shown))) and not any(
        cells.is_value(row[at]) for at in cells.places(row)
    )


def _groups(rows: Sequence[Row], at: int, spans: Sequence[Span]) -> bool:
    """Whether a row holds the names of groups of the columns named below it."""
    upper, lower = rows[at], rows[at + 1]
    held = cells.places(upper)
    if not _wordy(upper) or not set(held) & set(cells.places(lower)):
        return False
    if _linked(at, spans, len(held)) or is_numbering(upper):
        return True
    wide = [col for col in held if col + 1 not in held and col + 1 in cells.places(lower)]
    return len(held) > 1 and held[-1] > 1 and bool(wide) and not cells.text(upper[held[0]]).endswith(":")


def _linked(at: int, spans: Sequence[Span], n: int) -> bool:
    """Whether merged cells bind a row to the next: one reaches into it, or several labels lie over it."""
    down = any(top <= at < bottom for (top, _), (bottom, _) in spans)
    across = any(top == at == bottom and left < right for (top, left), (bottom, right) in spans)
    return down or (across and n > 1)


def _goes_on(rows: Sequence[Row], top: int, at: int, spans: Sequence[Span]) -> bool:
    """Whether row ``at`` belongs to the header of the rows above it, and is not yet data."""
    upper, row, below = rows[at - 1], rows[at], list(filter(cells.filled, rows[at + 1 :]))
    if cells.width(upper) < 2 or not _wordy(row) or not below or is_aside(rows, at):
        return False
    if _linked(at - 1, spans, len(cells.places(upper))):
        return True
    if _is_plain_row(upper, row, below):
        return True
    return _fills_gaps(upper, row, below) or _names_again(upper, row, below)


def _is_plain_row(upper: Row, row: Row, below: Sequence[Row]) -> bool:
    """Whether the row says 'Response' under every question, or under some while it is blank below the
    number and the date of an answer."""
    shown = cells.filled(row)
    plain = [cell for cell in shown if words.rank("answer", cells.name(cell)) == words.ANSWER]
    if not plain or set(shown) <= set(cells.filled(upper)):
        return False
    return len(plain) == len(shown) > 1 or bool(_missing(upper, row, below))


def _missing(upper: Row, row: Row, below: Sequence[Row]) -> list[int]:
    """The columns in which the row is blank, and no row below is."""
    blank = set(cells.places(upper)) - set(cells.places(row))
    return [col for col in blank if len(cells.column(below, col)) == len(below)]


def _fills_gaps(upper: Row, row: Row, below: Sequence[Row]) -> bool:
    """Whether the row names the answers of questions that reach over several columns."""
    above, here = set(cells.places(upper)), set(cells.places(row))
    gaps = here - above
    if not gaps or min(here) > max(above, default=0) + 1:
        return False
    # A row of data has its number and its date; a row of answers is blank there.
    if _missing(upper, row, below):
        return True
    asked = [col for col in here & above if col + 1 not in gaps and not _is_plain(row[col])]
    options = [col for col in gaps if _is_option(row[col], cells.column(below, col))]
    return not asked and len(options) == len(gaps) and any(cells.column(below, col) for col in gaps)


def _is_option(cell: object, values: Sequence[object]) -> bool:
    """Below an answer that can be chosen stands the answer again, a number, or nothing."""
    return all(cells.is_value(value) or cells.text(value) == cells.text(cell) for value in values)


def _names_again(upper: Row, row: Row, below: Sequence[Row]) -> bool:
    """Whether the row names the same columns in other words: in full after codes, or in another language."""
    here = cells.places(row)
    if len(set(cells.filled(row))) * 2 < len(here) or len(here) * 2 < len(cells.places(upper)):
        return False
    over = cells.differs(row, below)
    again = [
        col for col in here if col < len(upper) and _key(row[col]) and _key(row[col]) == _key(upper[col])
    ]
    if cells.filled(row) == cells.filled(upper):
        return False  # the header itself once more
    if any(cells.text(row[col]) != cells.text(upper[col]) for col in again):
        return True  # 'StartDate' and below it 'Start Date'
    named = sum(
        words.known(cells.name(row[col])) or _ASKED.search(cells.text(row[col])) is not None for col in here
    ) * 2 >= len(here)
    if named and all(map(_CODE.match, cells.filled(upper))) and not any(map(_CODE.match, cells.filled(row))):
        return True  # 'Q1', 'Q2' and below them the questions
    if over and (again or named):
        return True
    return len(over) > 1 and not all(words.known(cells.name(cell)) for cell in cells.filled(upper))


def _key(cell: object) -> str:
    return column_key(cells.name(cell)).replace(" ", "") or cells.name(cell)


def _spread(upper: list[str], lower: list[str], at: int, spans: Sequence[Span]) -> None:
    """Write the label of a group over all its columns."""
    covered = {
        col: left
        for (top, left), (bottom, right) in spans
        if top <= at <= bottom
        for col in range(left, right + 1)
    }
    label, merged = "", bool(spans) and bool(covered)
    for col, cell in enumerate(upper):
        if cell:
            label = cell if lower[col] else ""
        elif col in covered and upper[covered[col]]:
            upper[col] = upper[covered[col]]
        elif lower[col] and not merged:
            upper[col] = label


def _joined(parts: Sequence[str]) -> str:
    """'question: option', without what is said twice or says nothing."""
    kept: list[str] = []
    for part in parts:
        key = _key(part)
        if (
            not key
            or (kept and key in {_key(one) for one in kept})
            or (kept and words.rank("answer", part) == words.ANSWER)
        ):
            continue
        kept.append(part)
    return ": ".join(one.rstrip(" :") for one in kept[:-1]) + (": " if kept[1:] else "") + "".join(kept[-1:])
