"""Counts by day: what is watched over time, whatever the periods turn out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers.watch import PERIODS

Array = NDArray[np.float64]
Key = tuple[str, str]

MOST = 48  # months in a row; where there are more, quarters stand for them
UNITS = {"week": "W-SUN", "month": "M", "quarter": "Q"}
USUAL = 95  # percent of the gaps between days with data are no longer than what is usual


@dataclass(frozen=True, eq=False)
class Days:
    """``sums`` (d, c) of the columns named by ``keys`` (c,) on the ``days`` (d,), ascending datetime64[D].

    Days of parts of the data add up, exactly where the figures are whole.
    """

    keys: tuple[Key, ...] = ()
    days: NDArray[np.datetime64] = field(default_factory=lambda: np.empty(0, "datetime64[D]"))
    sums: Array = field(default_factory=lambda: np.empty((0, 0)))

    @classmethod
    def count(cls, dates: pd.Series, columns: Mapping[Key, Array]) -> Days:
        """Sum the columns (n,) by the day of each row; rows without a date are left out."""
        known = dates.notna().to_numpy()
        days, place = np.unique(
            dates[known].to_numpy("datetime64[ns]").astype("datetime64[D]"), return_inverse=True
        )
        sums = np.zeros((len(days), len(columns)))
        for at, column in enumerate(columns.values()):
            sums[:, at] = np.bincount(place, column[known], minlength=len(days))
        return cls(tuple(columns), days, sums)

    def __add__(self, other: Days) -> Days:
        if not (self.keys and other.keys):
            return self if self.keys else other
        days = np.union1d(self.days, other.days)
        sums = np.zeros((len(days), len(self.keys)))
        for one in (self, other):
            sums[np.searchsorted(days, one.days)] += one.sums
        return Days(self.keys, days, sums)

    def periods(self, key: Key, minimum: int) -> Periods | None:
        """Weeks, months or quarters: the months, unless fewer than PERIODS of them hold ``minimum`` of what
        ``key`` counts (then weeks), or there are more than MOST; None where weeks are too few as well."""
        if not len(self.days):
            return None
        found = [self._by(unit) for unit in UNITS]
        full = [periods for periods in found if (periods[key][periods.whole] >= minimum).sum() >= PERIODS]
        by_unit = {periods.unit: periods for periods in full}
        if "month" not in by_unit:
            return by_unit.get("week")
        months = by_unit["month"]
        span = (self.days[-1] - self.days[0]) / np.timedelta64(1, "D") / 30.44
        return by_unit["quarter"] if span > MOST and "quarter" in by_unit else months

    def _by(self, unit: str) -> Periods:
        index = pd.DatetimeIndex(self.days).to_period(UNITS[unit])
        names, place = np.unique(index.start_time.to_numpy(), return_inverse=True)
        sums = np.zeros((len(names), len(self.keys)))
        np.add.at(sums, place, self.sums)
        told = tuple(_name(pd.Timestamp(start), unit) for start in names)
        whole = ~np.isin(told, sorted(self.partial()))
        return Periods(unit, told, self.keys, sums, whole)

    def partial(self) -> frozenset[str]:
        """The names of the weeks, months, quarters and years that the days fill in part only: the first
        when they begin later than it, the last when they end sooner, by more than the usual gap between two
        days."""
        if not len(self.days):
            return frozenset()
        gaps = np.diff(self.days).astype(np.int64)
        usual = int(np.percentile(gaps, USUAL, method="higher")) if len(gaps) else 1
        cut = set()
        for unit, code in (*UNITS.items(), ("year", "Y")):
            first, last = (pd.Timestamp(day).to_period(code) for day in (self.days[0], self.days[-1]))
            late = (pd.Timestamp(self.days[0]) - first.start_time).days
            early = (last.end_time.normalize() - pd.Timestamp(self.days[-1])).days
            cut |= {_name(first.start_time, unit)} if late > usual else set()
            cut |= {_name(last.start_time, unit)} if early > usual else set()
        return frozenset(cut)


@dataclass(frozen=True, eq=False)
class Periods:
    """The same sums by period, (t, c); ``names`` (t,): '2026-03', '2026-Q1', or the Monday of a week;
    ``whole`` (t,): which the days do not fill in part only (see ``Days.partial``)."""

    unit: str
    names: tuple[str, ...]
    keys: tuple[Key, ...]
    sums: Array
    whole: NDArray[np.bool_]

    def __getitem__(self, key: Key) -> Array:
        return np.asarray(self.sums[:, self.keys.index(key)])


def _name(start: pd.Timestamp, unit: str) -> str:
    if unit == "year":
        return f"{start.year:04}"
    if unit == "quarter":
        return f"{start.year:04}-Q{start.quarter}"
    return start.strftime("%Y-%m" if unit == "month" else "%Y-%m-%d")
