"""Cells of a score column to numbers; what is not understood is counted by value, never dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from otklik.errors import UsageError
from otklik.reading.score_cells import Cell, read_cell, yes
from otklik.reading.score_column import Distinct
from otklik.reading.score_table import load_score_words
from otklik.reading.score_words import fold
from otklik.records import ScoreCheck
from otklik.score_kinds import ScoreKind

OTHER = "…"
_KEPT = 10_000
_COMMAS = re.compile(r"^[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})$")
_ONE_COMMA = re.compile(r"^[+-]?[1-9]\d{0,2},\d{3}$")
_CURRENCY = re.compile(
    r"^([+-]?) ?[$€£¥₽₸₴] ?(?=\d)|(?<=\d) ?(?:[$€£¥₽₸₴]|(?:руб|р)\.?|рублей)$", re.IGNORECASE
)
Values = npt.NDArray[np.float64]


def coerce(
    series: pd.Series, kind: ScoreKind, *, words: Mapping[str, float] | None = None
) -> tuple[Values, ScoreCheck]:
    """A column as an array of floats (NaN where there is no valid score) and how its cells were understood.

    Understood: numbers with a point or comma, '9 из 10', '9/10', '4 - Good', '5 stars', '★★★☆☆', 'пять';
    the words and signs of data/scores.yaml ('отлично', 'Very satisfied', 👍), which count towards the good
    end of the kind; for binary scores yes/no, да/нет, true/false; for numbers '$12', '12 ₽', '1,234.5' and
    '1,234,567', but not '1,234', which may be thousands or a decimal. ``words`` are what a source says of
    its own words, on the scale of the kind; they go before all else.

    A value off the scale, or half a point on a scale of whole ones, is out of range. A number at one end of
    the scale beside words of the other ('5 - очень плохо') is not understood. The counts of a check add up
    to the number of rows. A word that families of one scale count differently ('good') is decided by the
    other words of the column: give the batches of a column the kind that ``settled`` made of the whole.
    """
    column = Distinct.of(series)
    told = {fold(word): value for word, value in (words or {}).items()}
    known = dict(kind.words) or load_score_words().worth(kind, column.words)
    numbers = _numbers(column, kind)
    by_word = _worth(column, known, of=np.isnan(numbers))
    own = _worth(column, told, of=np.full(len(numbers), bool(told)))
    blank = column.blank & np.isnan(own)
    read = np.where(~np.isnan(own), own, np.where(np.isnan(numbers), by_word, numbers))
    parsed = np.where(blank, np.nan, read)
    valid = np.array([_on_scale(value, kind) for value in parsed], dtype=bool)
    worded = valid & (~np.isnan(own) | np.isnan(numbers))
    numeric = ~np.isnan(parsed)
    check = ScoreCheck(
        score=str(series.name),
        kind=kind,
        valid=int(column.counts[valid].sum()),
        empty=int((column.codes < 0).sum() + column.counts[blank].sum()),
        out_of_range=_by_value(column, numeric & ~valid),
        not_numeric=_by_value(column, ~numeric & ~blank),
        worded=int(column.counts[worded].sum()),
    )
    values = np.append(np.where(valid, parsed, np.nan), np.nan)
    return cast(Values, values[column.codes]), check


def merge(checks: Iterable[ScoreCheck]) -> ScoreCheck:
    """Add up the checks of the batches of one column; their order does not matter.

    Beyond 10,000 different values the rarest are counted together as '…'. Raises UsageError for none,
    or for checks of different scores.
    """
    parts = list(checks)
    if len({(part.score, part.kind) for part in parts}) != 1:
        raise UsageError("only checks of one and the same score can be added up")
    return replace(
        parts[0],
        valid=sum(part.valid for part in parts),
        empty=sum(part.empty for part in parts),
        out_of_range=_most(_added(part.out_of_range for part in parts), _KEPT),
        not_numeric=_most(_added(part.not_numeric for part in parts), _KEPT),
        worded=sum(part.worded for part in parts),
    )


def brief(check: ScoreCheck, *, most: int = 20) -> ScoreCheck:
    """The same totals with only the ``most`` frequent values named; the rest are counted as '…'."""
    return replace(
        check,
        out_of_range=_most(Counter(check.out_of_range), most),
        not_numeric=_most(Counter(check.not_numeric), most),
    )


def number(text: str) -> float:
    """The number a cell says, NaN when it says none."""
    return read_cell(text).value


def _worth(column: Distinct, known: Mapping[str, float], *, of: npt.NDArray[np.bool_]) -> Values:
    """What the texts marked by ``of`` count as words; NaN for the others and for unknown ones."""
    worth = np.full(len(column.texts), np.nan)
    for at in np.flatnonzero(of):
        worth[at] = known.get(fold(column.texts[at]), np.nan)
    return worth


def _numbers(column: Distinct, kind: ScoreKind) -> Values:
    if column.typed is not None:
        return column.typed
    cells = zip(column.texts, column.cells, strict=True)
    return np.array([_number(text, cell, kind) for text, cell in cells], dtype=np.float64)


def _number(text: str, cell: Cell, kind: ScoreKind) -> float:
    if kind.high is None:
        return _amount(text)
    if kind.metric == "rate" and not np.isnan(answer := yes(text)):
        return answer
    if cell.top is not None and cell.top != kind.high:
        return float("inf")  # '4 из 10' in a column of 1 to 5 is a number of another scale
    return float("nan") if _contradicts(cell, kind) else cell.value


def _contradicts(cell: Cell, kind: ScoreKind) -> bool:
    """Whether the words beside a number call one end of the scale what the other end is."""
    if not cell.label:
        return False
    side = load_score_words().sides.get(cell.label, 0) * (-1 if kind.better == "low" else 1)
    return (side < 0 and cell.value == kind.high) or (side > 0 and cell.value == kind.low)


def _amount(text: str) -> float:
    """A number without a scale to check it by: '1,234' may be thousands or a decimal, so it is neither."""
    text = _CURRENCY.sub(lambda match: match[1] or "", text)
    if _ONE_COMMA.match(text):
        return float("nan")
    return number(text.replace(",", "") if _COMMAS.match(text) else text)


def _on_scale(value: float, kind: ScoreKind) -> bool:
    if not np.isfinite(value) or (kind.integer and not value.is_integer()):
        return False
    if kind.name == "csat235":
        return value in (2, 3, 5)
    return (kind.low is None or value >= kind.low) and (kind.high is None or value <= kind.high)


def _by_value(column: Distinct, chosen: npt.NDArray[np.bool_]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for at in np.flatnonzero(chosen):
        found[column.texts[at]] += int(column.counts[at])
    return _most(found, len(found))


def _added(parts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total


def _most(counts: Counter[str], most: int) -> dict[str, int]:
    """The most frequent values, ties by the value itself; the rest under '…', which always stands last."""
    rest = counts.pop(OTHER, 0)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest += sum(count for _, count in ranked[most:])
    return dict(ranked[:most]) | ({OTHER: rest} if rest else {})
