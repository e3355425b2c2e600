"""Kano from data: what complaints about a topic cost the score, what praise earns, and its class by that."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from otklik.drivers.cells import Cells
from otklik.drivers.outcome import Array, outcome
from otklik.drivers.table import MINIMUM
from otklik.errors import UsageError
from otklik.records import KANO_COLUMNS, ScoreKind
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
    data, places = outcome(cells, kind), {name: at for at, name in enumerate(cells.names)}
    topics = [
        topic
        for topic, _, polarity in (name.rpartition(":") for name in cells.names)
        if polarity == "negative" and f"{topic}:positive" in places
    ]
    if not topics:
        raise UsageError("no topic has both a negative and a positive flag", mend="flags 'topic:polarity'")
    bad, good = (
        data.flags[:, [places[f"{topic}:{polarity}"] for topic in topics]]
        for polarity in ("negative", "positive")
    )
    turn = -1.0 if kind.better == "low" and kind.metric in ("mean", "rate") else 1.0
    complaints, praises = data.count @ bad, data.count @ good
    found = penalty_reward(
        _enough(bad, complaints, minimum),
        _enough(good, praises, minimum),
        turn * data.mean,
        counts=data.count,
        within=data.within,
        level=level,
    )
    figures: dict[str, Any] = {"score": score, "topic": topics, "n": data.n}
    figures |= {"complaints": complaints.astype(np.int64), "praises": praises.astype(np.int64)}
    figures |= _figures(found) | {"kano": classes(found, rule=rule)}
    return pd.DataFrame(figures, columns=list(KANO_COLUMNS), index=range(len(topics)))


def _enough(flags: Array, mentions: Array, minimum: int) -> Array:
    """The flags, with those that are too rare to judge always down: such a column has no coefficient."""
    return np.asarray(flags * (mentions >= max(1, minimum)))


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
