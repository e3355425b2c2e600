"""Kano's classes from penalty and reward, by one of several published rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.errors import UsageError
from otklik.stats.arrays import Array, Flags
from otklik.stats.penalty import PenaltyReward

UNDECIDED, INDIFFERENT = "undecided", "indifferent"
BASIC, PERFORMANCE, EXCITEMENT = "basic", "performance", "excitement"
GRADES = ("frustrator", "dissatisfier", "hybrid", "satisfier", "delighter")  # by rising impact asymmetry

_HYBRID = 0.1  # impact asymmetry up to which a grade has no side
_RATIO = 1 / 3  # impact asymmetry of effects that stand as 2 : 1

Classes = NDArray[np.str_]


@dataclass(frozen=True)
class _Evidence:
    """What a rule may look at, by topic (k,): impact asymmetry with bounds, and three verdicts."""

    ia: Array
    low: Array
    high: Array
    costs: Flags
    pays: Flags
    differ: Flags
    cut: float


def kano(
    effects: PenaltyReward, *, rule: str = "cautious", cut: float = 0.4, alpha: float = 0.05
) -> tuple[str, ...]:
    """The class of each of the k topics: basic, performance, excitement, indifferent or undecided.

    A penalty or reward counts when it has the right sign and p < ``alpha``; a topic with neither is
    indifferent. Which of the others it is says ``rule``:

    - 'asymmetry': basic where IA < −cut, excitement where IA > cut, else performance.
    - 'cautious': the same, but undecided where a cut lies between the bounds of IA.
    - 'significance': penalty only is basic, reward only excitement, both performance (Brandt 1987;
      Matzler & Sauerwein 2002). The more data, the more topics become performance.
    - 'contrast': basic or excitement where reward and penalty differ (p < alpha) by more than 2 : 1.
    - 'grades': IA in five grades with cuts at ±0.1 and ±cut (after Mikulić & Prebežac 2008): frustrator,
      dissatisfier, hybrid, satisfier, delighter.

    A topic that lacks one of both figures is undecided. Raises UsageError for a rule that does not exist,
    or a cut outside (0.1, 1).
    """
    if rule not in RULES:
        raise UsageError(f"there is no Kano rule {rule!r}", mend="rule= one of: " + ", ".join(RULES))
    if not _HYBRID < cut < 1:
        raise UsageError(f"cut is {cut}, but must lie between {_HYBRID} and 1", mend="cut=0.4")
    evidence = _Evidence(
        effects.ia,
        effects.ia_low,
        effects.ia_high,
        (effects.penalty > 0) & (effects.penalty_p < alpha),
        (effects.reward > 0) & (effects.reward_p < alpha),
        effects.asymmetry_p < alpha,
        cut,
    )
    classes = np.where(evidence.costs | evidence.pays, RULES[rule](evidence), INDIFFERENT)
    unknown = np.isnan(effects.penalty_p) | np.isnan(effects.reward_p)
    return tuple(np.where(unknown, UNDECIDED, classes).tolist())


def _asymmetry(seen: _Evidence) -> Classes:
    return _sided(seen.ia < -seen.cut, seen.ia > seen.cut)


def _cautious(seen: _Evidence) -> Classes:
    torn = [(seen.low < cut) & (cut < seen.high) for cut in (-seen.cut, seen.cut)]
    return np.where(torn[0] | torn[1], UNDECIDED, _asymmetry(seen))


def _significance(seen: _Evidence) -> Classes:
    return _sided(seen.costs & ~seen.pays, seen.pays & ~seen.costs)


def _contrast(seen: _Evidence) -> Classes:
    return _sided(seen.differ & (seen.ia < -_RATIO), seen.differ & (seen.ia > _RATIO))


def _grades(seen: _Evidence) -> Classes:
    cuts = [-seen.cut, -_HYBRID, _HYBRID, seen.cut]
    return np.array(GRADES)[np.searchsorted(cuts, np.nan_to_num(seen.ia))]  # NaN is undecided anyway


def _sided(basic: Flags, excitement: Flags) -> Classes:
    return np.where(basic, BASIC, np.where(excitement, EXCITEMENT, PERFORMANCE))


RULES: dict[str, Callable[[_Evidence], Classes]] = {
    "cautious": _cautious,
    "asymmetry": _asymmetry,
    "significance": _significance,
    "contrast": _contrast,
    "grades": _grades,
}
