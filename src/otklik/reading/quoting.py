"""How cells that hold the delimiter are marked: with quotes, doubled or escaped inside, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENOUGH_FAULTS = 50


@dataclass(frozen=True)
class Quoting:
    """``quote`` stands around cells ('' for none); ``escape`` ('' for none) before a quote inside one."""

    quote: str = '"'
    escape: str = ""


STANDARD, ESCAPED, SINGLE, PLAIN = Quoting(), Quoting(escape="\\"), Quoting("'"), Quoting("")


@dataclass
class _Count:
    """Cells in quotes: ``closed`` before a delimiter as they must be, ``needful`` of them because of what is
    inside; ``broken`` ones go on after their closing quote; ``open`` is never closed in the sample."""

    rows: int = 0
    closed: int = 0
    needful: int = 0
    broken: int = 0
    open: bool = False


def find_quoting(text: str, delimiter: str, *, complete: bool) -> tuple[Quoting, ...]:
    """The ways of quoting that the text allows, the most believable first."""
    count = _counted(text, delimiter, STANDARD)
    if '\\"' in text:
        escaped = _counted(text, delimiter, ESCAPED)
        if escaped.broken + escaped.open <= count.broken + count.open:
            return (ESCAPED,)
    if not count.closed and _single(_counted(text, delimiter, SINGLE)):
        return (SINGLE,)
    if count.open and not count.needful:
        return (PLAIN,) if complete else (STANDARD, PLAIN)
    return (PLAIN,) if count.broken and not count.needful else (STANDARD,)


def _single(count: _Count) -> bool:
    """Apostrophes are common in texts; as quotes they stand around some cell of most rows."""
    return not count.broken and not count.open and count.closed >= max(2, count.rows / 2)


def _counted(text: str, delimiter: str, quoting: Quoting) -> _Count:
    count = _Count()
    for cell in _cells(delimiter, quoting).finditer(text):
        inside, plain, end = cell.groups()
        count.rows += end not in (delimiter, "")
        if inside is not None:
            count.closed += 1
            count.needful += any(sign in inside for sign in (delimiter, quoting.quote, "\n", "\r"))
        elif plain.startswith(quoting.quote):
            rest = text[cell.start() + 1 :]
            if not re.search(rf"{quoting.quote}(?:[{re.escape(delimiter)}\r\n]|\Z)", rest):
                count.open = True
                break
            count.broken += 1
            if count.broken == _ENOUGH_FAULTS:
                break
    return count


def _cells(delimiter: str, quoting: Quoting) -> re.Pattern[str]:
    quote, sign = quoting.quote, re.escape(delimiter)
    plain = rf"[^{quote}{re.escape(quoting.escape)}]*+"
    pair = rf"{quote}{quote}|\\." if quoting.escape else quote * 2
    inside = rf"{plain}(?:(?:{pair}){plain})*+"
    return re.compile(
        rf"(?:{quote}({inside}){quote}(?=[{sign}\r\n]|\Z)|([^{sign}\r\n]*+))({sign}|\r\n?|\n|\Z)", re.DOTALL
    )
