"""Two groups by the same metric."""

from __future__ import annotations

from otklik.metrics.answers import Answers
from otklik.score_kinds import ScoreKind
from otklik.stats import Difference, mean_difference, mean_interval, newcombe, nps_difference


def difference(first: Answers, second: Answers, kind: ScoreKind, *, level: float = 0.95) -> Difference:
    """The change of the metric from the ``first`` group to the ``second``, in its own unit, with p.

    Independent groups. NPS by Wald, top_box and rate (percentage points) by Newcombe with Campbell's p, means
    by Welch; NaN where a group has no answers.
    """
    before, after = first.told(kind), second.told(kind)
    if kind.metric == "mean":
        means = (mean_interval(one.points, counts=one.count, within=one.within) for one in (before, after))
        return mean_difference(*means, level=level)
    (low_1, middle_1, top_1), (low_2, middle_2, top_2) = before.classes, after.classes
    if kind.metric == "nps":
        return nps_difference((low_2, middle_2, top_2), (low_1, middle_1, top_1), level=level)
    sizes = low_1 + middle_1 + top_1, low_2 + middle_2 + top_2
    change = newcombe(top_1, sizes[0], top_2, sizes[1], level=level)
    return Difference(100 * change.value, 100 * change.low, 100 * change.high, 100 * change.se, change.p)
