"""Comments set aside for what can only be seen once all have passed: whole, or a random part of many.

The part is drawn by a hash of the text, so that it is the same whatever the order or the chunks the comments
came in, and holds a bounded number of characters, so that neither memory nor time grows with the file.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.pipeline.quotes import days_of
from otklik.pipeline.tables import Tagged
from otklik.records import COMMENT_ID, LANGUAGE

ROOM = 3_000_000  # characters: some 40,000 sentences
_LAST = "9999"  # no day comes after it


Order = tuple[int, str, str, list[tuple[str, float]], str]


@dataclass(frozen=True)
class Pooled:
    """A comment: ``lot`` is the hash it is drawn by, ``scores`` those it came with."""

    lot: int
    text: str
    day: str | None
    scores: Mapping[str, float]
    comment_id: str
    language: str
    link: str | None

    @cached_property
    def order(self) -> Order:
        """By lot; equal texts by what else is known of them."""
        return self.lot, self.text, self.day or _LAST, sorted(self.scores.items()), self.comment_id


@dataclass(frozen=True)
class Pool:
    """The first ``comments`` by lot that there is ROOM for, of the ``seen``."""

    comments: tuple[Pooled, ...] = ()
    seen: int = 0

    def __add__(self, other: Pool) -> Pool:
        if not (self.seen and other.seen):
            return self if self.seen else other
        return _drawn((*self.comments, *other.comments), self.seen + other.seen)


def pool(tagged: Tagged, scores: Mapping[str, NDArray[np.float64]], dates: pd.Series | None) -> Pool:
    """The comments of a labelled table, none that says nothing or repeats another; ``scores`` (n,) NaN where
    there is none, ``dates`` (n) the moments, where the day is known."""
    table, days = tagged.comments, days_of(dates, len(tagged.comments))
    ids, languages = table[COMMENT_ID].tolist(), table[LANGUAGE].tolist()
    rows = np.flatnonzero(~tagged.silent & ~tagged.repeats).tolist()
    comments = [
        Pooled(
            lot=_lot(tagged.shown[at]),
            text=tagged.shown[at],
            day=days[at],
            scores={name: float(of[at]) for name, of in scores.items() if not np.isnan(of[at])},
            comment_id=str(ids[at]),
            language=languages[at],
            link=tagged.links[at] if tagged.links else None,
        )
        for at in rows
    ]
    return _drawn(comments, len(comments))


def _lot(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _drawn(comments: Iterable[Pooled], seen: int) -> Pool:
    ordered = sorted(comments, key=attrgetter("order"))
    taken = list(accumulate(len(one.text) for one in ordered))
    return Pool(tuple(ordered[: bisect_right(taken, ROOM)]), seen)
