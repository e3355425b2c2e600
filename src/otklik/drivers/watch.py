"""Watch over time: control charts of shares and scores by period, and one alert for each change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers.outcome import Array
from otklik.drivers.table import DISCOVERY_RATE
from otklik.records import ALERT_COLUMNS, WATCH_COLUMNS
from otklik.stats import Scan, benjamini_hochberg, laney_chart, mean_chart, scan
from otklik.stats.scan import dispersion

Bools = NDArray[np.bool_]

PERIODS = 8  # with answers enough; over fewer, nothing is said of change


@dataclass(frozen=True, eq=False)
class Line:
    """A series by period, all arrays (t,): ``total`` of ``n`` answers, which counts mentions (of a topic), or
    sums contributions to a ``score`` and, in ``squares``, their squares."""

    score: str
    topic: str
    polarity: str
    total: Array
    n: Array
    squares: Array | None = None

    def part(self, chosen: NDArray[np.bool_] | slice) -> Line:
        """Some of the periods."""
        squares = None if self.squares is None else self.squares[chosen]
        return Line(self.score, self.topic, self.polarity, self.total[chosen], self.n[chosen], squares)

    @property
    def variance(self) -> float | None:
        """Of one answer within a period; None for a share."""
        if self.squares is None:
            return None
        inside = (self.squares - self.total**2 / self.n).sum() / max(1.0, self.n.sum() - len(self.n))
        return max(0.0, float(inside))

    @property
    def level(self) -> float:
        return float(self.total.sum() / self.n.sum())


def watch(
    lines: Sequence[Line],
    periods: Sequence[str],
    *,
    minimum: int,
    whole: Bools | None = None,
    seed: int = 0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """WATCH_COLUMNS, one row per line and period of at least ``minimum`` answers, and ALERT_COLUMNS, one row
    per change, the surest first.

    Limits by Laney's p′-chart, of a score by the same correction of its mean. A change is where the level of
    a line moved (see ``otklik.stats.scan``): Benjamini–Hochberg over the lines at DISCOVERY_RATE, so that
    with nothing changed any alert at all is as rare as that. Each side of a change is then searched for
    further ones at the level that the line was held to. A line of fewer than PERIODS such periods, or
    ``minimum`` mentions in all, is left out. What repeats by season is a change too; none says why. Of the
    periods that are not ``whole`` (t,) only the value is told: part of a period is no period.
    """
    names = np.asarray(periods)
    full = np.ones(len(names), dtype=bool) if whole is None else whole
    told = [(line, _some(line, names, full, minimum), _some(line, names, ~full, minimum)) for line in lines]
    told = [one for one in told if len(one[1][1]) >= PERIODS]
    told = [(line, kept, rest) for line, kept, rest in told if line.score or kept[0].total.sum() >= minimum]
    kept = [one for _, one, _ in told]
    alerts = [
        _alert(line, found, names) | {"p_adjusted": adjusted}
        for (line, names), found, adjusted in _raised(kept, seed)
    ]
    alerts.sort(key=lambda row: (row["p_adjusted"], row["start"], row["score"], row["topic"]))
    charts = [_with_partial(_chart(*one), *rest) for _, one, rest in told]
    every = pd.concat(charts, ignore_index=True) if charts else pd.DataFrame(columns=list(WATCH_COLUMNS))
    return every, pd.DataFrame(alerts, columns=list(ALERT_COLUMNS))


def _some(line: Line, periods: NDArray[Any], chosen: Bools, minimum: int) -> Told:
    """The chosen periods of a line that have answers enough."""
    chosen = chosen & (line.n >= minimum)
    return line.part(chosen), periods[chosen].tolist()


def _scanned(line: Line, others: Array, seed: int) -> Scan:
    name = f"{line.score}\n{line.topic}:{line.polarity}"
    own = seed + crc32(name.encode())
    return scan(line.total, line.n, variance=line.variance, others=others, seed=own)


Told = tuple[Line, list[str]]
"""A line, and the names of its periods."""
Found = tuple[int, int, int, int, float]
"""A change among the periods [first, last) of a line: first, its start, its stop, last, and its p."""


def _raised(kept: Sequence[Told], seed: int) -> Iterator[tuple[Told, Found, float]]:
    """(line with its periods, change, adjusted p) of all changes that are sure enough."""
    spread = np.array([dispersion(line.total, line.n, variance=line.variance) for line, _ in kept])
    beside = [np.delete(spread, at)[~np.isnan(np.delete(spread, at))] for at in range(len(kept))]
    roots = [_scanned(line, others, seed) for (line, _), others in zip(kept, beside, strict=True)]
    adjusted = benjamini_hochberg([root.p for root in roots])
    tested, sure = np.isfinite(adjusted).sum(), np.flatnonzero(adjusted <= DISCOVERY_RATE)
    factor = tested / max(1, len(sure))  # of p, for what is found beside a change that was sure
    for at in map(int, sure):
        root, (line, _) = roots[at], kept[at]
        found = (0, root.start, root.stop, len(line.n), root.p)
        yield kept[at], found, float(adjusted[at])
        for other in _further(
            line, found, partial(_scanned, others=beside[at], seed=seed), DISCOVERY_RATE / factor
        ):
            yield kept[at], other, min(1.0, float(other[-1] * factor))


def _further(line: Line, found: Found, scanned: Callable[[Line], Scan], limit: float) -> Iterator[Found]:
    """The changes between the edges of one that was found, and between theirs."""
    *edges, _ = found
    for first, last in pairwise(edges):
        part = scanned(line.part(slice(first, last)))
        if part.p <= limit:
            other = (first, first + part.start, first + part.stop, last, part.p)
            yield other
            yield from _further(line, other, scanned, limit)


def _chart(line: Line, periods: Sequence[str]) -> pd.DataFrame:
    if line.variance is None:
        chart = laney_chart(line.total, line.n)
    else:
        chart = mean_chart(line.total, line.n, variance=line.variance)
    figures = {
        "score": line.score,
        "topic": line.topic,
        "polarity": line.polarity,
        "period": list(periods),
        "n": line.n.astype(np.int64),
        "value": chart.share,
        "centre": chart.centre,
        "low": chart.low,
        "high": chart.high,
        "beyond": chart.beyond,
        "whole": True,
    }
    return pd.DataFrame(figures, columns=list(WATCH_COLUMNS))


def _with_partial(chart: pd.DataFrame, line: Line, periods: Sequence[str]) -> pd.DataFrame:
    """The chart with the periods that are not whole in their places: without limits."""
    if not periods:
        return chart
    figures = {
        **{name: chart[name].iloc[0] for name in ("score", "topic", "polarity", "centre")},
        "period": list(periods),
        "n": line.n.astype(np.int64),
        "value": line.total / line.n,
        **{"low": np.nan, "high": np.nan, "beyond": False, "whole": False},
    }
    every = pd.concat([chart, pd.DataFrame(figures, columns=list(WATCH_COLUMNS))], ignore_index=True)
    return every.sort_values("period", kind="stable", ignore_index=True)


def _alert(line: Line, found: Found, periods: Sequence[str]) -> dict[str, Any]:
    since, start, stop, last, p = found
    before, after = line.part(slice(since, start)), line.part(slice(start, stop))
    return {
        "score": line.score,
        "topic": line.topic,
        "polarity": line.polarity,
        "start": periods[start],
        "until": periods[stop - 1] if stop < last else None,
        "before": before.level,
        "after": after.level,
        "n_before": int(before.n.sum()),
        "n_after": int(after.n.sum()),
        "p": p,
    }
