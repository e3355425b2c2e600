"""What else a table holds that a report can use, where the user says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from otklik.reading import words
from otklik.reading.columns import quoted
from otklik.reading.guessing import look
from otklik.records import Roles
from otklik.sentences import Sentence

_TEXT = 2  # the rank from which a header names what a customer writes, not a title
_SCALES = {"stars5": range(1, 6), "rating10": range(1, 11)}


@dataclass(frozen=True)
class Offer:
    """What some columns may be, and the flags that take them in."""

    what: Sentence
    flag: str


def offers(sample: pd.DataFrame, roles: Roles) -> Iterator[Offer]:
    """Of the columns that have no part."""
    taken = {*roles.texts, *roles.scores, *roles.segments, *roles.ticket.values()}
    taken |= {name for name in (roles.date, roles.id, roles.customer, roles.touchpoint, roles.link) if name}
    free = {str(name): sample[name] for name in sample.columns if name not in taken}
    texts = [name for name, values in free.items() if _is_text(name, values)]
    if texts:
        flags = (f"--text {quoted(name)}" for name in (*roles.texts, *texts))
        yield Offer(Sentence("{columns!r} may hold comments too", columns=texts), " ".join(flags))
    scores = {name: kind for name, values in free.items() if (kind := _scale(name, values))}
    if scores:
        flags = (f"--score {quoted(f'{name}={kind}')}" for name, kind in scores.items())
        kept = (f"--score {quoted(f'{name}={kind.spec}')}" for name, kind in roles.scores.items())
        yield Offer(
            Sentence("{columns!r} may be scores too", columns=list(scores)), " ".join((*kept, *flags))
        )


def _is_text(name: str, values: pd.Series) -> bool:
    return words.rank("text", name) >= _TEXT and not words.rank("not_text", name) and look(values).is_text


def _scale(name: str, values: pd.Series) -> str | None:
    """The kind of a column that holds every whole number of a scale and nothing else."""
    if words.rank("not_score", name):
        return None
    found = set(pd.to_numeric(values.dropna().astype(str), errors="coerce").tolist())
    return next((kind for kind, scale in _SCALES.items() if found == set(scale)), None)
