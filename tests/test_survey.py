"""A survey's question before its answer is not the customer's word, and what it asks about is understood."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from otklik.edits import Edited
from otklik.prepare import Preparer
from otklik.survey import one_sided, questions, stated
from otklik.words import WordTable

TAKEN_OUT = {
    "How could we improve? | Because of the care that I received": "Because of the care that I received",
    "FFT Why? | No change necessary": "No change necessary",
    "Why?|late": "late",
    "How likely are you to recommend Booking.com? | 7, slow app": "7, slow app",
    "Please describe any things that you were satisfied and/or dissatisfied with|Helpful": "Helpful",
    "Почему вы поставили такую оценку? | Долго": "Долго",
    "Как мы можем стать лучше? || Не знаю": "Не знаю",
    "Расскажите, что вам запомнилось | вежливость": "вежливость",
    "Why? | late\nHow could we improve? | be quicker": "late\nbe quicker",
}
STATED = {
    "What was good? | The nurse": "I liked: The nurse",
    "What did you like best about your stay? | Pool": "I liked: Pool",
    "What did you like least? | Queue": "I did not like: Queue",
    "What did you like? | Персонал": "Понравилось: Персонал",
    "Что вам понравилось? | Персонал": "Понравилось: Персонал",
    "Что не понравилось? | Очередь": "Не понравилось: Очередь",
    "Что не понравилось? | Очередь у врача, который всем нравится": (
        "Не понравилось: Очередь у врача, который всем нравится"
    ),
    "What did you like? | Staff | What did you dislike? | Queue | Any other comments? | No": (
        "I liked: Staff \nI did not like: Queue \nNo"
    ),
    "What was bad? |\nWhat was good? | Staff": "I liked: Staff",
}
NEITHER_SIDE = {
    "What did you like? | Nothing, the staff were rude": "Nothing, the staff were rude",
    "What did you dislike? | There weren’t any": "There weren’t any",
    "Что не понравилось? | Ничего": "Ничего",
    "Что вам понравилось? | Их просто нет": "Их просто нет",
    "Что вам понравилось? | ...": "...",
    "What was good? | 10": "10",
    "What did you dislike? | A great company": "A great company",
    "What did you like? | Disgusting rooms": "Disgusting rooms",
    "Что не понравилось? | Пока что всем довольна": "Пока что всем довольна",
    "Что вам понравилось? | Одни минусы": "Одни минусы",
    "What did you like and what would you change? | Colour": "Colour",
    "Что вам понравилось, а что нет? | Очередь": "Очередь",
    "What was the best and worst part of your stay? | Breakfast": "Breakfast",
}
CUSTOMERS = (
    "Why was I charged? | I was charged twice",
    "Where is the refund? | no answer for a week",
    "Could we get a refund? | Ordered in May",
    "Is that a joke? | Two weeks",
    "Any other bank is better | High fees",
    "Explain this charge | 20 pounds",
    "Bad service | I hate it",
    "Ann | Manager | phone?",
    "I waited. Why? | No idea",
    "Почему не работает банкомат? | Третий день",
    "Сколько ждать, целую неделю? | Третий день",
    "Вы решили нас обмануть? | Третий день",
    "Расскажите это операторам | Третий день",
    "Что мне понравилось? | Персонал",
    "How could we improve? |",
    "How could we improve? Answer faster",
    "|||",
)


def heard(text: str) -> str:
    return Edited(text).then(questions(text)).text


@pytest.mark.parametrize(("text", "left"), (TAKEN_OUT | STATED | NEITHER_SIDE).items())
def test_the_answer_is_heard_and_which_side_was_asked_about(text: str, left: str) -> None:
    assert heard(text) == left


@pytest.mark.parametrize("text", CUSTOMERS)
def test_what_customers_ask_or_head_is_their_own_word(text: str) -> None:
    assert heard(text) == text


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Q5. What went well?", "I liked: the staff"),
        ("Pros", "I liked: the staff"),
        ("Недостатки", "I did not like: the staff"),
    ]
    + [
        (name, "the staff")
        for name in (
            "comment",
            "What could be better?",
            "Did you enjoy your stay?",
            "NPS",
            "",
            "Likes and dislikes",
        )
    ],
)
def test_what_heads_a_column_may_ask_about_one_side(question: str, left: str) -> None:
    assert Edited("the staff").then(stated(question, "the staff")).text == left


@pytest.mark.parametrize("piece", ["a|", "Why?|", "What was good?|a|"])
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    def seconds(times: int) -> float:
        text, clock = piece * times, []
        for _ in range(3):
            began = time.process_time()
            list(questions(text))
            clock.append(time.process_time() - began)
        return min(clock)

    assert seconds(80_000) < 16 * seconds(10_000)


PIECES = st.sampled_from(
    ["Why?", "What was good?", "|", "||", " ", "\n", "Staff.", "Нет", "Что понравилось?", "ж."]
)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("Why? | \n   What was good? | a")
@example("Why? || Why? || ok")
def test_changes_are_in_order_apart_and_leave_every_answer(text: str) -> None:
    found = list(questions(text))
    assert all(one.start < one.end for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for word in ("Staff.", "ж."):
        assert heard(text).count(word) == text.count(word)


@given(
    st.lists(PIECES, min_size=1, max_size=8).map("".join), st.sampled_from(["Что понравилось?", "comment"])
)
def test_everything_heard_has_a_place_in_what_was_written(text: str, question: str) -> None:
    (one,) = Preparer().prepare_all([text], WordTable(), [question])
    for at in range(len(one.heard.text)):
        start, end = one.in_original(at, at + 1)
        assert 0 <= start < end <= len(text)


def test_what_is_stated_lies_on_the_first_word_of_the_answer() -> None:
    text = "Что вам понравилось? | Персонал и кухня"
    (one,) = Preparer().prepare_all([text], WordTable())
    assert text[slice(*one.in_original(0, len("Понравилось: Персонал")))] == "Персонал"


def test_questions_about_neither_side_or_both_are_heard_by_nobody() -> None:
    assert one_sided("Недостатки") == "Недостатки"
    for question in (
        "Комментарий",
        "text",
        "",
        "Что понравилось, а что не понравилось?",
        "What can we improve?",
    ):
        assert one_sided(question) is None
    assert one_sided("Недостатки " + "и прочее " * 40) is None, "a customer's words, not a question"


def test_the_language_of_an_answer_is_that_of_its_letters_further_on() -> None:
    table = WordTable()
    heard = Preparer().prepare_all(["Wi-Fi\nне работает"], table, ["Минусы"])[0].heard.text
    assert heard.startswith("Не понравилось: Wi-Fi")


def test_a_question_in_the_cell_goes_before_the_one_that_heads_its_column() -> None:
    (one,) = Preparer().prepare_all(["What did you like? | staff"], WordTable(), ["Cons"])
    assert one.heard.text == "I liked: staff"
