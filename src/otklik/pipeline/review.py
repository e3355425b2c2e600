"""A random sample of comments for people to label, with what otklik found beside each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from otklik.pipeline.account import Start
from otklik.pipeline.comments import as_comments
from otklik.pipeline.label import labeller
from otklik.pipeline.questions import has_questions, heading
from otklik.pipeline.run import Job
from otklik.pipeline.source import Comments
from otklik.pipeline.tables import polar_topics, tag_frame
from otklik.records import COMMENT_ID, FOUND, QUESTION, SENTIMENT, TEXT, TOPICS
from otklik.words import says_nothing

REVIEW_COLUMNS = (COMMENT_ID, TEXT, f"{SENTIMENT}{FOUND}", f"{TOPICS}{FOUND}", SENTIMENT, TOPICS)
_DRAW = "draw"


def review(source: Comments, job: Job, *, n: int, seed: int = 0, start: Start | None = None) -> pd.DataFrame:
    """REVIEW_COLUMNS of ``n`` comments that say something, each as likely as any other, in random order; of
    all when there are fewer. ``sentiment`` and ``topics`` are empty; ``labels.judged`` reads them. Behind the
    text stands QUESTION, where some comments are answers heard beside one, or there are several."""
    drawn = _drawn(source, n, seed)
    path, own = (None if name is None else str(name) for name in (job.taxonomy, job.model))
    worker = start() if start else labeller(path, job.redactor, own)
    tagged = tag_frame(worker, drawn, source.roles, masked=job.masked)
    found = polar_topics(tagged.mentions, drawn.index).map("; ".join)
    shown = tagged.comments
    columns = (shown[COMMENT_ID], shown[TEXT], shown[SENTIMENT], found, "", "")
    table = pd.DataFrame(dict(zip(REVIEW_COLUMNS, columns, strict=True)), index=drawn.index)
    if has_questions(drawn, source.roles):
        table.insert(REVIEW_COLUMNS.index(TEXT) + 1, QUESTION, shown[QUESTION])
    elif heading(drawn, source.roles):
        header = str(source.roles.text)
        table.insert(
            REVIEW_COLUMNS.index(TEXT) + 1, QUESTION, worker.redactor.mask(header) if job.masked else header
        )
    return table.reset_index(drop=True)


def _drawn(source: Comments, n: int, seed: int) -> pd.DataFrame:
    """The comments with the n smallest of random numbers, one for each row of the file."""
    generator = np.random.default_rng(seed)
    kept: list[pd.DataFrame] = []
    for batch in source.stream():
        comments = as_comments(batch, source.roles).assign(**{_DRAW: generator.random(len(batch))})
        told = [isinstance(text, str) and not says_nothing(text) for text in comments[TEXT]]
        kept = [pd.concat([*kept, comments[told]]).nsmallest(n, _DRAW)]
    return kept[0].drop(columns=_DRAW)
