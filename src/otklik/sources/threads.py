"""Who said what in a ticket, in the order of time."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from otklik.clean import clean
from otklik.mail import own_words
from otklik.sources.collecting import Case, author_of
from otklik.sources.paths import Record, as_text, first, is_empty, passes
from otklik.sources.record import Json, MessageKind
from otklik.sources.times import in_order, read_time

CUSTOMER, AGENT, NOTE, SYSTEM = "customer", "agent", "note", "system"
_TAGS = re.compile(r"<[^<>]*>|\s+")


@dataclass(frozen=True)
class Message:
    """What one speaker (customer, agent, note, system) wrote, as it is."""

    speaker: str
    text: str
    time: datetime | None = None
    author: str | None = None
    rating: Any = None
    rating_comment: str | None = None


def messages_of(case: Case, json: Json, customers: Collection[str]) -> list[Message]:
    """The messages of a ticket, oldest first, each once; what the ticket itself opens with is the first.

    ``customers`` are the ids of the authors that are known to be customers.
    """
    found = [
        _message(kind, record, case.record, customers, json.missing) for kind, record in _once(case.messages)
    ]
    opening = _opening(case, json)
    if opening is not None and all(bare(opening.text) != bare(one.text) for one in found):
        found.insert(0, opening)
    return sorted(found, key=lambda one: in_order(one.time))


def by_who_wrote_first(messages: list[Message]) -> list[Message]:
    """The messages with the author of the first public one for the customer: all that can be said where the
    ticket itself is not there to tell who its customer is. The same list where that changes nothing."""
    if any(one.speaker == CUSTOMER for one in messages):
        return messages
    first_author = next((one.author for one in messages if one.speaker == AGENT and one.text), None)
    if first_author is None:
        return messages
    return [
        replace(one, speaker=CUSTOMER) if (one.speaker, one.author) == (AGENT, first_author) else one
        for one in messages
    ]


def _once(messages: Iterable[tuple[MessageKind, Record]]) -> Iterable[tuple[MessageKind, Record]]:
    """A message that came in several answers, as it was in the last."""
    last: dict[object, tuple[MessageKind, Record]] = {}
    for number, (kind, record) in enumerate(messages):
        name = as_text(first(record, kind.fields.get("id", ())))
        last[number if name is None else name] = (kind, record)
    return last.values()


def _message(
    kind: MessageKind, record: Record, ticket: Record, customers: Collection[str], missing: Collection[str]
) -> Message:
    def field(name: str) -> Any:
        return first(record, kind.fields.get(name, ()))

    said = as_text(first(record, kind.fields.get("rating_comment", ()), missing))
    rating = first(record, kind.fields.get("rating", ()), missing)
    speaker = _speaker(kind, record, ticket, customers)
    author, time = author_of(kind, record), read_time(field("created"))
    return Message(speaker, written(field("text")), time, author, rating, said)


def _speaker(kind: MessageKind, record: Record, ticket: Record, customers: Collection[str]) -> str:
    if passes(kind.system, record, ticket):
        return SYSTEM
    if passes(kind.private, record, ticket):
        return NOTE
    if passes(kind.customer, record, ticket) or author_of(kind, record) in customers:
        return CUSTOMER
    return AGENT


def _opening(case: Case, json: Json) -> Message | None:
    text = written(first(case.record, json.ticket.opening))
    if not text:
        return None
    speaker = AGENT if passes(json.ticket.opening_agent, case.record, case.record) else CUSTOMER
    return Message(
        speaker, text, read_time(first(case.record, json.ticket.fields.get("created", ()), json.missing))
    )


def written(value: Any) -> str:
    """The text of a body. One kept as a tree of nodes, as Jira does, is its texts, a line for each block."""
    if is_empty(value):
        return ""
    if isinstance(value, list):
        return "\n".join(filter(None, map(written, value)))
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            return str(value["text"])
        nodes = value.get("content")
        nodes = nodes if isinstance(nodes, list) else []
        inline = all(isinstance(one, dict) and "text" in one for one in nodes)
        return ("" if inline else "\n").join(filter(None, map(written, nodes)))
    return str(value)


def bare(text: str) -> str:
    """A text without tags and blanks, to see whether two are the same."""
    return re.sub(r"\s+", "", html.unescape(_TAGS.sub("", text))).casefold()


def words_of(messages: Iterable[Message], remark: str | None, *, with_agents: bool) -> str:
    """The customer's own words, a blank line between messages, what was said with the rating at the end
    unless it is one of them. ``with_agents`` adds everybody else and marks who speaks.

    Quoted mail goes out of each message before they are put together: some quotes have no end but that of
    their message, and would take the next ones with them.
    """
    heard = [one for one in messages if one.text and (with_agents or one.speaker == CUSTOMER)]
    if remark and all(bare(remark) != bare(one.text) for one in heard if one.speaker == CUSTOMER):
        heard.append(Message(CUSTOMER, remark))
    told = ((one.speaker, own_text(one.text)) for one in heard)
    return "\n\n".join(f"[{speaker}] {text}" if with_agents else text for speaker, text in told if text)


def own_text(body: str) -> str:
    """What the writer of a message wrote for it, without markup."""
    plain = clean(body)
    return plain.then(own_words(plain.text)).text.strip()
