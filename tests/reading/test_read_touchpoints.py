"""The column that says at which point of the journey a comment was made: named, known, or recognised."""

from __future__ import annotations

import pandas as pd
import pytest

from otklik.errors import ColumnError
from otklik.reading.roles import Named, recognise
from otklik.sources.hints import Hints

N = 60
TEXTS = [f"Долго ждал ответа оператора, случай {at}" for at in range(N)]


def table(header: str, values: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"Комментарий": TEXTS, header: [values[at % len(values)] for at in range(N)]})


@pytest.mark.parametrize(
    "header", ["Точка контакта", "Этап пути клиента", "Touchpoint", "journey_stage", "CJM"]
)
def test_a_telling_header_over_a_few_names_is_recognised(header: str) -> None:
    roles = recognise(table(header, ["офис", "сайт", "курьер"]), Named(scores={}))
    assert roles.touchpoint == header
    assert roles.segments == ()
    assert [guess.flag for guess in roles.guesses if guess.role == "touchpoint"] == [
        f'--touchpoint "{header}"'
    ]


@pytest.mark.parametrize("header", ["Канал", "Этап", "Статус", "Stage"])
def test_a_channel_or_the_state_of_a_ticket_is_no_touchpoint(header: str) -> None:
    assert recognise(table(header, ["новая", "в работе", "закрыта"]), Named(scores={})).touchpoint is None


@pytest.mark.parametrize("values", [[1, 2, 3], ["одно"], [f"точка {at}" for at in range(N)]])
def test_numbers_one_name_and_too_many_names_are_not_guessed(values: list[object]) -> None:
    assert recognise(table("Точка контакта", values), Named(scores={})).touchpoint is None


def test_the_user_names_any_column_which_may_be_a_segment_too() -> None:
    roles = recognise(table("Канал", ["офис", "сайт"]), Named(touchpoint="Канал", scores={}))
    assert (roles.touchpoint, roles.segments) == ("Канал", ("Канал",))


def test_a_record_of_the_source_says_it() -> None:
    hints = Hints(others={"touchpoint": "Где"}, source="My Desk")
    roles = recognise(table("Где", ["офис", "сайт"]), Named(scores={}), hints=hints)
    assert roles.touchpoint == "Где"
    assert roles.guesses[-1].why == "this is how My Desk exports it"


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ColumnError, match="--touchpoint"):
        recognise(table("Канал", ["офис", "сайт"]), Named(touchpoint="Нет", scores={}))
