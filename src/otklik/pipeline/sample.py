"""Comments that people labelled, counted apart from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers import TRUE, Cells, accuracy, accuracy_row, labels_needed, trusted
from otklik.pipeline.counting import Counting, Flags, people_of
from otklik.pipeline.labels import Judged
from otklik.pipeline.tables import Tagged
from otklik.records import ACCURACY_COLUMNS, COMMENT_ID, ESTIMATE_COLUMNS, SENTIMENT, SENTIMENTS, Trust
from otklik.score_kinds import SCORE_KINDS, ScoreKind
from otklik.sentences import Sentence

Array = NDArray[np.float64]

ALL = ""
"""In the place of a score: all comments, scored or not."""
_ANY = SCORE_KINDS["number"]


@dataclass(frozen=True)
class Sample:
    """``labelled``, ``others``: score (and ALL) → cells of the people who were judged, with what was said of
    them as further flags (see ``otklik.drivers.trusted``), and of the others who commented; ``sentiments``:
    (found, said) → comments; ``met``: the ids among them that were judged."""

    labelled: Mapping[str, Cells] = field(default_factory=dict)
    others: Mapping[str, Cells] = field(default_factory=dict)
    sentiments: Counter[tuple[str, str]] = field(default_factory=Counter)
    met: frozenset[str] = frozenset()

    def __add__(self, other: Sample) -> Sample:
        if not (self.labelled and other.labelled):
            return self if self.labelled else other
        return Sample(
            {name: cells + other.labelled[name] for name, cells in self.labelled.items()},
            {name: cells + other.others[name] for name, cells in self.others.items()},
            self.sentiments + other.sentiments,
            self.met | other.met,
        )


def sample(tagged: Tagged, count: Counting, labels: Mapping[str, Judged]) -> Sample:
    """The judged among the people of a batch: those all of whose comments were; empty without ``labels``.
    Scores without a scale are left out: their cells do not keep each answer."""
    if not labels:
        return Sample()
    told = [labels.get(str(id)) for id in tagged.comments[COMMENT_ID]]
    known = np.array([one is not None for one in told], dtype=bool) & ~tagged.silent
    judged, said = known, _said(told, count.names)
    if len(rows := people_of(tagged.comments, count.roles)):
        said = np.logical_or.reduceat(said, rows, axis=0)
        judged = np.logical_and.reduceat(known | tagged.silent, rows) & count.heard
    scores = {name: values for name, values in count.scores.items() if count.roles.scores[name].integer}
    scores = {ALL: np.zeros(len(count.heard)), **scores}
    return Sample(
        {name: _labelled(count, said, values, judged) for name, values in scores.items()},
        {name: _others(count, values, count.heard & ~judged) for name, values in scores.items()},
        _moods(tagged.comments[SENTIMENT], told, known),
        frozenset(tagged.comments[COMMENT_ID].astype(str)[known]),
    )


def _said(told: Sequence[Judged | None], names: Sequence[str]) -> Flags:
    """What was said of each comment, (rows, flags)."""
    marks = np.zeros((len(told), len(names)), dtype=bool)
    for row, one in enumerate(told):
        if one is not None:
            marks[row] = [name in one.flags for name in names]
    return marks


def _moods(found: pd.Series, told: Sequence[Judged | None], known: Flags) -> Counter[tuple[str, str]]:
    rows = zip(found, told, known.tolist(), strict=True)
    return Counter((mood, one.sentiment) for mood, one, here in rows if here and one and one.sentiment)


def _labelled(count: Counting, said: Flags, scores: Array, chosen: Flags) -> Cells:
    names = (*count.names, *(TRUE + name for name in count.names))
    return Cells.count(np.hstack([count.flags, said])[chosen], scores[chosen], names=names)


def _others(count: Counting, scores: Array, chosen: Flags) -> Cells:
    return Cells.count(count.flags[chosen], scores[chosen], names=count.names)


def strangers(sample: Sample, labels: Mapping[str, Judged]) -> tuple[Sentence, ...]:
    """What is to be noted where not one label met its comment."""
    if not labels or sample.met:
        return ()
    example = next(iter(labels))
    return (
        Sentence(
            "no comment bears an id of the labels, such as {example!r}; name the column of the ids: --id COL",
            example=example,
        ),
    )


def trust(
    sample: Sample, kinds: Mapping[str, ScoreKind], judged: int, *, minimum: int, width: float
) -> Trust | None:
    """How far the labels can be trusted; None when no comment was judged. ``judged``: ids in the sample."""
    labelled = sample.labelled.get(ALL)
    if labelled is None or not labelled.n:
        return None
    everyone = trusted(labelled, sample.others[ALL], _ANY, score=ALL, minimum=minimum)
    shares = everyone[everyone["figure"] == "share"]
    needed = labels_needed(labelled, sample.others[ALL], width=width, minimum=minimum)
    tables = [shares.assign(needed=needed)]
    for name, cells in sample.labelled.items():
        if name != ALL:
            found = trusted(cells, sample.others[name], kinds[name], score=name, minimum=minimum)
            tables.append(found[found["figure"] != "share"].assign(needed=np.nan))
    moods = pd.DataFrame(_sentiments(sample.sentiments, minimum), columns=list(ACCURACY_COLUMNS))
    topics = accuracy(labelled, minimum=minimum)
    return Trust(
        labelled=labelled.n,
        unknown=judged - len(sample.met),
        width=width,
        accuracy=pd.concat([moods, topics], ignore_index=True) if len(moods) else topics,
        estimates=pd.concat(tables, ignore_index=True)[list(ESTIMATE_COLUMNS)],
    )


def _sentiments(pairs: Counter[tuple[str, str]], minimum: int) -> Iterator[dict[str, Any]]:
    n = sum(pairs.values())
    for mood in SENTIMENTS if n else ():
        found = sum(count for (said, _), count in pairs.items() if said == mood)
        right = sum(count for (_, true), count in pairs.items() if true == mood)
        yield accuracy_row(("", "", mood), n, [found, right, pairs[mood, mood]], minimum=minimum)
