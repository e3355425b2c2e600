"""How far labels can be trusted: figures that a labelled sample corrects, beside those at their word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers.cells import Array, Cells
from otklik.drivers.table import MINIMUM, drivers
from otklik.errors import UsageError
from otklik.metrics import contribution
from otklik.records import TRUST_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import Powered, ppi_impact, ppi_mean, ppi_ols, wilson

TRUE = "true:"  # before the name of a flag: what a person said, not the model


@dataclass(frozen=True)
class _Rows:
    """Cells as rows: flags (r, k), contributions and comments of each, (r,)."""

    flags: Array
    points: Array
    count: Array


def trusted(
    labelled: Cells,
    others: Cells,
    kind: ScoreKind,
    *,
    score: str,
    minimum: int = MINIMUM,
    level: float = 0.95,
) -> pd.DataFrame:
    """TRUST_COLUMNS, three rows per flag of ``others``: its share of comments, its impact, its joint effect.

    ``others``: comments with the model's labels. ``labelled``: a random sample of other comments, with the
    same flags by the model and again, named 'true:topic:polarity', by people. The columns naive … are the
    model's labels of all comments taken at their word (Wilson; see ``drivers``), value, low … high are
    prediction-powered: right however wrong the model is. A share is in [0, 1], impact and effect in points of
    the metric. A flag with fewer than ``minimum`` labelled mentions, or labelled comments without it, has no
    powered figures (NaN). Source: PPI++ (see ``otklik.stats.ppi_mean``).
    Raises UsageError when the flags do not fit, or cells do not keep each answer.
    """
    names, wanted = others.names, [TRUE + name for name in others.names]
    if set(labelled.names) != {*names, *wanted}:
        raise UsageError(
            "the labelled cells must hold each flag of the others twice, by the model and by people",
            mend=f"names like {names[0]!r} and {wanted[0]!r}",
        )
    if labelled.continuous or others.continuous:
        raise UsageError("these cells keep only count, sum and squares", mend="continuous=False")
    true, guess, far = (
        _rows(cells, wished, kind)
        for cells, wished in ((labelled, wanted), (labelled, list(names)), (others, list(names)))
    )
    mentions, n = true.count @ true.flags, float(true.count.sum())
    enough = np.minimum(mentions, n - mentions) >= max(1, minimum)
    powered = _powered(true, guess, far, enough, level)
    everyone = labelled.only(names) + others
    table = drivers(everyone, kind, score=score, minimum=minimum, level=level)
    rows = [
        {"score": score, "topic": row.topic, "polarity": row.polarity, "labelled": int(n)}
        | {"mentions": int(said), "figure": figure}
        | dict(zip(("naive", "naive_low", "naive_high"), naive, strict=True))
        | dict(zip(("value", "low", "high", "p", "tuning"), ours, strict=True))
        for at, (row, said) in enumerate(zip(table.itertuples(), mentions, strict=True))
        for (figure, naive), ours in zip(_naive(row, level).items(), powered[at], strict=True)
    ]
    return pd.DataFrame(rows, columns=list(TRUST_COLUMNS))


def _rows(cells: Cells, names: list[str], kind: ScoreKind) -> _Rows:
    points = contribution(cells.values, kind)
    told = ~np.isnan(points)
    places = [cells.names.index(name) for name in names]
    flags = cells.patterns[cells.pattern[told]][:, places].astype(np.float64)
    return _Rows(flags, points[told], cells.counts[told].astype(np.float64))


def _naive(row: Any, level: float) -> dict[str, tuple[float, float, float]]:
    share = wilson(row.mentions, row.n, level=level)
    return {
        "share": (share.value, share.low, share.high),
        "impact": (row.impact, row.impact_low, row.impact_high),
        "effect": (row.effect, row.effect_low, row.effect_high),
    }


def _powered(true: _Rows, guess: _Rows, far: _Rows, enough: NDArray[np.bool_], level: float) -> Array:
    """Value, low, high, p and tuning (flags, figures, 5); NaN for the flags without enough labels."""
    found = np.full((len(enough), 3, 5), np.nan)
    if not enough.any():
        return found
    counts: dict[str, Any] = {"counts": true.count, "others_counts": far.count, "level": level}
    for at in np.flatnonzero(enough):
        flags = [rows.flags[:, at] for rows in (true, guess, far)]
        found[at, 0] = _figures(ppi_mean(*flags, **counts))
        pairs = [(flag, rows.points) for flag, rows in zip(flags, (true, guess, far), strict=True)]
        found[at, 1] = _figures(ppi_impact(*pairs, **counts))
    tables = [(rows.flags[:, enough], rows.points) for rows in (true, guess, far)]
    line = ppi_ols(*tables, **counts)
    found[enough, 2] = np.column_stack([line.coef, line.low, line.high, line.p, line.tuning])
    return found


def _figures(one: Powered) -> tuple[float, float, float, float, float]:
    return one.value, one.low, one.high, one.p, one.tuning
