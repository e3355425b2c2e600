"""Where the topics stand in the models of customer experience, by the data and by the taxonomy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from otklik.drivers import Cells, kano, pain, performance, touchpoints
from otklik.pipeline.counting import GROUP
from otklik.records import EXPECTED_KANO_COLUMNS, PAIN_COLUMNS, QUADRANT_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.taxonomy import Taxonomy
from otklik.taxonomy.schema import KANO, PYRAMID, STAGES

TOUCHPOINTS = 20


def kano_classes(
    cells: Mapping[str, Cells], kinds: Mapping[str, ScoreKind], taxonomy: Taxonomy, *, minimum: int
) -> pd.DataFrame:
    """EXPECTED_KANO_COLUMNS of every score. 'Indifferent' means that no effect was seen, which is no proof of
    none: it neither agrees with the taxonomy nor contradicts it."""
    parts = [kano(found, kinds[name], score=name, minimum=minimum) for name, found in cells.items()]
    if not parts:
        return pd.DataFrame(columns=list(EXPECTED_KANO_COLUMNS))
    table = pd.concat(parts, ignore_index=True)
    expected = {topic.id: topic.kano for topic in taxonomy.topics}
    table["expected"] = pd.Series([expected[topic] for topic in table["topic"]], dtype=object)
    table["agrees"] = pd.Series(
        [
            found == hoped if found in KANO and hoped else None
            for found, hoped in zip(table["kano"], table["expected"], strict=True)
        ],
        dtype=object,
    )
    return table


def importance_performance(
    cells: Mapping[str, Cells], kinds: Mapping[str, ScoreKind], *, minimum: int
) -> pd.DataFrame:
    """QUADRANT_COLUMNS of every score."""
    parts = [performance(found, kinds[name], score=name, minimum=minimum) for name, found in cells.items()]
    return _all(parts, QUADRANT_COLUMNS)


def pyramid(
    cells: Mapping[str, Cells], kinds: Mapping[str, ScoreKind], taxonomy: Taxonomy, *, minimum: int
) -> pd.DataFrame:
    """PAIN_COLUMNS of every score by the levels of the CX pyramid that the taxonomy has topics of."""
    levels = {topic.id: topic.pyramid for topic in taxonomy.topics if topic.pyramid}
    return _pain(cells, kinds, _groups(levels, PYRAMID), minimum)


def journey(
    cells: Mapping[str, Cells], kinds: Mapping[str, ScoreKind], taxonomy: Taxonomy, *, minimum: int
) -> pd.DataFrame:
    """PAIN_COLUMNS of every score by the stages of the journey that the taxonomy has topics of: STAGES, then
    stages of the user's own in the order of the file."""
    stages = {topic.id: topic.stage for topic in taxonomy.topics if topic.stage}
    return _pain(cells, kinds, _groups(stages, (*STAGES, *stages.values())), minimum)


def by_touchpoint(
    cells: Mapping[str, Cells], kinds: Mapping[str, ScoreKind], *, minimum: int
) -> pd.DataFrame:
    """PAIN_COLUMNS of every score by the TOUCHPOINTS with most comments; ``cells`` are apart by GROUP."""
    parts = [
        touchpoints(found, kinds[name], GROUP, score=name, minimum=minimum).head(TOUCHPOINTS)
        for name, found in cells.items()
    ]
    return _all(parts, PAIN_COLUMNS)


def _groups(places: Mapping[str, str], order: Sequence[str]) -> dict[str, list[str]]:
    """Group → its topics, by topic → group, in the order of the groups."""
    groups = {group: [topic for topic, place in places.items() if place == group] for group in order}
    return {group: topics for group, topics in groups.items() if topics}


def _pain(
    cells: Mapping[str, Cells],
    kinds: Mapping[str, ScoreKind],
    groups: Mapping[str, Sequence[str]],
    minimum: int,
) -> pd.DataFrame:
    parts = [pain(found, kinds[name], groups, score=name, minimum=minimum) for name, found in cells.items()]
    return _all(parts, PAIN_COLUMNS)


def _all(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(columns))
