"""Batches of comments through the labeller, summed up as they pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd

from otklik.drivers import MINIMUM
from otklik.engines.local import ordered
from otklik.pipeline.comments import as_comments
from otklik.pipeline.label import Labeller, labeller
from otklik.pipeline.repeats import DAYS
from otklik.pipeline.summary import Reading, Summary, summarise
from otklik.pipeline.tables import Tagged, tag_frame
from otklik.records import TEXT
from otklik.redaction import Redactor

WIDTH = 0.05  # of the interval of a share, to which wanting labels are counted
MOST_LETTERS = 1 << 19
"""Of the comments that are labelled at a time, but for one that is longer by itself: a batch of short answers
has fewer, one of long threads of a helpdesk would take gigabytes."""

Progress = Callable[[int], None]
Start = Callable[[], Labeller]
Tables = tuple[pd.DataFrame, pd.DataFrame]
"""A labelled table and its mentions."""


@dataclass(frozen=True)
class Plan:
    """What is to be done with every batch. ``keep`` keeps the labelled tables beside the counts; ``masked``
    hides personal data in them and in the quotes. ``model`` is the folder of a model of the user's own;
    ``width`` that of the interval to which wanting labels are counted."""

    reading: Reading
    taxonomy: str | None = None
    workers: int = 1
    keep: bool = True
    masked: bool = False
    redactor: Redactor | None = None
    repeat_days: int = DAYS
    minimum: int = MINIMUM
    model: str | None = None
    width: float = WIDTH


@dataclass(frozen=True)
class Account:
    """What the batches came to."""

    summary: Summary
    comments: pd.DataFrame | None
    mentions: pd.DataFrame | None


def label_batches(
    batches: Iterable[pd.DataFrame], plan: Plan, *, start: Start | None = None
) -> Iterator[Tagged]:
    """Labelled tables with their mentions, batch by batch and in order (see ``tag_frame``).

    ``start`` makes the labeller of each process; without it, models are loaded anew.
    """
    start = start or partial(labeller, plan.taxonomy, plan.redactor, plan.model)
    work = partial(tag_frame, roles=plan.reading.roles, masked=plan.masked)
    yield from ordered(work, _pieces(batches, plan), start=start, workers=plan.workers)


def account(
    batches: Iterable[pd.DataFrame],
    plan: Plan,
    *,
    start: Start | None = None,
    progress: Progress = lambda rows: None,
) -> Account:
    """Label and sum up. ``progress`` hears the number of comments of each finished batch; ``start`` as in
    ``label_batches``."""
    summary = Summary()
    kept: list[Tables] = []
    work = partial(_summed, plan=plan)
    start = start or partial(labeller, plan.taxonomy, plan.redactor, plan.model)
    for part, tables in ordered(work, _pieces(batches, plan), start=start, workers=plan.workers):
        summary += part
        if tables is not None:
            kept.append(tables)
        progress(part.rows)
    if not kept:
        return Account(summary, None, None)
    return Account(summary, *(pd.concat(tables, ignore_index=True) for tables in zip(*kept, strict=True)))


def _pieces(batches: Iterable[pd.DataFrame], plan: Plan) -> Iterator[pd.DataFrame]:
    """The batches as comments, cut where they would be more than MOST_LETTERS."""
    for batch in batches:
        comments = as_comments(batch, plan.reading.roles)
        first = letters = 0
        for at, text in enumerate(comments[TEXT]):
            more = len(text) if isinstance(text, str) else 0
            if at > first and letters + more > MOST_LETTERS:
                yield comments.iloc[first:at]
                first, letters = at, 0
            letters += more
        yield comments.iloc[first:]


def _summed(worker: Labeller, frame: pd.DataFrame, *, plan: Plan) -> tuple[Summary, Tables | None]:
    tagged = tag_frame(worker, frame, plan.reading.roles, masked=plan.masked)
    return summarise(tagged, plan.reading), (tagged.comments, tagged.mentions) if plan.keep else None
