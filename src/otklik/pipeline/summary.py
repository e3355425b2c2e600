"""What an analysis remembers of the comments it has seen: counts that add up, and the best quotes.

Its size depends on the taxonomy and the number of different cells, not on the number of comments, and it
is the same whatever the order or the chunks the comments came in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers import Cells
from otklik.pipeline.comments import column_of
from otklik.reading.dates import parse_dates
from otklik.reading.scores import coerce, merge
from otklik.records import (
    COMMENT_ID,
    LANGUAGE,
    SENTIMENT,
    SIGNALS,
    TEXT,
    Quote,
    Roles,
    ScoreCheck,
    ScoreKind,
)

QUOTES = 12
FLAGGED = ("negative", "positive")
"""Polarities whose mentions are tested as drivers; a neutral mention is counted and shown only."""


COMMENTED = ("comment:given",)
GROUP = "group"


@dataclass(frozen=True)
class Summary:
    """Counts over the analysed comments (those that say something), unless said otherwise.

    - ``rows``, ``silent``: all rows, and those with a blank answer.
    - ``topics``: (topic, polarity) → mentions; ``signals``: id → comments.
    - ``months``: (month, sentiment) → comments.
    - ``answers``: score → cells over all rows, flagged by whether a comment came with the answer;
      ``cells``: score → cells over the comments, flagged by their mentions; ``segments``: (score, segment
      column) → the answers again, apart by GROUP.
    """

    rows: int = 0
    silent: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    sentiments: Counter[str] = field(default_factory=Counter)
    topics: Counter[tuple[str, str]] = field(default_factory=Counter)
    signals: Counter[str] = field(default_factory=Counter)
    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    answers: Mapping[str, Cells] = field(default_factory=dict)
    cells: Mapping[str, Cells] = field(default_factory=dict)
    segments: Mapping[tuple[str, str], Cells] = field(default_factory=dict)
    checks: Mapping[str, ScoreCheck] = field(default_factory=dict)
    quotes: Mapping[tuple[str, str], tuple[Quote, ...]] = field(default_factory=dict)

    def __add__(self, other: Summary) -> Summary:
        """Both together. An empty one adds nothing."""
        if not self.rows or not other.rows:
            return self if self.rows else other
        return Summary(
            rows=self.rows + other.rows,
            silent=self.silent + other.silent,
            languages=self.languages + other.languages,
            sentiments=self.sentiments + other.sentiments,
            topics=self.topics + other.topics,
            signals=self.signals + other.signals,
            months=self.months + other.months,
            answers={name: cells + other.answers[name] for name, cells in self.answers.items()},
            cells={name: cells + other.cells[name] for name, cells in self.cells.items()},
            segments={key: cells + other.segments[key] for key, cells in self.segments.items()},
            checks={name: merge((check, other.checks[name])) for name, check in self.checks.items()},
            quotes={
                key: best((*self.quotes.get(key, ()), *other.quotes.get(key, ())))
                for key in self.quotes.keys() | other.quotes.keys()
            },
        )


@dataclass(frozen=True)
class Reading:
    """How a labelled table is to be summed up. ``day_first`` is the vote of the whole date column."""

    roles: Roles
    topics: tuple[str, ...] = ()
    day_first: bool | None = None


def summarise(
    tagged: pd.DataFrame, mentions: pd.DataFrame, silent: NDArray[np.bool_], reading: Reading
) -> Summary:
    """Sum up a labelled table and its mentions, whose index is that of their row; ``silent`` (n,) marks the
    comments that say nothing."""
    roles = reading.roles
    heard = ~silent
    spoken = tagged[heard]
    flags, names = _flags(tagged, mentions, reading.topics)
    scores = {name: coerce(tagged[column_of(name)].rename(name), kind) for name, kind in roles.scores.items()}
    days = None if roles.date is None else tagged[column_of(roles.date)]
    dates = None if days is None else parse_dates(days, first=reading.day_first)[0]

    def count(
        marks: NDArray[Any],
        values: NDArray[Any],
        kind: ScoreKind,
        names: Sequence[str],
        segment: str | None = None,
    ) -> Cells:
        groups = {} if segment is None else {GROUP: tagged[column_of(segment)].astype(object).to_numpy()}
        return Cells.count(marks, values, names=names, segments=groups, continuous=not kind.integer)

    return Summary(
        rows=len(tagged),
        silent=int(silent.sum()),
        languages=Counter(spoken[LANGUAGE]),
        sentiments=Counter(spoken[SENTIMENT]),
        topics=Counter(zip(mentions["topic"], mentions["polarity"], strict=True)),
        signals=Counter(signal for signals in spoken[SIGNALS] for signal in signals),
        months=Counter() if dates is None else _months(dates[heard], spoken[SENTIMENT]),
        answers={
            n: count(heard[:, None], values, roles.scores[n], COMMENTED) for n, (values, _) in scores.items()
        },
        cells={
            n: count(flags[heard], values[heard], roles.scores[n], names) for n, (values, _) in scores.items()
        },
        segments={
            (n, segment): count(heard[:, None], values, roles.scores[n], COMMENTED, segment)
            for n, (values, _) in scores.items()
            for segment in roles.segments
        },
        checks={name: check for name, (_, check) in scores.items()},
        quotes=_quotes(tagged, mentions, {name: values for name, (values, _) in scores.items()}, dates),
    )


def _flags(
    tagged: pd.DataFrame, mentions: pd.DataFrame, topics: tuple[str, ...]
) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Rows × flags, and the flags' names 'topic:polarity'."""
    names = tuple(f"{topic}:{polarity}" for topic in topics for polarity in FLAGGED)
    flags = np.zeros((len(tagged), len(names)), dtype=bool)
    told = mentions[mentions["polarity"].isin(FLAGGED)]
    column = pd.Index(names).get_indexer(pd.Index(told["topic"] + ":" + told["polarity"]))
    flags[tagged.index.get_indexer(told.index), column] = True
    return flags, names


