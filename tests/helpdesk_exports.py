"""The same conversations as each helpdesk would export them, so that what comes out can be compared.

Every ticket has a message in HTML with a quoted reply and a signature, an answer of the support, a private
note, a second message, and a rating with a remark; customers come back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

SECRETS = ("123-45", "zhanna", "@mail", "s3cr3tt0k3n")
"""Parts of the personal data in the tickets: none may be seen where these are masked."""
AGENT = "Здравствуйте! Оператор Зинаида уже разбирается."
NOTE = "служебная заметка: клиент шумный"
QUOTED = "Ваше обращение зарегистрировано роботом"
RATINGS = ("good", "bad", "none")
_OPENINGS = (
    "Жду ответа третью неделю, никто не перезвонил",
    "Приложение вылетает при оплате, исправьте пожалуйста",
    "The courier was late again and nobody answered my calls",
)
_REMARKS = ("Быстро помогли, спасибо", "Вопрос так и не решён, ответа нет", "")


@dataclass(frozen=True)
class Ticket:
    """``minutes`` pass until the first reply, 60 more until it is closed; ``rating`` is one of RATINGS."""

    number: int
    customer: str
    created: datetime
    minutes: int
    first: str
    second: str
    rating: str
    remark: str

    @property
    def html(self) -> str:
        """The first message as a mail program sends it."""
        return (
            f"<div>{self.first}. Мой телефон +7 916 123-45-{self.number:02}, "
            f"https://shop.example/o?token=s3cr3tt0k3n{self.number}</div>"
            "<div>--<br>Жанна, zhanna@mail.example</div>"
            f'<br><div class="gmail_quote">01.03.2026, 10:00, Shop &lt;help@mail.example&gt;:'
            f"<blockquote>{QUOTED}</blockquote></div>"
        )

    def at(self, minutes: float) -> datetime:
        return self.created + timedelta(minutes=minutes)

    @property
    def person(self) -> int:
        """The number of the customer."""
        return (self.number - 1) // 2

    @property
    def replied(self) -> datetime:
        return self.at(self.minutes)

    @property
    def closed(self) -> datetime:
        return self.at(self.minutes + 60)


def made(n: int = 24) -> list[Ticket]:
    """Tickets of n // 2 customers: each is back after a day."""
    start = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
    return [
        Ticket(
            number=at + 1,
            customer=f"zhanna{at // 2}@mail.example",
            created=start + timedelta(days=at),
            minutes=15 + at,
            first=f"{_OPENINGS[at // 2 % 3]} ({_NUMERALS[at]})",
            second=f"Когда будет ответ? Это уже {_NUMERALS[at]} письмо",
            rating=RATINGS[at % 3],
            remark=_REMARKS[at % 3],
        )
        for at in range(n)
    ]


_ORDINALS = (
    "первое",
    "второе",
    "третье",
    "четвёртое",
    "пятое",
    "шестое",
    "седьмое",
    "восьмое",
    "девятое",
    "десятое",
)
_NUMERALS = tuple(
    f"{ten} {one}".strip()
    for ten in ("", "двадцать", "тридцать")
    for one in ("первое", "второе", "третье", "четвёртое", "пятое", "шестое", "седьмое", "восьмое")
)


