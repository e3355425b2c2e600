"""What holds of every repair: order, offsets, replay, rest after one pass, the same answer every time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from otklik.edits import Change, Edited
from otklik.repair import Repairer, described
from otklik.repair.joined import joined

REPAIRER = Repairer()
PIECES = (
    *(
        "очень",
        "плохо",
        "не",
        "и",
        "c",
        "с",
        "ghbdtn",
        "ljkuj",
        "yt",
        "ochen",
        "zhdal",
        "na",
        "hello",
        "руддщ",
    ),
    *(
        "cпacибo",
        "х0рошо",
        "сууупер",
        "soooo",
        "о-о-очень",
        "!!!!!",
        "....",
        "???",
        "д",
        "о",
        "л",
        "г",
        "у.ж.а.с",
    ),
    *("РџСЂРёРІРµС‚", "Ïðèâåò", "donâ€™t", "iPhone", "VTB", "12", "👍", "the", "good", "[jhjij", "4to", "\n"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=8).map(" ".join)


@given(TEXTS)
@settings(max_examples=150)
@example("д о л г о ghbdtn!!!!!! oooochen")
@example("руддщ c очень")
def test_changes_are_in_order_and_change_something(text: str) -> None:
    changes = REPAIRER.changes(text)
    assert all(0 <= one.start <= one.end <= len(text) for one in changes)
    assert all(a.end <= b.start for a, b in pairwise(changes))
    assert all(text[one.start : one.end] != one.new and one.step for one in changes)


@given(TEXTS)
@settings(max_examples=150)
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    repaired = Edited(text).then(REPAIRER.changes(text)).text
    assert REPAIRER.changes(repaired) == []


@given(TEXTS, TEXTS)
@settings(max_examples=50)
def test_the_answer_depends_on_the_text_alone(text: str, other: str) -> None:
    fresh = Repairer()
    fresh.changes(other)
    assert fresh.changes(text) == REPAIRER.changes(text)


def test_evidence_in_the_repaired_text_is_found_in_the_original() -> None:
    text = "Банк: jxtym gkj[j!!!!!! д о л г о"
    edited = Edited(text).then(REPAIRER.changes(text))
    assert edited.text == "Банк: очень плохо!!! долго"
    start = edited.text.index("долго")
    assert text[slice(*edited.span(start, start + 5))] == "д о л г о"


def test_repairs_are_told_by_step() -> None:
    text = "ghbdtn, cпacибo!!!!!"
    told = described(REPAIRER.changes(text), text)
    assert told == {
        "layout": (("ghbdtn,", "привет,"),),
        "lookalikes": (("cпacибo", "спасибо"),),
        "punctuation": (("!!!!!", "!!!"),),
    }


@st.composite
def edits(draw: st.DrawFn, text: str) -> list[Change]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Change(start, end, draw(st.text("xyz", min_size=1, max_size=3)), "step") for start, end in pairs]


@given(st.data(), st.text("абв ", min_size=1, max_size=12))
def test_joined_changes_do_what_both_do(data: st.DataObject, text: str) -> None:
    first = data.draw(edits(text))
    between = Edited(text).then(first).text
    then = data.draw(edits(between))
    both = joined(between, first, then)
    assert Edited(text).then(both).text == Edited(between).then(then).text
    assert all(a.end <= b.start for a, b in pairwise(both))


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "." * 5000, "о" * 5000, "- " * 3000, "a'" * 3000, "ё-" * 3000]
)
def test_any_text_is_answered_soon(text: str) -> None:
    assert isinstance(REPAIRER.changes(text), list)
