"""Cutting a long comment keeps the evidence, whole and in its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from otklik.records import Quote
from otklik.report.passages import clean, passage


def cut(text: str, start: int, end: int, width: int = 40) -> str:
    part = passage(Quote("1", text, start, end, "", 1.0), width)
    dots = ["…" if flag else "" for flag in (part.cut_before, part.cut_after)]
    return f"{dots[0]}{part.before}[{part.evidence}]{part.after}{dots[1]}"


def test_a_short_text_is_whole() -> None:
    assert cut("ждал час", 0, 4) == "[ждал] час"


def test_a_cut_falls_between_words() -> None:
    text = "первые слова отзыва тут стоят и ждал час на линии и потом ещё долго писал"
    start = text.index("ждал")
    assert cut(text, start, start + 8) == "…тут стоят и [ждал час] на линии и…"


def test_evidence_longer_than_the_width_is_cut_itself() -> None:
    assert cut("я" * 100, 10, 90) == "…[" + "я" * 40 + "]" + "…"


def test_offsets_outside_the_text_do_no_harm() -> None:
    assert cut("ждал", -5, 900) == "[ждал]"
    assert cut("ждал", 9, 3) == "ждал[]"


@given(st.text(max_size=300), st.integers(-5, 310), st.integers(-5, 310), st.integers(1, 80))
def test_a_passage_is_a_part_of_the_text_around_its_evidence(
    text: str, start: int, end: int, width: int
) -> None:
    part = passage(Quote("1", text, start, end, "", 1.0), width)
    whole = part.before + part.evidence + part.after
    assert whole in clean(text)
    assert len(whole) == part.length <= width
    assert part.cut == (whole != clean(text))
    if 0 <= start < end <= len(text) and end - start <= width:
        assert part.evidence == clean(text)[start:end]
