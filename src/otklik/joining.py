"""Comments meet their scores: a left join by a key, in one piece or batch by batch, with a full account."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from otklik.errors import JoinError
from otklik.reading.columns import find_column
from otklik.reading.schema import value_text
from otklik.records import JoinReport

_EXAMPLES = 5
_EXACT = 1 << 53
_Rows = npt.NDArray[np.intp]
_NOWHERE: _Rows = np.array([-1], dtype=np.intp)
_DECIMAL_ZERO = re.compile(r"^([+-]?\d+)\.0+$")


def join(
    comments: pd.DataFrame, scores: pd.DataFrame, *, key: str, suffix: str = "_scores"
) -> tuple[pd.DataFrame, JoinReport]:
    """Every comment, with the columns of its row in ``scores`` (missing where there is none).

    ``key`` is a column of both tables, or 'left=right'. Keys meet as text: 1, 1.0, '1' and ' 1 ' are one
    key, '007' and '7' are two. A comment with several rows in ``scores`` is repeated for each. Columns of
    ``scores`` that clash take ``suffix``. Raises ColumnError for a missing key column, JoinError for a
    many-to-many join.
    """
    joiner = Joiner(scores, key=key, suffix=suffix)
    left, _ = split_key(key)
    repeated = joiner.repeated_both(key_text(comments[find_column(comments.columns, left, "--key")]))
    if repeated:
        raise _many_to_many(repeated)
    joined = joiner.join(comments)
    return joined, joiner.report()


class Joiner:
    """The same join when the comments come in batches: the joined rows and the final report do not depend on
    the size of the batches, and the report not on the order of rows."""

    def __init__(self, scores: pd.DataFrame, *, key: str, suffix: str = "_scores") -> None:
        self.key, self._suffix = key, suffix
        self._left, right = split_key(key)
        column = find_column(scores.columns, right, "--key")
        self._keys = key_text(scores[column])
        self._scores = _nullable(scores.drop(columns=column))
        filled = self._keys[self._keys.notna()]
        rows = np.flatnonzero(self._keys.notna())
        groups = filled.groupby(filled, sort=False).indices
        self._positions: dict[str, _Rows] = {str(key): rows[found] for key, found in groups.items()}
        self._repeated = {key for key, found in self._positions.items() if len(found) > 1}
        self._hit: set[str] = set()
        self._met: list[pa.Array] = []

    def join(self, batch: pd.DataFrame) -> pd.DataFrame:
        """One batch of comments with the columns of the scores; the index is that of the batch."""
        keys = key_text(batch[find_column(batch.columns, self._left, "--key")])
        self._note(keys)
        found = [self._positions.get(key) for key in keys]
        times = np.array([1 if rows is None else len(rows) for rows in found], dtype=np.intp)
        at = [_NOWHERE if rows is None else rows for rows in found]
        taken = np.concatenate(at) if at else np.empty(0, dtype=np.intp)
        left = batch if (times == 1).all() else batch.take(np.repeat(np.arange(len(batch)), times))
        right = _take(self._scores, taken).set_axis(left.index)
        right.columns = pd.Index(_free(map(str, right.columns), set(left.columns), self._suffix))
        return pd.concat([left, right], axis=1)

    def repeated_both(self, keys: pd.Series) -> list[str]:
        """The keys that occur several times among ``keys`` and in the scores."""
        return sorted(set(keys[keys.duplicated() & keys.notna()]) & self._repeated)

    def report(self) -> JoinReport:
        """The account of all batches so far."""
        met = pa.chunked_array(self._met, pa.string())
        counts = dict(zip(*(column.to_pylist() for column in pc.value_counts(met).flatten()), strict=True))
        missing = counts.pop(None, 0)
        known = {key: n for key, n in counts.items() if key in self._positions}
        doubled = {key for key, n in counts.items() if n > 1}
        return JoinReport(
            key=self.key,
            left_rows=len(met),
            right_rows=len(self._keys),
            left_matched=sum(known.values()),
            right_matched=sum(len(self._positions[key]) for key in known),
            left_unmatched_examples=_examples(counts.keys() - known.keys(), missing),
            right_unmatched_examples=_examples(
                self._positions.keys() - known.keys(), int(self._keys.isna().sum())
            ),
            left_duplicate_keys=len(doubled),
            right_duplicate_keys=len(self._repeated),
            duplicate_examples=_examples(doubled | self._repeated, 0),
        )

    def _note(self, keys: pd.Series) -> None:
        """Remember the keys met (compactly, about 20 bytes each) and refuse the second of a repeated one."""
        hit = keys[keys.isin(self._repeated)] if self._repeated else keys.head(0)
        again = sorted(set(hit[hit.duplicated() | hit.isin(self._hit)]))
        if again:
            raise _many_to_many(again)
        self._hit |= set(hit)
        self._met.append(pa.array(keys.tolist(), pa.string()))


def split_key(key: str) -> tuple[str, str]:
    """'ticket_id' names one column of both tables, 'id=ticket' one of each."""
    left, separator, right = key.partition("=")
    return (left.strip(), right.strip()) if separator else (key.strip(), key.strip())


def key_text(series: pd.Series) -> pd.Series:
    """Keys as text: blanks around them and a decimal zero do not count; missing stays missing (None)."""
    codes, distinct = pd.factorize(series, use_na_sentinel=True)
    texts = np.array([*(_one_key(value) for value in distinct), None], dtype=object)
    return pd.Series(texts[codes], index=series.index, name=series.name, dtype=object)


def _one_key(value: object) -> str | None:
    text = " ".join(value_text(value).split())
    return _DECIMAL_ZERO.sub(r"\1", text) or None


def _many_to_many(keys: list[str]) -> JoinError:
    shown = [*map(repr, keys[:_EXAMPLES]), *["…"] * (len(keys) > _EXAMPLES)]
    return JoinError(
        "{n:key occurs|keys occur} several times on both sides, so no row can be told from another: {shown}",
        n=len(keys),
        shown=shown,
        mend="keep one row per key in the scores, or choose a key that is unique: --key COLUMN",
    )


def _nullable(frame: pd.DataFrame) -> pd.DataFrame:
    """Types that can hold a missing cell, so that every batch comes out with the same ones."""
    kinds: dict[str, str] = {}
    for name, dtype in frame.dtypes.items():
        if dtype.kind == "b":
            kinds[str(name)] = "boolean"
        elif dtype.kind in "iu" and isinstance(dtype, np.dtype):
            exact = frame[name].abs().max() < _EXACT if len(frame) else True
            kinds[str(name)] = "float64" if exact else "Int64"
    return frame.astype(kinds).reset_index(drop=True)


def _take(frame: pd.DataFrame, positions: _Rows) -> pd.DataFrame:
    return frame.reindex(pd.Index(np.where(positions < 0, len(frame), positions)))


def _free(names: Iterable[str], taken: set[str], suffix: str) -> list[str]:
    """The names, each with as many suffixes as it needs to be new."""
    free = []
    for name in names:
        while name in taken:
            name += suffix
        taken.add(name)
        free.append(name)
    return free


def _examples(keys: Iterable[str], missing: int) -> tuple[str, ...]:
    named = sorted(keys)[: _EXAMPLES - bool(missing)]
    return (*named, "(empty)") if missing else tuple(named)
