"""Comments made ready: what the sieve spares a comment would not have changed it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from otklik.prepare import Prepared, Preparer
from otklik.redaction import Redactor
from otklik.words import WordTable

CASES = sorted((Path(__file__).parent / "redaction" / "cases").glob("*.txt"))
MARK = re.compile(r"\{([^{}|]+)\|(\w+)\}")
PREPARER, TABLE = Preparer(), WordTable()
WORDS = """
Меня зовут Я, я Это это Иван Петров Иванович ивановна Спасибо, спасибо Анна. Анна клиент: - – имя Вам пишет
I am I'm My name is this John Smith here Regards, yours, from: call me of the @bank x@y.ru @ gmail.com (at)
собака точка ru dot com www.a.ru https://a.ru/id5 a.ru/x tg ник nick_1 [phone] [Name] 8 912 345-67-89 5 1А
box 10.5 12:30
SW1A 1AA ул. Ленина, д.5 Ленина5 дом Baker Street <b> &amp; <br/> > --- ## Отправлено с Sent
from my iPhone ghbdtn rfr ltkf ochen ploho cпacибo soooo !!!!! о-о-очень п л о х о VTB не очень good the
Why? | || Why?| |yes more|late понравилось? Что What was good? Tell us more
"""
SPACES = st.sampled_from([" ", " ", " ", "  ", "\n", "\t", "\r", "\u00a0", "\x1c", ""])
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS.split()) | st.text(max_size=3), SPACES), max_size=10).map(
    lambda parts: "".join(a + b for a, b in parts)
)


def written() -> list[str]:
    lines = [line for file in CASES for line in file.read_text(encoding="utf-8").splitlines()]
    return [MARK.sub(r"\1", line).replace("\\n", "\n") for line in lines if line and line[:2] != "# "]


def assert_ready_as_by_every_step(texts: list[str]) -> None:
    ready = PREPARER.prepare_all(texts, TABLE)
    assert [one[:3] for one in ready] == [PREPARER.prepare(text)[:3] for text in texts]
    for one in ready:
        if one.chunks is not None:
            assert [TABLE.chunks[number] for number in one.chunks] == one.heard.text.split()


@settings(max_examples=400)
@given(st.lists(TEXTS, max_size=5))
@example(["Меня зовут Иван", "Верните деньги. Ольга Смирнова", "", "Деньги.Ольга"])
@example(["ivan собака mail точка ru", "SW1A 1AA", "P.O. box 5", "пишите: Sent from my iPhone"])
@example(["ochen ploho", "ochen iPhone плохо но мы терпим", "a\nochen"])
def test_comments_together_are_made_ready_as_each_by_every_step(texts: list[str]) -> None:
    assert_ready_as_by_every_step(texts)


def test_what_is_written_to_be_masked_passes_the_sieve() -> None:
    texts = written()
    assert len(texts) > 900
    assert_ready_as_by_every_step(texts)


@pytest.mark.parametrize("redactor", [Redactor(block=["Ромашка"]), Redactor(staff=True)])
def test_what_users_want_masked_besides_passes_the_sieve(redactor: Redactor) -> None:
    text = "Ромашка: менеджер Светлана помогла"
    ready = Preparer(redactor).prepare_all([text], TABLE)
    assert ready[0][:3] == Preparer(redactor).prepare(text)[:3]
    assert ready[0].masked.text != text


def test_a_comment_with_nothing_to_change_is_the_same_text_three_times() -> None:
    ready = PREPARER.prepare_all(["Долго ждал ответа, но всё решили"], TABLE)
    assert [type(one) for one in ready] == [Prepared]
    assert ready[0].plain is ready[0].masked is ready[0].heard


def test_without_comments_nothing_is_made_ready() -> None:
    assert PREPARER.prepare_all([], TABLE) == []
