"""Labelling a table: the same rows with labels, and a row for each mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.pipeline.comments import DUPLICATE_OF, column_of
from otklik.pipeline.heard import Labels
from otklik.pipeline.label import Labeller
from otklik.pipeline.masking import masked_link, masked_table
from otklik.pipeline.questions import heading
from otklik.prepare import Span
from otklik.records import (
    COMMENT_ID,
    LABEL_COLUMNS,
    MENTION_COLUMNS,
    MODEL_COLUMNS,
    SENTIMENT_SCORE,
    TEXT,
    Roles,
)


@dataclass(frozen=True)
class Tagged:
    """A labelled table. ``comments``: the table with LABEL_COLUMNS added; ``mentions``: MENTION_COLUMNS, the
    index that of their comment; ``silent`` (n,): comments that say nothing; ``shown``: the texts for a
    reader's eye, in row order, and ``places`` the evidence of each mention in them; ``customers``: who wrote,
    before anything is masked, where that is known; ``signals``: row, id and evidence in ``shown`` of each
    signal; ``links``: where each comment is found on the net, None where that is not known."""

    comments: pd.DataFrame
    mentions: pd.DataFrame
    silent: NDArray[np.bool_]
    shown: Sequence[str]
    places: Sequence[Span]
    customers: pd.Series | None = None
    signals: Sequence[tuple[int, str, Span]] = ()
    links: Sequence[str | None] | None = None

    @property
    def repeats(self) -> NDArray[np.bool_]:
        """Rows that repeat another one (n,), where that was looked into."""
        if DUPLICATE_OF not in self.comments:
            return np.zeros(len(self.comments), dtype=bool)
        return self.comments[DUPLICATE_OF].notna().to_numpy()


def tag_frame(labeller: Labeller, frame: pd.DataFrame, roles: Roles, *, masked: bool = False) -> Tagged:
    """Label a table that has ``comment_id`` and ``text``; with ``masked``, personal data in it are hidden and
    the offsets of the mentions point into the masked texts, else into the originals.

    A pure function of the rows with a fixed schema: chunks of a file give the same rows as the whole.
    """
    texts = [text if isinstance(text, str) else None for text in frame[TEXT]]
    labels = labeller.label(texts, masked=masked, asked=heading(frame, roles))
    customers = None if roles.customer is None else frame[column_of(roles.customer)]
    links = None if roles.link is None else frame[column_of(roles.link)].tolist()
    if masked:
        links = links and [masked_link(link, labeller.redactor) for link in links]
        frame = masked_table(frame, roles, labeller.redactor, labels.shown)
    return Tagged(
        frame.assign(**_labels(labels)),
        _mentions(labels, frame),
        labels.says_nothing,
        labels.shown,
        labels.places,
        customers,
        labels.signal_places,
        links,
    )


def _mentions(labels: Labels, frame: pd.DataFrame) -> pd.DataFrame:
    """MENTION_COLUMNS. Made of columns whose types are known: of rows pandas would have to guess them."""
    rows = labels.mentions
    columns = zip(*rows, strict=True) if rows else ((),) * len(MENTION_COLUMNS)
    told: dict[str, Any] = dict(zip(MENTION_COLUMNS, columns, strict=True))
    place = np.array(told[COMMENT_ID], np.intp)
    told[COMMENT_ID] = frame[COMMENT_ID].to_numpy()[place]
    index = frame.index[place]
    types = _MENTION_TYPES.items()
    return pd.DataFrame({name: pd.Series(told[name], index, dtype=kind) for name, kind in types})


def polar_topics(mentions: pd.DataFrame, index: pd.Index) -> pd.Series:
    """For each comment of the index its topics as 'waiting_time:negative', in a list."""
    told: dict[object, list[str]] = {}
    columns = (mentions.index, mentions["topic"], mentions["polarity"])
    for row, topic, polarity in zip(*(column.tolist() for column in columns), strict=True):
        told.setdefault(row, []).append(f"{topic}:{polarity}")
    return pd.Series([told.get(row, []) for row in index], index=index, dtype=object)


def _labels(labels: Labels) -> dict[str, NDArray[np.generic]]:
    spoken = labels.language.tolist()
    found = (spoken, labels.sentiment, labels.sentiment_score, labels.topics, labels.signals)
    told = {
        name: np.asarray(value) if name == SENTIMENT_SCORE else _objects(value)
        for name, value in zip(LABEL_COLUMNS, found, strict=True)
    }
    if labels.own is not None:
        names, shares = labels.own
        told |= zip(MODEL_COLUMNS, (_objects(names), np.array(shares, dtype=float)), strict=True)
    return told


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    return np.array([*values, None], dtype=object)[:-1]  # None: lists stay values, not dimensions


_MENTION_TYPES = dict.fromkeys(MENTION_COLUMNS, "object") | {
    "probability": "float64",
    "start": "int64",
    "end": "int64",
}
