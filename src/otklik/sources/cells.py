"""Tickets whose messages stand in columns of one table: 'date;author;text' in each cell, as Jira has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from otklik.sources.headers import all_of, first_of, repeated
from otklik.sources.hints import roles_of
from otklik.sources.paths import as_text
from otklik.sources.record import Score, Source, Thread
from otklik.sources.rows import Tickets, row_of, with_known_columns
from otklik.sources.tally import Tally, notes
from otklik.sources.threads import AGENT, CUSTOMER, Message
from otklik.sources.times import read_time


def threads(rows: Iterable[Mapping[str, Any]], source: Source, *, with_agents: bool = False) -> Tickets:
    """The rows of a table as tickets, where the source has a ``thread``: see Hints.thread.

    A message is the customer's where its author is the one whom the row names as the customer. Columns that
    play no part in this stay as they are.
    """
    thread = source.columns.thread if source.columns else None
    if source.columns is None or thread is None:
        return Tickets([dict(row) for row in rows], [])
    tally, made, left = Tally(), [], []
    score = Score()
    for row in rows:
        columns = list(row)
        hints = roles_of(source, columns)
        roles = {**hints.others, "id": hints.id, "created": hints.date, "customer": hints.customer}
        found = {role: row[column] for role, column in roles.items() if column is not None}
        found["tags"] = [row[column] for column in _tags(source, columns) if row[column]] or None
        rated = next(iter(hints.scores), None)
        if rated is not None:
            found["rating"] = row[rated]
            score = next(one for one in source.columns.scores if rated in all_of(one.columns, columns))
        made.append(row_of(found, _messages(row, thread), score, tally, with_agents))
        used = {*roles.values(), *hints.text, *hints.scores, *hints.thread, *_tags(source, columns)}
        left.append({column: value for column, value in row.items() if column not in used})
    joined = [{**own, **rest} for own, rest in zip(with_known_columns(made), left, strict=True)]
    return Tickets(joined, notes(made, tally, score))


def _tags(source: Source, columns: list[str]) -> tuple[str, ...]:
    aliases = source.columns.roles.get("tags", ()) if source.columns else ()
    return repeated(aliases, columns)


def _messages(row: Mapping[str, Any], thread: Thread) -> list[Message]:
    columns = list(row)
    named = (as_text(row[column]) for column in all_of(thread.customer, columns))
    customers = {name.strip().casefold() for name in named if name}
    opening = first_of(thread.opening, columns)
    text = as_text(row[opening]) if opening else None
    found = [Message(CUSTOMER, text)] if text else []
    cells = (as_text(row[column]) for column in repeated(thread.columns, columns))
    return found + [_message(cell, customers) for cell in cells if cell]


def _message(cell: str, customers: set[str]) -> Message:
    """'date;author;text', where the text may hold more semicolons; without a date, all of it is the text and
    nobody is known to have written it."""
    date, *rest = cell.split(";", 2)
    time = read_time(date)
    if time is None or len(rest) != 2:
        return Message(AGENT, cell)
    return Message(CUSTOMER if rest[0].strip().casefold() in customers else AGENT, rest[1], time)
