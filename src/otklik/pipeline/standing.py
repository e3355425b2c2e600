"""Where the topics stand in the models of customer experience, by the data and by the taxonomy."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from otklik.drivers import Cells, kano, performance
from otklik.records import EXPECTED_KANO_COLUMNS, QUADRANT_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.taxonomy import Taxonomy
from otklik.taxonomy.schema import KANO


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
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(QUADRANT_COLUMNS))
