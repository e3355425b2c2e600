"""What customers say of one topic: its quotes as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from otklik.errors import UsageError
from otklik.records import POLARITIES, Quote, Results

_COLUMNS = ("comment_id", "polarity", "evidence", "text", "why", "probability", "date")


@dataclass(frozen=True)
class Topic:
    """One topic of an analysis; ``names`` and ``definition`` by language."""

    id: str
    names: Mapping[str, str]
    definition: Mapping[str, str]
    drivers: pd.DataFrame
    _quotes: Mapping[str, tuple[Quote, ...]]

    def quotes(self, count: int = 10, *, polarity: str | None = None) -> pd.DataFrame:
        """The ``count`` best quotes, of one polarity or the best of each in turn: comment_id, polarity,
        evidence, text, why, probability, date. An analysis keeps a dozen of each polarity.

        Raises UsageError for a polarity that does not exist.
        """
        if polarity is not None and polarity not in POLARITIES:
            raise UsageError(f"there is no polarity {polarity!r}", mend=f"one of: {', '.join(POLARITIES)}")
        chosen = [polarity] if polarity else list(POLARITIES)
        ranked = [(rank, one, q) for one in chosen for rank, q in enumerate(self._quotes.get(one, ()))]
        ranked.sort(key=lambda found: found[0])
        rows = [_row(quote, said) for _, said, quote in ranked[:count]]
        return pd.DataFrame(rows, columns=list(_COLUMNS))


def topic(results: Results, wanted: str) -> Topic:
    """The topic called ``wanted``, by its id or its name in any language.

    Raises UsageError with the nearest when there is none.
    """
    names = {topic: results.names.get(topic, {}) for topic in map(str, results.topics["topic"])}
    ids = {called.casefold(): id for id, said in names.items() for called in (*said.values(), id)}
    id = ids.get(wanted.casefold())
    if id is None:
        near = get_close_matches(wanted.casefold(), ids, n=1)
        guess = f"; did you mean {ids[near[0]]!r}?" if near else ""
        raise UsageError(f"there is no topic {wanted!r}{guess}", mend=f"one of: {', '.join(names)}")
    drivers = results.drivers[results.drivers["topic"] == id].reset_index(drop=True)
    quotes = {polarity: results.quotes.get((id, polarity), ()) for polarity in POLARITIES}
    return Topic(id, names[id], results.definitions.get(id, {}), drivers, quotes)


def _row(quote: Quote, polarity: str) -> tuple[object, ...]:
    evidence = quote.text[quote.start : quote.end]
    return quote.comment_id, polarity, evidence, quote.text, quote.why, quote.probability, quote.date
