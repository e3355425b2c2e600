"""What a teacher answers to comments: kept by the hash of a text, and asked for by what it never saw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from otklik.errors import InputError
from otklik.records import SENTIMENTS
from otklik.train import taught
from otklik.train.gold import FOLDS
from otklik.train.taught import Taught, rounded, text_hashes

TEXTS = ["a kind reply", "three weeks of silence", "opens at nine"]


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Taught:
    """Two teachers' answers to TEXTS, written and read again: one knows no bank, the other everything."""
    monkeypatch.setattr(taught, "lessons", lambda name: tmp_path)
    chances = np.random.default_rng(0).dirichlet(np.ones(len(SENTIMENTS)), (2, len(TEXTS)))
    order = np.argsort(text_hashes(TEXTS))
    Taught(text_hashes(TEXTS)[order], rounded(chances[:, order]), ("bank+shop", "")).write("en")
    told = Taught.load("en")
    assert np.abs(told.of(TEXTS, {"shop", "bank"}) - chances[0]).max() < 0.01
    return told


def test_each_teacher_is_asked_by_the_sources_it_never_saw(answers: Taught) -> None:
    assert not np.allclose(answers.of(TEXTS, {"bank", "shop"}), answers.of(TEXTS, set()))
    assert np.allclose(answers.of(TEXTS, set()).sum(axis=1), 1)
    assert (answers.of(TEXTS[::-1], set()) == answers.of(TEXTS, set())[::-1]).all()


def test_a_text_that_nobody_answered_to_has_no_answer(answers: Taught) -> None:
    assert not answers.of(["never heard of"], set()).any()


def test_a_teacher_that_saw_the_source_is_no_substitute_for_one_that_did_not(answers: Taught) -> None:
    with pytest.raises(InputError, match="no teacher answered without the sources bank") as told:
        answers.of(TEXTS, {"bank"})
    assert "otklik.train.teacher" in str(told.value)


def test_a_language_without_a_teacher_has_no_answers(answers: Taught) -> None:
    assert not Taught.load("ru").of(TEXTS, {"anything"}).any()


def test_the_answers_that_are_kept_are_probabilities_of_a_teacher_for_each_fold_and_one_for_all() -> None:
    told = Taught.load("en")
    assert len(told.away) == len(set(told.away)) == FOLDS + 1
    assert "" in told.away
    assert told.shares.shape == (FOLDS + 1, len(told.texts), len(SENTIMENTS))
    assert (np.diff(told.texts.astype(object)) > 0).all()
    assert np.abs(told.shares.sum(axis=2, dtype=int) - 255).max() <= 2
