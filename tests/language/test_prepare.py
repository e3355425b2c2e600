"""A comment made ready: what is left of it, and where that stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.prepare import Preparer

PREPARE = Preparer().prepare


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("<p>Долго ждали курьера</p>", "Долго ждали курьера"),
        ("<div><br></div><p>Hello!</p><p>Slow delivery</p>\n", "Hello!\n\nSlow delivery"),
        ("\r\n\tДолго ждали курьера\n\n", "Долго ждали курьера"),
        ("  Долго ждали курьера ", "  Долго ждали курьера "),
        ("<p></p>\n", "\n\n\n"),
    ],
)
def test_blank_lines_around_what_is_said_are_left_out(written: str, left: str) -> None:
    assert PREPARE(written).plain.text == left


@given(st.text("аб \n\t\r<p>", max_size=12))
def test_what_is_left_still_points_to_where_it_was_written(written: str) -> None:
    plain = PREPARE(written).plain
    for at, letter in enumerate(plain.text):
        start, end = plain.span(at, at + 1)
        assert letter in "аб" or start < end <= len(written)
        assert letter not in "аб" or written[start:end] == letter
