"""What a whole score column tells that a cell cannot: the family of its words, and its good end."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from otklik.errors import UndecidedError
from otklik.reading.schema import value_text
from otklik.reading.score_cells import Cell, is_blank, read_cell, yes
from otklik.reading.score_table import load_score_words
from otklik.reading.score_words import COVERED, Family, ScoreWords, fold
from otklik.score_kinds import ScoreKind
from otklik.sentences import Sentence

BOTH = "both"


@dataclass(frozen=True)
class Distinct:
    """The different cells of a column as texts, how often each occurs, and which of them each row holds
    (``codes``, -1 for a missing one). ``typed``: the cells of a column that came as numbers."""

    codes: npt.NDArray[np.intp]
    texts: tuple[str, ...]
    counts: npt.NDArray[np.intp]
    typed: npt.NDArray[np.float64] | None = None

    @classmethod
    def of(cls, series: pd.Series) -> Distinct:
        codes, distinct = pd.factorize(series, use_na_sentinel=True)
        texts = tuple(" ".join(value_text(value).split()) for value in distinct)
        counts = np.bincount(codes[codes >= 0], minlength=len(texts))
        is_number = pd.api.types.is_numeric_dtype(series) and not pd.api.types.is_bool_dtype(series)
        return cls(codes, texts, counts, np.asarray(distinct, dtype=np.float64) if is_number else None)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """What each text says in numbers."""
        return tuple(map(read_cell, self.texts) if self.typed is None else map(Cell, self.typed.tolist()))

    @cached_property
    def blank(self) -> npt.NDArray[np.bool_]:
        """Which of the texts say that there is no answer."""
        cells = zip(self.texts, self.cells, strict=True)
        return np.array([is_blank(text, cell) for text, cell in cells], dtype=bool)

    @cached_property
    def numbers(self) -> npt.NDArray[np.float64]:
        """The number of each text, NaN for none."""
        numbers = np.array([cell.value for cell in self.cells], dtype=np.float64)
        return np.where(self.blank, np.nan, numbers)

    @cached_property
    def words(self) -> Counter[str]:
        """How often each folded text occurs that is neither a number nor blank nor a yes or no."""
        found: Counter[str] = Counter()
        for at in np.flatnonzero(np.isnan(self.numbers) & ~self.blank):
            if np.isnan(yes(self.texts[at])):
                found[fold(self.texts[at])] += int(self.counts[at])
        return found

    @cached_property
    def is_yes_no(self) -> bool:
        """Whether its answers are yes and no in words; 1 and 0 are numbers."""
        texts = [text for text, blank in zip(self.texts, self.blank, strict=True) if not blank]
        return bool(texts) and all(not math.isnan(yes(text)) and text.isalpha() for text in texts)

    @property
    def good_end(self) -> str | None:
        """The end of the scale that the words beside the numbers call good: 'low' for '1 - отлично', 'high'
        for '5 - отлично', 'both' where they do not agree in 19 of 20 cells, None where there are none."""
        sides = np.array([load_score_words().sides.get(cell.label, 0) for cell in self.cells])
        if not sides.any():
            return None
        middle = (np.nanmin(self.numbers) + np.nanmax(self.numbers)) / 2
        votes = np.nan_to_num(np.sign(self.numbers - middle)) * sides
        high, low = self.counts[votes > 0].sum(), self.counts[votes < 0].sum()
        if not high + low:
            return None
        share = high / (high + low)
        return "high" if share >= COVERED else "low" if share <= 1 - COVERED else BOTH


def settled(series: pd.Series, kind: ScoreKind, *, table: ScoreWords | None = None) -> ScoreKind:
    """The kind with what the words of the whole column count, so that every batch of it is read alike.

    ``table``: from ``load_score_words``, with the user's own words. A column without words leaves the kind
    as it is. Raises UndecidedError where two families of words fit equally, or where the words beside the
    numbers say that the other end of the scale is the good one.
    """
    table = table or load_score_words()
    column = Distinct.of(series)
    if kind.integer and kind.better and column.good_end in ({"low", "high", BOTH} - {kind.better}):
        raise _turned(series, kind, column)
    words = column.words
    fits = table.fitting(words, kind)
    if len(fits) > 1:
        raise UndecidedError(
            "the words of {column!r} can be counted in two ways: {ways}",
            column=str(series.name),
            ways=two_ways(fits, words),
            mend="say what they count: --score-words FILE.yaml, written like data/scores.yaml",
        )
    worth = table.worth(kind, words)
    return kind if worth.keys().isdisjoint(words) else replace(kind, words=tuple(sorted(worth.items())))


def two_ways(families: list[Family], words: Mapping[str, int]) -> Sentence:
    """'"good" is 4 of "Terrible … Excellent" or 3 of "Poor … Excellent"'."""
    first, second = families[:2]
    one, other = first.worth(), second.worth()
    word = next(word for word in sorted(words) if one.get(word) != other.get(word))
    return Sentence(
        "{word!r} is {one:g} of {first!r} or {other:g} of {second!r}",
        word=word,
        one=one[word],
        first=first.name,
        other=other[word],
        second=second.name,
    )


def _turned(series: pd.Series, kind: ScoreKind, column: Distinct) -> UndecidedError:
    example = next(text for text in column.texts if load_score_words().sides.get(read_cell(text).label))
    other = replace(kind, better="low" if kind.better == "high" else "high").spec
    return UndecidedError(
        "{spec} and the words in {column!r} do not agree which end is good: {example!r}",
        spec=kind.spec,
        column=str(series.name),
        example=example,
        other=other,
        mend="say {other}, or mend the column",
    )
