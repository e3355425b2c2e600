"""Which comments are shown: the best few, the same whatever the order they came in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.pipeline.tables import Tagged
from otklik.records import COMMENT_ID, Quote

QUOTES = 12


def quotes_of(
    tagged: Tagged, scores: Mapping[str, NDArray[Any]], dates: pd.Series | None
) -> dict[tuple[str, str], tuple[Quote, ...]]:
    """The best quotes of each topic and polarity. A score that is missing is left out of its quote."""
    table, mentions = tagged.comments, tagged.mentions
    ids = table[COMMENT_ID].tolist()
    days = days_of(dates, len(table))
    columns = (mentions[name].tolist() for name in ("topic", "polarity", "why", "probability"))
    places = table.index.get_indexer(mentions.index).tolist()
    found: dict[tuple[str, str], list[Quote]] = {}
    for at, (start, end), topic, polarity, why, probability in zip(
        places, tagged.places, *columns, strict=True
    ):
        values = {name: float(of[at]) for name, of in scores.items() if not np.isnan(of[at])}
        quote = Quote(str(ids[at]), tagged.shown[at], start, end, why, probability, days[at], values)
        found.setdefault((topic, polarity), []).append(quote)
    return {key: best(quotes) for key, quotes in found.items()}


def days_of(dates: pd.Series | None, rows: int) -> list[str | None]:
    """The day of each row, '2026-03-14'; None where it is not known."""
    if dates is None:
        return [None] * rows
    return [None if pd.isna(day) else day for day in dates.dt.strftime("%Y-%m-%d").tolist()]


def best(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The QUOTES best, the same whatever the order: proven by a rule, probable, of a readable length; equal
    texts once."""
    ranked = sorted(quotes, key=rank)
    seen: dict[str, Quote] = {}
    for quote in ranked:
        seen.setdefault(quote.text.casefold(), quote)
    return tuple(seen.values())[:QUOTES]


def rank(quote: Quote) -> tuple[bool, bool, float, str, str]:
    """Sorts the best first. The last resort is a hash of the text, so that no customer's place in the file
    matters."""
    readable = 40 <= len(quote.text) <= 400
    digest = hashlib.blake2b(quote.text.encode("utf8", "surrogatepass"), digest_size=8).hexdigest()
    return (
        not quote.why.startswith("rule"),
        not readable,
        -round(quote.probability, 1),
        digest,
        quote.comment_id,
    )
