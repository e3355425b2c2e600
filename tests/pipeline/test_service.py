"""Tickets: the SLA was met and the customer is unhappy; and what waiting goes with."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add

import numpy as np
import pandas as pd
import pytest

from otklik.pipeline.counting import Counting
from otklik.pipeline.service import PARTS, Service, service
from otklik.reading.ticket_roles import ticket_roles
from otklik.records import SLA_COLUMNS, SLA_TOPIC_COLUMNS, Roles
from otklik.report.figures import Figures
from otklik.report.html import render
from otklik.report.service import level_name
from otklik.report.texts import texts
from otklik.score_kinds import parse_kind
from otklik.sources.hints import Hints
from otklik.stats import benjamini_hochberg

KINDS = {"csat": parse_kind("csat5")}
NAMES = ("staff:negative", "staff:positive", "waiting_time:negative")
ROLES = Roles(text="text", scores=KINDS, ticket={"sla_met": "sla", "first_response_minutes": "wait"})


def found(table: pd.DataFrame, roles: Roles = ROLES) -> Service:
    """``table``: csat, sla, wait and the complaint (a topic, or '')."""
    flags = np.array([[f"{name}:negative" == flag for flag in NAMES] for name in table["complaint"]])
    scores = {"csat": table["csat"].to_numpy(dtype=float)}
    return service(Counting(table, roles, scores, np.ones(len(table), dtype=bool), flags, NAMES))


@pytest.fixture
def tickets() -> pd.DataFrame:
    """60 unhappy and 140 happy with the SLA met, 30 unhappy with it missed; the unhappy met complain of
    staff, and the longest waits have the lowest scores."""
    met_unhappy = [(1, "1", 200 + i, "staff" if i % 2 else "") for i in range(60)]
    met_happy = [(5, "yes", 5 + i, "waiting_time" if i % 10 == 0 else "") for i in range(140)]
    missed = [(2, "нет", 500, "waiting_time")] * 30
    unknown = [(5, "active", "", "")] * 4
    rows = met_unhappy + met_happy + missed + unknown
    return pd.DataFrame(rows, columns=["csat", "sla", "wait", "complaint"]).astype({"wait": str})


def crossed(table: pd.DataFrame, roles: Roles = ROLES, minimum: int = 10) -> pd.DataFrame:
    cross = found(table, roles).cross(KINDS, minimum, roles.targets)
    assert tuple(cross) == SLA_COLUMNS
    return cross.set_index(["measure", "level"])


def test_the_cross_of_sla_and_experience(tickets: pd.DataFrame) -> None:
    cross = crossed(tickets).loc["sla_met"]
    assert cross.loc["met", ["n", "unhappy"]].tolist() == [200, 60]
    assert cross.loc["missed", ["n", "unhappy", "share"]].tolist() == [30, 30, 1.0]
    assert cross.loc["met", "low"] < 0.3 < cross.loc["met", "high"]


def test_without_a_target_a_time_is_crossed_in_thirds_of_the_tickets(tickets: pd.DataFrame) -> None:
    cross = crossed(tickets).loc["first_response_minutes"]
    assert cross.index.tolist() == ["fast", "middle", "slow"]
    assert cross["n"].sum() == 230
    assert cross["from"].tolist()[1:] == cross["to"].tolist()[:-1], "one third ends where the next begins"
    assert cross.loc["fast", "unhappy"] == 0
    assert cross.loc["slow", "share"] == 1


def test_with_a_target_it_is_met_or_missed_to_the_minute(tickets: pd.DataFrame) -> None:
    roles = replace(ROLES, targets={"first_response_minutes": 144.0})
    cross = crossed(tickets, roles).loc["first_response_minutes"]
    assert cross["n"].tolist() == [140, 90]
    assert cross["unhappy"].tolist() == [0, 90]
    assert cross.loc["met", "to"] == cross.loc["missed", "from"] == 144


def test_waits_that_are_all_alike_are_not_crossed(tickets: pd.DataFrame) -> None:
    alike = crossed(tickets.assign(wait="7"))
    assert set(alike.index.get_level_values("measure")) == {"sla_met"}


def complained(table: pd.DataFrame, roles: Roles = ROLES) -> pd.DataFrame:
    topics = found(table, roles).topics(KINDS, 10)
    assert tuple(topics) == SLA_TOPIC_COLUMNS
    return topics.set_index(["measure", "topic"])


def test_what_the_unhappy_complain_of_although_the_sla_was_met(tickets: pd.DataFrame) -> None:
    topics = complained(tickets).loc["sla_met"]
    staff, waiting = topics.loc["staff"], topics.loc["waiting_time"]
    assert (staff["unhappy_mentions"], staff["unhappy"], staff["others"]) == (30, 60, 140)
    assert staff["significant"]
    assert staff["low"] > 0
    assert waiting["difference"] == pytest.approx(-0.1)
    assert not waiting["significant"], "what is rarer among the unhappy is not over-represented"
    assert (topics["p_adjusted"] >= topics["p"]).all()


def test_what_the_unhappy_complain_of_although_it_was_fast(tickets: pd.DataFrame) -> None:
    """Half of the quick replies leave a customer unhappy, who complains of the staff."""
    quick = tickets.assign(wait=[str(1 + i % 50) for i in range(len(tickets))])
    topics = complained(quick).loc["first_response_minutes"]
    assert set(topics["level"]) == {"fast"}
    assert topics.loc["staff", "difference"] > 0.2


def test_the_correction_counts_the_topics_of_all_measures(tickets: pd.DataFrame) -> None:
    quick = tickets.assign(wait=[str(1 + i % 50) for i in range(len(tickets))])
    topics = found(quick).topics(KINDS, 10)
    assert set(topics["measure"]) == {"sla_met", "first_response_minutes"}
    assert topics["p_adjusted"].to_numpy() == pytest.approx(benjamini_hochberg(topics["p"]))


def test_the_score_falls_with_the_wait(tickets: pd.DataFrame) -> None:
    curve = found(tickets).waiting(KINDS, 10)
    assert curve["part"].tolist() == list(range(1, PARTS + 1))
    assert curve["n"].sum() == 230, "a ticket without a time is in no part"
    assert (curve["from"].to_numpy()[1:] >= curve["to"].to_numpy()[:-1] - 1e-9).all()
    assert curve["value"].iloc[0] == 100
    assert curve["value"].iloc[-1] == 0
    assert np.isnan(curve["change"].iloc[0])
    assert curve["change_high"].iloc[-1] < 0


def test_few_tickets_have_no_figures(tickets: pd.DataFrame) -> None:
    few = found(tickets.head(6))
    assert few.cross(KINDS, 10, {})["share"].isna().all()
    assert few.topics(KINDS, 10).empty
    assert few.waiting(KINDS, 10)["value"].isna().all()


@pytest.mark.parametrize("size", [1, 17, 100])
def test_parts_in_another_order_tell_the_same(tickets: pd.DataFrame, size: int) -> None:
    shuffled = tickets.sample(frac=1, random_state=3)
    parts = [found(shuffled.iloc[at : at + size]) for at in range(0, len(tickets), size)]
    whole, again = found(tickets), reduce(add, parts)
    pd.testing.assert_frame_equal(again.cross(KINDS, 10, {}), whole.cross(KINDS, 10, {}))
    for name in ("topics", "waiting"):
        pd.testing.assert_frame_equal(getattr(again, name)(KINDS, 10), getattr(whole, name)(KINDS, 10))


def test_without_ticket_columns_there_is_nothing(tickets: pd.DataFrame) -> None:
    none = found(tickets, Roles(text="text", scores=KINDS))
    assert none.cross(KINDS, 1, {}).empty
    assert none.topics(KINDS, 1).empty
    assert none.waiting(KINDS, 1).empty


def test_a_direction_turned_round_turns_the_unhappy_round(tickets: pd.DataFrame) -> None:
    kinds = {"csat": parse_kind("csat5:1=best")}
    turned = tickets.assign(csat=6 - tickets["csat"])
    pd.testing.assert_frame_equal(found(turned).cross(kinds, 10, {}), found(tickets).cross(KINDS, 10, {}))


def test_columns_are_known_by_the_source_or_by_their_name() -> None:
    assert ticket_roles(["text", "SLA_met", "x"], Hints()) == {"sla_met": "SLA_met"}
    hints = Hints(others={"sla_met": "Решена в срок", "closed": "Закрыта"})
    assert ticket_roles(["Решена в срок"], hints) == {"sla_met": "Решена в срок"}


def test_the_report_tells_it(tickets: pd.DataFrame, request: pytest.FixtureRequest) -> None:
    from otklik.pipeline.run import Job, run
    from otklik.pipeline.source import Wishes, open_comments

    worker = request.getfixturevalue("worker")
    table = tickets.assign(
        text="Спасибо, всё решили", sla_met=tickets["sla"], first_response_minutes=tickets["wait"]
    )
    wishes = Wishes(text="text", scores={"csat": "csat5"}, duplicates="ignore")
    page = render(run(open_comments(table, wishes), Job(), start=lambda: worker), lang="en")
    shown = page.split('<section id="service">')[1].split("</section>")[0]
    assert "SLA met" in shown
    assert "fastest third: up to" in shown
    assert "Waiting for the first reply" in shown


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(30, "30 мин"), (60, "1 ч"), (90, "1,5 ч"), (100, "100 мин"), (720, "12 ч"), (2160, "1,5 сут")],
)
def test_a_time_is_said_in_the_largest_unit_it_fills(minutes: int, told: str) -> None:
    ru = texts("ru")
    row = {"level": "slow", "from": float(minutes), "to": float("nan")}
    assert level_name(row, ru, Figures(ru)) == f"медленная треть: дольше {told}"
