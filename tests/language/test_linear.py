"""The word-wise answers of a linear model add up to its answer on the explicit feature matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from otklik import features
from otklik.errors import ModelError
from otklik.linear import Linear, Scorer, dominant, owner
from otklik.pack import Pack
from otklik.train.design import feature_matrix
from otklik.words import Batch, WordTable, batch

HEADS = ("first", "second")
WORDS = """
не работает приложение . , но очень удобно ! хорошо ёлка 10 2021 👍 the app does n't work but I like it don't
never банк bank — great отлично ужас
"""
COMMENTS = st.lists(
    st.one_of(st.lists(st.sampled_from(WORDS.split()), max_size=15).map(" ".join), st.text(max_size=20)),
    max_size=5,
)


def linear(seed: int) -> Linear:
    """A model with a weight for about half of the features."""
    random = np.random.default_rng(seed)
    numbers = np.sort(random.choice(features.SIZE, features.SIZE // 2, replace=False))
    weights = random.normal(size=(len(numbers), len(HEADS))).astype(np.float32)
    facts = {"features": features.VERSION, "heads": list(HEADS)}
    return Linear.from_pack(
        Pack("random", {"numbers": numbers, "weights": weights, "intercept": np.zeros(2)}, facts)
    )


MODELS = (linear(1), linear(2))


def by_comment(made: Batch, scores: NDArray[np.float32]) -> NDArray[np.float64]:
    total = np.zeros((len(made), scores.shape[1]))
    np.add.at(total, made.comment, scores)
    return total


def explicit(made: Batch, owners: NDArray[np.int32]) -> NDArray[np.float64]:
    """The same by the feature matrix, language after language."""
    total = np.zeros((len(made), len(HEADS)))
    for number, model in enumerate(MODELS, start=1):
        matrix = feature_matrix(made, owners == number, made.comment, len(made))
        total += matrix @ model.weights[model.rows].astype(np.float64)
    return total


@settings(max_examples=40)
@given(COMMENTS)
def test_word_scores_add_up_to_the_product_with_the_matrix(texts: list[str]) -> None:
    made = batch(texts, WordTable())
    owners = owner(made, dominant(made))
    scores = Scorer(MODELS).word_scores(made, owners)
    assert by_comment(made, scores) == pytest.approx(explicit(made, owners), abs=1e-4)


@settings(max_examples=25)
@given(COMMENTS)
def test_what_a_scorer_has_seen_does_not_change_its_answers(texts: list[str]) -> None:
    table, scorer = WordTable(), Scorer(MODELS)
    for text in reversed(texts):
        one = batch([text], table)
        scorer.word_scores(one, owner(one, dominant(one)))
    made, fresh = batch(texts, table), batch(texts, WordTable())
    seen = scorer.word_scores(made, owner(made, dominant(made)))
    assert np.array_equal(seen, Scorer(MODELS).word_scores(fresh, owner(fresh, dominant(fresh))))


def test_a_new_word_table_starts_anew() -> None:
    scorer = Scorer(MODELS)
    first, second = batch(["банк ужас"], WordTable()), batch(["отлично работает банк"], WordTable())
    alone = Scorer(MODELS).word_scores(second, owner(second, dominant(second)))
    scorer.word_scores(first, owner(first, dominant(first)))
    assert np.array_equal(scorer.word_scores(second, owner(second, dominant(second))), alone)


def test_an_empty_batch_has_no_scores() -> None:
    made = batch([], WordTable())
    assert Scorer(MODELS).word_scores(made, owner(made, dominant(made))).shape == (0, 2)
    assert feature_matrix(made, np.zeros(0, bool), made.comment, 0).shape == (0, features.SIZE)


# --- features --------------------------------------------------------------------------------
def row(text: str) -> dict[int, float]:
    made = batch([text], WordTable())
    matrix = feature_matrix(made, np.ones(len(made.words), bool), made.comment, 1)
    matrix.sum_duplicates()
    return dict(zip(matrix.indices.tolist(), matrix.data.tolist(), strict=True))


def test_a_text_is_the_sum_of_its_clauses() -> None:
    whole, first, second = row("банк хороший, очередь долгая"), row("банк хороший,"), row("очередь долгая")
    together = {
        number: first.get(number, 0) + second.get(number, 0) for number in first.keys() | second.keys()
    }
    assert whole == pytest.approx(together)


def test_digits_do_not_tell_numbers_apart() -> None:
    assert row("ждал 10") == row("ждал 57")


def test_negation_adds_a_feature_to_what_it_reaches() -> None:
    said, denied = row("работает"), row("не работает")
    assert said.keys() < denied.keys()


def test_pairs_are_of_one_clause_and_of_one_mind() -> None:
    made = batch(["банк хороший, очередь"], WordTable())
    hashes = np.array([features.lemma_hash(word) for word in made.table.words], np.uint32)
    assert features.pairs(made, hashes, np.ones(4, bool))[0].tolist() == [1]
    assert features.pairs(made, hashes, np.array([True, False, True, True]))[0].tolist() == []


# --- who judges ------------------------------------------------------------------------------
def test_a_word_is_judged_by_its_language_and_a_number_by_the_comments() -> None:
    made = batch(["банк 10 bank ужас", "app 👍", "10"], WordTable())
    assert dominant(made).tolist() == [1, 2, 1]
    assert owner(made, dominant(made)).tolist() == [1, 1, 2, 1, 2, 2, 1]


def test_a_model_of_other_features_is_refused() -> None:
    pack = Pack("old", {}, {"features": features.VERSION + 1, "heads": []})
    with pytest.raises(ModelError, match="model old was trained on features"):
        Linear.from_pack(pack)


def test_models_of_other_heads_are_refused() -> None:
    other = Linear(("third",), MODELS[0].rows, MODELS[0].weights, MODELS[0].intercept)
    with pytest.raises(ModelError, match="different heads"):
        Scorer([MODELS[0], other])
