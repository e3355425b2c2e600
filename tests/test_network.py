"""The network over words: what it answers is its definition, to the bit, in any company."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik import features, linear
from otklik.errors import ModelError
from otklik.filters import Reader
from otklik.languages import LANGUAGES
from otklik.network import Head, Network
from otklik.pack import Pack
from otklik.words import WordTable, batch

PLACES, LEMMA, GRAM, FILTERS = 3, 5, 4, 7
WORDS = ["ждали", "не", "быстро", "very", "slow", ",", "but", "но", "хорошо!", "42", "🙂", "нет.", "good"]
comments = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def network(seed: int = 0) -> Network:
    """Random whole weights; it knows two lemmas."""
    dice = np.random.default_rng(seed)
    table = WordTable()
    known = {features.lemma_hash(table.words[number]) for number in batch(["ждать good"], table).words}

    def whole(*shape: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        return dice.integers(-9, 10, shape).astype(np.float32)

    return Network(
        lemmas=np.array(sorted(known), dtype=np.uint32),
        lemma_vectors=whole(3, LEMMA),
        gram_vectors=whole(64, GRAM),
        kernel=whole(PLACES, LEMMA + GRAM, FILTERS),
        negation=whole(PLACES, FILTERS),
        bias=whole(FILTERS),
        heads={"head": Head(whole(FILTERS, 2).astype(float), np.array([0.1, 0.2]), np.array([1.0, -1.0]))},
    )


NETWORKS = [network(seed) for seed in range(len(LANGUAGES))]


def read(texts: list[str]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    heard = batch(texts, WordTable())
    reading = Reader(NETWORKS).read(heard, linear.dominant(heard))
    return reading.comments, reading.of_comments("head")


def by_definition(text: str) -> np.ndarray[Any, Any]:
    """The answers of the filters to one comment, word by word."""
    heard = batch([text], WordTable())
    one = NETWORKS[int(linear.dominant(heard)[0]) - 1]
    vectors = one.vectors([heard.table.words[number] for number in heard.words]).astype(float)
    best = np.zeros(FILTERS)
    for at in range(len(vectors)):
        answer = one.bias.astype(float)
        for place in range(PLACES):
            near = at + place - PLACES // 2
            if 0 <= near < len(vectors):
                answer = (
                    answer + vectors[near] @ one.kernel[place] + heard.negated[near] * one.negation[place]
                )
        best = np.maximum(best, answer)
    return best


@given(comments)
def test_a_comment_is_answered_as_defined(text: str) -> None:
    assert read([text])[0][0].tolist() == by_definition(text).tolist()


@settings(max_examples=60)
@given(st.lists(comments, min_size=1, max_size=8), st.randoms())
def test_neighbours_and_order_change_nothing(texts: list[str], random: Any) -> None:
    shuffled = random.sample(texts, len(texts))
    together = dict(zip(shuffled, read(shuffled)[1].tolist(), strict=True))
    assert [together[text] for text in texts] == [read([text])[1][0].tolist() for text in texts]


def test_a_comment_answers_with_the_strongest_of_its_clauses() -> None:
    heard = batch(["ждали, ждали, но хорошо", "", "good"], WordTable())
    reading = Reader(NETWORKS).read(heard, linear.dominant(heard))
    for comment in range(3):
        mine = reading.clauses[heard.comment_of_clause == comment]
        assert reading.comments[comment].tolist() == mine.max(axis=0, initial=0).tolist()


def test_a_table_that_grows_or_is_replaced_is_followed() -> None:
    reader, table = Reader(NETWORKS), WordTable()
    answers = []
    for text in ("ждали", "good but slow", "ждали"):
        heard = batch([text], table)
        answers.append(reader.read(heard, linear.dominant(heard)).comments.tolist())
    anew = batch(["good but slow"], WordTable())
    assert answers[0] == answers[2]
    assert reader.read(anew, linear.dominant(anew)).comments.tolist() == answers[1]


def test_a_negated_word_is_heard_differently() -> None:
    plain, turned = read(["хорошо"])[0], read(["не хорошо"])[0]
    assert plain.tolist() != turned.tolist()


def test_an_unknown_lemma_is_heard_by_its_letters() -> None:
    table = WordTable()
    heard = batch(["быстро медленно"], table)
    one, other = NETWORKS[0].vectors([table.words[number] for number in heard.words])
    assert one[:LEMMA].tolist() == other[:LEMMA].tolist() == NETWORKS[0].lemma_vectors[0].tolist()
    assert one[LEMMA:].tolist() != other[LEMMA:].tolist()


def test_a_network_of_other_features_is_refused() -> None:
    with pytest.raises(ModelError, match="features"):
        Network.from_pack(Pack("sentiment-ru", {}, {"features": features.VERSION + 1, "heads": []}))


def test_networks_of_different_shapes_are_refused() -> None:
    with pytest.raises(ModelError, match="shapes"):
        Reader([NETWORKS[0], replace(NETWORKS[1], bias=np.zeros(FILTERS + 1, np.float32))])
