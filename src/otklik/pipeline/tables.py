"""Labelling a table: the same rows with labels, and a row for each mention."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.pipeline.label import Labeller
from otklik.records import COMMENT_ID, LABEL_COLUMNS, MENTION_COLUMNS, SENTIMENT_SCORE, TEXT


def tag_frame(
    labeller: Labeller, frame: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, NDArray[np.bool_]]:
    """Label a table that has ``comment_id`` and ``text``: the table with LABEL_COLUMNS added; its mentions
    (MENTION_COLUMNS), whose index is that of their comment; and which comments say nothing (n,).

    A pure function of the rows with a fixed schema: chunks of a file give the same rows as the whole.
    """
    labels = labeller.label([text if isinstance(text, str) else None for text in frame[TEXT]])
    spoken = labels.language.tolist()
    found = (spoken, labels.sentiment, labels.sentiment_score, labels.topics, labels.signals)
    columns = {
        name: value if name == SENTIMENT_SCORE else np.array([*value, None], dtype=object)[:-1]
        for name, value in zip(LABEL_COLUMNS, found, strict=True)
    }
    place = [row[0] for row in labels.mentions]
    mentions = pd.DataFrame(labels.mentions, columns=list(MENTION_COLUMNS), index=frame.index[place])
    mentions[COMMENT_ID] = frame[COMMENT_ID].to_numpy()[place]
    return frame.assign(**columns), mentions.astype(_MENTION_TYPES), labels.says_nothing


_MENTION_TYPES = dict.fromkeys(MENTION_COLUMNS, "object") | {
    "probability": "float64",
    "start": "int64",
    "end": "int64",
}
