"""Penalty and reward: what bad news about a topic costs, and what good news earns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, matrix
from otklik.stats.interval import normal_p, normal_quantile
from otklik.stats.regression import ols_hc3


@dataclass(frozen=True)
class PenaltyReward:
    """One figure per topic in each (k,) array; NaN where the data cannot tell.

    ``penalty`` and ``reward``: points of y lost and won, not negative (a wrong-signed effect counts 0; its
    ``p`` still belongs to the raw coefficient). ``impact_range`` = penalty + reward. ``ia``, impact
    asymmetry in [−1, 1]: (reward − penalty)/(reward + penalty), with its bounds. ``asymmetry``: raw
    reward − raw penalty with its standard error and p.
    """

    penalty: Array
    penalty_se: Array
    penalty_p: Array
    reward: Array
    reward_se: Array
    reward_p: Array
    impact_range: Array
    ia: Array
    ia_low: Array
    ia_high: Array
    asymmetry: Array
    asymmetry_se: Array
    asymmetry_p: Array


def penalty_reward(
    negative: ArrayLike,
    positive: ArrayLike,
    y: ArrayLike,
    *,
    counts: ArrayLike | None = None,
    within: ArrayLike | None = None,
    level: float = 0.95,
) -> PenaltyReward:
    """Penalty-reward contrast analysis of k topics: OLS of y on negative and positive flags, HC3.

    ``negative``, ``positive``: (r, k) flags of 0/1, the same topics in the same order; ``y``: (r,);
    ``counts``, ``within`` as in ``ols_hc3``. Penalty = −(negative coefficient), reward = positive
    coefficient; p from the normal. ``ia_low`` … ``ia_high`` invert the test of
    reward·(1 − c) = penalty·(1 + c) for every c (Fieller 1954), without random draws; they are −1 … 1
    where the impact range itself could be 0, and reach to ``ia`` where a wrong sign counts as 0.
    Source: Brandt 1987; Mikulić & Prebežac 2008. Raises UsageError as ``ols_hc3``.
    """
    bad, good = matrix(negative, "negative"), matrix(positive, "positive")
    if bad.shape != good.shape:
        raise UsageError(
            f"negative has shape {bad.shape}, positive {good.shape}: the topics must be the same"
        )
    topics, z = bad.shape[1], normal_quantile(level)
    line = ols_hc3(np.column_stack([bad, good]), y, counts=counts, within=within)
    # The same model told in sums and differences of the flags has the two contrasts as its coefficients.
    turned = ols_hc3(np.column_stack([good + bad, good - bad]), y, counts=counts, within=within)
    loss, gain = -line.coef[:topics], line.coef[topics:]
    loss_se, gain_se = np.split(line.se, 2)
    (lead, whole), (lead_se, whole_se) = np.split(2 * turned.coef, 2), np.split(2 * turned.se, 2)
    penalty, reward = np.maximum(loss, 0), np.maximum(gain, 0)
    ia = _ratio(reward - penalty, reward + penalty)
    bounds = _fieller(lead, whole, lead_se**2, whole_se**2, gain_se**2 - loss_se**2, z)
    low, high = np.minimum(bounds[0], ia), np.maximum(bounds[1], ia)
    lost, won = (penalty, loss_se, _p(loss, loss_se)), (reward, gain_se, _p(gain, gain_se))
    return PenaltyReward(*lost, *won, reward + penalty, ia, low, high, lead, lead_se, _p(lead, lead_se))


def _fieller(
    top: Array, bottom: Array, top_variance: Array, bottom_variance: Array, covariance: Array, z: float
) -> tuple[Array, Array]:
    """Bounds of top / bottom within [−1, 1]: the c with |top − c·bottom| ≤ z standard errors."""
    square = bottom**2 - z * z * bottom_variance
    half = top * bottom - z * z * covariance
    rest = top**2 - z * z * top_variance
    bounded = square > 0
    root = np.sqrt(np.maximum(0, half**2 - square * rest))
    low, high = _ratio(half - root, square), _ratio(half + root, square)
    return np.where(bounded, np.clip(low, -1, 1), -1), np.where(bounded, np.clip(high, -1, 1), 1)


def _ratio(top: Array, bottom: Array) -> Array:
    ratio: Array = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom != 0)
    return ratio


def _p(effect: Array, se: Array) -> Array:
    return np.array([normal_p(statistic) for statistic in _ratio(effect, se)])
