"""Many tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array


def benjamini_hochberg(p: ArrayLike) -> Array:
    """Adjusted p-values that hold the expected share of false discoveries.

    ``p``: (m,) p-values; NaN (not tested) stays NaN and does not count. The i-th smallest becomes
    min over j ≥ i of p₍ⱼ₎·m/j, at most 1. Source: Benjamini & Hochberg 1995; R ``p.adjust("BH")``.
    Raises UsageError for a value outside [0, 1].
    """
    values = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(values))
    if ((values[tested] < 0) | (values[tested] > 1)).any():
        raise UsageError("a p-value lies outside [0, 1]")
    down = tested[np.argsort(-values[tested], kind="stable")]
    ranks = np.arange(len(down), 0, -1)
    adjusted = np.full(values.shape, np.nan)
    adjusted[down] = np.minimum(1, np.minimum.accumulate(values[down] * (len(down) / ranks)))
    return adjusted
