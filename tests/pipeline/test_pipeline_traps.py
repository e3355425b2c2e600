"""Known traps of sentiment: comments whose words say one thing and whose sense is another.

Some stand in ``data/lessons``: what a model was taught it should know. Those called UNSEEN never do.
"""

from __future__ import annotations

import csv

import pytest

from otklik.pipeline.label import Labeller
from otklik.resources import lessons

NOT_NEGATIVE = [
    "No problems or complaints",
    "No complaints, no problems whatsoever",
    "We have had no issues with them",
    "I have nothing bad to report",
    "не могу сказать ничего плохого",
    "Ничего плохого про них сказать не могу",
    "Жалоб нет",
    "Претензий к работе не имею",
    "Без нареканий",
]
NOT_POSITIVE = [
    "could be better",
    "The app could be a lot better",
    "Not good at all",
    "I was not happy with it",
    "Могло быть и лучше",
    "Ничего хорошего",
    "Не могу назвать это хорошим сервисом",
    "Their competitors are much better",
    "У конкурентов удобнее и дешевле",
    "Спасибо, ждал всего три часа",
    "Спасибо, прождали каких-то четыре часа",
    "Thanks a lot for the three hour wait",
    "Great, the app crashed again",
]
UNSEEN_NOT_NEGATIVE = [
    "Никогда не думала, что банк может быть таким удобным",
    "Могу назвать этот сервис лучшим",
    "Считаю этот магазин лучшим",
    "I wouldn't hesitate to recommend them",
    "I have yet to find a better bank",
    "Not only fast but also friendly",
]
UNSEEN_NOT_POSITIVE = [
    "Не могу назвать сотрудников профессиональными",
    "Хорошим такой подход не назовёшь",
    "Не сказал бы, что ремонт качественный",
    "Не могу сказать, что заказ приехал вовремя",
    "Нельзя назвать номер чистым",
    "Не считаю курсы полезными",
    "Далеко не идеальный сервис",
    "Вряд ли приду ещё",
    "Назвать это поддержкой язык не поворачивается",
    "I wouldn't call this good customer service",
    "Not what I would call professional",
    "Hardly a pleasant experience",
    "Not the cleanest hotel",
    "I can't say that my order came on time",
    "You can't call that support",
]
NEUTRAL = [
    "нет",
    "Нет.",
    "ничего",
    "no",
    "N/A",
    "Как поменять номер телефона?",
    "How do I change my address?",
    "Where in this app is the list of connected devices?",
    "Где в приложении список подключённых устройств?",
    "Добавьте кнопку «скачать видео»",
]
MIXED = [
    "Цены низкие, но менеджер нагрубил",
    "Шапка тёплая и хорошая, но доставку ждал месяц",
    "Nice rooms, rude receptionist",
    "Minor delays in replies, but the quality is outstanding",
]
UNSEEN_MIXED = [
    "Вежливый персонал, но долгая очередь на кассе",
    "Кровать удобная, но с улицы шум",
    "Great location, terrible breakfast",
    "Friendly staff, slow checkout",
    "Good prices, awful parking",
    "The doctor was kind but the clinic was dirty",
]
PRAISE = ["неплохо", "Очень неплохо", "👍", "😊😊", "Не могу не похвалить", "Couldn't be happier"]
BLAME = ["😡", "👎👎", "Не понравилось", "Отвратительно", "Worst bank ever", "Nobody helped"]


def test_what_is_called_unseen_stands_in_no_lesson() -> None:
    taught = set()
    for path in lessons("lessons").glob("*.tsv"):
        with path.open(encoding="utf8", newline="") as lines:
            taught |= {row["text"].casefold() for row in csv.DictReader(lines, delimiter="\t")}
    assert len(taught) > 500
    assert not taught & {
        text.casefold() for text in (*UNSEEN_NOT_NEGATIVE, *UNSEEN_NOT_POSITIVE, *UNSEEN_MIXED)
    }


@pytest.mark.parametrize("text", NOT_NEGATIVE + UNSEEN_NOT_NEGATIVE)
def test_a_denied_complaint_is_no_complaint(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment != ["negative"]


@pytest.mark.parametrize("text", NOT_POSITIVE + UNSEEN_NOT_POSITIVE)
def test_faint_denied_or_mocking_praise_is_no_praise(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment != ["positive"]


@pytest.mark.parametrize("text", NEUTRAL)
def test_questions_requests_and_blank_answers_are_neutral(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment == ["neutral"]


@pytest.mark.parametrize("text", MIXED + UNSEEN_MIXED)
def test_praise_and_blame_together_are_mixed(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment == ["mixed"]


@pytest.mark.parametrize("text", PRAISE)
def test_praise_is_heard(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment_score[0] > 0


@pytest.mark.parametrize("text", BLAME)
def test_blame_is_heard(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment_score[0] < 0
    assert worker.label([text]).sentiment == ["negative"]