def _plain(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def usedesk(tickets: list[Ticket]) -> Any:
    codes = {"good": "1", "bad": "3", "none": "0"}
    return [
        {
            "ticket": {
                "id": str(one.number),
                "status_id": "3",
                "subject": "Вопрос",
                "client_id": "1",
                "email": one.customer,
                "assignee_id": "9",
                "published_at": _plain(one.created),
                "last_updated_at": _plain(one.closed),
                "channel_name": "email",
                "csi": {"rating": codes[one.rating], "comment": one.remark},
            },
            "comments": [
                {
                    "id": f"{one.number}1",
                    "ticket_id": str(one.number),
                    "from": "client",
                    "type": "public",
                    "message": one.html,
                    "published_at": _plain(one.created),
                },
                {
                    "id": f"{one.number}2",
                    "ticket_id": str(one.number),
                    "from": "user",
                    "type": "public",
                    "message": AGENT,
                    "published_at": _plain(one.replied),
                },
                {
                    "id": f"{one.number}3",
                    "ticket_id": str(one.number),
                    "from": "user",
                    "type": "private",
                    "message": NOTE,
                    "published_at": _plain(one.replied),
                },
                {
                    "id": f"{one.number}4",
                    "ticket_id": str(one.number),
                    "from": "client",
                    "type": "public",
                    "message": one.second,
                    "published_at": _plain(one.closed),
                },
            ],
        }
        for one in tickets
    ]


def _omni(moment: datetime) -> str:
    return moment.strftime("%a, %d %b %Y %H:%M:%S +0000")


def omnidesk(tickets: list[Ticket]) -> Any:
    codes = {"good": "high", "bad": "low", "none": "-"}
    cases: dict[str, Any] = {
        str(at): {
            "case": {
                "case_id": 2000 + one.number,
                "case_number": f"664-{one.number}",
                "subject": "Вопрос",
                "user_id": 500 + one.person,
                "staff_id": 22,
                "group_id": 44,
                "status": "closed",
                "channel": "email",
                "deleted": False,
                "spam": False,
                "created_at": _omni(one.created),
                "closed_at": _omni(one.closed),
                "rating": codes[one.rating],
                "rating_comment": one.remark or "-",
            }
        }
        for at, one in enumerate(tickets)
    }
    messages: dict[str, Any] = {}
    for one in tickets:
        said = (
            (one.created, "", one.html, 500 + one.person, 0, False),
            (one.replied, AGENT, "", 0, 22, False),
            (one.replied, NOTE, "", 0, 22, True),
            (one.closed, one.second, "", 500 + one.person, 0, False),
        )
        for place, (moment, content, html, user, staff, note) in enumerate(said):
            messages[str(len(messages))] = {
                "message": {
                    "message_id": one.number * 10 + place,
                    "case_id": 2000 + one.number,
                    "user_id": user,
                    "staff_id": staff,
                    "content": content,
                    "content_html": html,
                    "note": note,
                    "created_at": _omni(moment),
                    "rating": "-",
                }
            }
    return [cases | {"total_count": len(tickets)}, messages | {"total_count": len(messages)}]


def helpscout(tickets: list[Ticket]) -> Any:
    def conversation(one: Ticket) -> Any:
        customer = {"id": 70 + one.person, "type": "customer", "email": one.customer}
        said = (
            ("customer", one.created, one.html, customer),
            ("message", one.replied, AGENT, {"id": 9, "type": "user"}),
            ("note", one.replied, NOTE, {"id": 9, "type": "user"}),
            ("customer", one.closed, one.second, customer),
        )
        return {
            "id": one.number,
            "number": one.number,
            "threads": 4,
            "type": "email",
            "status": "closed",
            "state": "published",
            "subject": "Question",
            "mailboxId": 9,
            "primaryCustomer": customer,
            "createdBy": customer,
            "createdAt": _iso(one.created),
            "closedAt": _iso(one.closed),
            "source": {"type": "email", "via": "customer"},
            "tags": [],
            "_embedded": {
                "threads": [
                    {
                        "id": one.number * 10 + at,
                        "type": kind,
                        "status": "active",
                        "state": "published",
                        "body": body,
                        "createdBy": who,
                        "createdAt": _iso(moment),
                    }
                    for at, (kind, moment, body, who) in enumerate(said)
                ]
            },
        }

    words = {"good": "Great", "bad": "Not Good"}
    ratings = [
        {
            "id": 900 + one.number,
            "threadId": one.number * 10 + 1,
            "ticketId": one.number,
            "rating": words[one.rating],
            "comments": one.remark,
        }
        for one in tickets
        if one.rating != "none"
    ]
    return [
        {"_embedded": {"conversations": [conversation(one) for one in tickets]}, "page": {"size": 50}},
        *ratings,
    ]


def helpdeskeddy(tickets: list[Ticket]) -> Any:
    words = {"good": "like", "bad": "dislike", "none": ""}

    def eddy(moment: datetime) -> str:
        return moment.strftime("%H:%M:%S %d.%m.%Y")

    heads = {
        str(one.number): {
            "id": one.number,
            "pid": 0,
            "unique_id": f"ABC-{one.number}",
            "title": "Вопрос",
            "date_created": eddy(one.created),
            "status_id": "closed",
            "date_closed": eddy(one.closed),
            "source": "email",
            "owner_id": 2,
            "owner_name": "Олег",
            "user_id": 5 + one.person,
            "user_email": one.customer,
            "rate": words[one.rating],
            "rate_comment": one.remark or "null",
            "deleted": 0,
        }
        for one in tickets
    }
    posts = [
        {
            "id": one.number * 10 + at,
            "ticket_id": one.number,
            "user_id": who,
            "text": text,
            "date_created": eddy(moment),
            "type": kind,
            "files": [],
        }
        for one in tickets
        for at, (who, text, moment, kind) in enumerate(
            (
                (5 + one.person, one.html, one.created, "post"),
                (2, AGENT, one.replied, "post"),
                (5 + one.person, one.second, one.closed, "post"),
            )
        )
    ]
    return [{"data": heads, "pagination": {"total": len(heads)}}, {"data": posts}]


def kayako(tickets: list[Ticket]) -> Any:
    words = {"good": "GOOD", "bad": "BAD"}

    def person(one: Ticket) -> Any:
        return {"id": 300 + one.person, "resource_type": "user_minimal", "email": one.customer}

    cases = [
        {
            "id": one.number,
            "subject": "Question",
            "resource_type": "case",
            "requester": person(one),
            "source_channel": {"type": "MAIL"},
            "status": {"id": 4, "label": "Completed"},
            "tags": [],
            "created_at": one.created.isoformat(),
            "last_completed_at": one.closed.isoformat(),
        }
        for one in tickets
    ]
    agent = {"id": 8, "resource_type": "user_minimal"}
    posts = [
        {
            "id": one.number * 10 + at,
            "resource_type": "post",
            "contents": text,
            "creator": who,
            "created_at": moment.isoformat(),
            "case": {"id": one.number, "resource_type": "case"},
            "original": {"resource_type": kind},
        }
        for one in tickets
        for at, (who, text, moment, kind) in enumerate(
            (
                (person(one), one.html, one.created, "case_message"),
                (agent, AGENT, one.replied, "case_message"),
                (agent, NOTE, one.replied, "note"),
                (person(one), one.second, one.closed, "case_message"),
            )
        )
    ]
    ratings = [
        {
            "id": 700 + one.number,
            "score": words[one.rating],
            "comment": one.remark,
            "case": {"id": one.number, "resource_type": "case"},
            "resource_type": "rating",
        }
        for one in tickets
        if one.rating != "none"
    ]
    return [
        {"status": 200, "data": data, "resource": name}
        for data, name in ((cases, "case"), (posts, "post"), (ratings, "rating"))
    ]


def zendesk(tickets: list[Ticket]) -> Any:
    words = {"good": "good", "bad": "bad", "none": "offered"}
    heads = [
        {
            "id": one.number,
            "url": f"https://x.zendesk.com/api/v2/tickets/{one.number}.json",
            "subject": "Question",
            "raw_subject": "Question",
            "description": one.html,
            "requester_id": 50 + one.person,
            "submitter_id": 50 + one.person,
            "assignee_id": 8,
            "group_id": 70,
            "status": "closed",
            "tags": [],
            "via": {"channel": "email"},
            "satisfaction_rating": {"score": words[one.rating], "comment": one.remark},
            "created_at": _iso(one.created),
        }
        for one in tickets
    ]
    comments = [
        {
            "id": one.number * 10 + at,
            "ticket_id": one.number,
            "author_id": who,
            "public": public,
            "html_body": text,
            "audit_id": 1,
            "created_at": _iso(moment),
        }
        for one in tickets
        for at, (who, text, public, moment) in enumerate(
            (
                (50 + one.person, one.html, True, one.created),
                (8, AGENT, True, one.replied),
                (8, NOTE, False, one.replied),
                (50 + one.person, one.second, True, one.closed),
            )
        )
    ]
    metrics = [
        {
            "ticket_id": one.number,
            "reopens": 0,
            "reply_time_in_minutes": {"calendar": one.minutes, "business": 1},
            "full_resolution_time_in_minutes": {"calendar": one.minutes + 60, "business": 1},
            "solved_at": _iso(one.closed),
        }
        for one in tickets
    ]
    return [{"tickets": heads, "metric_sets": metrics}, {"comments": comments}]


def freshdesk(tickets: list[Ticket]) -> Any:
    def ticket(one: Ticket) -> Any:
        user = 5 + one.person
        said = (
            (user, AGENT, False, False, one.replied),
            (user, NOTE, False, True, one.replied),
            (user, one.second, True, False, one.closed),
        )
        return {
            "id": one.number,
            "subject": "Question",
            "description": one.html,
            "requester_id": user,
            "responder_id": 3,
            "group_id": 7,
            "status": 5,
            "source": 1,
            "spam": False,
            "fr_escalated": False,
            "due_by": _iso(one.closed),
            "tags": [],
            "created_at": _iso(one.created),
            "stats": {"first_responded_at": _iso(one.replied), "resolved_at": _iso(one.closed)},
            "conversations": [
                {
                    "id": one.number * 10 + at,
                    "body": text,
                    "incoming": incoming,
                    "private": private,
                    "user_id": who if incoming else 3,
                    "source": 0,
                    "created_at": _iso(moment),
                }
                for at, (who, text, incoming, private, moment) in enumerate(said)
            ],
        }

    codes = {"good": 103, "bad": -103}
    ratings = [
        {
            "id": 500 + one.number,
            "survey_id": 1,
            "user_id": 5,
            "agent_id": 3,
            "ticket_id": one.number,
            "feedback": one.remark,
            "ratings": {"default_question": codes[one.rating]},
            "created_at": _iso(one.closed),
        }
        for one in tickets
        if one.rating != "none"
    ]
    return [*map(ticket, tickets), ratings]


def intercom(tickets: list[Ticket]) -> Any:
    def conversation(one: Ticket) -> Any:
        who = {"type": "user", "id": f"u{one.person}", "email": one.customer}
        parts = [
            {
                "type": "conversation_part",
                "id": f"{one.number}1",
                "part_type": "comment",
                "body": AGENT,
                "author": {"type": "admin", "id": "8"},
                "created_at": int(one.replied.timestamp()),
            },
            {
                "type": "conversation_part",
                "id": f"{one.number}2",
                "part_type": "note",
                "body": NOTE,
                "author": {"type": "admin", "id": "8"},
                "created_at": int(one.replied.timestamp()),
            },
            {
                "type": "conversation_part",
                "id": f"{one.number}3",
                "part_type": "comment",
                "body": one.second,
                "author": who,
                "created_at": int(one.closed.timestamp()),
            },
        ]
        rating = {"good": 5, "bad": 1, "none": None}[one.rating]
        return {
            "type": "conversation",
            "id": str(one.number),
            "created_at": int(one.created.timestamp()),
            "state": "closed",
            "waiting_since": None,
            "source": {
                "type": "email",
                "delivered_as": "customer_initiated",
                "body": one.html,
                "author": who,
            },
            "contacts": {"contacts": [{"id": who["id"]}]},
            "conversation_rating": {"rating": rating, "remark": one.remark} if rating else None,
            "conversation_parts": {"conversation_parts": parts, "total_count": 3},
        }

    return {
        "type": "conversation.list",
        "total_count": len(tickets),
        "conversations": list(map(conversation, tickets)),
    }


def jira(tickets: list[Ticket]) -> Any:
    def when(moment: datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    def issue(one: Ticket) -> Any:
        who = {"accountId": f"c{one.person}", "accountType": "customer", "displayName": "Zhanna"}
        agent = {"accountId": "a1", "accountType": "atlassian"}
        said = (
            (agent, AGENT, True, one.replied),
            (agent, NOTE, False, one.replied),
            (who, one.second, True, one.closed),
        )
        return {
            "id": str(1000 + one.number),
            "key": f"SUP-{one.number}",
            "self": f"https://x/rest/api/3/issue/{one.number}",
            "fields": {
                "summary": "Question",
                "created": when(one.created),
                "resolutiondate": when(one.closed),
                "status": {"name": "Done"},
                "labels": [],
                "reporter": who,
                "assignee": {"displayName": "Bob"},
                "customfield_10100": {"rating": {"good": 5, "bad": 1, "none": None}[one.rating]},
                "description": one.html,
                "comment": {
                    "comments": [
                        {
                            "id": str(one.number * 10 + at),
                            "author": author,
                            "updateAuthor": {},
                            "body": text,
                            "created": when(moment),
                            "jsdPublic": public,
                        }
                        for at, (author, text, public, moment) in enumerate(said)
                    ]
                },
            },
        }

    return {"expand": "names", "startAt": 0, "total": len(tickets), "issues": list(map(issue, tickets))}


def okdesk(tickets: list[Ticket]) -> Any:
    def issue(one: Ticket) -> Any:
        who = {"id": 2 + one.person, "type": "contact"}
        agent = {"id": 1, "type": "employee"}
        said = (
            (agent, AGENT, True, one.replied),
            (agent, NOTE, False, one.replied),
            (who, one.second, True, one.closed),
        )
        return {
            "id": one.number,
            "title": "Вопрос",
            "created_at": one.created.isoformat(),
            "completed_at": one.closed.isoformat(),
            "status": {"code": "closed", "name": "Закрыта"},
            "author": who,
            "contact": who,
            "description": one.html,
            "rate": {"good": "excellent", "bad": "bad", "none": None}[one.rating],
            "rate_comment": one.remark,
            "comments": [
                {
                    "id": one.number * 10 + at,
                    "content": text,
                    "public": public,
                    "author": author,
                    "published_at": moment.isoformat(),
                }
                for at, (author, text, public, moment) in enumerate(said)
            ],
        }

    return list(map(issue, tickets))


EXPORTS: dict[str, Callable[[list[Ticket]], Any]] = {
    "UseDesk": usedesk,
    "Omnidesk": omnidesk,
    "Help Scout": helpscout,
    "HelpDeskEddy": helpdeskeddy,
    "Kayako": kayako,
    "Zendesk": zendesk,
    "Freshdesk": freshdesk,
    "Intercom": intercom,
    "Jira Service Management": jira,
    "Okdesk": okdesk,
}
