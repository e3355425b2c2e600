"""Tables exported from helpdesks: known by their headers, with roles and the meaning of their scores."""

from __future__ import annotations

import math

import pytest

from otklik.sources.cells import threads
from otklik.sources.headers import matches, repeated
from otklik.sources.hints import Hints, roles_of
from otklik.sources.loading import load_sources
from otklik.sources.recognition import recognise_columns

SOURCES = {source.id: source for source in load_sources()}
HEADERS = {
    "usedesk": [
        "Номер запроса",
        "Тема",
        "Дата создания",
        "Канал",
        "Исполнитель",
        "CSI",
        "Комментарий клиента",
    ],
    "omnidesk": [
        "Номер обращения",
        "Тема",
        "Канал",
        "Ответственный",
        "Дата создания",
        "Оценка",
        "Комментарий к оценке",
    ],
    "helpscout": ["Conversation Number", "Mailbox", "Customer Email", "Rating", "Rating Comments", "Created"],
    "helpdeskeddy": [
        "Номер заявки",
        "Департамент",
        "Тема",
        "Оценка",
        "Комментарий к оценке",
        "Дата создания",
    ],
    "kayako": [
        "Case ID",
        "Subject",
        "Requester Email",
        "Assigned Team",
        "Satisfaction score",
        "Created at",
        "Comment",
    ],
    "zendesk": [
        "Id",
        "Subject",
        "Requester",
        "Tags",
        "Satisfaction Score",
        "Created at",
        "First reply time in minutes",
    ],
    "freshdesk": [
        "Ticket ID",
        "Subject",
        "Created time",
        "Resolution status",
        "First response status",
        "Survey results",
    ],
    "intercom": [
        "Conversation ID",
        "Conversation rating",
        "Conversation rating remark",
        "Teammate rated",
        "User email",
    ],
    "jira": [
        "Issue key",
        "Issue id",
        "Summary",
        "Reporter",
        "Created",
        "Comment",
        "Comment (2)",
        "Satisfaction rating",
    ],
    "bitrix24": ["Номер диалога", "Открытая линия", "Оператор", "Клиент", "Оценка клиента", "Дата создания"],
    "okdesk": ["Номер", "Тема", "Компания", "Ответственный", "Оценка", "Дата создания", "Описание"],
}


def hints(name: str) -> Hints:
    return roles_of(SOURCES[name], HEADERS[name])


@pytest.mark.parametrize("name", HEADERS)
def test_a_table_is_known_as_its_own_and_as_no_other(name: str) -> None:
    assert [one for one in HEADERS if recognise_columns(HEADERS[name], [SOURCES[one]])] == [name]
    found = recognise_columns(HEADERS[name], tuple(SOURCES.values()))
    assert found is not None
    assert found.id == name


@pytest.mark.parametrize("name", HEADERS)
def test_case_order_and_signs_of_headers_do_not_count(name: str) -> None:
    changed = [header.upper().replace(" ", "_") for header in reversed(HEADERS[name])]
    found = recognise_columns(changed, tuple(SOURCES.values()))
    assert found is not None
    assert found.id == name


@pytest.mark.parametrize(
    "columns", [["Comment", "Score"], ["Отметка времени", "Комментарий", "Оценка"], ["id", "text"], []]
)
def test_other_tables_are_of_no_helpdesk(columns: list[str]) -> None:
    helpdesks = [source for source in SOURCES.values() if source.json]
    assert recognise_columns(columns, helpdesks) is None


@pytest.mark.parametrize("name", HEADERS)
def test_id_and_score_are_known_in_every_table(name: str) -> None:
    known = hints(name)
    assert known.id is not None
    if name != "bitrix24":
        assert known.date is not None or name == "intercom"
    assert len(known.scores) == 1 or name == "zendesk"


def test_usedesk_writes_1_for_the_best() -> None:
    known = hints("usedesk")
    assert known.scores == {"CSI": "csat3:3=best"}
    assert [known.words["CSI"][word] for word in "123"] == [3, 2, 1]
    assert known.text == ("Комментарий клиента",)


def test_offered_is_no_answer_in_zendesk() -> None:
    words = hints("zendesk").words["Satisfaction Score"]
    assert (words["good"], words["bad"]) == (1, 0)
    assert math.isnan(words["offered"])
    assert hints("zendesk").text == ()
    assert hints("zendesk").others["first_response_minutes"] == "First reply time in minutes"


def test_jira_names_the_columns_of_its_messages() -> None:
    assert hints("jira").thread == ("Comment", "Comment (2)")


def test_a_row_of_jira_becomes_a_ticket_and_keeps_what_else_it_has() -> None:
    row = {
        "Issue key": "SUP-1",
        "Issue id": "10",
        "Summary": "VPN",
        "Reporter": "ann",
        "Created": "01/Mar/24 10:00 AM",
        "Description": "No VPN; no mail",
        "Comment": "01/Mar/24 10:40 AM;bob;Restart it",
        "Comment (2)": "01/Mar/24 11:00 AM;ann;Works; thanks",
        "Comment (3)": None,
        "Labels": "vpn",
        "Labels (2)": "mail",
        "Satisfaction rating": 4,
        "Office": "Omsk",
    }
    [ticket] = threads([row], SOURCES["jira"]).rows
    assert ticket["text"] == "No VPN; no mail\n\nWorks; thanks"
    assert (ticket["messages"], ticket["customer_messages"]) == (3, 2)
    assert ticket["first_response_minutes"] == 40
    assert (ticket["ticket_id"], ticket["rating"], ticket["tags"]) == ("SUP-1", 4, "vpn, mail")
    assert ticket["Office"] == "Omsk"
    assert not {"Comment", "Comment (2)", "Summary"} & set(ticket)


def test_a_cell_without_date_and_author_is_nobodys_word() -> None:
    row = {"Issue key": "S-1", "Summary": "x", "Reporter": "ann", "Comment": "see; above"}
    [ticket] = threads([row], SOURCES["jira"], with_agents=True).rows
    assert ticket["text"] == "[agent] see; above"
    assert threads([row], SOURCES["jira"]).rows[0]["text"] == ""


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Rating", ["rating"]),
        ("Score|Rating", ["rating"]),
        ("Created at (*", ["Created at (UTC)"]),
        ("^Time stamp", ["Time_Stamp"]),
        ("^Rating", []),
        ("Rat", []),
    ],
)
def test_how_a_header_is_written_in_a_record(written: str, found: list[str]) -> None:
    assert matches(written, ["Time_Stamp", "rating", "Created at (UTC)"]) == found


def test_columns_of_one_name_belong_together() -> None:
    columns = ["Comment", "Comment.1", "Comment (3)", "comment_4", "Comments", "Comment date"]
    assert repeated(["Comment"], columns) == ("Comment", "Comment.1", "Comment (3)", "comment_4")