def _months(dates: pd.Series, sentiments: pd.Series) -> Counter[tuple[str, str]]:
    known = dates.notna()
    months = dates[known].dt.strftime("%Y-%m")
    return Counter(zip(months, sentiments[known], strict=True))


def _quotes(
    tagged: pd.DataFrame,
    mentions: pd.DataFrame,
    scores: Mapping[str, NDArray[Any]],
    dates: pd.Series | None,
) -> dict[tuple[str, str], tuple[Quote, ...]]:
    """The best quotes of each topic and polarity. A score that is missing is left out of its quote."""
    ids, texts = tagged[COMMENT_ID].tolist(), tagged[TEXT].tolist()
    days = [None] * len(tagged) if dates is None else _days(dates)
    columns = ("topic", "polarity", "start", "end", "why", "probability")
    rows = zip(*(mentions[name].tolist() for name in columns), strict=True)
    found: dict[tuple[str, str], list[Quote]] = {}
    for at, (topic, polarity, start, end, why, probability) in zip(
        tagged.index.get_indexer(mentions.index).tolist(), rows, strict=True
    ):
        values = {name: float(of[at]) for name, of in scores.items() if not np.isnan(of[at])}
        quote = Quote(str(ids[at]), texts[at], start, end, why, probability, days[at], values)
        found.setdefault((topic, polarity), []).append(quote)
    return {key: best(quotes) for key, quotes in found.items()}


def _days(dates: pd.Series) -> list[str | None]:
    return [None if pd.isna(day) else day for day in dates.dt.strftime("%Y-%m-%d").tolist()]


def best(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The QUOTES best, the same whatever the order: proven by a rule, probable, of a readable length; equal
    texts once. The last resort is a hash of the text, so that no customer's place in the file matters."""
    ranked = sorted(quotes, key=_rank)
    seen: dict[str, Quote] = {}
    for quote in ranked:
        seen.setdefault(quote.text.casefold(), quote)
    return tuple(seen.values())[:QUOTES]


def _rank(quote: Quote) -> tuple[bool, bool, float, str, str]:
    readable = 40 <= len(quote.text) <= 400
    digest = hashlib.blake2b(quote.text.encode("utf8", "surrogatepass"), digest_size=8).hexdigest()
    return (
        not quote.why.startswith("rule"),
        not readable,
        -round(quote.probability, 1),
        digest,
        quote.comment_id,
    )
