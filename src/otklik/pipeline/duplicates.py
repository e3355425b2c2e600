"""Comments that repeat another row of the same data: which, of which, and how many.

Texts are told apart by their words: markup, case, ё, spaces and punctuation do not count, digits do. LONG
and NEAR are set in ``resemblance``.

- **The same record**: same words, same id, same date where the table has dates. An exact duplicate.
- **The same long text** (LONG words or more), whoever gave it. An exact duplicate: people do not write one
  long sentence twice by chance, it was exported twice, copied, or filled into a template.
- **Nearly the same long text**: of all the word triples of the two texts NEAR are in both (the similarity
  of Jaccard), and both negate equally often. A near duplicate, and so are templates that differ in a number
  or a name only.
- **A short text that several customers give** ('Всё хорошо', 'good service') is no duplicate but an answer
  many share: it stays, and is counted as ``repeated``. A blank one is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from otklik.pipeline.comments import DUPLICATE_OF
from otklik.pipeline.memory import give_back
from otklik.pipeline.resemblance import Rows, Seen, first_equal, look, shared
from otklik.pipeline.summary import Reading

_STEP = 500  # rows looked at together: their arrays stay in the processor's cache


@dataclass(frozen=True)
class Counts:
    """``rows`` seen; of them ``exact`` and ``near`` duplicates of ``groups`` rows that stay; and rows that
    stay although other such rows give the same short text (``repeated``)."""

    rows: int = 0
    exact: int = 0
    near: int = 0
    groups: int = 0
    repeated: int = 0


@dataclass(frozen=True, eq=False)
class Duplicates:
    """``of`` (n,): for each row of the stream the row it repeats, −1 for none. ``ids``: the comment_id of
    each row that is repeated.

    Of a group, the row of the earliest date stays (undated ones come last), then of the first id, then by a
    hash of its words and scores; never by its place. So neither the order of the rows nor the size of the
    batches changes which rows stay, up to rows that are alike in all this.
    """

    of: Rows
    counts: Counts
    ids: Mapping[int, str] = field(repr=False)

    @classmethod
    def find(cls, comments: Iterable[pd.DataFrame], reading: Reading) -> Duplicates:
        """One pass over batches of comments (see ``as_comments``), at least one; about 400 bytes of memory a
        row at its peak. Raises UndecidedError when no value tells days from months."""
        pieces = (
            batch.iloc[at : at + _STEP] for batch in comments for at in range(0, len(batch) or 1, _STEP)
        )
        seen = Seen.joined([look(piece, reading) for piece in pieces])
        of = _repeated(seen)
        kept = np.unique(of[of >= 0])
        ids = dict(zip(kept.tolist(), seen.ids.take(pa.array(kept)).to_pylist(), strict=True))
        counts = _count(seen, of)
        del seen
        give_back()
        return cls(of, counts, ids)

    def mark(self, comments: pd.DataFrame) -> pd.DataFrame:
        """The table with DUPLICATE_OF: the comment_id of the row that is repeated, or None. The index is
        the row's place in the stream."""
        repeated = [self.ids.get(row) for row in self.of[comments.index].tolist()]
        return comments.assign(**{DUPLICATE_OF: pd.Series(repeated, index=comments.index, dtype=object)})

    def drop(self, comments: pd.DataFrame) -> pd.DataFrame:
        """The rows that repeat no other; the index as for ``mark``."""
        return comments[self.of[comments.index] < 0]


def _repeated(seen: Seen) -> Rows:
    """``Duplicates.of``: first the exact duplicates, then the near ones among the texts that are left."""
    rows = seen.by_rank(np.flatnonzero(seen.in_company()))
    first = first_equal(seen.keys[rows])
    original = np.arange(len(seen.keys))
    original[rows] = rows[first]
    single = rows[first == np.arange(len(rows))]
    long = single[seen.long[single]]
    original[long] = long[seen.leaders(long)]
    original = original[original]  # the copies of a near duplicate go where it goes
    return np.where(original == np.arange(len(original)), -1, original)


def _count(seen: Seen, of: Rows) -> Counts:
    again = np.flatnonzero(of >= 0)
    exact = int(np.count_nonzero(seen.texts[again] == seen.texts[of[again]]))
    short = seen.texts[(of < 0) & ~seen.long & (seen.texts != 0)]
    return Counts(
        rows=len(of),
        exact=exact,
        near=len(again) - exact,
        groups=len(np.unique(of[again])),
        repeated=int(np.count_nonzero(shared(short))),
    )
