"""Rows that may repeat one another: what is remembered of each, which meet, and who comes first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from otklik.languages import LANGUAGES
from otklik.pipeline.comments import column_of
from otklik.pipeline.sketch import Hashes, Short, Sketches, Words, hash_texts, mix, sketch, words_of
from otklik.pipeline.summary import Reading
from otklik.reading.dates import parse_dates
from otklik.records import COMMENT_ID, TEXT

LONG = 10
"""Words. Below, different people do write the same ('the parcel never came, the money was returned'): in a
pool of 110,000 real comments such pairs had 6 to 9 words, and none had more."""
NEAR = 0.8
ROUNDS = 32
"""How often the first of the texts that may be alike is set against the others. What is undecided then (it
takes dozens of texts that share much and are not alike) is kept."""

Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]
_UNDATED = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Seen:
    """What is remembered of n rows: ``keys`` are equal for exact duplicates where ``keyed``; ``texts``
    hash the words (0: none), ``contents`` the words and scores; ``moments`` are microseconds; ``long`` marks
    the m rows of ``sketches`` and ``negations``, in the same order. ``named``: the table has ids."""

    keys: Hashes
    keyed: Marks
    texts: Hashes
    contents: Hashes
    moments: Rows
    ids: pa.Array
    named: bool
    long: Marks
    negations: Rows
    sketches: Sketches

    @classmethod
    def joined(cls, parts: list[Seen]) -> Seen:
        """All parts, one after another; there is at least one."""
        return cls(
            keys=np.concatenate([part.keys for part in parts]),
            keyed=np.concatenate([part.keyed for part in parts]),
            texts=np.concatenate([part.texts for part in parts]),
            contents=np.concatenate([part.contents for part in parts]),
            moments=np.concatenate([part.moments for part in parts]),
            ids=pa.concat_arrays([part.ids for part in parts]),
            named=parts[0].named,
            long=np.concatenate([part.long for part in parts]),
            negations=np.concatenate([part.negations for part in parts]),
            sketches=Sketches.joined([part.sketches for part in parts]),
        )

    def in_company(self) -> Marks:
        """Rows that may repeat another row, or be repeated (n,)."""
        company = self.keyed.copy()
        company[self.keyed] = shared(self.keys[self.keyed])
        company[self.long] |= _met(self.sketches.bands)
        return company

    def by_rank(self, rows: Rows) -> Rows:
        """The rows, that which is to be kept first."""
        ids = self.ids.take(pa.array(rows))
        places = pc.rank(ids, tiebreaker="dense").to_numpy() if len(rows) else rows
        then = (self.contents[rows], places) if self.named else (places, self.contents[rows])
        return rows[np.lexsort((*then, self.moments[rows]))]

    def leaders(self, rows: Rows) -> Rows:
        """For each of these long rows of different texts, by rank, the place among them of the row it nearly
        repeats; its own when it stays.

        In each round the texts that are first in all their buckets stay, and take the texts of their buckets
        that are alike; the next round is without them.
        """
        places = (np.cumsum(self.long) - 1)[rows]
        bands, negations = self.sketches.bands[:, places], self.negations[places]
        of = np.arange(len(rows))
        free = of[_met(bands)]
        for _ in range(ROUNDS):
            if not len(free):
                break
            chiefs, chief, other = _meetings(bands[:, free])
            chief, other = free[chief], free[other]
            alike = negations[chief] == negations[other]
            alike[alike] = self.sketches.similarity(places[chief[alike]], places[other[alike]]) >= NEAR
            np.minimum.at(of, other[alike], chief[alike])
            free = free[~chiefs & (of[free] == free)]
            free = free[_met(bands[:, free])]
        return of


def look(frame: pd.DataFrame, reading: Reading) -> Seen:
    """Some comments (see ``as_comments``), as they are remembered."""
    roles = reading.roles
    words = words_of([text if isinstance(text, str) else "" for text in frame[TEXT]])
    ids = frame[COMMENT_ID].tolist()
    texts, long = words.hashes(), words.counts >= LONG
    moments = _moments(frame, reading)
    records = mix(mix(texts + mix(hash_texts(ids))) + moments.view(np.uint64))
    contents = texts
    for score in roles.scores:
        contents = mix(contents + hash_texts([str(value) for value in frame[column_of(score)]]))
    return Seen(
        keys=np.where(long, texts, records),
        keyed=long | (words.counts > 0) & (roles.id is not None),
        texts=texts,
        contents=contents,
        moments=moments,
        ids=pa.array(ids, pa.string()),
        named=roles.id is not None,
        long=long,
        negations=_negations(words)[long],
        sketches=sketch(words.of(long)),
    )


def _moments(frame: pd.DataFrame, reading: Reading) -> Rows:
    """Microseconds; _UNDATED where there is no date."""
    if reading.roles.date is None:
        return np.full(len(frame), _UNDATED)
    dates, _ = parse_dates(frame[column_of(reading.roles.date)], first=reading.day_first)
    moments = dates.to_numpy(dtype="datetime64[us]")
    return np.where(np.isnat(moments), _UNDATED, moments.view(np.int64))


def _negations(words: Words) -> Rows:
    """How many words of each text negate."""
    at = np.flatnonzero(np.isin(words.forms, _negators()))
    ends = np.cumsum(words.counts)
    return np.bincount(np.searchsorted(ends, at, side="right"), minlength=len(ends))


@cache
def _negators() -> Hashes:
    return words_of(sorted({word for language in LANGUAGES for word in language.negators})).forms


def shared(values: NDArray[np.unsignedinteger]) -> Marks:
    """Which of the values occur more than once (n,)."""
    ordered = np.sort(values)
    several = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(several):
        return np.zeros(len(values), dtype=bool)
    at = np.minimum(np.searchsorted(several, values), len(several) - 1)
    again: Marks = several[at] == values
    return again


def first_equal(values: NDArray[np.unsignedinteger]) -> Rows:
    """For each value (n,) the place of the first one equal to it."""
    _, first, which = np.unique(values, return_index=True, return_inverse=True)
    places: Rows = first[which]
    return places


def _met(bands: Short) -> Marks:
    """Which of n texts agree with another one in a band: they share a bucket."""
    met = np.zeros(bands.shape[1], dtype=bool)
    for band in bands:
        met |= shared(band)
    return met


def _meetings(bands: Short) -> tuple[Marks, Rows, Rows]:
    """Which of n > 0 texts, by rank, are first in all their buckets (the first text always is); and pairs
    of such a text and another one of its buckets (p,), (p,)."""
    places = np.arange(bands.shape[1])
    first = np.array([first_equal(band) for band in bands])
    chiefs = np.all(first == places, axis=0)
    pairs = np.unique((first * len(places) + places)[chiefs[first] & (first != places)])
    return chiefs, *np.divmod(pairs, len(places))
