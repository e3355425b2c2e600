"""What is watched over time: complaints of each topic, and each score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from otklik.drivers import Line, watch
from otklik.metrics import contribution
from otklik.pipeline.counting import Counting
from otklik.pipeline.days import Days, Key, Periods
from otklik.records import Watch

Array = NDArray[np.float64]

COMMENTS: Key = ("comments", "")
COMPLAINT = "negative"


def watched(count: Counting) -> dict[Key, Array]:
    """The columns that ``Days`` sums, (n,) over the people: who commented, who complained of each topic, who
    gave each score, its contributions and their squares."""
    columns: dict[Key, Array] = {COMMENTS: count.heard.astype(np.float64)}
    for name, flag in zip(count.names, count.flags.T, strict=True):
        topic, _, polarity = name.rpartition(":")
        if polarity == COMPLAINT:
            columns["topic", topic] = flag.astype(np.float64)
    for score, values in count.scores.items():
        points = contribution(values, count.roles.scores[score])
        columns["answers", score] = (~np.isnan(points)).astype(np.float64)
        columns["sum", score] = np.nan_to_num(points)
        columns["squares", score] = np.nan_to_num(points) ** 2
    return columns


def over_time(days: Days, *, minimum: int) -> Watch | None:
    """The charts and alerts; None where the days do not make periods enough (see ``Days.periods``)."""
    periods = days.periods(COMMENTS, minimum)
    if periods is None:
        return None
    charts, alerts = watch(_lines(periods), periods.names, whole=periods.whole, minimum=minimum)
    return Watch(periods.unit, charts, alerts)


def _lines(periods: Periods) -> list[Line]:
    told, comments = periods.keys, periods[COMMENTS]
    scores = [
        Line(name, "", "", periods["sum", name], periods["answers", name], periods["squares", name])
        for what, name in told
        if what == "answers"
    ]
    topics = [
        Line("", topic, COMPLAINT, periods["topic", topic], comments)
        for what, topic in told
        if what == "topic"
    ]
    return [*scores, *topics]
