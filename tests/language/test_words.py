"""Words: what a comment is cut into, where each word stands, and what a word means, alone or in a crowd."""

from __future__ import annotations

import time
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from otklik.languages import by_code
from otklik.languages.cutter import cutter
from otklik.words import Batch, Kind, WordTable, batch

CHUNKS = """
не работает Работает. долго, (вообще слово- don't isn't but но ёлка 🙂 👍👍 10 3-х 1,5 г. т.д. ... ! ?! - —
a/b кто-то www.x.org @бот
"""
SPACES = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", "\r\n", "\u2028", " \n "])
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.tuples(st.sampled_from(CHUNKS.split()), SPACES), max_size=12).map(
        lambda parts: "".join(a + b for a, b in parts)
    ),
)


def forms(made: Batch, comment: int = 0) -> list[str]:
    numbers = made.words[made.first[comment] : made.first[comment + 1]]
    return [made.table.words[number].form for number in numbers]


def said(text: str) -> list[str]:
    return forms(batch([text], WordTable()))


def marked(text: str, among: str) -> list[str]:
    """The forms of one comment that stand out in one of the batch's arrays of truth values."""
    made = batch([text], WordTable())
    return [form for form, found in zip(forms(made), getattr(made, among), strict=True) if found]


def divided(text: str, by: str) -> str:
    """The comment with | where a new sentence or clause begins."""
    made = batch([text], WordTable())
    numbers, words = getattr(made, by), forms(made)
    bars = ["| " if i and numbers[i] != numbers[i - 1] else "" for i in range(len(words))]
    return " ".join(bar + word for bar, word in zip(bars, words, strict=True))


# --- cutting ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Очень долго!", ["очень", "долго", "!"]),
        ("Ёлка", ["елка"]),
        ("(вообще ужас)", ["(", "вообще", "ужас", ")"]),
        ("I don't, can't", ["i", "do", "n't", ",", "ca", "n't"]),
        ("ждал - и зря", ["ждал", "—", "и", "зря"]),
        ("раз\nдва", ["раз", "\n", "два"]),
        ("по-моему", ["по", "-", "моему"]),
        ("кто\u00a0это\tбыл", ["кто", "это", "был"]),
        ("", []),
        (" \t ", []),
    ],
)
def test_a_comment_is_cut_into(text: str, words: list[str]) -> None:
    assert said(text) == words


@given(TEXTS)
def test_words_are_found_again_at_their_offsets(text: str) -> None:
    made = batch([text], WordTable())
    spans = made.spans(0)
    assert [text[a:b].lower().replace("ё", "е").replace("-", "—") for a, b in spans] == [
        form.replace("-", "—") for form in forms(made)
    ]


@given(TEXTS)
def test_words_cover_everything_but_spaces_and_do_not_overlap(text: str) -> None:
    spans = batch([text], WordTable()).spans(0)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    covered = {at for start, end in spans for at in range(start, end)}
    assert all(at in covered for at, sign in enumerate(text) if not sign.isspace())


@pytest.mark.parametrize("code", ["ru", "en"])
def test_the_shortcut_cuts_as_spacy_does(code: str) -> None:
    bodies = [
        "слово",
        "word",
        "Word",
        "WORD",
        "А",
        "а",
        "ул",
        "etc",
        "Mr",
        "тыс",
        "dont",
        "u",
        "г",
        "Г",
        "гг",
    ]
    cut = by_code(code).tokenize
    whole = blank(code)
    for chunk in [
        body + mark for body in bodies for mark in ("", ",", ".", "!", "?", ";", ":", "…", "..", ")")
    ]:
        assert cut(chunk) == [(token.text, token.idx) for token in whole(chunk)], chunk


@pytest.mark.parametrize("code", ["ru", "en"])
@settings(max_examples=100)
@given(data=st.data())
def test_hyphened_words_are_cut_as_spacy_does(code: str, data: st.DataObject) -> None:
    letters = st.text("аёЯкмtsKm", min_size=1, max_size=3)
    known = sorted(
        piece for chunk in cutter(code).exceptions for piece in chunk.split("-") if piece.isalpha()
    )
    words = st.lists(letters | st.sampled_from(known), min_size=2, max_size=4)
    chunk = "-".join(data.draw(words))
    assert cutter(code)(chunk) == [(token.text, token.idx) for token in blank(code)(chunk)]


MARKS = "5$аБaB.,-–/:;()'’\"*…!?«»👍"


@pytest.mark.parametrize("code", ["ru", "en"])
@settings(max_examples=200)
@given(data=st.data())
def test_any_chunk_is_cut_as_spacy_does(code: str, data: st.DataObject) -> None:
    cut = cutter(code)
    pieces = st.sampled_from(["слово", "word", "т.д.", "can't", "http://a.ru", *MARKS])
    chunk = "".join(data.draw(st.lists(pieces | st.sampled_from(sorted(cut.exceptions)), max_size=6)))
    assert cut(chunk) == [(token.text, token.idx) for token in blank(code)(chunk) if not token.is_space]


@cache
def blank(code: str) -> Language:
    return spacy.blank(code)


