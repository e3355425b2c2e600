"""Cells that Excel has changed on their way: told to the user, since what was lost cannot be mended here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from otklik.reading import words
from otklik.reading.date_shapes import NUMBER, shape_of
from otklik.reading.months import names_month
from otklik.reading.schema import value_text
from otklik.reading.score_cells import read_cell
from otklik.sentences import Sentence

_AGAIN = Sentence("export again and open the file with this column set to text (Data → From Text/CSV)")
_POWER = re.compile(r"^-?\d(?:[.,]\d+)?e\+?\d{2,3}$", re.IGNORECASE)
_LONG = re.compile(r"^\d{16,}$")
_DAY_MONTH = re.compile(r"^(?:\d{1,2}[. -]([a-zа-я]{3,8})\.?|([a-zа-я]{3,8})\.?[ -]\d{1,2})$", re.IGNORECASE)
_FAILED = re.compile(
    r"^#(?:name\?|имя\?|value!|знач!|ref!|ссылка!|n/a|н/д|div/0!|дел/0!|num!|число!|null!|пусто!|#+)$",
    re.IGNORECASE,
)
_ISO = re.compile(r"^\d{4}-\d\d-(\d\d)(?:[ T]00:00:00)?$")
_WRITTEN = re.compile(r"^(\d{1,2})[./-]\d{1,2}[./-]\d{2,4}")
_DIGIT = re.compile(r"\d")
_MOST = 20_000
_LEAST = 0.01
Cells = Counter[str]


def mangled(series: pd.Series) -> list[Sentence]:
    """Sentences about the cells of a column that Excel has changed: long numbers cut to 1.2E+11 or ending in
    zeros, scores turned into dates, days and months swapped, formulas that failed. The name of the series
    is its header. At most 20,000 different cells are looked at."""
    counts = series.value_counts(sort=False)[:_MOST]
    cells: Cells = Counter()
    for value, count in zip(counts.index, counts.tolist(), strict=True):
        cells[value_text(value).strip()] += count
    header = str(series.name)
    return [
        Sentence("{column!r}: {said}; {again}", column=header, said=said, again=_AGAIN)
        for rule in _RULES
        if (said := rule(header, cells))
    ]


def _cut(header: str, cells: Cells) -> Sentence | None:
    """One such cell among hundreds is what somebody wrote, not what became of a column of numbers."""
    cut = list(filter(_POWER.match, cells))
    if sum(cells[cell] for cell in cut) < _LEAST * cells.total():
        return None
    return _told(
        "cells like {example!r} ({n}) are long numbers that Excel cut short: their digits are lost",
        cells,
        cut,
    )


def _rounded(header: str, cells: Cells) -> Sentence | None:
    """Excel keeps fifteen digits of a number and writes zeros for the rest."""
    long = [cell for cell in cells if _LONG.match(cell)]
    if len(long) < 3 or any(cell[15:].strip("0") for cell in long):
        return None
    return _told(
        "cells like {example!r} ({n}) have zeros for all digits after the fifteenth, as Excel leaves them",
        cells,
        long,
    )


def _scores_as_dates(header: str, cells: Cells) -> Sentence | None:
    dates = [cell for cell in cells if _names_day(cell) or _is_date(cell)]
    if not dates or words.rank("date", header) or not (words.rank("score", header) or _mostly_scores(cells)):
        return None
    return _told(
        "cells like {example!r} ({n}) are dates that Excel made of scores like 4/5; they are not counted",
        cells,
        dates,
    )


def _swapped(header: str, cells: Cells) -> Sentence | None:
    """Excel with American settings reads 03.04 as March 4, and leaves 13.04 as text."""
    understood = [match for cell in cells if (match := _ISO.match(cell))]
    left = [match for cell in cells if (match := _WRITTEN.match(cell))]
    if len(understood) < 2 or len(left) < 2:
        return None
    if any(int(match[1]) > 12 for match in understood) or any(int(match[1]) <= 12 for match in left):
        return None
    return _told(
        "cells like {example!r} ({n}) may have day and month swapped by Excel, "
        "which left days after the 12th as text",
        cells,
        (match.string for match in understood),
    )


def _failed(header: str, cells: Cells) -> Sentence | None:
    return _told(
        "cells like {example!r} ({n}) are failed formulas of Excel: the answer is lost",
        cells,
        filter(_FAILED.match, cells),
    )


Rule = Callable[[str, Cells], Sentence | None]
_RULES: tuple[Rule, ...] = (
    _cut,
    _rounded,
    _scores_as_dates,
    _swapped,
    _failed,
)


def _told(template: str, cells: Cells, chosen: Iterable[str]) -> Sentence | None:
    """The message with the commonest of the chosen cells and their number; None where none is chosen."""
    found = sorted(chosen, key=lambda cell: (-cells[cell], cell))
    return Sentence(template, example=found[0], n=sum(cells[cell] for cell in found)) if found else None


def _names_day(cell: str) -> bool:
    match = _DAY_MONTH.match(cell)
    return match is not None and names_month((match[1] or match[2]).lower())


def _is_date(cell: str) -> bool:
    shape = shape_of(_DIGIT.sub("0", cell.lower()))
    return shape is not None and shape is not NUMBER


def _mostly_scores(cells: Cells) -> bool:
    scores = sum(count for cell, count in cells.items() if not np.isnan(read_cell(cell).value))
    return scores > cells.total() / 2
