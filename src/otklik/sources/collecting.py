"""TicketKind and their messages found in the answers of an API, whatever shape the file has.

An answer is walked from the top; objects are known by what they have. A message says which ticket it belongs
to, or it stands inside its ticket, or in the smallest part of the answer that holds exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from otklik.sources.paths import Field, Record, as_text, at, first, has_key, is_empty, passes
from otklik.sources.record import Json, Kind, MessageKind, PeopleKind, TicketKind

Found = tuple[Kind, Record]


def kind_of(value: Any, kinds: tuple[Kind, ...]) -> Kind | None:
    """The first kind that a value is an object of."""
    if not isinstance(value, dict):
        return None
    for kind in kinds:
        if _is(value, kind):
            return kind
    return None


def _is(value: Record, kind: Kind) -> bool:
    for keys, paths in kind.known_by:
        if keys.isdisjoint(value) and not (paths and any(has_key(value, path) for path in paths)):
            return False
    return not kind.where or passes(kind.where, value)


def kinds_of(json: Json) -> tuple[Kind, ...]:
    """All kinds of objects of a source, in the order in which they are looked for."""
    return (json.ticket, *json.messages, *json.more, *((json.people,) if json.people else ()))


@dataclass
class Case:
    """All that was found of one ticket. ``id`` is None where no answer says it."""

    id: str | None = None
    record: Record = field(default_factory=dict)
    messages: list[tuple[MessageKind, Record]] = field(default_factory=list)
    more: list[Found] = field(default_factory=list)
    times: int = 0

    def take(self, found: Found) -> None:
        kind, record = found
        if isinstance(kind, MessageKind):
            self.messages.append((kind, record))
        else:
            self.more.append(found)


class Collector:
    """Takes the answers one after another; ``cases`` are in the order in which they were first seen."""

    def __init__(self, json: Json) -> None:
        self.json = json
        self.customers: set[str] = set()
        self.empty = 0
        self._kinds = kinds_of(json)
        self._cases: dict[str, Case] = {}
        self._nameless: list[Case] = []
        self._bare: Case | None = None
        self._seen = 0

    def add(self, value: Any) -> None:
        """Walk one answer."""
        before = self._seen
        tickets, loose = self._walk(value)
        self.empty += self._seen == before
        if not loose:
            return
        if len(tickets) == 1:
            _give(loose, next(iter(tickets.values())))
        elif isinstance(kind_of(value, self.json.messages), MessageKind):
            self._bare = self._bare or self._new()
            _give(loose, self._bare)
        else:
            self._keep(loose)

    def _keep(self, loose: list[Found]) -> None:
        """An answer of messages without a ticket is about one ticket; ratings are one ticket each."""
        messages = [found for found in loose if isinstance(found[0], MessageKind)]
        if messages:
            _give(messages, self._new())
        for found in loose:
            if not isinstance(found[0], MessageKind):
                self._new().take(found)

    def _new(self) -> Case:
        self._nameless.append(Case())
        return self._nameless[-1]

    def cases(self) -> Iterator[Case]:
        """What was found. With one ticket only, what is of no ticket is of that."""
        named = list(self._cases.values())
        if len(named) == len(self._nameless) == 1 and not named[0].messages:
            named[0].messages += self._nameless[0].messages
            named[0].more += self._nameless[0].more
            self._nameless = []
        yield from named
        yield from self._nameless

    def _walk(self, value: Any) -> tuple[dict[str, Case], list[Found]]:
        """The tickets in a value, and what in it belongs to a ticket that is not known yet."""
        if isinstance(value, list):
            return self._inside(value)
        if not isinstance(value, dict):
            return {}, []
        kind = kind_of(value, self._kinds)
        if isinstance(kind, TicketKind):
            return self._ticket(kind, value)
        tickets, loose = self._inside(value.values())
        if isinstance(kind, PeopleKind):
            self._person(kind, value)
        elif kind is not None:
            self._seen += 1
            owner = as_text(first(value, kind.ticket))
            if owner is None:
                loose.append((kind, value))
            else:
                self._case(owner).take((kind, value))
        return tickets, self._settled(value, tickets, loose)

    def _inside(self, values: Any) -> tuple[dict[str, Case], list[Found]]:
        tickets: dict[str, Case] = {}
        loose: list[Found] = []
        for inner in values:
            if isinstance(inner, dict | list):
                more_tickets, more_loose = self._walk(inner)
                tickets |= more_tickets
                loose += more_loose
        return tickets, loose

    def _settled(self, value: Record, tickets: dict[str, Case], loose: list[Found]) -> list[Found]:
        """What is still of no ticket, seen from this object."""
        if not loose:
            return loose
        owner = next(iter(tickets.values())) if len(tickets) == 1 else self._page(value)
        if owner is None:
            return loose
        _give(loose, owner)
        return []

    def _page(self, value: Record) -> Case | None:
        if self.json.page is None:
            return None
        path, pattern = self.json.page
        match = re.search(pattern, as_text(at(value, path)) or "")
        return self._case(match[1]) if match else None

    def _ticket(self, kind: TicketKind, value: Record) -> tuple[dict[str, Case], list[Found]]:
        self._seen += 1
        name = as_text(first(value, kind.fields.get("id", ())))
        case = self._new() if name is None else self._case(name)
        case.times += 1
        case.record |= {key: inner for key, inner in value.items() if not is_empty(inner)}
        tickets, loose = self._inside(value.values())
        _give(loose, case)
        return tickets | {name or f"nameless {len(self._nameless)}": case}, []

    def _case(self, name: str) -> Case:
        return self._cases.setdefault(name, Case(name))

    def _person(self, kind: PeopleKind, value: Record) -> None:
        name = as_text(first(value, kind.id))
        if name is not None and passes(kind.customer, value):
            self.customers.add(name)


def _give(loose: list[Found], case: Case) -> None:
    for found in loose:
        case.take(found)


def author_of(kind: MessageKind, record: Record) -> str | None:
    """Who wrote a message, as the source names people."""
    author: Field = kind.fields.get("author", ())
    return as_text(first(record, author))
