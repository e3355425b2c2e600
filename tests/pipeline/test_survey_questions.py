"""Comments are understood beside the question that they answer."""

from __future__ import annotations

import pandas as pd

from otklik.pipeline.comments import as_comments
from otklik.pipeline.label import Labeller
from otklik.pipeline.questions import answer_roles, answers, heading
from otklik.pipeline.review import review
from otklik.pipeline.run import Job
from otklik.pipeline.source import Wishes, open_comments
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


def test_a_sample_for_review_shows_the_question_and_keeps_it_for_training(worker: Labeller) -> None:
    wishes = Wishes(text=tuple(ASKED.columns), scores={}, duplicates="ignore")
    table = review(open_comments(ASKED, wishes), Job(), n=9, start=lambda: worker)
    assert list(table)[:3] == ["comment_id", "text", "question"]
    said = dict(
        zip(table["text"], zip(table["question"], table["sentiment_found"], strict=True), strict=True)
    )
    assert said["Очередь"] == ("Что не понравилось?", "negative")
    assert said["Парковку"][0] == "Что можно улучшить?"
    kept = dict(zip(table["text"], heading(table, Roles("text")), strict=True))
    assert kept["Персонал"] == "Что вам понравилось?"
    assert kept["Парковку"] is None


def test_a_sample_of_plain_comments_has_no_question(worker: Labeller) -> None:
    for column, told in (("Отзыв", False), ("answer", False), ("Недостатки", True)):
        frame = pd.DataFrame({column: ["Доставка опоздала", "Всё хорошо"], "question": ["Минусы", None]})
        source = open_comments(frame, Wishes(text=column, scores={}, duplicates="ignore"))
        assert ("question" in review(source, Job(), n=2, start=lambda: worker)) is told


def test_personal_data_in_a_question_are_masked_in_the_sample(worker: Labeller) -> None:
    asked = "Что понравилось в звонке с +7 912 345-67-89?"
    frame = pd.DataFrame({asked: ["Всё", "Голос"], "Что не понравилось?": ["Гудки", "Цена"]})
    source = open_comments(frame, Wishes(text=tuple(frame), scores={}, duplicates="ignore"))
    table = review(source, Job(masked=True), n=4, start=lambda: worker)
    assert not table["question"].str.contains("912").any()
    for frame, text in (
        (pd.DataFrame({asked: ["Всё", "Голос"]}), asked),
        (pd.DataFrame({"text": ["Всё", "Голос"], "question": asked}), "text"),
    ):
        source = open_comments(frame, Wishes(text=text, scores={}, duplicates="ignore"))
        told = {mask: review(source, Job(masked=mask), n=2, start=lambda: worker) for mask in (True, False)}
        assert not told[True]["question"].str.contains("912").any()
        assert told[False]["question"].str.contains("912").all()


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
