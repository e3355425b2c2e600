"""One row for each ticket: the customer's words, the times, the score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otklik.errors import UsageError
from otklik.sentences import Sentence
from otklik.sources.collecting import Case, Collector
from otklik.sources.paths import as_text, first, passes
from otklik.sources.record import Json, Score, Source
from otklik.sources.tally import Tally, notes
from otklik.sources.threads import AGENT, CUSTOMER, Message, by_who_wrote_first, messages_of, words_of
from otklik.sources.times import minutes_between, read_time

TICKET_COLUMNS = (
    "ticket_id",
    "text",
    "subject",
    "customer",
    "created",
    "first_reply",
    "closed",
    "first_response_minutes",
    "resolution_minutes",
    "messages",
    "customer_messages",
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
_ALWAYS = ("ticket_id", "text", "messages", "customer_messages")
_PLAIN = ("subject", "customer", "channel", "tags", "status", "agent", "group", "sla_met", "url")
Row = dict[str, Any]


@dataclass(frozen=True)
class Tickets:
    """``rows`` have the same keys, of TICKET_COLUMNS; ``notes`` are sentences for the user about what was
    left out or could be doubted."""

    rows: list[Row]
    notes: list[Sentence]


def tickets(values: Iterable[Any], source: Source, *, with_agents: bool = False) -> Tickets:
    """The tickets in parsed JSON values: responses, lists of them, webhook bodies, tickets, messages.

    Memory is proportional to the text. Raises UsageError for a source that has no ``json`` part.
    """
    if source.json is None:
        raise UsageError(
            "the source {source} says nothing of JSON",
            source=source.name,
            file=source.file,
            mend="add 'json' to {file}",
        )
    collector = Collector(source.json)
    for value in values:
        collector.add(value)
    tally = Tally()
    rows = []
    for case in collector.cases():
        reason = _reason(case, source.json)
        if reason:
            tally.dropped[reason] += 1
        else:
            messages = messages_of(case, source.json, collector.customers)
            if not case.record:
                known, messages = messages, by_who_wrote_first(messages)
                tally.guessed += messages is not known
            rows.append(row_of(_fields(case, source.json), messages, source.json.score, tally, with_agents))
            tally.nameless += case.id is None
            tally.again += case.times > 1
    return Tickets(with_known_columns(rows), notes(rows, tally, source.json.score, collector.empty))


def _reason(case: Case, json: Json) -> str | None:
    drop = json.ticket.drop.items()
    return next((reason for reason, tests in drop if passes(tests, case.record, case.record)), None)


def _fields(case: Case, json: Json) -> Row:
    """The fields of a ticket: its own, then what the latest of other objects adds."""
    found = {name: first(case.record, paths, json.missing) for name, paths in json.ticket.fields.items()}
    for kind, record in reversed(case.more):
        for name, paths in kind.fields.items():
            if found.get(name) is None:
                found[name] = first(record, paths, json.missing)
    found["id"] = case.id
    for name, names in json.values.items():
        code = as_text(found.get(name))
        found[name] = None if code is None else names.get(code.casefold(), code)
    return found


def row_of(
    found: Mapping[str, Any], messages: list[Message], score: Score, tally: Tally, agents: bool
) -> Row:
    """A row from the fields of a ticket and its messages."""
    rated = next((one for one in reversed(messages) if one.rating is not None), None)
    rating = found.get("rating")
    remark = as_text(found.get("rating_comment"))
    if rating is None and rated is not None:
        rating = rated.rating
    if remark is None:
        remark = next((one.rating_comment for one in reversed(messages) if one.rating_comment), None)
    text = words_of(messages, remark, with_agents=agents)
    own = [one for one in messages if one.speaker == CUSTOMER and one.text]
    tally.wordless += not own and not remark
    return {
        "ticket_id": as_text(found.get("id")),
        "text": text,
        **{name: _said(found.get(name)) for name in _PLAIN},
        "customer": _said(found.get("customer")) or next((one.author for one in own if one.author), None),
        **_times(found, messages, tally),
        "messages": len(own) + sum(one.speaker == AGENT and bool(one.text) for one in messages),
        "customer_messages": len(own),
        "reopened": _number(found.get("reopened")),
        "rating": rating_of(rating, score),
        "rating_comment": remark,
    }


def _said(value: Any) -> str | None:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else as_text(value)


def _times(found: Mapping[str, Any], messages: list[Message], tally: Tally) -> Row:
    created, reply, closed = (read_time(found.get(name)) for name in ("created", "first_reply", "closed"))
    spoken = (one.time for one in messages if one.speaker in (CUSTOMER, AGENT))
    created = created or next(filter(None, spoken), None)
    reply = reply or _first_reply(messages)
    for moment in (created, reply, closed):
        tally.time(moment)
    return {
        "created": _shown(created, found.get("created")),
        "first_reply": _shown(reply, found.get("first_reply")),
        "closed": _shown(closed, found.get("closed")),
        "first_response_minutes": _minutes(found, "first_response", minutes_between(created, reply)),
        "resolution_minutes": _minutes(found, "resolution", minutes_between(created, closed)),
    }


def _first_reply(messages: list[Message]) -> datetime | None:
    """When an agent first answered what the customer had said."""
    asked = next((at for at, one in enumerate(messages) if one.speaker == CUSTOMER), len(messages))
    return next((one.time for one in messages[asked:] if one.speaker == AGENT and one.text), None)


def _shown(moment: datetime | None, value: Any) -> str | None:
    """A time with its zone where there is one; what could not be read stays as it is."""
    return as_text(value) if moment is None else moment.isoformat(" ")


def _minutes(found: Mapping[str, Any], name: str, computed: float | None) -> float | None:
    """What the helpdesk says, else what the times say."""
    given, seconds = _number(found.get(f"{name}_minutes")), _number(found.get(f"{name}_seconds"))
    if given is None and seconds is not None:
        given = round(seconds / 60, 1)
    return computed if given is None else given


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and number >= 0 else None


def rating_of(value: Any, score: Score) -> int | float | str | None:
    """A rating as the number that the source says it means, None where it says that nobody rated, and as it
    is where it says nothing of it. A code that a scale without bounds does not know is 'code 99', lest it be
    taken for a number of that scale."""
    text = as_text(value)
    if text is None:
        return None
    number = score.words.get(text.strip().casefold())
    if number is None:
        if score.words and score.kind.startswith("number"):
            return f"code {text}"
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return text
    if math.isnan(number):
        return None
    return int(number) if number.is_integer() else number if math.isfinite(number) else text


def with_known_columns(rows: list[Row]) -> list[Row]:
    """The rows with the columns that any of them has."""
    kept = [
        name for name in TICKET_COLUMNS if name in _ALWAYS or any(row.get(name) is not None for row in rows)
    ]
    return [{name: row.get(name) for name in kept} for row in rows]
