"""A table whose rows that repeat another are marked, or left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

import pandas as pd

from otklik.pipeline.comments import DUPLICATE_OF, as_comments
from otklik.pipeline.duplicates import Duplicates
from otklik.pipeline.summary import Reading
from otklik.records import Roles
from otklik.sentences import Sentence

Batches = Callable[[], Iterator[pd.DataFrame]]
_DONE = {
    "drop": Sentence("left out"),
    "count": Sentence("counted like all others; --deduplicate leaves them out"),
    "mark": Sentence("marked in the column {column}", column=DUPLICATE_OF),
}


def without_repeats(
    rows: Batches, columns: Collection[str], reading: Reading, how: str
) -> tuple[Batches, int, list[Sentence]]:
    """The batches of a table with these columns, rows that repeat another marked ('mark', 'count') or dropped
    ('drop'); how many there are, and a note where there are any. To be called before a second table is met,
    since that may rightly give a comment several rows."""
    alone = replace(reading, roles=_within(reading.roles, columns))
    found = Duplicates.find((_one_text(batch, alone.roles) for batch in rows()), alone)
    work = found.drop if how == "drop" else found.mark

    def batches() -> Iterator[pd.DataFrame]:
        yield from (work(batch) for batch in rows())

    n = found.counts.exact + found.counts.near
    told = Sentence(
        "{n:row repeats|rows repeat} another ({exact} exactly, {near} nearly): {done}",
        n=n,
        exact=found.counts.exact,
        near=found.counts.near,
        done=_DONE[how],
    )
    return batches, n, [told] * (n > 0)


def _within(roles: Roles, columns: Collection[str]) -> Roles:
    """The roles that one of two tables plays alone."""
    return replace(
        roles,
        id=roles.id if roles.id in columns else None,
        date=roles.date if roles.date in columns else None,
        scores={name: kind for name, kind in roles.scores.items() if name in columns},
    )


def _one_text(batch: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    """Comments, the answers to several questions as one text."""
    if len(roles.texts) > 1:
        answers = batch[list(roles.texts)].astype(object)
        batch = batch.assign(**{roles.text: answers.fillna("").astype(str).agg("\n".join, axis=1)})
    return as_comments(batch, roles)
