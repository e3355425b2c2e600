"""The line of the header as the user says it, and the question where it must be said."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.errors import UndecidedError, UsageError
from otklik.reading import cells
from otklik.reading.cells import Row
from otklik.reading.layout import NO_HEADER, Layout

_SHOWN = 60


def told_row(told: int | None, rows: Sequence[Row], lines: Sequence[int]) -> int | None:
    """The index of the row that begins in or holds the told line (``lines``: where each row begins), for
    ``find_layout``; 0 says that there is no header. Raises UsageError for a line without a row."""
    if told is None or told == 0:
        return None if told is None else NO_HEADER
    at = max((at for at, line in enumerate(lines) if line <= told), default=0)
    if told < 0 or (at == len(lines) - 1 and told > lines[at]) or not cells.filled(rows[at]):
        raise UsageError(
            "no header can stand in line {line}",
            line=told,
            mend="--header N: the line of the names among the first of the file, 0 where there is none",
        )
    return at


def settled(layout: Layout, rows: Sequence[Row], lines: Sequence[int], name: str) -> Layout:
    """The layout, if its header is beyond doubt. Raises UndecidedError naming the flag."""
    if layout.doubt is None:
        return layout
    line = lines[layout.doubt]
    shown = " | ".join(cells.filled(rows[layout.doubt]))
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    raise UndecidedError(
        "whether line {line} of {file} names the columns or is the first answer cannot be told: {shown!r}",
        line=line,
        file=name,
        shown=shown,
        mend="--header {line} if it names them, --header 0 if it is an answer",
    )