# --- a word means the same everywhere --------------------------------------------------------
@settings(max_examples=50)
@given(st.lists(TEXTS, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_a_comment_has_the_same_words_alone_and_in_any_batch(texts: list[str], random: object) -> None:
    alone = [said(text) for text in texts]
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    made = batch([texts[i] for i in order], WordTable())
    assert [forms(made, place) for place in range(len(texts))] == [alone[i] for i in order]
    assert [made.spans(place) for place in range(len(texts))] == [
        batch([texts[i]], WordTable()).spans(0) for i in order
    ]


@given(st.lists(TEXTS, max_size=5))
def test_the_arrays_of_a_batch_agree(texts: list[str]) -> None:
    made = batch(texts, WordTable())
    size = len(made.words)
    assert made.first[0] == 0
    assert made.first[-1] == size
    assert len(made.comment) == len(made.sentence) == len(made.clause) == len(made.negated) == size
    assert np.array_equal(made.comment, np.repeat(np.arange(len(texts)), np.diff(made.first)))


@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_sentences_and_clauses_never_cross_comments(texts: list[str]) -> None:
    made = batch(texts, WordTable())
    for numbers in (made.sentence, made.clause):
        assert len({*zip(numbers.tolist(), made.comment.tolist(), strict=True)}) == len(set(numbers.tolist()))


@given(TEXTS)
def test_words_of_a_clause_are_of_one_sentence(text: str) -> None:
    made = batch([text], WordTable())
    spoken = made.has(Kind.WORD | Kind.EMOJI)
    pairs = {*zip(made.clause[spoken].tolist(), made.sentence[spoken].tolist(), strict=True)}
    assert len(pairs) == len(set(made.clause[spoken].tolist()))


def test_a_table_is_only_added_to() -> None:
    table = WordTable()
    first = batch(["раз два"], table)
    before = forms(first)
    batch(["три четыре раз"] * 3, table)
    assert forms(first) == before
    assert [word.form for word in table.words] == ["раз", "два", "три", "четыре"]


# --- sentences, clauses, negation ------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ждал. Не дождался!", "ждал . | не дождался !"),
        ("Ждал!!! Ушел", "ждал ! ! ! | ушел"),
        ("Ждал\nушел", "ждал \n | ушел"),
        ("ждал, ушел", "ждал , ушел"),
    ],
)
def test_sentences_end_with_their_marks_and_lines(text: str, sentences: str) -> None:
    assert divided(text, "sentence") == sentences


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("банк хороший, но очередь долгая", "банк хороший , | но очередь долгая"),
        ("банк хороший но очередь долгая", "банк хороший | но очередь долгая"),
        ("nice app but slow", "nice app | but slow"),
        ("удобно - и быстро", "удобно — | и быстро"),
        ("удобно: быстро; дешево", "удобно : | быстро ; | дешево"),
    ],
)
def test_clauses_end_with_marks_and_turns(text: str, clauses: str) -> None:
    assert divided(text, "clause") == clauses


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("не работает", ["работает"]),
        ("никто так и не помог мне", ["так", "и", "не", "помог", "мне"]),
        ("без очереди", ["очереди"]),
        ("не сразу, помогли", ["сразу", ","]),
        ("не сразу но помогли", ["сразу"]),
        ("without any trouble", ["any", "trouble"]),
        ("it doesn't work", ["work"]),
        ("not very good service at all", ["very", "good", "service", "at"]),
        ("все хорошо", []),
    ],
)
def test_a_negator_reaches_so_far(text: str, reached: list[str]) -> None:
    assert marked(text, "negated") == reached


def test_negation_does_not_reach_the_next_comment() -> None:
    made = batch(["не", "работает"], WordTable())
    assert not made.negated.any()


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("не", Kind.NEGATOR),
        ("нельзя", Kind.NEGATOR),
        ("without", Kind.NEGATOR),
        ("n't", Kind.NEGATOR),
        ("но", Kind.TURN),
        ("however", Kind.TURN),
        ("12", Kind.NUMBER),
        ("🙂", Kind.EMOJI),
        ("…", Kind.SENTENCE_END),
        (",", Kind.CLAUSE_END),
        ("що", Kind.FOREIGN),
        ("très", Kind.FOREIGN),
        ("банк", Kind.KNOWN),
        ("bank", Kind.KNOWN),
    ],
)
def test_a_word_is_of_a_kind(form: str, kind: Kind) -> None:
    table = WordTable()
    made = batch([form], table)
    assert all(table.words[number].kind & kind for number in made.words[-1:])


# --- bounded cost ----------------------------------------------------------------------------
@pytest.mark.parametrize("chunk", ["а", "a", "(", "!", "1", "а-", "a.", "🙂", "'", "@", "http://", "не"])
def test_a_long_chunk_takes_no_longer_than_its_length(chunk: str) -> None:
    batch(["тепло warm."], WordTable())  # the dictionaries are loaded once
    text = (chunk * 50_000)[:50_000]
    began = time.process_time()
    made = batch([text], WordTable())
    made.spans(0)
    assert time.process_time() - began < 0.5
