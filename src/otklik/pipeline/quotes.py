"""Which comments are shown: the best few, unlike one another, the same whatever the order they came in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.pipeline.comments import column_of
from otklik.pipeline.tables import Tagged
from otklik.records import COMMENT_ID, LANGUAGE, Quote, Roles

QUOTES = 12
POOL = 48  # kept while comments are counted, so that there is a choice of unlike ones
ALIKE = 0.5  # of all words of two texts in both: they say the same
_WORD = re.compile(r"\w+")


def quotes_of(
    tagged: Tagged, roles: Roles, scores: Mapping[str, NDArray[Any]], dates: pd.Series | None
) -> dict[tuple[str, str], tuple[Quote, ...]]:
    """The POOL best quotes of each topic and polarity, none from a row that repeats another. A score that is
    missing is left out of its quote."""
    about, mentions = _about(tagged, roles, scores, dates), tagged.mentions
    columns = (mentions[name].tolist() for name in ("topic", "polarity", "why", "probability"))
    places = tagged.comments.index.get_indexer(mentions.index).tolist()
    found: dict[tuple[str, str], list[Quote]] = {}
    for at, span, topic, polarity, *reason in zip(places, tagged.places, *columns, strict=True):
        if not tagged.repeats[at]:
            id, text, *facts = about(at)
            found.setdefault((topic, polarity), []).append(Quote(id, text, *span, *reason, *facts))
    return {key: best(quotes) for key, quotes in found.items()}


def _about(
    tagged: Tagged, roles: Roles, scores: Mapping[str, NDArray[Any]], dates: pd.Series | None
) -> Callable[[int], tuple[Any, ...]]:
    """Row → id, text, day, scores, groups, language, link."""
    table = tagged.comments
    ids, languages, days = table[COMMENT_ID].tolist(), table[LANGUAGE].tolist(), days_of(dates, len(table))
    groups = {name: table[column_of(name)].tolist() for name in roles.segments}

    def about(at: int) -> tuple[Any, ...]:
        values = {name: float(of[at]) for name, of in scores.items() if not np.isnan(of[at])}
        within = {name: str(of[at]) for name, of in groups.items() if not pd.isna(of[at])}
        link = tagged.links[at] if tagged.links else None
        return str(ids[at]), tagged.shown[at], days[at], values, within, languages[at], link

    return about


def days_of(dates: pd.Series | None, rows: int) -> list[str | None]:
    """The day of each row, '2026-03-14'; None where it is not known."""
    if dates is None:
        return [None] * rows
    return [None if pd.isna(day) else day for day in dates.dt.strftime("%Y-%m-%d").tolist()]


def best(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The POOL best, the same whatever the order: proven by a rule, probable, of a readable length; equal
    texts once."""
    ranked = sorted(quotes, key=rank)
    seen: dict[str, Quote] = {}
    for quote in ranked:
        seen.setdefault(quote.text.casefold(), quote)
    return tuple(seen.values())[:POOL]


def diverse(quotes: Sequence[Quote], count: int = QUOTES) -> tuple[Quote, ...]:
    """``count`` of them, best first: none with the words of a better one (ALIKE), and every evidence once
    before any comes again."""
    turns: dict[str, int] = {}
    queue = []
    for place, quote in enumerate(_unlike(quotes)):
        evidence = " ".join(_words(quote.text[quote.start : quote.end]))
        turns[evidence] = turns.get(evidence, -1) + 1
        queue.append((turns[evidence], place, quote))
    return tuple(quote for *_, quote in sorted(queue, key=lambda turn: turn[:2]))[:count]


def _unlike(quotes: Sequence[Quote]) -> Iterator[Quote]:
    kept: list[frozenset[str]] = []
    for quote in quotes:
        words = frozenset(_words(quote.text))
        if not any(len(words & other) > ALIKE * len(words | other) for other in kept):
            kept.append(words)
            yield quote


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("ё", "е"))


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
