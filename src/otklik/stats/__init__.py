"""The mathematics: plain arrays in, frozen results out, each with its formula and source."""

from __future__ import annotations

from otklik.stats.blend import Powered
from otklik.stats.change import Change, decompose_change
from otklik.stats.chart import Chart, laney_chart, mean_chart
from otklik.stats.customers import ltv, retention
from otklik.stats.cusum import Cusum, cusum, cusum_mean
from otklik.stats.dominance import Dominance, dominance
from otklik.stats.importance import Johnson, Lmg, johnson, lmg
from otklik.stats.importance_bounds import lmg_bounds
from otklik.stats.interval import Difference, Interval
from otklik.stats.kano import kano
from otklik.stats.logistic import Logistic, logistic
from otklik.stats.mcfadden import McFadden, mcfadden_shares
from otklik.stats.mean import mean_difference, mean_interval
from otklik.stats.multiple import benjamini_hochberg
from otklik.stats.nps import Nps, nps, nps_difference, nps_interval
from otklik.stats.opportunity import Opportunity, Quadrants, opportunity, quadrants
from otklik.stats.ordinal import Ordinal, ordinal_logit
from otklik.stats.penalty import PenaltyReward, penalty_reward
from otklik.stats.prediction import ppi_labels, ppi_mean
from otklik.stats.prediction_impact import ppi_impact
from otklik.stats.prediction_ols import PoweredRegression, ppi_ols
from otklik.stats.proportion import adjusted_wald, newcombe, wilson
from otklik.stats.reach import ReachNoise, reach_noise
from otklik.stats.regression import Regression, ols_hc3
from otklik.stats.satisfaction import Ces, Csat, Csat235, ces, csat, csat235
from otklik.stats.scan import Scan, scan

__all__ = [
    "Ces",
    "Change",
    "Chart",
    "Csat",
    "Csat235",
    "Cusum",
    "Difference",
    "Dominance",
    "Interval",
    "Johnson",
    "Lmg",
    "Logistic",
    "McFadden",
    "Nps",
    "Opportunity",
    "Ordinal",
    "PenaltyReward",
    "Powered",
    "PoweredRegression",
    "Quadrants",
    "ReachNoise",
    "Regression",
    "Scan",
    "adjusted_wald",
    "benjamini_hochberg",
    "ces",
    "csat",
    "csat235",
    "cusum",
    "cusum_mean",
    "decompose_change",
    "dominance",
    "johnson",
    "kano",
    "laney_chart",
    "lmg",
    "lmg_bounds",
    "logistic",
    "ltv",
    "mcfadden_shares",
    "mean_chart",
    "mean_difference",
    "mean_interval",
    "newcombe",
    "nps",
    "nps_difference",
    "nps_interval",
    "ols_hc3",
    "opportunity",
    "ordinal_logit",
    "penalty_reward",
    "ppi_impact",
    "ppi_labels",
    "ppi_mean",
    "ppi_ols",
    "quadrants",
    "reach_noise",
    "retention",
    "scan",
    "wilson",
]
