"""What is spoken of in each group of a segment: comments, and mentions of topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from otklik.pipeline.comments import column_of
from otklik.pipeline.tables import Tagged
from otklik.records import POLARITIES, SEGMENT_TOPIC_COLUMNS
from otklik.stats import wilson

Group = tuple[str, str]
"""A segment column and one of its values; '' stands for those without."""


@dataclass(frozen=True)
class Among:
    """``sizes``: group → comments that say something; ``topics``: (group, topic, polarity) → mentions."""

    sizes: Counter[Group] = field(default_factory=Counter)
    topics: Counter[tuple[Group, str, str]] = field(default_factory=Counter)

    def __add__(self, other: Among) -> Among:
        return Among(self.sizes + other.sizes, self.topics + other.topics)

    def table(self, topics: Sequence[str], most: int, minimum: int) -> pd.DataFrame:
        """SEGMENT_TOPIC_COLUMNS of the ``most`` largest groups of each segment, those of fewer than
        ``minimum`` comments left out; intervals of Wilson."""
        rows = [self._row(group, topic) for group in self._largest(most, minimum) for topic in topics]
        return pd.DataFrame(rows, columns=list(SEGMENT_TOPIC_COLUMNS))

    def _largest(self, most: int, minimum: int) -> Iterator[Group]:
        ranked = sorted(self.sizes, key=lambda group: (-self.sizes[group], group))
        for segment in dict.fromkeys(segment for segment, _ in self.sizes):
            found = [one for one in ranked if one[0] == segment and self.sizes[one] >= minimum]
            yield from found[:most]

    def _row(self, group: Group, topic: str) -> dict[str, Any]:
        size = self.sizes[group]
        told = {polarity: self.topics[group, topic, polarity] for polarity in POLARITIES}
        share = wilson(sum(told.values()), size)
        figures = {"share": share.value, "low": share.low, "high": share.high}
        return {"segment": group[0], "group": group[1], "topic": topic, "comments": size, **told, **figures}


def among(tagged: Tagged, segments: Iterable[str]) -> Among:
    """Count a labelled table; a comment mentions a topic once."""
    table, mentions = tagged.comments, tagged.mentions
    sizes: Counter[Group] = Counter()
    topics: Counter[tuple[Group, str, str]] = Counter()
    said = table.index.get_indexer(mentions.index)
    for segment in segments:
        column = table[column_of(segment)]
        groups = pd.Series([(segment, group) for group in column.where(column.notna(), "").map(str)])
        sizes.update(groups[~tagged.silent])
        told = mentions["topic"], mentions["polarity"]
        topics.update(zip(groups.iloc[said], *told, strict=True))
    return Among(sizes, topics)
