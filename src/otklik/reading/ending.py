"""Where a table ends because another one begins below it on the same sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from otklik.reading import cells, words
from otklik.reading.cells import Row


def table_length(rows: Sequence[Row], first: int, heads: Sequence[tuple[str, ...]]) -> int | None:
    """The number of rows before a second table, which a blank row and another header announce."""
    for at in range(first + 1, len(rows) - 1):
        if cells.filled(rows[at]) and not cells.filled(rows[at - 1]) and _begins(rows, at, heads):
            return sum(bool(cells.filled(row)) for row in rows[first:at])
    return None


def _begins(rows: Sequence[Row], at: int, heads: Sequence[tuple[str, ...]]) -> bool:
    """Whether another table begins at a row: its header, or its title and then its header."""
    start = at if len(cells.places(rows[at])) > 1 else at + 1
    held, shown = cells.places(rows[start]), cells.filled(rows[start])
    if len(shown) < 2 or len(set(shown)) < len(shown) or held[-1] - held[0] >= len(held):
        return False
    if any(cells.is_value(rows[start][col]) for col in held) or any(
        shown == cells.filled(head) for head in heads
    ):
        return False
    body = list(takewhile(cells.filled, rows[start + 1 :]))
    named = sum(words.known(cell) and len(cell.split()) <= 6 for cell in shown)
    return bool(body) and named * 2 >= len(shown) and all(set(cells.places(row)) <= set(held) for row in body)
