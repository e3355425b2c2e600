"""Known traps of sentiment: comments whose words say one thing and whose sense is another.

The first of each group are phrases that the models were taught (``data/lessons``) or are often named; the
others were never shown to them.
"""

from __future__ import annotations

import pytest

from otklik.pipeline.label import Labeller

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
PRAISE = ["неплохо", "Очень неплохо", "👍", "😊😊", "Не могу не похвалить", "Couldn't be happier"]
BLAME = ["😡", "👎👎", "Не понравилось", "Отвратительно", "Worst bank ever", "Nobody helped"]


@pytest.mark.parametrize("text", NOT_NEGATIVE)
def test_a_denied_complaint_is_no_complaint(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment != ["negative"]


@pytest.mark.parametrize("text", NOT_POSITIVE)
def test_faint_denied_or_mocking_praise_is_no_praise(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment != ["positive"]


@pytest.mark.parametrize("text", NEUTRAL)
def test_questions_requests_and_blank_answers_are_neutral(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment == ["neutral"]


@pytest.mark.parametrize("text", MIXED)
def test_praise_and_blame_together_are_mixed(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment == ["mixed"]


@pytest.mark.parametrize("text", PRAISE)
def test_praise_is_heard(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment_score[0] > 0


@pytest.mark.parametrize("text", BLAME)
def test_blame_is_heard(worker: Labeller, text: str) -> None:
    assert worker.label([text]).sentiment_score[0] < 0
    assert worker.label([text]).sentiment == ["negative"]
