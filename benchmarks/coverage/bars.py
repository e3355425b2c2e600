"""A figure measured by simulation beside the bounds it must keep, and tables of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

NOMINAL = 0.95
PROMISED = (0.93, 0.97)  # what a nominal 95 % interval may cover in 2,000 runs


@dataclass(frozen=True)
class Bar:
    """``figure`` ± Monte Carlo ``error`` must lie in ``bounds``; without bounds it is shown only.

    ``n``: comments in each run; ``nominal``: what the method claims.
    """

    what: str
    n: int
    figure: float
    error: float = 0.0
    nominal: float | None = None
    bounds: tuple[float, float] | None = None

    @property
    def held(self) -> bool:
        """Whether the figure is there and within its bounds."""
        return self.bounds is None or self.bounds[0] <= self.figure <= self.bounds[1]


def coverage(what: str, n: int, inside: Array, *, promised: bool = True) -> Bar:
    """The share of 1s in ``inside`` (runs, figures), NaN where a run gave no figure.

    The figures of one run hang together, so the error is that of a ratio of sums over runs.
    """
    told = ~np.isnan(inside)
    runs, reported = len(inside), told.sum()
    if not reported:
        return Bar(what, n, np.nan, np.nan, NOMINAL, PROMISED if promised else None)
    share = float(np.nansum(inside) / reported)
    apart = np.nansum(inside - share, axis=1)
    error = float(np.sqrt((apart**2).sum()) / reported) if runs > 1 else np.nan
    return Bar(what, n, share, error, NOMINAL, PROMISED if promised else None)


def within(low: ArrayLike, value: ArrayLike, high: ArrayLike) -> Array:
    """1 where the interval holds the value, 0 where not, NaN where there is no interval."""
    below, aim, above = (np.asarray(figures, dtype=float) for figures in (low, value, high))
    return np.where(np.isnan(below) | np.isnan(above), np.nan, (below <= aim) & (aim <= above))


def show(title: str, bars: Iterable[Bar]) -> None:
    """Print one table."""
    print(f"\n{title}\n{'':58s} {'n':>9s} {'nominal':>8s} {'measured':>9s} {'± error':>8s}  bar")
    for bar in bars:
        nominal = "" if bar.nominal is None else f"{bar.nominal:.2f}"
        asked = "" if bar.bounds is None else f"{bar.bounds[0]:g}–{bar.bounds[1]:g}"
        verdict = "" if bar.held else "  MISSED"
        print(
            f"{bar.what:58s} {bar.n:9,} {nominal:>8s} {bar.figure:9.4g} {bar.error:8.4f}  {asked}{verdict}",
            flush=True,
        )
