"""Where a sheet of rows begins: titles above the header, the header itself, the names of the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from otklik.reading import words

Row = Sequence[Any]
_NUMBER = re.compile(r"^[+-]?\d[\d\s\u00a0.,]*%?$")
_DATE = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}([ T]\d{1,2}:\d{2}.*)?$")
_LOOK = 12
_TITLES = 6


@dataclass(frozen=True)
class Layout:
    """``header`` is the index of the header row among the rows shown, None when there is none;
    data begin at row ``first``; ``titles`` are the texts above the header."""

    columns: tuple[str, ...]
    header: int | None
    first: int
    titles: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of the header."""
        told = []
        if self.titles:
            told.append(f"skipped {len(self.titles)} title rows above the header: " + " / ".join(self.titles))
        if self.header is None:
            told.append("there is no header row; the columns are called " + _listed(self.columns))
        return tuple(told)


def find_layout(rows: Sequence[Row]) -> Layout:
    """The layout of the first rows of a table (lists of cells, '' or None where empty)."""
    width = _width(rows)
    start = _after_titles(rows, width)
    header, below = rows[start], rows[start + 1 :]
    if not _is_header(header, below):
        return Layout(_names([], max(width, len(header))), None, _first_filled(rows))
    titles = tuple(" ".join(_filled(row)) for row in rows[:start] if _filled(row))
    return Layout(_names(header, max(width, len(_trimmed(header)))), start, start + 1, titles)


def _filled(row: Row) -> list[str]:
    return [text for cell in row if (text := _text(cell))]


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _trimmed(row: Row) -> Row:
    end = max((at for at, cell in enumerate(row, 1) if _text(cell)), default=0)
    return row[:end]


def _width(rows: Sequence[Row]) -> int:
    """The usual number of cells up to the last filled one; the widest where no number is usual."""
    counts = Counter(len(_trimmed(row)) for row in rows if _filled(row))
    top = max(counts.values())
    return max(width for width, n in counts.items() if n * 2 >= top)


def _first_filled(rows: Sequence[Row]) -> int:
    return next(at for at, row in enumerate(rows) if _filled(row))


def _after_titles(rows: Sequence[Row], width: int) -> int:
    """The first row that is full enough to be a header; rows above it hold a title or two."""
    first = _first_filled(rows)
    if after := _after_blank(rows, first):
        return after
    enough = max(2, round(0.6 * width))
    for at, row in enumerate(rows[: first + _LOOK]):
        if len(_filled(row)) >= enough:
            lone = all(len(_filled(above)) <= max(1, width // 3) for above in rows[first:at])
            return at if lone and _is_header(row, rows[at + 1 :]) else first
    return first


def _after_blank(rows: Sequence[Row], first: int) -> int | None:
    """The row below a blank one near the top, when it names columns or is wider than all above it."""
    if any(words.rank("text", cell) == words.WHOLE for cell in _filled(rows[first])):
        return None
    for at in range(first + 1, min(first + _TITLES, len(rows))):
        row = rows[at]
        if _filled(row) and not _filled(rows[at - 1]) and _is_header(row, rows[at + 1 :]):
            widest = max(len(_filled(above)) for above in rows[first:at])
            if len(_filled(row)) > widest or any(map(words.known, _filled(row))):
                return at
    return None


def _is_header(row: Row, below: Sequence[Row]) -> bool:
    cells = _filled(row)
    if not cells or any(_is_value(cell) for cell in row if _text(cell)):
        return False
    if any(len(cell) > 300 for cell in cells):
        return False
    if any(words.known(cell) for cell in cells if len(cell.split()) <= 25):
        return True
    if len(_trimmed(row)) == 1:
        return _single_header(cells[0], below)
    return _differs(row, below) or not _repeated(row, below)


def _is_value(cell: Any) -> bool:
    text = _text(cell)
    return not isinstance(cell, str) or bool(_NUMBER.match(text) or _DATE.match(text))


def _single_header(cell: str, below: Sequence[Row]) -> bool:
    """One column: a short name above numbers or above longer texts."""
    others = [text for row in below for text in _filled(row)[:1]]
    if not others or len(cell.split()) > 3:
        return False
    numbers = sum(bool(_NUMBER.match(text)) for text in others)
    lengths = sorted(len(text.split()) for text in others)
    return numbers * 2 > len(others) or lengths[len(lengths) // 2] >= 4


def _differs(row: Row, below: Sequence[Row]) -> bool:
    """Whether some column holds mostly numbers or dates under a word."""
    for at, cell in enumerate(row):
        column = [other[at] for other in below if at < len(other) and _text(other[at])]
        if _text(cell) and column and sum(map(_is_value, column)) * 2 > len(column):
            return True
    return False


def _repeated(row: Row, below: Sequence[Row]) -> bool:
    """Whether the cells of the row come again below, as values do and names do not."""
    return any(
        _text(cell) and any(at < len(other) and _text(other[at]) == _text(cell) for other in below)
        for at, cell in enumerate(row)
    )


def _names(header: Row, width: int) -> tuple[str, ...]:
    """Unique names: blanks become ``column_3``, the second 'Comment' becomes 'Comment (2)'."""
    names: list[str] = []
    cells = [_text(cell) for cell in header[:width]] + [""] * (width - len(header))
    taken = set(cells)
    for at, cell in enumerate(cells, 1):
        name, n = cell or f"column_{at}", 1
        while name in names or (n > 1 and name in taken) or (not cell and name in taken):
            n += 1
            name = f"{cell or f'column_{at}'} ({n})"
        names.append(name)
    return tuple(names)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 4 else f"{names[0]} … {names[-1]}"
