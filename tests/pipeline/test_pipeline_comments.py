"""Every input column survives, whatever it is called."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.pipeline.comments import as_comments, as_given, column_of
from otklik.pipeline.renaming import beside_labels
from otklik.records import LABEL_COLUMNS, Roles

NAMES = st.sampled_from(
    ["comment_id", "text", *LABEL_COLUMNS, "language (input)", "text (input)", "silent", "NPS", "id", "Отзыв"]
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[pd.DataFrame, Roles]:
    names = draw(st.lists(NAMES, min_size=2, unique=True))
    frame = pd.DataFrame({name: [f"{name} {row}" for row in range(3)] for name in names})
    with_id = draw(st.booleans())
    return frame, Roles(text=names[0], id=names[1] if with_id else None)


@given(tables())
def test_every_value_of_the_input_is_among_the_comments(case: tuple[pd.DataFrame, Roles]) -> None:
    frame, roles = case
    comments = as_comments(frame, roles)
    assert comments.columns.is_unique
    assert list(comments)[:2] == ["comment_id", "text"]
    assert comments["text"].tolist() == frame[roles.text].tolist()
    values = [tuple(comments[name]) for name in comments]
    assert all(tuple(frame[name]) in values for name in frame)


@given(tables())
def test_the_output_has_the_columns_of_the_input_and_no_name_twice(case: tuple[pd.DataFrame, Roles]) -> None:
    frame, roles = case
    labels = dict.fromkeys(LABEL_COLUMNS, "label")
    given_back = as_given(as_comments(frame, roles).assign(**labels), roles)
    assert given_back.columns.is_unique
    assert all((given_back[name] == "label").all() for name in LABEL_COLUMNS)
    for name in set(frame) - {*LABEL_COLUMNS, "language (input)", "text (input)"}:
        kept = name if roles.id or name != "comment_id" else "comment_id (input)"
        assert given_back[kept].tolist() == frame[name].tolist()


def test_a_column_that_bears_the_name_of_a_label_goes_on_beside_it() -> None:
    frame = pd.DataFrame({"Отзыв": ["ок"], "language": ["рус"]})
    assert as_comments(frame, Roles("Отзыв"))[column_of("language")].tolist() == ["рус"]


def test_rows_without_an_id_are_numbered_from_one() -> None:
    frame = pd.DataFrame({"text": ["a", "b", "c"]}, index=[10, 11, 12])
    assert as_comments(frame, Roles("text"))["comment_id"].tolist() == ["11", "12", "13"]


def test_an_empty_id_is_replaced_by_the_number_of_the_row() -> None:
    frame = pd.DataFrame({"text": ["a", "b"], "id": ["A-1", None]})
    assert as_comments(frame, Roles("text", id="id"))["comment_id"].tolist() == ["A-1", "2"]


@pytest.mark.parametrize("field", [*LABEL_COLUMNS, "mentions"])
def test_a_field_of_a_record_that_a_label_needs_is_renamed(field: str) -> None:
    assert beside_labels({"text": "ок", field: 1}) == {"text": "ок", f"{field} (input)": 1}
