"""The joint view: what each mention goes with when all others are held equal, and its share of R²."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.drivers.outcome import Outcome
from otklik.stats import benjamini_hochberg, lmg, ols_hc3
from otklik.stats.interval import t_p, t_quantiles

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Joint:
    """One figure per flag in each (k,) array; NaN for flags that were not tested or cannot be told apart.

    ``effect`` with bounds in the unit of the contribution; ``p_adjusted`` over the tested flags;
    ``importance`` sums to 1 over them.
    """

    effect: Array
    low: Array
    high: Array
    p: Array
    p_adjusted: Array
    importance: Array


def joint(
    outcome: Outcome, tested: NDArray[np.bool_], *, controls: int = 0, level: float, seed: int
) -> Joint:
    """OLS of the contribution on the ``tested`` flags (k,) together: HC3, Benjamini–Hochberg, LMG.

    The last ``controls`` flags of the outcome, beyond the k, are held equal: in every model, and neither
    tested nor given a share of R².

    Computed from patterns with their counts, which give the figures of the single comments. HC3 trusts a
    dozen mentions that happen to agree: their spread looks like nothing, and chance is called a driver.
    So the bounds are HC3's on the degrees of freedom that its variance is worth (Bell & McCaffrey 2002),
    and p rests on the larger of the HC3 and the classical standard error (Angrist & Pischke 2009, 8.1):
    in simulation the first keep their coverage and the second the share of false drivers, where HC3 alone
    does neither. A p above 0.05 may so stand beside bounds that leave out 0: the test is the stricter.

    LMG is exact for up to 20 tested flags and sampled above (see ``otklik.stats.lmg``). Flags that always
    come together have no effect of their own (NaN), but share their importance. All NaN when there are
    not more comments than tested flags and controls, or the contribution never varies.
    """
    figures = {name: np.full(len(tested), np.nan) for name in ("effect", "low", "high", "p", "importance")}
    if tested.any() and outcome.n > tested.sum() + controls + 1:
        flags = outcome.flags[:, np.append(tested, np.full(controls, True))]
        told = int(tested.sum())
        line = ols_hc3(flags, outcome.mean, counts=outcome.count, within=outcome.within, level=level)
        reach = t_quantiles(level, np.minimum(line.freedom, line.df)) * line.se
        se = np.maximum(line.se, line.se_pooled)
        figures["effect"][tested] = line.coef[:told]
        figures["low"][tested] = (line.coef - reach)[:told]
        figures["high"][tested] = (line.coef + reach)[:told]
        with np.errstate(divide="ignore", invalid="ignore"):
            figures["p"][tested] = t_p(line.coef / se, line.df)[:told]
        held = range(told, told + controls)
        parts = lmg(flags, outcome.mean, weights=outcome.count, always=held, seed=seed)
        figures["importance"][tested] = parts.share
    return Joint(p_adjusted=benjamini_hochberg(figures["p"]), **figures)
