"""Cells: the counts that hold everything the statistics need to know of any number of comments."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import ArrayLike, NDArray

from otklik.errors import InputError, UsageError

Array = NDArray[np.float64]

_WORD, _SEGMENT = "bits{}", "segment:{}"  # column names of the table
_FACTS = b"otklik.cells"


@dataclass(frozen=True, eq=False)
class Cells:
    """How many comments share a flag pattern, segment values and a score value.

    ``names``: the flags, as 'topic:polarity'. ``table``: one row per distinct cell in canonical order, so
    that equal data give equal tables whatever the order of rows: the pattern as 64-bit words (flag i is
    bit i mod 64 of word i // 64), the segment columns, and either ``score`` and ``count`` or, for a
    continuous outcome, ``count``, ``sum`` and ``squares`` (sum of squared outcomes).
    Cells of parts of the data add up, exactly where the figures are counts.
    """

    names: tuple[str, ...]
    table: pd.DataFrame

    @classmethod
    def count(
        cls,
        flags: ArrayLike,
        scores: ArrayLike,
        *,
        names: Sequence[str],
        segments: Mapping[str, ArrayLike] | None = None,
        continuous: bool = False,
    ) -> Cells:
        """Count n comments: ``flags`` (n, k) of 0/1, ``scores`` (n,), ``segments`` name → (n,) values.

        Comments without a score (NaN) are left out; a missing segment value is ''. ``continuous`` keeps
        count, sum and squares per pattern instead of each value (minutes, money).
        Raises UsageError when shapes do not fit, a name occurs twice, or a score is infinite.
        """
        marks, outcome = np.asarray(flags), np.asarray(scores, dtype=np.float64)
        _check(marks, outcome, names, segments or {})
        told = ~np.isnan(outcome)
        columns: dict[str, object] = {
            _WORD.format(i): word[told] for i, word in enumerate(_pack(marks.astype(bool, copy=False)))
        }
        for name, values in (segments or {}).items():
            columns[_SEGMENT.format(name)] = pd.Series(values).astype("string").fillna("").to_numpy()[told]
        outcome = outcome[told] + 0.0  # −0 and 0 are one value
        if continuous:
            columns |= {"sum": outcome, "squares": outcome**2}
        else:
            columns["score"] = outcome
        return cls(
            tuple(names), _grouped(pd.DataFrame({**columns, "count": np.ones(len(outcome), np.int64)}))
        )

    @property
    def n(self) -> int:
        """Comments counted."""
        return int(self.table["count"].sum())

    @property
    def continuous(self) -> bool:
        """Whether the values themselves were given up for their count, sum and squares."""
        return "sum" in self.table

    @property
    def counts(self) -> NDArray[np.int64]:
        """Comments in each cell (c,)."""
        return self.table["count"].to_numpy(dtype=np.int64)

    @property
    def values(self) -> Array:
        """The score of each cell (c,); for a continuous outcome the mean."""
        if self.continuous:
            return self.table["sum"].to_numpy(dtype=np.float64) / self.counts
        return self.table["score"].to_numpy(dtype=np.float64)

    @property
    def within(self) -> Array:
        """Sum of squared deviations from ``values`` inside each cell (c,); zero unless continuous."""
        if not self.continuous:
            return np.zeros(len(self.table))
        squares = self.table["squares"].to_numpy(dtype=np.float64)
        return np.maximum(0.0, squares - self.counts * self.values**2)

    @cached_property
    def pattern(self) -> NDArray[np.int64]:
        """For each cell (c,), the row of ``patterns`` it belongs to; never falls from cell to cell."""
        words = self._words()
        changes = (words[1:] != words[:-1]).any(axis=1)
        return np.concatenate([np.zeros(min(1, len(words)), np.int64), np.cumsum(changes, dtype=np.int64)])

    @cached_property
    def patterns(self) -> NDArray[np.bool_]:
        """The distinct flag patterns (m, k), one column per name."""
        first = np.flatnonzero(np.diff(self.pattern, prepend=-1))
        words = np.ascontiguousarray(self._words()[first].astype("<u8"))
        octets = words.view(np.uint8).reshape(len(first), 8 * words.shape[1])
        return np.unpackbits(octets, axis=1, count=len(self.names), bitorder="little").astype(bool)

    @property
    def segments(self) -> tuple[str, ...]:
        """The names of the segments."""
        start = _SEGMENT.format("")
        return tuple(str(name).removeprefix(start) for name in self.table if str(name).startswith(start))

    def group_of(self, segment: str) -> NDArray[np.object_]:
        """The value of a segment in each cell (c,), '' where it is missing."""
        return self.table[_SEGMENT.format(segment)].to_numpy(dtype=object)

    def groups(self, segment: str) -> dict[str, Cells]:
        """The cells of each value of a segment, without that segment."""
        column = _SEGMENT.format(segment)
        return {
            str(value): Cells(self.names, part.drop(columns=column).reset_index(drop=True))
            for value, part in self.table.groupby(column, sort=True)
        }

    def at(self, segment: str, values: Sequence[str]) -> Cells:
        """The cells of some values of a segment together, without that segment."""
        column = _SEGMENT.format(segment)
        there = self.table[self.table[column].isin(list(values))].drop(columns=column)
        return Cells(self.names, _grouped(there))

    def recoded(self, segment: str, names: Mapping[str, str]) -> Cells:
        """The same comments with other values of a segment, by the old ones; those not named become ''."""
        column = _SEGMENT.format(segment)
        values = self.table[column].map(names).fillna("")
        return Cells(self.names, _grouped(self.table.assign(**{column: values})))

    def only(self, names: Sequence[str]) -> Cells:
        """The same comments with these flags alone. Raises UsageError for a flag that is not there."""
        missing = [name for name in names if name not in self.names]
        if missing or not names:
            raise UsageError(f"there is no flag {', '.join(missing) or 'named'}", mend=", ".join(self.names))
        places = [self.names.index(name) for name in names]
        return self.marked(names, self.patterns[self.pattern][:, places])

    def marked(self, names: Sequence[str], marks: NDArray[np.bool_]) -> Cells:
        """The same comments with other flags: ``marks`` (c, k), a row for each cell, a column per name."""
        words = _pack(marks)
        rest = self.table.drop(
            columns=[name for name in self.table if str(name).startswith(_WORD.format(""))]
        )
        packed = pd.DataFrame({_WORD.format(i): word for i, word in enumerate(words)})
        return Cells(tuple(names), _grouped(pd.concat([packed, rest.reset_index(drop=True)], axis=1)))

    def __add__(self, other: Cells) -> Cells:
        """The cells of both parts together. Raises UsageError when they do not count the same things."""
        if self.names != other.names or list(self.table) != list(other.table):
            raise UsageError("these cells hold different flags, segments or outcomes and cannot be added")
        return Cells(self.names, _grouped(pd.concat([self.table, other.table], ignore_index=True)))

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the table with the flag names; ``from_parquet`` reads the same cells back."""
        table = pa.Table.from_pandas(self.table, preserve_index=False)
        facts = {_FACTS: json.dumps({"version": 1, "names": self.names}, ensure_ascii=False).encode()}
        pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **facts}), path)

    @classmethod
    def from_parquet(cls, path: str | PathLike[str]) -> Cells:
        """Read what ``to_parquet`` wrote. Raises InputError for any other file."""
        try:
            table = pq.read_table(path)
            names = json.loads(table.schema.metadata[_FACTS])["names"]
        except (OSError, pa.ArrowInvalid, KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{path} holds no cells ({error})", mend="write it with Cells.to_parquet"
            ) from error
        return cls(tuple(names), table.to_pandas())

    def _words(self) -> NDArray[np.uint64]:
        columns = [_WORD.format(i) for i in range(-(-len(self.names) // 64))]
        return self.table[columns].to_numpy(dtype=np.uint64)


def _check(
    flags: NDArray[np.generic], scores: Array, names: Sequence[str], segments: Mapping[str, ArrayLike]
) -> None:
    if flags.ndim != 2 or flags.shape != (len(scores), len(names)) or not names:
        raise UsageError(f"flags have shape {flags.shape} for {len(scores)} scores and {len(names)} names")
    if len(set(names)) < len(names):
        raise UsageError("a flag is named twice: " + ", ".join(n for n in names if list(names).count(n) > 1))
    for name, values in segments.items():
        if len(np.asarray(values)) != len(scores):
            raise UsageError(
                f"segment {name!r} has {len(np.asarray(values))} values for {len(scores)} scores"
            )
    if np.isinf(scores).any():
        raise UsageError(f"the score at row {int(np.flatnonzero(np.isinf(scores))[0])} is infinite")
    if flags.dtype != bool and not np.isin(flags, (0, 1)).all():
        raise UsageError("a flag is neither 0 nor 1", mend="use flags == 1, or fill the missing ones with 0")


def _pack(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Flags (n, k) as 64-bit words (⌈k/64⌉, n)."""
    octets = np.packbits(flags, axis=1, bitorder="little")
    padded = np.zeros((len(flags), -(-octets.shape[1] // 8) * 8), np.uint8)
    padded[:, : octets.shape[1]] = octets
    return np.ascontiguousarray(padded.view("<u8").astype(np.uint64).T)


def _grouped(rows: pd.DataFrame) -> pd.DataFrame:
    figures = [name for name in ("count", "sum", "squares") if name in rows]
    keys = [name for name in rows if name not in figures]
    return rows.groupby(keys, sort=True, dropna=False)[figures].sum().reset_index()
