"""What an analysis remembers of the comments it has seen: counts that add up, and the best quotes.

Its size depends on the taxonomy and the number of different cells, not on the number of comments, and it
is the same whatever the order or the chunks the comments came in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers import Cells
from otklik.pipeline.among import Among, among
from otklik.pipeline.callbacks import Callback, callbacks, first
from otklik.pipeline.comments import column_of
from otklik.pipeline.counting import GROUP, Counting, people_of
from otklik.pipeline.days import Days
from otklik.pipeline.labels import Judged
from otklik.pipeline.mismatch import Mismatches, mismatches
from otklik.pipeline.pool import Pool, pool
from otklik.pipeline.quotes import best, quotes_of
from otklik.pipeline.repeats import Contacts
from otklik.pipeline.sample import Sample, sample
from otklik.pipeline.service import Service, service
from otklik.pipeline.tables import Tagged
from otklik.pipeline.times import minutes, plain_steps
from otklik.pipeline.watching import watched
from otklik.reading.dates import parse_dates
from otklik.reading.scores import coerce, merge
from otklik.records import (
    COMMENT_ID,
    LANGUAGE,
    SENTIMENT,
    SIGNALS,
    TIME_ROLES,
    Quote,
    Roles,
    ScoreCheck,
)

WAVES = ("before", "after")


@dataclass(frozen=True)
class Summary:
    """Counts over the analysed comments (those that say something), unless said otherwise.

    - ``rows``, ``silent``: all rows, and those with a blank answer.
    - ``topics``: (topic, polarity) → mentions; ``signals``: id → comments.
    - ``among``: the topics of each group of each segment.
    - ``months``: (month, sentiment) → comments.
    - ``days``: what is watched over time, by day (see ``watched``).
    - ``wave_sizes``: wave → comments; ``wave_topics``: (wave, topic, polarity) → mentions; ``wave_cells``:
      (wave, score) → cells as in ``cells``; of the WAVES before and from the day of the split.
    - ``answers``: score → cells over all rows, flagged by whether a comment came with the answer;
      ``cells``: score → cells over the comments, flagged by their mentions, apart by the controls;
      ``segments``: (score, segment column) → the answers again, apart by GROUP; ``touchpoints``: score →
      cells flagged by mentions, apart by GROUP, the touchpoint of the comment, where the table has that.
    - ``sample``: the comments that people labelled, apart from the others.
    - ``callbacks``: the most pressing comments, in order.
    - ``pool``: comments set aside, a bounded number of characters, where new themes are looked for.
    - ``contacts``: who wrote when about what, where the customer and the date are known; the only part that
      grows with the comments (about 40 bytes each).
    """

    rows: int = 0
    silent: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    sentiments: Counter[str] = field(default_factory=Counter)
    topics: Counter[tuple[str, str]] = field(default_factory=Counter)
    signals: Counter[str] = field(default_factory=Counter)
    among: Among = field(default_factory=Among)
    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    days: Days = field(default_factory=Days)
    wave_sizes: Counter[str] = field(default_factory=Counter)
    wave_topics: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    wave_cells: Mapping[tuple[str, str], Cells] = field(default_factory=dict)
    answers: Mapping[str, Cells] = field(default_factory=dict)
    cells: Mapping[str, Cells] = field(default_factory=dict)
    segments: Mapping[tuple[str, str], Cells] = field(default_factory=dict)
    touchpoints: Mapping[str, Cells] = field(default_factory=dict)
    checks: Mapping[str, ScoreCheck] = field(default_factory=dict)
    quotes: Mapping[tuple[str, str], tuple[Quote, ...]] = field(default_factory=dict)
    callbacks: tuple[Callback, ...] = ()
    contacts: Contacts | None = None
    mismatches: Mismatches = field(default_factory=Mismatches)
    service: Service = field(default_factory=Service)
    sample: Sample = field(default_factory=Sample)
    pool: Pool = field(default_factory=Pool)

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
            among=self.among + other.among,
            months=self.months + other.months,
            days=self.days + other.days,
            wave_sizes=self.wave_sizes + other.wave_sizes,
            wave_topics=self.wave_topics + other.wave_topics,
            wave_cells={key: cells + other.wave_cells[key] for key, cells in self.wave_cells.items()},
            answers={name: cells + other.answers[name] for name, cells in self.answers.items()},
            cells={name: cells + other.cells[name] for name, cells in self.cells.items()},
            segments={key: cells + other.segments[key] for key, cells in self.segments.items()},
            touchpoints={name: cells + other.touchpoints[name] for name, cells in self.touchpoints.items()},
            checks={name: merge((check, other.checks[name])) for name, check in self.checks.items()},
            quotes={
                key: best((*self.quotes.get(key, ()), *other.quotes.get(key, ())))
                for key in self.quotes.keys() | other.quotes.keys()
            },
            callbacks=first((*self.callbacks, *other.callbacks)),
            contacts=self.contacts + other.contacts if self.contacts and other.contacts else None,
            mismatches=self.mismatches + other.mismatches,
            service=self.service + other.service,
            sample=self.sample + other.sample,
            pool=self.pool + other.pool,
        )


@dataclass(frozen=True)
class Reading:
    """How a labelled table is to be summed up. ``day_first`` is the vote of the whole date column;
    ``split`` the first day of the later of two waves; ``labels`` what people said, by comment id; ``themes``:
    whether comments are set aside for new themes."""

    roles: Roles
    topics: tuple[str, ...] = ()
    day_first: bool | None = None
    split: str | None = None
    labels: Mapping[str, Judged] = field(default_factory=dict)
    themes: bool = False


def summarise(tagged: Tagged, reading: Reading) -> Summary:
    """Sum up a labelled table. A person who answered several questions is counted once in the cells, with
    the mentions of all answers."""
    roles, table = reading.roles, tagged.comments
    scores = _scores(table, roles)
    people = people_of(table, roles)
    asked = scores if roles.respondent is None else _scores(table.iloc[people], roles)
    values = {name: found for name, (found, _) in scores.items()}
    days = None if roles.date is None else table[column_of(roles.date)]
    dates = None if days is None else parse_dates(days, first=reading.day_first)[0]
    count = Counting.of(tagged, roles, reading.topics, values)
    return Summary(
        **_said(tagged, roles, dates),
        **_counted(count),
        **_by_wave(tagged, count, _waves(dates, reading.split)),
        days=Days() if dates is None else Days.count(dates.iloc[people], watched(count)),
        sample=sample(tagged, count, reading.labels),
        checks={name: check for name, (_, check) in asked.items()},
        quotes=quotes_of(tagged, roles, values, dates),
        callbacks=callbacks(tagged, values, roles.scores, dates),
        contacts=contacts(tagged, reading),
        mismatches=mismatches(tagged, values, roles.scores, dates),
        pool=pool(tagged, values, dates) if reading.themes else Pool(),
    )


def _said(tagged: Tagged, roles: Roles, dates: pd.Series | None) -> dict[str, Any]:
    """Counts of what the comments say."""
    spoken = tagged.comments[~tagged.silent]
    return {
        "rows": len(tagged.comments),
        "silent": int(tagged.silent.sum()),
        "languages": Counter(spoken[LANGUAGE]),
        "sentiments": Counter(spoken[SENTIMENT]),
        "topics": Counter(_mentioned(tagged)),
        "signals": Counter(signal for signals in spoken[SIGNALS] for signal in signals),
        "among": among(tagged, roles.segments),
        "months": Counter() if dates is None else _months(dates[~tagged.silent], spoken[SENTIMENT]),
    }


def _mentioned(tagged: Tagged) -> list[tuple[str, str]]:
    """Topic and polarity of each mention."""
    return list(zip(tagged.mentions["topic"], tagged.mentions["polarity"], strict=True))


def _counted(count: Counting) -> dict[str, Any]:
    """Cells of the people, and of what is known of them beside their comments."""
    roles = count.roles
    controls = {name: _control(count, name) for name in roles.controls}
    where = None if roles.touchpoint is None else count.column(roles.touchpoint)
    return {
        "answers": {name: count.answers(name) for name in count.scores},
        "cells": {name: count.mentions(name, controls) for name in count.scores},
        "segments": {
            (name, segment): count.answers(name, {GROUP: count.column(segment)})
            for name in count.scores
            for segment in roles.segments
        },
        "touchpoints": {}
        if where is None
        else {name: count.mentions(name, {GROUP: where}) for name in count.scores},
        "service": service(count),
    }


def _control(count: Counting, name: str) -> NDArray[np.object_]:
    if name not in TIME_ROLES:
        return count.column(name)
    return plain_steps(minutes(count.people[column_of(count.roles.ticket[name])]))


def _by_wave(tagged: Tagged, count: Counting, waves: Mapping[str, NDArray[np.bool_]]) -> dict[str, Any]:
    """Counts of what is said in each wave; ``waves`` as in ``_waves``."""
    said = tagged.comments.index.get_indexer(tagged.mentions.index)
    people = people_of(tagged.comments, count.roles)
    return {
        "wave_sizes": Counter({wave: int((rows & ~tagged.silent).sum()) for wave, rows in waves.items()}),
        "wave_topics": Counter(
            (wave, *pair)
            for wave, rows in waves.items()
            for pair, there in zip(_mentioned(tagged), rows[said].tolist(), strict=True)
            if there
        ),
        "wave_cells": {
            (wave, name): count.mentions(name, among=rows[people])
            for wave, rows in waves.items()
            for name in count.scores
        },
    }


def _scores(table: pd.DataFrame, roles: Roles) -> dict[str, tuple[NDArray[np.float64], ScoreCheck]]:
    return {
        name: coerce(table[column_of(name)].rename(name), kind, words=roles.words.get(name))
        for name, kind in roles.scores.items()
    }


def contacts(tagged: Tagged, reading: Reading) -> Contacts | None:
    """Who wrote when about what in a labelled table; None where customer or date are not known. What one
    person answered to several questions is one contact."""
    table, date, respondent = tagged.comments, reading.roles.date, reading.roles.respondent
    if tagged.customers is None or date is None:
        return None
    dates, _ = parse_dates(table[column_of(date)], first=reading.day_first)
    ids = table[COMMENT_ID]
    ids = ids if respondent is None else ids.groupby(table[respondent]).transform("first")
    return Contacts.of(ids, tagged.mentions, customers=tagged.customers, dates=dates, topics=reading.topics)


def _waves(dates: pd.Series | None, split: str | None) -> dict[str, NDArray[np.bool_]]:
    """The rows of each of the WAVES; none without a split. A row without a date is in neither."""
    if dates is None or split is None:
        return {}
    day = pd.Timestamp(split)
    return dict(zip(WAVES, ((dates < day).to_numpy(), (dates >= day).to_numpy()), strict=True))


def _months(dates: pd.Series, sentiments: pd.Series) -> Counter[tuple[str, str]]:
    known = dates.notna()
    months = dates[known].dt.strftime("%Y-%m")
    return Counter(zip(months, sentiments[known], strict=True))
