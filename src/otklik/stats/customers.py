"""What becomes of customers: who stays, and what one is worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from otklik.stats.arrays import vector
from otklik.stats.interval import Interval
from otklik.stats.mean import mean_interval
from otklik.stats.proportion import wilson


def retention(before: ArrayLike, after: ArrayLike, *, level: float = 0.95) -> Interval:
    """Share of the customers of one period who are there in the next, in [0, 1]; churn is 1 − it.

    ``before``, ``after``: ids of customers in both periods, (n,) and (m,), each may occur more than once;
    those who are new count for nothing. |before ∩ after| / |before|, interval Wilson 1927.
    """
    earlier = np.unique(np.asarray(before))
    return wilson(int(np.isin(earlier, np.asarray(after)).sum()), len(earlier), level=level)


def ltv(revenue: ArrayLike, customers: ArrayLike, *, level: float = 0.95) -> Interval:
    """Revenue per customer of a period: Σ revenue / number of different customers, in units of money.

    ``revenue``: (n,) of each payment of the period; ``customers``: (n,) who paid; one who paid nothing is a
    row of 0. ``n`` and the interval (Student, over the sums of customers) count customers, not payments.
    NaN without customers. Raises UsageError for shapes that do not fit or numbers that are not finite.
    """
    paid = vector(revenue, "revenue")
    codes = np.unique(np.asarray(customers), return_inverse=True)[1].astype(np.float64)
    who = vector(codes, "customers", like=paid).astype(np.int64)
    return mean_interval(np.bincount(who, paid), level=level)
