"""Importance against performance: where work pays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags, vector

CENTRES = ("mean", "median")
UNDERSERVED, SERVED = 10.0, 7.0  # opportunity above / below which a need is under- / well served

QUADRANTS = {  # (performance is high, importance is high)
    (True, True): "keep up the good work",
    (False, True): "concentrate here",
    (False, False): "low priority",
    (True, False): "possible overkill",
}


@dataclass(frozen=True)
class Opportunity:
    """``score`` (k,) on 0 … 20, and ``band``: 'underserved' (> 10), 'moderate' or 'served' (< 7)."""

    score: Array
    band: tuple[str, ...]


@dataclass(frozen=True)
class Quadrants:
    """The quadrant of each of k topics, and the two cuts between them. ``sure`` (k,): the bounds of
    neither figure cross a cut; True where no bounds were given."""

    names: tuple[str, ...]
    performance_cut: float
    importance_cut: float
    sure: tuple[bool, ...]


def opportunity(importance: ArrayLike, satisfaction: ArrayLike) -> Opportunity:
    """Opportunity = importance + max(importance − satisfaction, 0).

    Both (k,) on 0 … 10: ten times the share of the two best answers on five. Source: Ulwick 2005.
    Raises UsageError for shapes that do not fit, or figures outside 0 … 10.
    """
    need = vector(importance, "importance")
    met = vector(satisfaction, "satisfaction", like=need)
    for name, figures in (("importance", need), ("satisfaction", met)):
        if ((figures < 0) | (figures > 10)).any():
            raise UsageError(
                f"{name} must lie between 0 and 10", mend="10 × the share of the top two answers"
            )
    score = need + np.maximum(need - met, 0)
    bands = np.where(score > UNDERSERVED, "underserved", np.where(score < SERVED, "served", "moderate"))
    return Opportunity(score, tuple(bands.tolist()))


def quadrants(
    performance: ArrayLike,
    importance: ArrayLike,
    *,
    cut: str | tuple[float, float] = "mean",
    performance_bounds: ArrayLike | None = None,
    importance_bounds: ArrayLike | None = None,
) -> Quadrants:
    """Importance-performance analysis: a figure on its cut or above it is high.

    ``performance``, ``importance``: (k,) in any unit; ``cut``: 'mean' or 'median' of the topics, or the pair
    (performance, importance); bounds: (k, 2) low and high of each figure. The cuts are taken as known.
    Source: Martilla & James 1977. Raises UsageError for shapes that do not fit, or an unknown cut.
    """
    x = vector(performance, "performance")
    y = vector(importance, "importance", like=x)
    if isinstance(cut, str) and cut not in CENTRES:
        raise UsageError(f"there is no cut {cut!r}", mend="cut='mean', 'median' or (performance, importance)")
    across, up = cut if not isinstance(cut, str) else (_centre(x, cut), _centre(y, cut))
    names = tuple(
        QUADRANTS[bool(right), bool(high)] for right, high in zip(x >= across, y >= up, strict=True)
    )
    sure = _clear(x, performance_bounds, across) & _clear(y, importance_bounds, up)
    return Quadrants(names, float(across), float(up), tuple(sure.tolist()))


def _centre(figures: Array, cut: str) -> float:
    if not len(figures):
        return float("nan")
    return float(np.mean(figures) if cut == "mean" else np.median(figures))


def _clear(figures: Array, bounds: ArrayLike | None, cut: float) -> Flags:
    """Whether the whole interval lies on the side of the cut that the figure lies on."""
    if bounds is None:
        return np.ones(len(figures), dtype=bool)
    table = np.asarray(bounds, dtype=np.float64)
    if table.shape != (len(figures), 2):
        raise UsageError(f"bounds have shape {table.shape}, but must be ({len(figures)}, 2)")
    return np.where(figures >= cut, table[:, 0] >= cut, table[:, 1] < cut)
