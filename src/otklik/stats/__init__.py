"""The mathematics: plain arrays in, frozen results out, each with its formula and source."""

from __future__ import annotations

from otklik.stats.dominance import Dominance, dominance
from otklik.stats.importance import Johnson, Lmg, johnson, lmg
from otklik.stats.interval import Difference, Interval
from otklik.stats.mean import mean_interval
from otklik.stats.multiple import benjamini_hochberg
from otklik.stats.nps import Nps, nps, nps_difference, nps_interval
from otklik.stats.proportion import newcombe, wilson
from otklik.stats.regression import Regression, ols_hc3
from otklik.stats.satisfaction import Ces, Csat, ces, csat

__all__ = [
    "Ces",
    "Csat",
    "Difference",
    "Dominance",
    "Interval",
    "Johnson",
    "Lmg",
    "Nps",
    "Regression",
    "benjamini_hochberg",
    "ces",
    "csat",
    "dominance",
    "johnson",
    "lmg",
    "mean_interval",
    "newcombe",
    "nps",
    "nps_difference",
    "nps_interval",
    "ols_hc3",
    "wilson",
]
