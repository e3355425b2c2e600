"""Edits: a text changed step by step, each character's place in the original kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from otklik.edits import Change, Edited

TEXTS = st.text("абв -", min_size=1, max_size=12)


@st.composite
def changed(draw: st.DrawFn, text: str) -> list[Change]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Change(start, end, draw(st.text("xyz", max_size=3)), "step") for start, end in pairs]


def test_without_changes_a_text_is_its_own_original() -> None:
    edited = Edited("да").then([])
    assert edited.before is None
    assert edited.span(0, 2) == (0, 2)


def test_what_is_put_in_points_to_what_it_replaced() -> None:
    edited = Edited("звоните 123-45 после двух").then([Change(8, 14, "[phone]", "phone")])
    assert edited.text == "звоните [phone] после двух"
    assert edited.span(9, 12) == (8, 14)
    assert edited.span(16, 21) == (15, 20)


def test_steps_add_up() -> None:
    edited = Edited("<b>ghbdtn</b> мир").then([Change(0, 3, "", "tag"), Change(9, 13, "", "tag")])
    twice = edited.then([Change(0, 6, "привет", "layout")])
    assert twice.text == "привет мир"
    assert twice.span(0, 6) == (3, 9)
    assert twice.span(7, 10) == (14, 17)


@given(st.data(), TEXTS)
def test_every_span_lies_in_the_original_and_none_goes_back(data: st.DataObject, text: str) -> None:
    first = Edited(text).then(data.draw(changed(text)))
    second = first.then(data.draw(changed(first.text)))
    spans = [second.span(at, at + 1) for at in range(len(second.text))]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@given(st.data(), TEXTS)
def test_a_character_that_no_step_touched_is_found_where_it_was(data: st.DataObject, text: str) -> None:
    first = Edited(text).then(data.draw(changed(text)))
    second = first.then(data.draw(changed(first.text)))
    for at, sign in enumerate(second.text):
        start, end = second.span(at, at + 1)
        assert sign in "xyz" or text[start:end] == sign
