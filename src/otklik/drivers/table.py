"""The table of drivers: everything the cells say of each topic and polarity, in one row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from otklik.drivers.cells import Cells
from otklik.drivers.controls import controlled
from otklik.drivers.impact import Impact, leave_out
from otklik.drivers.importance import Joint, joint
from otklik.drivers.outcome import outcome
from otklik.errors import UsageError
from otklik.records import DRIVER_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats.interval import check_level

MINIMUM = 10  # mentions below which a topic has no figure
DISCOVERY_RATE = 0.05  # expected share of false drivers among those called significant


def drivers(
    cells: Cells,
    kind: ScoreKind,
    *,
    score: str,
    minimum: int = MINIMUM,
    draws: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """What moves the score named ``score``: DRIVER_COLUMNS, one row per flag 'topic:polarity' of the cells.

    Figures are in the unit of the headline metric (points of NPS, percent, minutes): ``impact`` is the
    leave-out impact with a bootstrap interval of ``draws`` draws, ``effect`` the joint effect with its
    HC3 interval (see ``importance.joint``), ``importance`` the share of R² (LMG). ``significant``:
    Benjamini–Hochberg p ≤ 0.05. Segments of the cells are controls: ``effect`` and ``importance`` hold them
    equal beside the other flags (see ``controls.controlled``); ``impact`` does not.
    A flag with fewer than ``minimum`` mentions, or missing from fewer than ``minimum`` comments, has too
    little data: its figures are NaN and it is not tested. The same cells give the same digits.
    Associations, not causes. Raises UsageError for an option out of range, or a kind the cells cannot hold.
    """
    if draws < 1 or minimum < 0:
        raise UsageError(f"draws is {draws}, minimum {minimum}", mend="draws=1000, minimum=10")
    data, level = outcome(cells, kind), check_level(level)
    alone = leave_out(data, cells.names, minimum=minimum, draws=draws, seed=seed, level=level)
    held, controls = controlled(cells, minimum)
    together = joint(outcome(held, kind), ~np.isnan(alone.impact), controls=controls, level=level, seed=seed)
    topics, _, polarities = zip(*(name.rpartition(":") for name in cells.names), strict=True)
    figures: dict[str, Any] = {"score": score, "topic": topics, "polarity": polarities, "n": data.n}
    figures |= _alone(alone) | _together(together)
    return pd.DataFrame(figures, columns=list(DRIVER_COLUMNS), index=range(len(cells.names)))


def _alone(alone: Impact) -> dict[str, Any]:
    return {
        "mentions": alone.mentions.astype(np.int64),
        "share": alone.share,
        "mean_with": alone.mean_with,
        "mean_without": alone.mean_without,
        "impact": alone.impact,
        "impact_low": alone.low,
        "impact_high": alone.high,
    }


def _together(together: Joint) -> dict[str, Any]:
    return {
        "effect": together.effect,
        "effect_low": together.low,
        "effect_high": together.high,
        "p": together.p,
        "p_adjusted": together.p_adjusted,
        "importance": together.importance,
        "significant": together.p_adjusted <= DISCOVERY_RATE,
    }
