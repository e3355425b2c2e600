"""The network over words: what it answers is its definition, to the bit, in any company."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik import features, linear, pack
from otklik.errors import ModelError
from otklik.filters import Reader
from otklik.languages import LANGUAGES, Language
from otklik.network import ANSWER, Head, Hidden, Network, answer_steps
from otklik.pack import Pack
from otklik.resources import folder
from otklik.words import WordTable, batch

PLACES, LEMMA, GRAM, FILTERS, HIDDEN = 3, 5, 4, 7, 6
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
        step=dice.integers(1, 4, FILTERS).astype(np.float32),
        hidden=Hidden(whole(FILTERS, HIDDEN).astype(float), whole(HIDDEN).astype(float)),
        heads={
            "head": Head(whole(FILTERS, 2).astype(float), np.array([0.1, 0.2]), np.array([1.0, -1.0])),
            "deep": Head(
                whole(HIDDEN, 2).astype(float), np.array([0.1, 0.2]), np.array([1.0, -1.0]), deep=True
            ),
        },
    )


NETWORKS = [network(seed) for seed in range(len(LANGUAGES))]


def read(texts: list[str]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    heard = batch(texts, WordTable())
    reading = Reader(NETWORKS).read(heard, linear.dominant(heard))
    return reading.comments, np.hstack([reading.of_comments(head) for head in ("head", "deep")])


def by_definition(text: str) -> tuple[Network, np.ndarray[Any, Any]]:
    """The network that reads one comment, and what its filters answer, word by word."""
    heard = batch([text], WordTable())
    one = NETWORKS[int(linear.dominant(heard)[0]) - 1]
    vectors = one.vectors([heard.table.words[number] for number in heard.words]).astype(float)
    best = np.zeros(FILTERS)
    for at in range(len(vectors)):
        answer = np.zeros(FILTERS)
        for place in range(PLACES):
            near = at + place - PLACES // 2
            if 0 <= near < len(vectors):
                said = vectors[near] @ one.kernel[place] + heard.negated[near] * one.negation[place]
                said = said + one.bias * (near == at)
                answer = answer + np.rint(said.astype(np.float32) / one.step)
        best = np.maximum(best, answer)
    return one, best


@given(comments)
def test_a_comment_is_answered_as_defined(text: str) -> None:
    assert read([text])[0][0].tolist() == by_definition(text)[1].tolist()


@given(comments)
def test_a_deep_head_hears_the_filters_through_rectified_units(text: str) -> None:
    one, answers = by_definition(text)
    assert one.hidden
    units = [max(float(answers @ one.hidden.weights[:, at] + one.hidden.bias[at]), 0) for at in range(HIDDEN)]
    deep = one.heads["deep"]
    told = np.array(units) @ deep.weights * deep.scale + deep.bias
    assert one.odds("deep", answers[None].astype(ANSWER))[0].tolist() == told.tolist()


@given(st.integers(0, 2**32 - 1))
def test_answers_fit_their_type_whatever_the_words(seed: int) -> None:
    dice = np.random.default_rng(seed)
    sign = dice.choice([-1, 1], (PLACES, LEMMA + GRAM, 2))
    kernel, negation, bias = 127 * sign, np.full((PLACES, 2), 10**5), np.array([10**5, 10**6])
    steps = answer_steps(kernel, negation, bias)
    loudest = 127 * np.abs(kernel).sum(axis=1) + negation
    loudest[PLACES // 2] += bias
    said = np.rint(loudest / steps).sum(axis=0)
    assert said.max() <= np.iinfo(ANSWER).max
    assert said.min() > np.iinfo(ANSWER).max / 2, "steps are no coarser than they must be"


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


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_sums_of_the_bundled_networks_are_exact_whatever_the_words(language: Language) -> None:
    one = Network.from_pack(pack.read(folder("models") / f"sentiment-{language.code}"))
    spoken = np.abs(one.kernel).sum(axis=1).max() * 127 + np.abs(one.negation).max() + np.abs(one.bias).max()
    assert spoken < 2**24, "a float32 holds what a word adds"
    heard = {False: np.full(one.filters, np.iinfo(ANSWER).max, float)}
    if one.hidden:
        heard[True] = heard[False] @ np.abs(one.hidden.weights) + np.abs(one.hidden.bias)
    for name, head in one.heads.items():
        assert (heard[head.deep] @ np.abs(head.weights)).max() < 2**53, f"a float holds what {name} sums"


def test_a_network_of_other_features_is_refused() -> None:
    with pytest.raises(ModelError, match="features"):
        Network.from_pack(Pack("sentiment-ru", {}, {"features": features.VERSION + 1, "heads": []}))
    with pytest.raises(ModelError, match="another kind"):
        Network.from_pack(Pack("sentiment-ru", {}, {"features": features.VERSION, "heads": []}))


def test_networks_of_different_shapes_read_side_by_side() -> None:
    one, other = NETWORKS
    narrow = replace(
        other,
        kernel=other.kernel[:, :, :-2],
        negation=other.negation[:, :-2],
        bias=other.bias[:-2],
        step=other.step[:-2],
        hidden=None,
        heads={"head": replace(other.heads["head"], weights=other.heads["head"].weights[:-2])},
    )
    wide = replace(
        other,
        heads={
            "head": replace(
                other.heads["head"], weights=np.vstack([narrow.heads["head"].weights, np.zeros((2, 2))])
            )
        },
    )
    heard = batch(["good but slow", "ждали", "not good, very slow"], WordTable())
    told = [
        Reader([one, of]).read(heard, linear.dominant(heard)).of_comments("head").tolist()
        for of in (narrow, wide)
    ]
    assert told[0] == told[1]
