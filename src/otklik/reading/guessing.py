"""What a column holds, judged by its values: texts, dates, identifiers, groups, scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from otklik.reading import words
from otklik.reading.dates import date_share
from otklik.reading.schema import value_text
from otklik.reading.scores import number
from otklik.records import SCORE_KINDS, ScoreKind, parse_kind

_MOST = 2_000
_FEW = 20
_ENOUGH = 100
_SPECS = (
    "nps",
    "csat5",
    "csat3:1=best",
    "csat3:3=best",
    "csat235",
    "ces7",
    "stars5",
    "rating10",
    "binary:1=bad",
)


@dataclass(frozen=True)
class Content:
    """Shares in [0, 1]: ``filled`` cells; ``distinct`` values among the filled; ``letters``: filled values
    that have letters. ``words`` is their average number in a value, ``answers`` the count of filled cells."""

    filled: float
    n_distinct: int
    distinct: float
    letters: float
    words: float
    is_date: bool
    answers: int = 0

    @property
    def is_text(self) -> bool:
        """Written answers rather than names, codes or dates."""
        varied = self.words >= 4 or self.distinct >= 0.2
        return varied and not self.is_date and self.letters >= 0.5 and self.words >= 1.5

    @property
    def is_prose(self) -> bool:
        """Sentences, whatever the header says."""
        return self.is_text and self.words >= 4 and self.distinct >= 0.3


def look(series: pd.Series) -> Content:
    """Measure up to 2,000 values of a column, spread over all of it: a table may be sorted."""
    filled = series.dropna()
    answers = len(filled)
    if answers > _MOST:
        filled = filled.iloc[np.linspace(0, answers - 1, _MOST).astype(int)]
    texts = [value_text(value) for value in filled.tolist()]
    n = max(len(texts), 1)
    distinct = len(set(texts))
    return Content(
        filled=answers / max(len(series), 1),
        n_distinct=distinct,
        distinct=distinct / n,
        letters=sum(any(map(str.isalpha, text)) for text in texts) / n,
        words=sum(len(text.split()) for text in texts) / n,
        is_date=bool(texts) and date_share(filled) >= 0.8,
        answers=answers,
    )


def score_values(series: pd.Series) -> frozenset[float]:
    """The different scores of a column of scores; empty when it is no such column.

    Nine cells in ten must be numbers, and nineteen numbers in twenty whole ones from 0 to 10: a slip of
    the keyboard does not hide a score, and what is off the scale is counted when it is read.
    """
    if pd.api.types.is_bool_dtype(series):
        return frozenset()
    counts = series.dropna().value_counts()
    numbers = np.array([number(value_text(value)) for value in counts.index], dtype=float)
    often = counts.to_numpy()
    numeric = ~np.isnan(numbers)
    if not len(counts) or often[numeric].sum() < 0.9 * often.sum():
        return frozenset()
    scores = np.isin(numbers, range(11))
    enough = often[scores].sum() >= 0.95 * often[numeric].sum()
    return frozenset(numbers[scores].tolist()) if enough else frozenset()


def score_kind(header: str, series: pd.Series) -> tuple[ScoreKind | None, str]:
    """The kind that header and values agree on, or None; and why."""
    values = score_values(series)
    if not values:
        return None, "its values are not whole numbers from 0 to 10"
    name = _name(header, values, int(series.count()))
    shown = f"values {min(values):g} to {max(values):g}"
    if name is None and max(values) <= 3:
        shown += ": which end is good cannot be told from numbers"
    return (SCORE_KINDS[name] if name else None), shown


def fitting(values: frozenset[float]) -> list[str]:
    """The spellings of the kinds whose scale holds all the values."""
    return [
        spec
        for spec in _SPECS
        if (kind := parse_kind(spec)).low is None
        or kind.high is None
        or all(kind.low <= value <= kind.high for value in values)
    ]


def _name(header: str, values: frozenset[float], n: int) -> str | None:
    """The first rule that holds decides."""
    low, high = min(values), max(values)
    if words.rank("nps_said", header):
        return "nps"
    if values <= {0, 1}:
        return None
    if words.rank("nps", header):
        return "nps" if high > 5 or low == 0 or n < _FEW else None
    if {2, 5} <= values <= {2, 3, 5} and n >= _FEW:
        return "csat235"
    if words.rank("stars", header) and low >= 1 and high <= 5:
        return "stars5"
    if low >= 1 and high <= 3:
        return None
    return _by_scale(header, low, high, n)


def _by_scale(header: str, low: float, high: float, n: int) -> str | None:
    ces = words.rank("ces", header) > 0
    if low >= 1 and high <= 5:
        return "csat5" if words.rank("csat", header) else "ces5" if ces else "stars5"
    if ces and low >= 1 and high <= 7:
        return "ces7"
    # An NPS column of some length holds zeros; without any, 1 to 10 is a rating.
    return "rating10" if low == 1 and high in (9, 10) and n >= _ENOUGH else None
