"""Why a score moved between two waves: what is spoken of more often, and what weighs more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from otklik.drivers.cells import Cells
from otklik.drivers.outcome import Array, outcome
from otklik.drivers.table import MINIMUM
from otklik.errors import UsageError
from otklik.metrics import Answers, difference
from otklik.records import CHANGE_COLUMNS, SHARE_CHANGE_COLUMNS
from otklik.score_kinds import ScoreKind
from otklik.stats import Change, Difference, benjamini_hochberg, decompose_change, newcombe


@dataclass(frozen=True, eq=False)
class Shift:
    """The change of a score from one wave to the next.

    ``total``: of the metric, with interval and p. ``topics``: CHANGE_COLUMNS, one row per flag. The value of
    ``total`` is ``rest`` + the sums of the columns volume and severity, exactly; NaN counts 0 there.
    """

    total: Difference
    rest: float
    topics: pd.DataFrame


def shift(
    first: Cells, second: Cells, kind: ScoreKind, *, minimum: int = MINIMUM, level: float = 0.95
) -> Shift:
    """What moved the metric from the ``first`` cells to the ``second``, which hold the same flags.

    ``share_change`` of each flag is in [−1, 1], by Newcombe, with Campbell's p and Benjamini–Hochberg over
    the flags; ``volume`` and ``severity`` by ``otklik.stats.decompose_change``, in points of the metric. A
    flag with fewer than ``minimum`` mentions in both waves together has neither (NaN); one that is not heard
    in one of them is all volume. Associations, not causes.
    Raises UsageError for cells of different flags, or a wave without answers.
    """
    if first.names != second.names:
        raise UsageError("the two waves hold different flags", mend="count both with the same taxonomy")
    before, after = outcome(first, kind), outcome(second, kind)
    if not (before.n and after.n):
        raise UsageError("a wave holds no answers with a comment", mend="leave it out")
    mentions = np.array([wave.count @ wave.flags for wave in (before, after)])
    enough = mentions.sum(axis=0) >= max(1, minimum)
    parts = decompose_change(
        (before.flags * enough, before.mean),
        (after.flags * enough, after.mean),
        counts=(before.count, after.count),
        within=(before.within, after.within),
    )
    shares = share_changes(first.names, mentions, (before.n, after.n), minimum=minimum, level=level)
    table = shares.assign(**_parts(parts))[list(CHANGE_COLUMNS)]
    total = difference(_answers(first), _answers(second), kind, level=level)
    return Shift(total, parts.rest, table)


def _answers(cells: Cells) -> Answers:
    return Answers(cells.values, cells.counts, cells.within)


def share_changes(
    names: Sequence[str],
    mentions: Array,
    sizes: tuple[int, int],
    *,
    minimum: int = MINIMUM,
    level: float = 0.95,
) -> pd.DataFrame:
    """The change of the share of each flag, SHARE_CHANGE_COLUMNS: ``mentions`` (2, k) of the k ``names``
    ('topic:polarity') in waves of ``sizes`` comments. Figures and their limits as in ``shift``."""
    enough = mentions.sum(axis=0) >= max(1, minimum)
    topics, _, polarities = zip(*(name.rpartition(":") for name in names), strict=True)
    figures = {"topic": topics, "polarity": polarities} | _shares(mentions, sizes, enough, level)
    return pd.DataFrame(figures, columns=list(SHARE_CHANGE_COLUMNS), index=range(len(topics)))


def _shares(mentions: Array, sizes: tuple[int, int], enough: Array, level: float) -> dict[str, Any]:
    changes = [
        newcombe(was, sizes[0], now, sizes[1], level=level) if told else None
        for was, now, told in zip(*mentions.tolist(), enough.tolist(), strict=True)
    ]
    figures = np.array([(c.value, c.low, c.high, c.p) if c else (np.nan,) * 4 for c in changes])
    value, low, high, p = figures.T
    return {
        "mentions_first": mentions[0].astype(np.int64),
        "mentions_second": mentions[1].astype(np.int64),
        "share_first": mentions[0] / sizes[0],
        "share_second": mentions[1] / sizes[1],
        "share_change": value,
        "share_change_low": low,
        "share_change_high": high,
        "p": p,
        "p_adjusted": benjamini_hochberg(p),
    }


def _parts(parts: Change) -> dict[str, Array]:
    return {
        "effect_first": parts.effect[0],
        "effect_second": parts.effect[1],
        "volume": parts.volume,
        "volume_se": parts.volume_se,
        "severity": parts.severity,
        "severity_se": parts.severity_se,
    }
