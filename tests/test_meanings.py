"""What words mean beyond our comments: a vector for each lemma, kept by its hash."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from otklik import features
from otklik.train.meanings import MEANING, Vectors, meanings, of_lemmas
from otklik.words import Word, WordTable, batch


def hashed(*forms: str) -> list[int]:
    table = WordTable()
    batch(list(forms), table)
    return [features.lemma_hash(word) for word in table.words]


def cosine(one: Vectors, other: Vectors) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_words_of_like_meaning_lie_nearer_than_others() -> None:
    names = sorted(hashed("courier", "parcel", "polite"))
    vectors = meanings(np.array(names, dtype=np.uint32), "en")[1:]
    one, other, strange = (vectors[names.index(number)] for number in hashed("courier", "parcel", "polite"))
    assert cosine(one, other) > cosine(one, strange) + 0.2


def test_unknown_lemmas_mean_nothing_nor_does_a_language_without_vectors() -> None:
    known = meanings(np.array(sorted(hashed("but", "polite")), dtype=np.uint32), "en")
    assert known.shape == (3, MEANING)
    assert not known[0].any()
    assert known[1:].any(axis=1).all()
    assert not meanings(np.array([3], dtype=np.uint32), "en").any()
    assert meanings(np.array([3], dtype=np.uint32), "ru").shape == (2, 0)


def test_a_lemma_means_what_its_common_form_does() -> None:
    table = WordTable()
    batch(["ждали ждут курьера магазин"], table)
    places = np.random.default_rng(0).normal(size=(len(table.words), MEANING)).astype(np.float32)
    of_form = {word.form: row for word, row in zip(table.words, places, strict=True)}

    def encode(texts: Sequence[str]) -> Vectors:
        return np.array([of_form[text] for text in texts])

    often = np.array([1000 if word.form == "ждали" else 1 for word in table.words])
    hashes, vectors = of_lemmas(table.words, often, encode)
    alone: list[Word] = [word for word in table.words if word.form != "ждут"]
    _, without = of_lemmas(alone, np.ones(len(alone), np.int64), encode)
    assert hashes.tolist() == sorted({features.lemma_hash(word) for word in table.words})
    gaps = np.linalg.norm(vectors[:, None] - vectors[None], axis=2)
    assert np.allclose(gaps, np.linalg.norm(without[:, None] - without[None], axis=2), atol=0.05)
