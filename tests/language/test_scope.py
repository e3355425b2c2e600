"""What a clause makes of its words: turned round by a negator, wished for, or said of a competitor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.words import Batch, Bend, WordTable, batch

TABLE = WordTable()


def bent(text: str) -> dict[Bend, str]:
    """The words of each bend, in order."""
    made = batch([text], TABLE)
    forms = [TABLE.words[number].form for number in made.words]
    found: dict[Bend, list[str]] = {}
    for form, bend in zip(forms, made.bend.tolist(), strict=True):
        found.setdefault(Bend(bend), []).append(form)
    return {bend: " ".join(words) for bend, words in found.items() if bend != Bend.NONE}


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("не тормозит", "тормозит"),
        ("без проблем", "проблем"),
        ("не очень удобно", "очень удобно"),
        ("не сказал ничего плохого", "сказал ничего плохого"),
        ("без очередей или задержек", "очередей или задержек"),
        ("no problems or complaints", "problems or complaints"),
        ("does n't crash", "crash"),
    ],
)
def test_a_negator_turns_what_follows(text: str, turned: str) -> None:
    assert bent(text) == {Bend.TURNED: turned}


@pytest.mark.parametrize(
    "text",
    [
        "не без проблем",
        "нельзя не похвалить",
        "не могу не похвалить",
        "не только быстро",
        "not only fast",
        "not without problems",
        "нет, хамят",
        "no, they are rude",
    ],
)
def test_negators_that_undo_each_other_or_stand_in_another_clause_turn_nothing(text: str) -> None:
    last = batch([text], TABLE).bend.tolist()[-1]
    assert Bend(last) == Bend.NONE


@pytest.mark.parametrize(
    "text",
    ["должно бы быстро", "хотелось бы быстро", "it should be fast", "could be fast", "wish it was fast"],
)
def test_a_wish_is_not_yet_met(text: str) -> None:
    assert Bend(batch([text], TABLE).bend.tolist()[-1]) == Bend.WISHED


def test_a_wish_turned_round_is_plain_again() -> None:
    assert Bend(batch(["could not be better"], TABLE).bend.tolist()[-1]) == Bend.NONE


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("в других банках отвечают быстро", "быстро"),
        ("у конкурентов дешево", "дешево"),
        ("other shops are cheap", "cheap"),
        ("cheap at a competitor", "cheap"),
    ],
)
def test_what_is_said_of_a_competitor_is_not_said_of_us(text: str, word: str) -> None:
    assert word in bent(text)[Bend.ELSEWHERE].split()


@pytest.mark.parametrize("text", ["faster than other banks", "быстрее чем в других банках"])
def test_a_competitor_may_be_the_measure(text: str) -> None:
    assert bent(text) == {}


def test_a_question_reaches_its_own_sentence_only() -> None:
    made = batch(["Сколько ждать? Ждать долго."], TABLE)
    assert made.asked.tolist() == [True, True, True, False, False, False]


PIECES = st.sampled_from(
    [
        "не",
        "без",
        "мочь",
        "или",
        "no",
        "not",
        "only",
        "other",
        "bank",
        "should",
        "бы",
        ",",
        "?",
        "👍",
        "fast",
        "\n",
    ]
)


@given(texts=st.lists(st.lists(PIECES, max_size=12).map(" ".join), max_size=4))
def test_no_comment_bends_another(texts: list[str]) -> None:
    def bends(made: Batch, comment: int) -> list[int]:
        found: list[int] = made.bend[made.first[comment] : made.first[comment + 1]].tolist()
        return found

    together = batch(texts, TABLE)
    alone = [bends(batch([text], TABLE), 0) for text in texts]
    assert [bends(together, comment) for comment in range(len(texts))] == alone
