"""What is known of a source, a helpdesk or a survey tool, as frozen records; data/sources/README.md shows
how they are written as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from otklik.sources.paths import Field, Path, Tests

TICKET_FIELDS = (
    "id",
    "subject",
    "customer",
    "created",
    "first_reply",
    "closed",
    "first_response_minutes",
    "first_response_seconds",
    "resolution_minutes",
    "resolution_seconds",
    "reopened",
    "channel",
    "tags",
    "status",
    "agent",
    "group",
    "sla_met",
    "url",
    "rating",
    "rating_comment",
)
MESSAGE_FIELDS = ("id", "text", "created", "author", "rating", "rating_comment")
COLUMN_ROLES = (
    "text",
    "id",
    "date",
    "customer",
    "segments",
    "subject",
    "first_reply",
    "closed",
    "first_response_minutes",
    "resolution_minutes",
    "reopened",
    "channel",
    "tags",
    "status",
    "agent",
    "group",
    "sla_met",
    "touchpoint",
    "url",
    "rating_comment",
)
Words = Mapping[str, float]
"""Score words in lower case and their numbers; NaN for a word that says that there is no answer."""


@dataclass(frozen=True)
class Kind:
    """One kind of JSON object: the keys it ``has`` (each a choice of paths) and the values ``where`` it has
    them; then where its fields are. ``ticket`` leads to the id of the ticket it belongs to."""

    has: tuple[Field, ...]
    where: Tests = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    ticket: Field = ()

    @cached_property
    def known_by(self) -> tuple[tuple[frozenset[str], Field], ...]:
        """What it has, ready to be looked for: for each choice the plain keys, and the longer paths."""
        return tuple(
            (
                frozenset(key for path in choice if len(path) == 1 for key in path[0]),
                tuple(path for path in choice if len(path) > 1),
            )
            for choice in self.has
        )


@dataclass(frozen=True)
class MessageKind(Kind):
    """Who speaks is said by the first that holds of ``system``, ``private`` (a note) and ``customer``;
    everybody else is an agent."""

    customer: Tests = ()
    private: Tests = ()
    system: Tests = ()


@dataclass(frozen=True)
class TicketKind(Kind):
    """``drop`` names the tickets that are none: spam, deleted. ``opening`` is a first message that stands in
    the ticket itself, the customer's unless ``opening_agent`` holds."""

    drop: Mapping[str, Tests] = field(default_factory=dict)
    opening: Field = ()
    opening_agent: Tests = ()


@dataclass(frozen=True)
class PeopleKind(Kind):
    """Users listed beside the messages: which of them, by ``id``, are customers."""

    id: Field = ()
    customer: Tests = ()


@dataclass(frozen=True)
class Score:
    """A satisfaction score: its kind as ``--score`` spells it ('' while undecided) and what words and codes
    mean on it. ``columns`` are the headers that may hold it, in a table."""

    kind: str = ""
    words: Words = field(default_factory=dict)
    note: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Json:
    """How the answers of an API are read. ``more`` are objects that add fields to a ticket (ratings,
    metrics); ``values`` names the codes of a field; ``missing`` are words that mean nothing; ``page`` is
    where a whole response says which ticket it is about, and the pattern that finds the id there."""

    ticket: TicketKind
    messages: tuple[MessageKind, ...] = ()
    more: tuple[Kind, ...] = ()
    people: PeopleKind | None = None
    score: Score = Score()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    page: tuple[Path, str] | None = None


@dataclass(frozen=True)
class Thread:
    """Columns that hold one message each, as 'date;author;text': a message is the customer's where its
    author is the one in the column ``customer``."""

    columns: tuple[str, ...]
    opening: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """How a table is read. ``recognise``: sets of headers; with all of one set there, it is this source.
    ``roles``: the headers that may play a role."""

    recognise: tuple[tuple[str, ...], ...]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    thread: Thread | None = None


@dataclass(frozen=True)
class Source:
    """A helpdesk or survey tool. ``file`` is where the record was read from; ``own``: the user gave it."""

    id: str
    name: str
    json: Json | None = None
    columns: Columns | None = None
    file: str = ""
    own: bool = False
