"""Labelling is a pure function of each comment alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.pipeline import account
from otklik.pipeline.account import Plan, label_batches
from otklik.pipeline.heard import Labels
from otklik.pipeline.label import Labeller, labeller
from otklik.pipeline.summary import Reading
from otklik.pipeline.tables import tag_frame
from otklik.records import (
    LABEL_COLUMNS,
    LANGUAGES,
    MENTION_COLUMNS,
    POLARITIES,
    SENTIMENTS,
    SIGNAL_IDS,
    Roles,
)
from otklik.resources import folder
from otklik.taxonomy import load

TEXTS = pd.read_csv(folder("data") / "demo" / "comments.csv", sep=";", keep_default_na=False)[
    "Комментарий"
].tolist()
PIECES = (
    "Ждал две недели", "не", "но", "отвратительно", "great app", "crashed", "оператор хамил", "👍", "😡",
    "<b>", "&amp;", "\u202e", "\ud83d", "ё", "  ", "\n", "!!!", "нет", ".", "верните деньги", "=1+1",
)  # fmt: skip
ODD = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
WORKER = labeller()


def of_one(labels: Labels, place: int) -> tuple[Any, ...]:
    """Everything said of one comment of a batch."""
    values = (labels.language, labels.sentiment, labels.sentiment_score, labels.topics, labels.signals)
    mentions = [row[1:] for row in labels.mentions if row[0] == place]
    return (*(value[place] for value in values), mentions)


@given(places=st.lists(st.integers(0, len(TEXTS) - 1), min_size=2, max_size=40))
@settings(max_examples=40)
def test_a_label_does_not_depend_on_the_neighbours(places: list[int]) -> None:
    together = WORKER.label([TEXTS[place] for place in places])
    last = len(places) - 1
    assert of_one(together, last) == of_one(WORKER.label([TEXTS[places[-1]]]), 0)


def test_identical_texts_get_identical_labels(worker: Labeller) -> None:
    half = len(TEXTS)
    labels = worker.label(TEXTS + TEXTS[::-1])
    assert all(of_one(labels, at) == of_one(labels, 2 * half - 1 - at) for at in range(half))


def test_a_labeller_that_has_read_much_labels_as_a_fresh_one(
    worker: Labeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_much = worker.label(TEXTS)
    monkeypatch.setattr("otklik.pipeline.label.TABLE_LIMIT", 0)
    anew = worker.label(TEXTS)
    assert all(of_one(read_much, at) == of_one(anew, at) for at in range(len(TEXTS)))


@given(texts=st.lists(ODD, max_size=6))
@settings(max_examples=150)
def test_any_text_is_labelled_and_its_evidence_is_a_piece_of_it(texts: list[str]) -> None:
    labels = WORKER.label(texts)
    assert len(labels.language) == len(labels.sentiment) == len(labels.topics) == len(texts)
    for place, _, _, probability, start, end, evidence, why in labels.mentions:
        assert evidence == texts[place][start:end]
        assert start < end
        assert 0 < probability <= 1
        assert why.startswith(("rule: ", "words: "))


def test_evidence_in_the_demonstration_is_a_piece_of_the_comment(worker: Labeller) -> None:
    mentions = worker.label(TEXTS).mentions
    assert len(mentions) > 300
    assert all(row[6] == TEXTS[row[0]][row[4] : row[5]] for row in mentions)


def test_labels_are_those_of_the_codebook(worker: Labeller) -> None:
    labels = worker.label(TEXTS)
    assert set(labels.language) <= set(LANGUAGES)
    assert set(labels.sentiment) <= set(SENTIMENTS)
    assert {name for names in labels.signals for name in names} <= set(SIGNAL_IDS)
    assert {row[2] for row in labels.mentions} <= set(POLARITIES)
    assert all(-1 <= score <= 1 for score in labels.sentiment_score)


def test_topics_of_a_comment_are_those_of_its_mentions(worker: Labeller) -> None:
    labels = worker.label(TEXTS)
    assert [(at, topic) for at, topics in enumerate(labels.topics) for topic in topics] == [
        row[:2] for row in labels.mentions
    ]


@pytest.mark.parametrize("text", [None, "", "  ", "\n", "-", "—", "..."])
def test_a_blank_answer_says_nothing(worker: Labeller, text: str | None) -> None:
    labels = worker.label([text])
    assert of_one(labels, 0)[1:] == ("neutral", 0.0, [], [], [])
    assert labels.says_nothing.tolist() == [True]


def test_half_an_emoji_counts_as_a_character(worker: Labeller) -> None:
    text = "\ud83d Ждал две недели"
    (mention,) = worker.label([text]).mentions
    assert mention[6] == text[mention[4] : mention[5]] == "Ждал две недели"


@pytest.mark.parametrize("texts", [[], ["нет"], ["Ждал две недели"]])
def test_the_schema_is_the_same_whatever_is_found(worker: Labeller, texts: list[str]) -> None:
    frame = pd.DataFrame({"comment_id": ["7"] * len(texts), "text": texts}, dtype=object)
    found = tag_frame(worker, frame, Roles("text"))
    tagged, mentions, silent = found.comments, found.mentions, found.silent
    assert list(tagged) == ["comment_id", "text", *LABEL_COLUMNS]
    assert list(mentions) == list(MENTION_COLUMNS)
    kinds = {"probability": "float64", "start": "int64", "end": "int64"}
    assert {name: str(kind) for name, kind in mentions.dtypes.items()} == {
        name: kinds.get(name, "object") for name in MENTION_COLUMNS
    }
    assert tagged["sentiment_score"].dtype == "float64"
    assert len(silent) == len(texts)


def test_a_taxonomy_without_a_pattern_is_heard_by_its_words(tmp_path: Path) -> None:
    file = tmp_path / "bare.yaml"
    file.write_text("topics:\n- id: waiting_time\n", encoding="utf-8")
    found = Labeller(load(file)).label(["Ждал ответа три недели, очень долго!"])
    assert found.topics == [["waiting_time"]]
    assert found.mentions[0][-1].startswith("words: ")


def test_long_comments_are_labelled_few_at_a_time_and_alike(
    worker: Labeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.DataFrame({"text": ["", None, *TEXTS[:30], "Долго ждал. " * 200, *TEXTS[30:60]]})
    plan = Plan(Reading(Roles(text="text")))
    (whole,) = label_batches([frame], plan, start=lambda: worker)
    monkeypatch.setattr(account, "MOST_LETTERS", 300)
    pieces = [one.comments for one in label_batches([frame], plan, start=lambda: worker)]
    pd.testing.assert_frame_equal(pd.concat(pieces), whole.comments)
    for piece in pieces:
        assert len(piece) == 1 or piece["text"].str.len().sum() <= 300
