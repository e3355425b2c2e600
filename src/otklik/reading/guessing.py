"""What a column holds, judged by its values: texts, dates, identifiers, groups, scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from otklik.reading import words
from otklik.reading.dates import date_share
from otklik.reading.schema import value_text
from otklik.reading.score_column import Distinct
from otklik.reading.score_meaning import (
    families_of,
    is_clear,
    is_starred,
    is_unsaid,
    kind_by_end,
    kind_of_words,
)
from otklik.reading.score_table import load_score_words
from otklik.reading.score_words import ScoreWords
from otklik.score_kinds import SCORE_KINDS, ScoreKind, parse_kind
from otklik.sentences import Sentence

_MOST = 2_000
_FEW = 20
_ENOUGH = 100
_SHORTEST_DATE = 5  # characters: '4 мая', or a number of days
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
    def is_group(self) -> bool:
        """A few names, each of them many times."""
        few = 2 <= self.n_distinct <= _FEW and self.distinct <= 0.5
        return few and self.letters >= 0.5 and not self.is_date

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
        is_date=max(map(len, texts), default=0) >= _SHORTEST_DATE and date_share(filled) >= 0.8,
        answers=answers,
    )


def is_score(header: str, series: pd.Series, *, table: ScoreWords | None = None) -> bool:
    """Whether a column is one of scores, by its header and values together or by words that leave no doubt
    ('Great', 'Okay', 'Not Good')."""
    if words.rank("score", header):
        return bool(score_values(series) or families_of(Distinct.of(series), table))
    if series.nunique() > _ENOUGH:
        return False
    column = Distinct.of(series)
    families = families_of(column, table)
    return is_starred(column) or (len(families) == 1 and is_clear(families[0], column))


def score_values(series: pd.Series, *, table: ScoreWords | None = None) -> frozenset[float]:
    """The different scores of a column of scores, or what its words count; empty when it is no such column.

    Nine cells in ten must be numbers, and nineteen numbers in twenty whole ones from 0 to 10: a slip of
    the keyboard does not hide a score, and what is off the scale is counted when it is read.
    """
    if pd.api.types.is_bool_dtype(series):
        return frozenset()
    column = Distinct.of(series)
    if values := _numbers(column):
        return values
    families = families_of(column, table)
    if len(families) != 1:
        return frozenset()
    return frozenset(value for word, value in families[0].worth().items() if word in column.words)


def score_kind(
    header: str, series: pd.Series, *, table: ScoreWords | None = None
) -> tuple[ScoreKind | None, Sentence]:
    """The kind that header and values agree on, or None; and why. The kind of a column of words holds what
    each word counts (``table``: from ``load_score_words``)."""
    column = Distinct.of(series)
    values = frozenset() if pd.api.types.is_bool_dtype(series) else _numbers(column)
    if not values:
        return kind_of_words(header, column, table or load_score_words())
    name = _by_top(header, column) or _name(header, values, int(series.count()))
    shown = Sentence("values {low:g} to {high:g}", low=min(values), high=max(values))
    if (end := column.good_end) is not None:
        if is_unsaid(header, {cell.label for cell in column.cells}):
            return None, Sentence(
                "{values} of agreement: whether that is good the header does not tell", values=shown
            )
        return kind_by_end(name, values, end, shown)
    if name is None and _is_zero_odd(values):
        shown = Sentence("{values}, where 0 may mean no answer", values=shown)
    if name is None and max(values) <= 3:
        shown = Sentence("{values}: which end is good cannot be told from numbers", values=shown)
    return (SCORE_KINDS[name] if name else None), shown


def choices(series: pd.Series, *, table: ScoreWords | None = None) -> list[str]:
    """The spellings of the kinds that a column of scores may have, to be offered where it cannot be told."""
    column = Distinct.of(series)
    if column.is_yes_no:
        return ["binary:1=good", "binary:1=bad"]
    families = [] if _numbers(column) else families_of(column, table)
    offered = [spec for family in families for spec in family.kinds.values()]
    return list(dict.fromkeys(offered)) or _of_numbers(_numbers(column))


def _of_numbers(values: frozenset[float]) -> list[str]:
    """The kinds of numbers, first those of the scale that ends where they do; 0 may mean no answer."""
    rest = values - {0} if _is_zero_odd(values) else values
    first = [spec for spec in fitting(rest) if rest and parse_kind(spec).high == max(rest)]
    return [*first, *(spec for spec in fitting(values) if spec not in first)]


def _is_zero_odd(values: frozenset[float]) -> bool:
    """Whether 0 stands beside the values of a short scale, which begins at 1."""
    return 0 in values and 1 < max(values) <= 5


def fitting(values: frozenset[float]) -> list[str]:
    """The spellings of the kinds whose scale holds all the values; those of a bare number for none."""
    if not values:
        return ["number:high=good", "number:low=good"]
    return [
        spec
        for spec in _SPECS
        if (kind := parse_kind(spec)).low is None
        or kind.high is None
        or all(kind.low <= value <= kind.high for value in values)
    ]


def _numbers(column: Distinct) -> frozenset[float]:
    """The different scores of a column of numbers; empty for another column."""
    numeric = ~np.isnan(column.numbers)
    answers, said = column.counts[~column.blank].sum(), column.counts[numeric].sum()
    if not said or said < 0.9 * answers:
        return frozenset()
    scores = np.isin(column.numbers, range(11))
    enough = column.counts[scores].sum() >= 0.95 * said
    return frozenset(column.numbers[scores].tolist()) if enough else frozenset()


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


def _by_top(header: str, column: Distinct) -> str | None:
    """The kind by the best value where the cells tell it: '4/5', '9 из 10', '★★★☆☆'."""
    tops = {5} if is_starred(column) else {cell.top for cell in column.cells if cell.top is not None}
    said = {name for name in ("nps", "csat", "ces", "stars") if words.rank(name, header)}
    if tops == {5} and "nps" not in said:
        return "csat5" if "csat" in said else "ces5" if "ces" in said else "stars5"
    if tops == {10}:
        return "nps" if "nps" in said else None if 0 in column.numbers else "rating10"
    return "ces7" if tops == {7} and "ces" in said else None


def _by_scale(header: str, low: float, high: float, n: int) -> str | None:
    ces = words.rank("ces", header) > 0
    if low >= 1 and high <= 5:
        return "csat5" if words.rank("csat", header) else "ces5" if ces else "stars5"
    if ces and low >= 1 and high <= 7:
        return "ces7"
    # An NPS column of some length holds zeros; without any, 1 to 10 is a rating.
    return "rating10" if low == 1 and high in (9, 10) and n >= _ENOUGH else None
