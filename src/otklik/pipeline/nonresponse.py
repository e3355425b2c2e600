"""Who writes: the share of answers that come with a comment, by the value of the score."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from otklik.drivers import Cells
from otklik.metrics import contribution
from otklik.records import NONRESPONSE_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import wilson


def nonresponse(answers: Mapping[str, Cells], kinds: Mapping[str, ScoreKind], minimum: int) -> pd.DataFrame:
    """NONRESPONSE_COLUMNS, one row per value of each score that has a scale of whole answers.

    ``answers``: score → cells over all answers, their one flag telling whether a comment came with it. A
    value of fewer than ``minimum`` answers has no share (NaN); shares have Wilson's interval.
    """
    rows = []
    for score, cells in answers.items():
        if cells.continuous or kinds[score].high is None:
            continue
        wrote = cells.patterns[cells.pattern][:, 0].astype(bool)
        valid = ~np.isnan(contribution(cells.values, kinds[score]))
        for value in np.unique(cells.values[valid]):
            of_value = cells.values == value
            n, commented = (int(cells.counts[of_value & one].sum()) for one in (valid, wrote))
            share = wilson(commented, n) if n >= minimum else wilson(0, 0)
            rows.append((score, float(value), n, commented, share.value, share.low, share.high))
    return pd.DataFrame(rows, columns=list(NONRESPONSE_COLUMNS))
