"""What is found in a batch of comments, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.evidence import Evidence
from otklik.prepare import Span
from otklik.readings import Readings
from otklik.records import POLARITIES, SENTIMENTS
from otklik.sentiment import READINGS, Feeling, mention_readings
from otklik.topics import Findings
from otklik.words import Batch

OwnLabels = tuple[list[str | None], list[float | None]]
Places = NDArray[np.intp]
Row = tuple[int, str, str, float, int, int, str, str]
"""Of MENTION_COLUMNS, but first the place of the comment in the batch."""


@dataclass(frozen=True)
class Mentions:
    """Topics in comments, as columns: places in the batch, the taxonomy and POLARITIES, and the evidence."""

    comment: Places
    topic: Places
    polarity: Places
    evidence: Evidence

    def counts(self, comments: int) -> NDArray[np.int64]:
        """How often each of so many comments speaks of a topic with each polarity: comments × POLARITIES."""
        place = self.comment * len(POLARITIES) + self.polarity
        return np.bincount(place, minlength=comments * len(POLARITIES)).reshape(-1, len(POLARITIES))


@dataclass(frozen=True)
class Heard:
    """A batch and what the bundled models found in it. ``silent``: comments that say nothing; ``sentiment``:
    places in SENTIMENTS."""

    batch: Batch
    silent: NDArray[np.bool_]
    feeling: Feeling
    findings: Findings
    mentions: Mentions
    sentiment: NDArray[np.intp]
    score: NDArray[np.float64]

    @property
    def readings(self) -> Readings:
        """What a model of the user's own hears of the bundled ones."""
        names = (*READINGS, "score", *SENTIMENTS)
        of_mentions = mention_readings(self.mentions.counts(len(self.batch)))
        chosen = np.eye(len(SENTIMENTS))[self.sentiment]
        return Readings(names, np.hstack([self.feeling.readings, of_mentions, self.score[:, None], chosen]))


@dataclass(frozen=True)
class Labels:
    """Per comment: language, sentiment, score, topics, signals; ``mentions`` are rows of MENTION_COLUMNS
    whose first value is the comment's place in the batch; ``says_nothing`` marks blank answers. ``shown``
    are the texts for a reader's eye, ``places`` the evidence of each mention in them, and ``signal_places``
    comment, id and evidence of each signal. ``own``: label and its probability by a model of the user's own
    whose labels are no sentiments, None for a blank answer."""

    language: NDArray[np.str_]
    sentiment: list[str]
    sentiment_score: NDArray[np.float64]
    topics: list[list[str]]
    signals: list[list[str]]
    mentions: list[Row]
    says_nothing: NDArray[np.bool_]
    shown: list[str]
    places: list[Span]
    signal_places: list[tuple[int, str, Span]]
    own: OwnLabels | None = None
