"""Rows at the end of a table that are no answers: totals, averages, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from otklik.reading import cells
from otklik.reading.cells import Row

MOST, LOOKED_AT = 4, 40
"""So many rows at the end may be totals, judged by so many answers above them."""
_NEAREST = 5
_NAME = re.compile(
    r"^(?:(?:общий )?итог|итого|всего|(?:grand |sub)?totals?|(?P<mean>среднее(?: значение)?|average|mean))"
    r"(?: (?:ответов|записей|строк|обращений|отзывов|анкет|балл\w*"
    r"|responses|rows|records|answers|scores?|comments|(?P<over>(?:по|за|for|of) .{1,40})))?:?$",
    re.IGNORECASE,
)


def at_the_end(rows: Sequence[Row]) -> int:
    """How many of the last rows are totals or notes, all of them judged by the answers above."""
    for many in range(min(MOST, len(rows) - 1), 0, -1):
        above = rows[:-many][-LOOKED_AT:]
        if all(is_total(row, above) for row in rows[-many:]):
            return many
    return 0


def is_total(row: Row, above: Sequence[Row]) -> bool:
    """'Итого' or 'Total' with nothing but numbers beside it, or a note alone in a row, and no answer by the
    rows ``above``: something is missing that all of them have, the words stand where they have numbers, or a
    number is such as none of them has. ('Average for the price' is an answer, also where no score was given:
    what is missing behind such words tells nothing.)"""
    held = cells.places(row)
    if not held or len(above[0]) < 2:
        return False
    words = [at for at in held if not cells.is_value(row[at])]
    under = cells.column(above[-_NEAREST:], held[0])
    in_place_of_numbers = words[:1] == held[:1] and bool(under) and all(map(cells.is_value, under))
    if held == [0] and len(above[0]) > 2 and len(cells.text(row[0]).split()) > 1:
        return in_place_of_numbers
    named = _NAME.match(cells.text(row[words[0]])) if len(words) == 1 else None
    if named is None:
        return False
    common = set.intersection(*(set(cells.places(other)) for other in above[-_NEAREST:]))
    missing = common - set(held)
    bare = named["mean"] is None and named["over"] is None
    lacking = words == held[:1] and bool(missing) and (bare or min(missing) < words[0])
    numbers = [at for at in held if at not in words]
    return in_place_of_numbers or lacking or any(_stands_out(row, above, at, named) for at in numbers)


def _stands_out(row: Row, above: Sequence[Row], at: int, named: re.Match[str]) -> bool:
    """A number with decimals where the answers have none or, of a sum, as great as theirs make. Only where
    theirs repeat, as scores do: the number of an answer is new in each row. ('Average' is an answer, too, so
    a whole number beside it tells nothing.)"""
    number, theirs = _number(row[at]), [_number(cell) for cell in cells.column(above, at)]
    known = [one for one in theirs if one is not None]
    if number is None or len(known) < len(theirs) or len(set(known)) == len(known):
        return False
    decimals = not number.is_integer() and all(one.is_integer() for one in known)
    return decimals or (named["mean"] is None and number > max(known) and _sums_up(number, known))


def _sums_up(number: float, known: Sequence[float]) -> bool:
    """Whether it may be the sum or the count of these scores, or of more where there are more: the first 10
    among scores up to 9 is an answer."""
    many = len(known)
    return number >= sum(known) or number == many or number > many == LOOKED_AT > max(known)


def _number(cell: object) -> float | None:
    if not cells.is_number(cell):
        return None
    try:
        return float(re.sub(r"[\s\u00a0%]", "", cells.text(cell)).replace(",", "."))
    except ValueError:  # '1.234,5'
        return None
