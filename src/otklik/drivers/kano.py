"""Kano from data: what complaints about a topic cost the score, what praise earns, and its class by that."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from otklik.drivers.cells import Cells
from otklik.drivers.outcome import Array, outcome
from otklik.drivers.sides import Sides, towards_good
from otklik.drivers.table import MINIMUM
from otklik.records import KANO_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import PenaltyReward, penalty_reward
from otklik.stats import kano as classes


def kano(
    cells: Cells,
    kind: ScoreKind,
    *,
    score: str,
    minimum: int = MINIMUM,
    rule: str = "cautious",
    level: float = 0.95,
) -> pd.DataFrame:
    """KANO_COLUMNS, one row per topic of the cells that has both a negative and a positive flag.

    Penalty and reward are points of the metric towards its bad and its good end (percentage points of churn
    more are a penalty). A side with fewer than ``minimum`` mentions has no figures (NaN) and leaves the topic
    undecided. ``rule`` as in ``otklik.stats.kano``. Associations, not causes.
    Raises UsageError for cells without such a topic, or a rule that does not exist.
    """
    data = outcome(cells, kind)
    sides = Sides.of(cells, data, minimum)
    found = penalty_reward(
        sides.bad,
        sides.good,
        towards_good(data, kind),
        counts=data.count,
        within=data.within,
        level=level,
    )
    figures: dict[str, Any] = {"score": score, "topic": sides.topics, "n": data.n}
    figures |= {"complaints": sides.complaints.astype(np.int64), "praises": sides.praises.astype(np.int64)}
    figures |= _figures(found) | {"kano": classes(found, rule=rule)}
    return pd.DataFrame(figures, columns=list(KANO_COLUMNS), index=range(len(sides.topics)))


def _figures(found: PenaltyReward) -> dict[str, Array]:
    return {
        "penalty": found.penalty,
        "penalty_p": found.penalty_p,
        "reward": found.reward,
        "reward_p": found.reward_p,
        "impact_range": found.impact_range,
        "asymmetry": found.ia,
        "asymmetry_low": found.ia_low,
        "asymmetry_high": found.ia_high,
    }
