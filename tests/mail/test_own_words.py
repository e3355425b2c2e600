"""Own words: what a customer wrote for this message, without what programs and others put around it."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from otklik.clean import clean
from otklik.edits import Edited
from otklik.mail import own_words

BODIES = yaml.safe_load((Path(__file__).parent / "bodies.yaml").read_text(encoding="utf-8"))


def said(text: str) -> list[str]:
    """What is compared: the lines that say something."""
    return [line.strip() for line in text.replace("\xa0", " ").splitlines() if line.strip()]


def own(text: str) -> str:
    return Edited(text).then(own_words(text)).text


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body["name"])
def test_of_a_mail_the_own_words_are_left(body: dict[str, str]) -> None:
    plain = clean(body["body"])
    assert said(plain.then(own_words(plain.text)).text) == said(body["own"])


def test_there_are_bodies_enough_and_each_has_a_name_of_its_own() -> None:
    assert len({body["name"] for body in BODIES}) == len(BODIES) >= 60


def test_words_are_left_exactly_as_written_without_blank_lines_below() -> None:
    assert own("Да.  Ок \n\n\nOn 3 Mar 2025, at 10:00, Ann <a@x.org> wrote:\n> Ok?\n") == "Да.  Ок"


def test_a_change_names_its_rule() -> None:
    text = "Нет.\n\nС уважением,\nАнна\n\n-----Original Message-----\nFrom: Shop"
    assert [change.step for change in own_words(text)] == ["closing", "banner"]


def test_evidence_points_into_the_html() -> None:
    html = '<p>Курьер <b>опоздал</b></p><blockquote type="cite">Был ли курьер?</blockquote>'
    plain = clean(html)
    left = plain.then(own_words(plain.text))
    at = left.text.index("опоздал")
    start, end = left.span(at, at + len("опоздал"))
    assert html[start:end] == "опоздал"


@pytest.mark.parametrize(
    "comment",
    [
        "Отправлено с опозданием, пришло мятым.\nБольше не закажу.",
        "> 5 минут ждал ответа\nи не дождался",
        "Сообщение конфиденциальное отправили соседу!\nКошмар.",
        "Антивирус не работает\nпосле обновления",
        "From: the heart\nthank you all",
        "Тема: доставка\nдолго",
        "Спасибо\nвсё понравилось",
        "Thanks,\ngreat app, works offline too",
        "Best\nThe best hotel in town, we will come back next year for sure",
        "Best wishes to the whole team!\nSee you",
        "Отписаться от рассылки невозможно\nпомогите",
        "Плюсы\n---\nбыстро\n---\nМинусы\n---\nдорого",
        "I tried to reply above this line but nothing happened.\nFix it.",
        "Менеджер Анна пишет:\nваш заказ готов\nа он не готов",
        "—\nнет слов",
        "С благодарностью.\nСегодня оформляла карту, всё быстро.",
        "FFT Why?\n| Quick response",
    ],
)
def test_a_comment_that_is_no_mail_stays_as_it_is(comment: str) -> None:
    assert own_words(comment) == []


MARKS = (
    "> цитата",
    ">5 минут",
    "слово",
    "Два слова.",
    "Long answer with quite a few words in it, and no end",
    "",
    "  ",
    "-- ",
    "--",
    "-----",
    "С уважением,",
    "Анна",
    "Best regards, John",
    "Thanks,",
    "+7 900 000-00-00",
    "P.S. ещё",
    "Sent from my iPhone",
    "On Mon, 3 Mar 2025 at 10:00,",
    "Ann <a@x.org> wrote:",
    "03.03.2025, 10:00, Ann <a@x.org>:",
    "-----Original Message-----",
    "-------- Конец пересылаемого сообщения --------",
    "From: Ann <a@x.org>",
    "Sent: today",
    "Тема: заказ",
    "##- Please type your reply above this line -##",
    "This email was sent to a@x.org",
    "ok. Sent from my iPad",
    "Да. 03.03.2025, 10:00, Ann <a@x.org>: > Нет",
)
MAILS = st.one_of(st.text(), st.lists(st.sampled_from(MARKS), max_size=14).map("\n".join))


@given(MAILS)
def test_changes_are_in_order_within_the_text_and_apart(text: str) -> None:
    changes = own_words(text)
    assert all(0 <= change.start < change.end <= len(text) and change.new == "" for change in changes)
    assert all(one.end <= two.start for one, two in pairwise(changes))


@given(MAILS)
def test_twice_changes_nothing_more(text: str) -> None:
    once = own(text)
    assert own(once) == once


@given(MAILS)
def test_something_is_always_left(text: str) -> None:
    assert bool(own(text).strip()) == bool(text.strip())


@given(st.lists(st.text(alphabet="абвгд abcde.,!?", max_size=40), max_size=6).map("\n".join))
def test_a_text_without_a_mark_is_untouched(text: str) -> None:
    assert own_words(text) == []


@pytest.mark.parametrize(
    "repeated",
    ["> a\n", ">5\n", "-- \n", "---\n", "Thanks,\n", "From: a\n", "On 3 Mar 2025 ", "С уважением,\n", "\n",
     "a@b.ru> ", "10:00, ", "> ", "- ", "Sent from my ", "wrote: ", "This email is confidential ", "##- "],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_its_length(repeated: str) -> None:
    text = "слово\n" + (repeated * 20_000)[:20_000]
    began = time.process_time()
    own_words(text)
    assert time.process_time() - began < 1
