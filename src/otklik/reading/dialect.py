"""Which delimiter and quoting make the lines of a text file into rows of one width."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

from otklik.errors import UsageError
from otklik.reading import words
from otklik.reading.quoting import STANDARD, Quoting, find_quoting
from otklik.sentences import Sentence

DELIMITERS = (";", ",", "\t", "|")
NAMES = {
    ";": Sentence("semicolon"),
    ",": Sentence("comma"),
    "\t": Sentence("tab"),
    "|": Sentence("pipe"),
    "": Sentence("none (one column)"),
}
_SAID = re.compile(r"""^\ufeff?(["']?)sep=(.)\1[;,\t|]*(?:\r\n?|\n)""", re.IGNORECASE)
_ROWS = 300
_LOOKED_AT = 1 << 17  # characters, for the way of quoting
_CELL = 16 << 20  # characters; the standard library stops at 131,072
_TITLE_ROWS = 6
# A byte that no text holds stands for 'no delimiter', so that one-column files go the common way.
_ONE_COLUMN = "\x1f"


@dataclass(frozen=True)
class Dialect:
    """``delimiter`` is '' for a one-column file; ``said`` tells that the file's first line was ``sep=…``."""

    delimiter: str
    quoting: Quoting = STANDARD
    said: bool = False

    def rows(self, lines: io.TextIOBase) -> csv._reader:  # type: ignore[name-defined]
        """A csv reader over an open text (opened with ``newline=''``)."""
        csv.field_size_limit(max(csv.field_size_limit(), _CELL))
        if not self.quoting.quote:
            return csv.reader(lines, delimiter=self.separator, quoting=csv.QUOTE_NONE)
        escape = self.quoting.escape or None
        return csv.reader(lines, delimiter=self.separator, quotechar=self.quoting.quote, escapechar=escape)

    @property
    def separator(self) -> str:
        """The one character to split at, also for a file of one column."""
        return self.delimiter or _ONE_COLUMN


def find_dialect(text: str, told: str | None = None, *, complete: bool = True) -> Dialect:
    """The most consistent dialect of the head of a file (``complete``: it is the whole file).

    Raises UsageError when the told delimiter is not one character.
    """
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    delimiter = _told(told) if told is not None else said[2] if said else None
    if delimiter is not None:
        _, dialect = _best(body, (delimiter,), complete)
        return replace(dialect, said=bool(said))
    score, dialect = _best(body, tuple(sign for sign in DELIMITERS if sign in body), complete)
    return dialect if score else _best(body, ("",), complete)[1]


def _best(text: str, delimiters: tuple[str, ...], complete: bool) -> tuple[float, Dialect]:
    candidates = [
        Dialect(delimiter, quoting)
        for delimiter in delimiters
        for quoting in find_quoting(
            text[:_LOOKED_AT], delimiter or _ONE_COLUMN, complete=complete and len(text) <= _LOOKED_AT
        )
    ]
    scores = [(_consistency(text, one, complete), one) for one in candidates]
    return max(scores, key=lambda pair: pair[0], default=(0.0, Dialect("")))


def _told(delimiter: str) -> str:
    delimiter = {"\\t": "\t", "tab": "\t"}.get(delimiter, delimiter)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise UsageError(
            "the delimiter must be one character, not {delimiter!r}",
            delimiter=delimiter,
            mend="--delimiter ';' (or , or tab or |)",
        )
    return delimiter


def _rows(text: str, dialect: Dialect, complete: bool) -> list[list[str]]:
    """The first rows that are not blank; the last one is dropped where the sample may cut it."""
    try:
        rows = [row for row in islice(dialect.rows(io.StringIO(text, newline="")), _ROWS) if row]
    except csv.Error:
        return []
    return rows if complete or len(rows) < 2 or len(rows) == _ROWS else rows[:-1]


def _filled(row: list[str]) -> int:
    """The width without blank cells at the end."""
    return max((at for at, cell in enumerate(row, 1) if cell), default=0)


def _consistency(text: str, dialect: Dialect, complete: bool) -> float:
    """0 when the rows do not agree on a width of two or more; else higher for agreement and for width.

    A delimiter followed by a space is prose ('быстро, вежливо') rather than a table, so such files must
    agree better; leading rows of another width may be titles, but each costs a little.
    """
    rows = _rows(text, dialect, complete)
    widths = [{len(row), _filled(row)} for row in rows]
    wide = Counter(width for both in widths for width in both if width > 1)
    if not wide:
        return 0.0
    width = max(wide, key=lambda one: (wide[one], one))
    first = next(at for at, both in enumerate(widths) if width in both)
    skipped = min(first, _TITLE_ROWS, len(widths) // 2)
    if any(words.rank("text", row[0]) == words.WHOLE for row in rows[:skipped] if len(row) == 1):
        return 0.0  # 'Комментарий' alone in its line is the header of one column, not a title
    if len(widths) - skipped < min(2, len(widths)):
        return 0.0  # one row alone agrees with itself: a cell full of these marks under a header without
    agreement = sum(width in both for both in widths[skipped:]) / len(widths[skipped:])
    inner = [cell for row in rows for cell in row[1:] if cell]
    prose = sum(cell[0] == " " for cell in inner) / max(len(inner), 1)
    stray = (
        0.0
        if dialect.quoting.quote
        else 0.06 + sum(cell.count('"') > 0 for cell in inner) / max(len(inner), 1)
    )
    score = agreement * (1 - 0.02 * skipped) * (1 - 0.3 * prose) * (1 - 0.3 * stray)
    return score + 0.01 * min(width, 20) if score > 0.5 + 0.4 * prose else 0.0
