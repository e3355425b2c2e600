"""Where it hurts: complaints by groups of topics, such as levels of a pyramid or stages of a journey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from otklik.drivers.cells import Cells
from otklik.drivers.impact import leave_out
from otklik.drivers.outcome import outcome
from otklik.drivers.table import MINIMUM
from otklik.records import PAIN_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import wilson


def pain(
    cells: Cells,
    kind: ScoreKind,
    groups: Mapping[str, Sequence[str]],
    *,
    score: str,
    minimum: int = MINIMUM,
    draws: int = 1000,
    level: float = 0.95,
) -> pd.DataFrame:
    """PAIN_COLUMNS, one row per group in the order of ``groups``: name → topics.

    ``complaints`` counts the comments that complain of any topic of the group, each once, so that groups of
    many topics are not counted twice; a comment may complain in several groups. ``share`` of all comments
    with Wilson's bounds; ``impact`` is the leave-out impact of those comments (see ``leave_out``). Fewer
    than ``minimum`` complaints have no figures but their count. Associations, not causes.
    """
    data = outcome(cells, kind)
    places = {name: at for at, name in enumerate(cells.names)}
    flags = np.zeros((len(data.flags), len(groups)))
    for column, topics in enumerate(groups.values()):
        here = [places[name] for topic in topics if (name := f"{topic}:negative") in places]
        flags[:, column] = data.flags[:, here].any(axis=1)
    names = tuple(f"{group}:negative" for group in groups)
    alone = leave_out(replace(data, flags=flags), names, minimum=minimum, draws=draws, seed=0, level=level)
    enough = alone.mentions >= max(1, minimum)
    shares = [wilson(float(count), data.n, level=level) for count in alone.mentions]
    figures: dict[str, Any] = {"score": score, "group": list(groups), "n": data.n}
    figures |= {"complaints": alone.mentions.astype(np.int64)}
    for name, told in (("share", "value"), ("share_low", "low"), ("share_high", "high")):
        figures[name] = np.where(enough, [getattr(share, told) for share in shares], np.nan)
    figures |= {"impact": alone.impact, "impact_low": alone.low, "impact_high": alone.high}
    return pd.DataFrame(figures, columns=list(PAIN_COLUMNS), index=range(len(groups)))
