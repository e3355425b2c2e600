"""Surveys with several open questions: rows, ids, and what is counted once."""

from __future__ import annotations

import pandas as pd

from otklik.pipeline.label import Labeller
from otklik.pipeline.questions import answer_roles, answers
from otklik.pipeline.run import Job, run
from otklik.pipeline.source import Wishes, open_comments
from otklik.records import Roles

ROLES = Roles("why", id="id", texts=("why", "more"))
TABLE = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "why": ["Ждал две недели", "", None, "Дорого"],
        "more": ["Верните деньги", "Быстрее", " ", None],
        "NPS": [0, 10, 5, 9],
    }
)


def asked(table: pd.DataFrame, roles: Roles = ROLES, size: int = 10) -> pd.DataFrame:
    return pd.concat(answers((table[at : at + size] for at in range(0, len(table), size)), roles))


def test_each_answer_is_a_row_with_its_question_beside_it() -> None:
    found = asked(TABLE)
    assert list(zip(found["respondent"], found["question"], found["answer"].fillna(""), strict=True)) == [
        (1, "why", "Ждал две недели"),
        (1, "more", "Верните деньги"),
        (2, "more", "Быстрее"),
        (3, "why", ""),
        (4, "why", "Дорого"),
    ]
    assert found["answer_id"].tolist() == ["a/1", "a/2", "b/2", "c/1", "d/1"]
    assert found["NPS"].tolist() == [0, 0, 10, 5, 9]


def test_batches_give_the_rows_of_the_whole() -> None:
    pd.testing.assert_frame_equal(asked(TABLE, size=1), asked(TABLE))


def test_rows_without_an_id_or_with_one_that_says_who_are_numbered() -> None:
    named = TABLE.rename(columns={"id": "Email"})
    for table, roles in (
        (TABLE.assign(id=None), ROLES),
        (TABLE, Roles("why", texts=ROLES.texts)),
        (named, Roles("why", id="Email", texts=ROLES.texts)),
    ):
        assert asked(table, roles)["answer_id"].tolist() == ["1/1", "1/2", "2/2", "3/1", "4/1"]


def test_people_of_one_id_stay_apart() -> None:
    found = asked(TABLE.assign(id="same"))
    assert found["respondent"].nunique() == 4


def test_a_column_of_the_input_called_question_goes_on() -> None:
    found = asked(TABLE.assign(question="Q7", respondent="Ann"))
    assert set(found["question"]) == {"why", "more"}
    assert set(found["question (input)"]) == {"Q7"}
    assert set(found["respondent (input)"]) == {"Ann"}


def test_a_table_with_one_column_of_comments_is_left_alone() -> None:
    one = Roles("why", texts=("why",))
    assert answer_roles(one) is one
    assert answer_roles(ROLES).text == "answer"


def test_the_score_of_a_respondent_counts_once(worker: Labeller) -> None:
    wishes = Wishes(text=("why", "more"), id="id", scores={"NPS": "nps"})
    found = run(open_comments(TABLE, wishes), Job(masked=True), start=lambda: worker)
    assert found.metrics["n"].tolist() == [4]
    assert found.metrics["value"].tolist() == [0]
    assert found.score_checks[0].valid == 4
    assert (found.data["rows"], found.data["empty"]) == (5, 1)


def test_a_score_called_as_the_new_columns_are_is_still_the_score(worker: Labeller) -> None:
    table = TABLE.rename(columns={"NPS": "answer"}).assign(respondent=["чат", "чат", "почта", "почта"])
    wishes = Wishes(text=("why", "more"), id="id", scores={"answer": "nps"}, segments=("respondent",))
    found = run(open_comments(table, wishes), Job(), start=lambda: worker)
    assert found.metrics["n"].tolist() == [4]
    assert sorted(found.segments["group"]) == ["почта", "чат"]


def test_the_answers_of_a_day_are_one_contact(worker: Labeller) -> None:
    table = pd.DataFrame(
        {
            "id": ["a", "b"],
            "who": ["ann", "ann"],
            "date": ["2026-03-14", "2026-03-20"],
            "why": ["Жду ответа две недели", "Жду ответа третью неделю"],
            "more": ["Так и не ответили, жду ответа", "Жду ответа до сих пор"],
        }
    )
    wishes = Wishes(text=("why", "more"), id="id", date="date", customer="who", scores={})
    for masked in (True, False):
        told = run(open_comments(table, wishes), Job(masked=masked), start=lambda: worker).data["repeats"]
        assert (told["contacts"], told["repeats"], told["customers"]) == (2, 1, 1)
