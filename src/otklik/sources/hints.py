"""What a source says of the columns of its tables: the roles that need not be guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from otklik.sources.headers import all_of, first_of, repeated
from otklik.sources.record import COLUMN_ROLES, Columns, Json, Source, Words

_TICKET_ROWS = frozenset({"ticket_id", "text", "customer_messages"})
_SEGMENTS = ("channel", "group", "sla_met")
_MANY = ("text", "segments")


@dataclass(frozen=True)
class Hints:
    """Columns by their role, as the tool called ``source`` exports them. ``scores``: column → kind as
    ``--score`` spells it, '' while undecided; ``words``: column → score words in lower case and their
    numbers, NaN for 'no answer'. ``others``: the remaining roles (closed, first_reply, tags …) → column.
    ``thread``: columns of one message each, which ``otklik.sources.cells.threads`` joins."""

    text: tuple[str, ...] = ()
    id: str | None = None
    date: str | None = None
    customer: str | None = None
    segments: tuple[str, ...] = ()
    scores: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    thread: tuple[str, ...] = ()
    source: str = ""


def roles_of(source: Source, columns: Sequence[str]) -> Hints:
    """The roles of the columns of a table from this source: the rows of ``tickets``, or an export."""
    if set(columns) >= _TICKET_ROWS:
        hints = _of_tickets(source.json, columns)
    else:
        hints = Hints() if source.columns is None else _of_export(source.columns, columns)
    return replace(hints, source=source.name)


def _of_tickets(json: Json | None, columns: Sequence[str]) -> Hints:
    """Score words are numbers already."""
    named = {"id", "date", "customer", *_MANY}
    there = set(columns)
    return Hints(
        text=("text",),
        id="ticket_id",
        date="created" if "created" in there else None,
        customer="customer" if "customer" in there else None,
        segments=tuple(name for name in _SEGMENTS if name in there),
        scores={"rating": json.score.kind} if json and "rating" in there else {},
        others={name: name for name in columns if name in COLUMN_ROLES and name not in named},
    )


def _of_export(known: Columns, columns: Sequence[str]) -> Hints:
    many = {role: all_of(known.roles.get(role, ()), columns) for role in _MANY}
    one = {
        role: column
        for role, aliases in known.roles.items()
        if role not in _MANY and (column := first_of(aliases, columns)) is not None
    }
    scores = {column: score for score in known.scores for column in all_of(score.columns, columns)}
    return Hints(
        text=many["text"],
        id=one.pop("id", None),
        date=one.pop("date", None),
        customer=one.pop("customer", None),
        segments=many["segments"],
        scores={column: score.kind for column, score in scores.items()},
        words={column: score.words for column, score in scores.items() if score.words},
        others=one,
        thread=repeated(known.thread.columns, columns) if known.thread else (),
    )
