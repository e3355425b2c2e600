"""Importance × performance: how well a topic is spoken of, against how much of the score goes with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers.cells import Cells
from otklik.drivers.outcome import Array, Outcome, outcome
from otklik.drivers.sides import Sides, towards_good
from otklik.drivers.table import MINIMUM
from otklik.records import QUADRANT_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import ols_hc3, opportunity, quadrants, wilson
from otklik.stats.interval import t_quantiles


def performance(
    cells: Cells, kind: ScoreKind, *, score: str, minimum: int = MINIMUM, level: float = 0.95
) -> pd.DataFrame:
    """QUADRANT_COLUMNS, one row per topic of the cells that has both a negative and a positive flag.

    - ``performance``: the share of praise among a topic's praise and complaints, with Wilson's bounds.
    - ``importance``: how far the metric with praise of the topic stands from the metric with a complaint of
      it, all other topics equal (HC3, degrees of freedom of Bell & McCaffrey), towards the good end. So
      neither rests on how often the topic is spoken of, nor importance on performance.
    - ``quadrant`` after Martilla & James 1977, the cuts at the means of the topics; ``sure``: no bound
      crosses a cut. ``opportunity`` after Ulwick 2005 with importance in tenths of the largest one
      (derived, not asked: it ranks topics and is not to be read against Ulwick's bands).

    A topic with fewer than ``minimum`` complaints or praises has no figures (NaN, None).
    Associations, not causes. Raises UsageError for cells without such a topic.
    """
    data = outcome(cells, kind)
    sides = Sides.of(cells, data, minimum)
    importance = _importance(sides, data, towards_good(data, kind), level)
    known: NDArray[np.bool_] = np.asarray(np.isfinite(importance).all(axis=1))
    met = np.full_like(importance, np.nan)
    for at in np.flatnonzero(known):
        good = float(sides.praises[at])
        share = wilson(good, good + float(sides.complaints[at]), level=level)
        met[at] = share.value, share.low, share.high
    importance[~known] = np.nan
    figures: dict[str, Any] = {"score": score, "topic": sides.topics, "n": data.n}
    figures |= {"complaints": sides.complaints.astype(np.int64), "praises": sides.praises.astype(np.int64)}
    for name, bounds in (("performance", met), ("importance", importance)):
        figures |= {name: bounds[:, 0], f"{name}_low": bounds[:, 1], f"{name}_high": bounds[:, 2]}
    table = pd.DataFrame(figures, columns=list(QUADRANT_COLUMNS), index=range(len(sides.topics)))
    return _placed(table, met, importance, known)


def _importance(sides: Sides, data: Outcome, points: Array, level: float) -> Array:
    """Value, low, high of (praise − complaint) for each topic (k, 3).

    Told in sums and differences of the two flags, the model has half that contrast as a coefficient. A topic
    whose one side is too rare has one column in both, so its contrast would be its other side: it is NaN.
    """
    turned = np.column_stack([sides.good + sides.bad, sides.good - sides.bad])
    line = ols_hc3(turned, points, counts=data.count, within=data.within, level=level)
    reach = t_quantiles(level, np.minimum(line.freedom, line.df)) * line.se
    half = np.column_stack([line.coef, line.coef - reach, line.coef + reach])[len(sides.topics) :]
    both = np.asarray(sides.bad.any(axis=0) & sides.good.any(axis=0))
    return np.where(both[:, None], 2 * half, np.nan)


def _placed(table: pd.DataFrame, met: Array, importance: Array, known: NDArray[np.bool_]) -> pd.DataFrame:
    """The table with opportunity, quadrant and whether it is sure, where they are known."""
    found = quadrants(
        met[known, 0],
        importance[known, 0],
        performance_bounds=met[known, 1:],
        importance_bounds=importance[known, 1:],
    )
    need = np.maximum(importance[known, 0], 0)
    largest = need.max(initial=0)
    tenths = 10 * (need / largest) if largest > 0 else need  # in this order, 10 is never passed by a rounding
    score = np.full(len(table), np.nan)
    score[known] = opportunity(tenths, 10 * met[known, 0]).score
    names, sure = np.full(len(table), None, object), np.full(len(table), None, object)
    names[known], sure[known] = found.names, found.sure
    placed = {"quadrant": pd.Series(names, dtype=object), "sure": pd.Series(sure, dtype=object)}
    return table.assign(opportunity=score, **placed)
