"""Kano's classes from penalty and reward, by one of several published rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from otklik.errors import UsageError
from otklik.stats.arrays import Flags
from otklik.stats.penalty import PenaltyReward

UNDECIDED, INDIFFERENT = "undecided", "indifferent"
BASIC, PERFORMANCE, EXCITEMENT = "basic", "performance", "excitement"
GRADES = ("frustrator", "dissatisfier", "hybrid", "satisfier", "delighter")  # by impact asymmetry, upward


def kano(
    effects: PenaltyReward, *, rule: str = "cautious", cut: float = 0.4, alpha: float = 0.05
) -> tuple[str, ...]:
    """The class of each of the k topics: basic, performance, excitement, indifferent or undecided.

    A penalty or reward counts when it has the right sign and p < ``alpha``; a topic with neither is
    indifferent. Which of the three remains is said by ``rule``:

    - 'asymmetry': basic where IA < −cut, excitement where IA > cut, else performance.
    - 'cautious': the same, but undecided where a cut lies between the bounds of IA.
    - 'significance': penalty only is basic, reward only excitement, both performance (Brandt 1987;
      Matzler & Sauerwein 2002). With more data ever more topics become performance.
    - 'contrast': basic or excitement where reward and penalty differ (p < alpha) by more than 2 : 1.
    - 'grades': IA in five grades with cuts at ±0.1 and ±``cut`` (Mikulić & Prebežac 2008): frustrator,
      dissatisfier, hybrid, satisfier, delighter.

    A topic without both figures is undecided. Raises UsageError for a rule that does not exist or a cut
    outside (0, 1).
    """
    if rule not in RULES:
        raise UsageError(
            f"there is no rule {rule!r} for Kano classes", mend="rule= one of: " + ", ".join(RULES)
        )
    if not 0 < cut < 1:
        raise UsageError(f"cut is {cut}, but must lie between 0 and 1", mend="cut=0.4")
    costs = (effects.penalty > 0) & (effects.penalty_p < alpha)
    pays = (effects.reward > 0) & (effects.reward_p < alpha)
    unknown = np.isnan(effects.penalty_p) | np.isnan(effects.reward_p)
    chosen = RULES[rule](effects, costs, pays, cut=cut, alpha=alpha)
    classes = np.where(costs | pays, chosen, INDIFFERENT)
    return tuple(np.where(unknown, UNDECIDED, classes).tolist())


def _sided(basic: Flags, excitement: Flags) -> Flags:
    return np.where(basic, BASIC, np.where(excitement, EXCITEMENT, PERFORMANCE))


def _by_asymmetry(effects: PenaltyReward, costs: Flags, pays: Flags, *, cut: float, alpha: float) -> Flags:
    return _sided(effects.ia < -cut, effects.ia > cut)


def _by_interval(effects: PenaltyReward, costs: Flags, pays: Flags, *, cut: float, alpha: float) -> Flags:
    low, high = effects.ia_low, effects.ia_high
    torn = ((low < -cut) & (high > -cut)) | ((low < cut) & (high > cut))
    return np.where(torn, UNDECIDED, _sided(effects.ia < -cut, effects.ia > cut))
