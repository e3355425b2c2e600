"""Personal data in the other columns of a table: what is hidden, what is masked, what stays."""

from __future__ import annotations

import pandas as pd
import pytest

from otklik.pipeline.masking import masked_record, masked_table, tells_who
from otklik.records import Roles
from otklik.redaction import Redactor
from otklik.score_kinds import parse_kind

PHONE, MAIL = "8 916 123-45-67", "ann@mail.example"


def masked(columns: dict[str, object], roles: Roles | None = None, *, staff: bool = False) -> pd.DataFrame:
    frame = pd.DataFrame({"comment_id": ["1", "2"], "text": ["a", "b"]} | columns)
    return masked_table(frame, roles or Roles("text"), Redactor(staff=staff), ["shown a", "shown b"])


@pytest.mark.parametrize(
    "header",
    [
        "Имя",
        "ФИО",
        "Email",
        "customerEmail",
        "Requester email",
        "Телефон",
        "Номер телефона",
        "Phone number",
        "IP Address",
        "Name",
        "RecipientLastName",
        "Адрес",
        "Клиент",
        "customer",
        "Дата рождения",
        "Логин",
    ],
)
def test_a_column_of_nothing_but_personal_data_is_hidden(header: str) -> None:
    assert masked({header: ["Анна", None]})[header].fillna("").tolist() == ["[hidden]", ""]
    assert masked({header: pd.array([79161234567, None], "Int64")})[header].tolist()[0] == "[hidden]"


@pytest.mark.parametrize(
    "header",
    [
        "Product name",
        "Название",
        "Имя файла",
        "Адрес магазина",
        "Тип",
        "Shipping",
        "Phone support rating",
        "Телефонная поддержка",
        "Насколько удобно менять адрес электронной почты?",
    ],
)
def test_other_columns_are_masked_value_by_value(header: str) -> None:
    assert not tells_who(header)
    assert masked({header: ["Хорошо", f"пишите {MAIL}"]})[header].tolist() == ["Хорошо", "пишите [email]"]


def test_the_texts_are_the_ones_shown() -> None:
    roles = Roles("Отзыв")
    found = masked({"Отзыв": [PHONE, MAIL]}, roles)
    assert found["text"].tolist() == found["Отзыв"].tolist() == ["shown a", "shown b"]


def test_a_number_that_could_be_a_telephone_goes_missing_and_the_type_stays() -> None:
    for values, kind in (([79161234567, 5], "Int64"), ([79161234567.0, 5.5], "float64")):
        column = masked({"contact": pd.array(values, kind)})["contact"]
        assert str(column.dtype) == kind
        assert column.isna().tolist() == [True, False]


@pytest.mark.parametrize(
    "kind", ["str", "object", "Int64", "float64", "boolean", "datetime64[us]", "category"]
)
def test_the_type_does_not_depend_on_the_values(kind: str) -> None:
    values = {
        "Int64": [1, 2],
        "float64": [1, 2],
        "boolean": [True, False],
        "datetime64[us]": ["2026-01-01"] * 2,
    }
    plain = pd.Series(values.get(kind, ["a", "b"])).astype(kind)
    empty = pd.Series([None, None]).astype(kind)
    assert masked({"x": plain})["x"].dtype == masked({"x": empty})["x"].dtype


def test_identifiers_dates_and_amounts_stay() -> None:
    roles = Roles("text", id="№", date="Дата", scores={"Сумма": parse_kind("number:high=good")})
    columns = {
        "№": ["114000012345", "2"],
        "Дата": ["1709287200", "2"],
        "Сумма": ["1234567890", "7"],
        "Respondent ID": ["114000012345", "2"],
        "Канал": ["чат", "почта"],
    }
    found = masked(columns, roles)
    assert {name: found[name].tolist() for name in columns} == columns


def test_a_score_column_does_not_show_the_telephone_typed_into_it() -> None:
    roles = Roles("text", scores={"NPS": parse_kind("nps")})
    assert masked({"NPS": ["9", PHONE]}, roles)["NPS"].tolist() == ["9", "[phone]"]


def test_identifiers_that_say_who_somebody_is_become_row_numbers() -> None:
    by_mail = masked(
        {"id": [MAIL, "7"], "comment_id": [MAIL, "7"], "duplicate_of": [None, MAIL]}, Roles("text", id="id")
    )
    assert by_mail["id"].tolist() == by_mail["comment_id"].tolist() == ["1", "7"]
    assert by_mail["duplicate_of"].tolist()[1] == "[hidden]"
    by_name = masked({"Телефон": ["1", "2"], "comment_id": ["79", "80"]}, Roles("text", id="Телефон"))
    assert by_name["comment_id"].tolist() == ["1", "2"]


def test_names_of_staff_are_hidden_when_asked() -> None:
    for staff, seen in ((False, "Ольга"), (True, "[hidden]")):
        assert masked({"Оператор": ["Ольга", "Ольга"]}, staff=staff)["Оператор"].tolist() == [seen] * 2


def test_lists_and_objects_are_masked_inside() -> None:
    inner = [{"tags": [MAIL, "vip"]}, ["a"]]
    assert masked({"x": inner})["x"].tolist() == [{"tags": ["[email]", "vip"]}, ["a"]]


def test_a_record_is_masked_as_a_row_is() -> None:
    record = {
        "id": 114000012345,
        "customer": {"name": "Анна", "plan": "gold"},
        "to": [MAIL],
        "n": 79161234567,
        "ok": True,
        "none": None,
        "note": PHONE,
        "product": {"name": "Чай"},
    }
    assert masked_record(record, Redactor()) == {
        "id": 114000012345,
        "customer": {"name": "[hidden]", "plan": "gold"},
        "to": ["[email]"],
        "n": None,
        "ok": True,
        "none": None,
        "note": "[phone]",
        "product": {"name": "Чай"},
    }
