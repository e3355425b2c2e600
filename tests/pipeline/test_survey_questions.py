"""Comments are understood beside the question that they answer."""

from __future__ import annotations

import pandas as pd

from otklik.pipeline.comments import as_comments
from otklik.pipeline.label import Labeller
from otklik.pipeline.questions import answer_roles, answers
from otklik.pipeline.tables import tag_frame
from otklik.records import Roles

SAID = ["Because of the care that I received", "Nothing", "We waited three hours", "No change necessary"]
ASKED = pd.DataFrame(
    {
        "Что вам понравилось?": ["Персонал", "Ничего, персонал хамит", "Цена"],
        "Что не понравилось?": ["Очередь", "нет", "Доставка"],
        "Что можно улучшить?": ["Парковку", "нет", "Сайт"],
    }
)


def test_answers_to_several_questions_are_understood_beside_them(worker: Labeller) -> None:
    given_roles = Roles(ASKED.columns[0], texts=tuple(ASKED.columns))
    table = pd.concat(answers(iter([ASKED]), given_roles))
    roles = answer_roles(given_roles)
    found = tag_frame(worker, as_comments(table, roles), roles)
    told = dict(zip(found.comments["text"], found.comments["sentiment"], strict=True))
    assert told["Персонал"] == told["Цена"] == "positive"
    assert told["Очередь"] == told["Доставка"] == told["Ничего, персонал хамит"] == "negative"
    assert told["нет"] == "neutral"
    assert set(found.mentions["evidence"]) <= set(found.comments["text"])


def test_a_column_called_answer_is_no_answer_to_several_questions(worker: Labeller) -> None:
    roles = Roles("answer")
    comments = as_comments(pd.DataFrame({"answer": ["late delivery"], "question": [None]}), roles)
    assert tag_frame(worker, comments, roles).comments["sentiment"].tolist() == ["negative"]


def test_one_column_of_comments_is_understood_by_what_heads_it(worker: Labeller) -> None:
    for column, sentiment in (("Достоинства", "positive"), ("Недостатки", "negative")):
        roles = Roles(column)
        comments = as_comments(pd.DataFrame({column: ["Доставка", "Цена"]}), roles)
        assert set(tag_frame(worker, comments, roles).comments["sentiment"]) == {sentiment}


def test_a_question_in_the_cell_is_neither_sentiment_nor_topic(worker: Labeller) -> None:
    texts = [f"{question} | {said}" for question in ("FFT Why?", "How could we improve?") for said in SAID]
    asked, alone = worker.label(texts), worker.label(2 * SAID)
    assert asked.sentiment == alone.sentiment
    assert asked.topics == alone.topics
    assert asked.signals == alone.signals
    assert [mention[6] for mention in asked.mentions] == [mention[6] for mention in alone.mentions]


def test_evidence_is_of_the_answer_and_not_of_its_question(worker: Labeller) -> None:
    labels = worker.label(["What was good? | The nurse was kind", "Что не понравилось? | Очередь в кассу"])
    assert [mention[6] for mention in labels.mentions] == ["The nurse was kind", "Очередь в кассу"]
