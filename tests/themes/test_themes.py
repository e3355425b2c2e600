"""What sentences without a topic have in common: a planted theme is found, and where there is none, none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from otklik.themes import Sentences, Theme, find
from otklik.words import WordTable, batch

COMMENTS = 600
PLANTED = 72

# What everybody writes: subjects, verbs and places that go with one another as chance has it.
EVERYBODY = {
    "en": (
        "our|that old|my|this|another|some",
        "lamp|door|river|bridge|carpet|basket|pencil|mirror",
        "stands|waits|moves|falls|shines|breaks",
        "behind|under|near|above|beside|within",
        "the wall|the tree|the roof|the gate|the table|the corner|the road|the stone",
    ),
    "ru": (
        "наш|тот старый|мой|этот|другой|некоторый",
        "фонарь|забор|ручей|мост|ковёр|карандаш|ключ|зонт",
        "стоит|лежит|виден|упал|блестит|сломан",
        "за|под|перед|над|между|рядом с",
        "стеной|деревом|крышей|воротами|столом|окном|дорогой|камнем",
    ),
}
# What some write of: a mascot.
MASCOT = {
    "en": (
        "The raccoon|My raccoon|This raccoon",
        "wears|was with|is without",
        "its striped tail|its knitted scarf",
        "since spring|in town|at school|over there",
    ),
    "ru": (
        "Плюшевый енот|Вязаный енот|Полосатый енот",
        "носит|потерял|показал",
        "хвост|шарф",
        "с весны|в городе|в школе|по пути",
    ),
}


def every(parts: Sequence[str]) -> list[str]:
    """All sentences that the parts make."""
    return [" ".join(words) + "." for words in product(*(part.split("|") for part in parts))]


def written(language: str) -> list[str]:
    """Comments of one sentence each, the last PLANTED about the mascot, no two of these the same."""
    usual, mascot = every(EVERYBODY[language]), every(MASCOT[language])
    drawn = np.random.default_rng(1).permutation(len(usual))[: COMMENTS - PLANTED]
    return [*(usual[at] for at in drawn.tolist()), *mascot]


def found(texts: Sequence[str], *, new: bool | np.ndarray = True, seed: int = 3) -> list[Theme]:
    """The themes of comments of one sentence, their halves drawn at random."""
    half = np.random.default_rng(seed).random(len(texts)) < 0.5
    told = np.broadcast_to(np.asarray(new), len(texts)).copy()
    return find(Sentences(batch(texts, WordTable()), np.arange(len(texts)), told, half))


def shuffled(texts: Sequence[str], seed: int) -> list[str]:
    """The same words in texts of the same lengths, put anywhere."""
    lengths = [len(text.split()) for text in texts]
    words = np.random.default_rng(seed).permutation(" ".join(texts).replace(".", "").split()).tolist()
    ends = np.cumsum(lengths).tolist()
    return [" ".join(words[end - length : end]) + "." for end, length in zip(ends, lengths, strict=True)]


@pytest.mark.parametrize(("language", "name"), [("en", "raccoon"), ("ru", "енот")])
def test_a_planted_theme_is_found_and_named(language: str, name: str) -> None:
    (theme,) = found(written(language))
    assert name in theme.words
    assert theme.language == language
    assert name in theme.patterns
    assert sorted(theme.sentences.tolist()) == list(range(COMMENTS - PLANTED, COMMENTS))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("seed", range(3))
def test_in_shuffled_words_there_is_no_theme(language: str, seed: int) -> None:
    assert found(shuffled(written(language), seed)) == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_where_everything_goes_with_everything_there_is_no_theme(language: str) -> None:
    assert found(written(language)[:-PLANTED]) == []


def test_what_only_one_half_writes_about_is_no_theme() -> None:
    texts = written("en")
    half = np.arange(COMMENTS) % 2 == 0
    half[-PLANTED:] = True
    told = Sentences(batch(texts, WordTable()), np.arange(COMMENTS), np.ones(COMMENTS, bool), half)
    assert find(told) == []


def test_what_a_topic_covers_is_not_new() -> None:
    covered = np.ones(COMMENTS, dtype=bool)
    covered[-PLANTED:][:54] = False
    assert found(written("en"), new=covered) == []


def test_a_sentence_that_recurs_word_for_word_is_a_signature_and_no_theme() -> None:
    signed = ["Kind regards, the striped raccoon of the parcel desk."] * PLANTED
    assert found([*written("en")[:-PLANTED], *signed]) == []


@pytest.mark.parametrize("said", ["[raccoon]", "Raccoon"], ids=["masked", "a proper name"])
def test_what_is_masked_and_what_is_a_proper_name_names_nothing(said: str) -> None:
    texts = [text.replace("raccoon", said) for text in written("en")]
    assert all("raccoon" not in theme.patterns for theme in found(texts))


def test_the_words_of_a_theme_are_marked_where_they_stand() -> None:
    texts = written("en")
    (theme,) = found(texts)
    for sentence in theme.sentences.tolist():
        words = [texts[sentence][start:end] for start, end in theme.marks(sentence)]
        assert words[0].lower() in ("raccoon", *theme.patterns)
        assert len(set(words)) == theme.telling[theme.sentences.tolist().index(sentence)]


def test_no_sentences_hold_no_theme() -> None:
    assert found([]) == []
    assert found(["Hello."]) == []
