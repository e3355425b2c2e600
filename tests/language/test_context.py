"""Forms of two lemmas: which is meant is told by the words beside them in the clause, by nothing else."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import otklik
from otklik.languages import by_code
from otklik.languages.record import listed, marked_inside, rows
from otklik.words import WordTable, batch, lemmas


def understood(text: str, table: WordTable | None = None) -> list[str]:
    """form/lemma of each word of a comment."""
    made = batch([text], WordTable() if table is None else table)
    words = [made.table.words[number] for number in made.words]
    return [f"{word.form}/{word.lemma}" for word in words]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Очень удобно!", "удобно/удобный"),
        ("Удобно оплачивать", "удобно/удобно"),
        ("Вежливо ответили", "вежливо/вежливо"),
        ("Все было вежливо, спасибо", "вежливо/вежливый"),
        ("Удивительно приятный оператор", "удивительно/удивительно"),
        ("Конечно", "конечно/конечно"),
        ("Стали отвечать быстрее", "быстрее/быстро"),
        ("Этот тариф быстрее", "быстрее/быстрый"),
        ("Все еще жду", "все/все"),
        ("Все операторы вежливые", "все/весь"),
        ("Хочу есть", "есть/есть"),
        ("Вопросы есть", "есть/быть"),
        ("Жду дома", "дома/дома"),
        ("Подъезд нашего дома", "дома/дом"),
    ],
)
def test_a_form_of_two_lemmas_is_told_by_its_neighbours(text: str, word: str) -> None:
    assert word in understood(text)


def test_what_stands_in_another_clause_or_comment_tells_nothing() -> None:
    assert "удобно/удобный" in understood("Удобно, оплачиваю сама")
    table = WordTable()
    made = batch(["Удобно", "оплачивать"], table)
    assert table.words[made.words[0]].lemma == "удобный"


def test_both_readings_are_one_word_to_negation_and_clauses() -> None:
    table = WordTable()
    made = batch(["Невозможно!", "Невозможно дозвониться"], table)
    first, again = table.words[made.words[0]], table.words[made.words[2]]
    assert (first.lemma, again.lemma) == ("невозможный", "невозможно")
    assert first.kind == again.kind
    assert first.form == again.form


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("т.к. жду", ["т.к./поскольку", "жду/ждать"]),
        ("и т.д.)", ["и/и", "т.д./далее", ")/)"]),
        ("пр-т Мира", ["пр-т/проспект", "мира/мир"]),
        ("Задержали з/п!", ["задержали/задержать", "з/п/зарплата", "!/!"]),
        ("кол-во", ["кол-во/количество"]),
        ("чё-то", ["че-то/что-то"]),
        ("больша\u0301я", ["больша\u0301я/большой"]),
    ],
)
def test_an_abbreviation_is_one_word(text: str, words: list[str]) -> None:
    assert understood(text) == words


PIECES = "удобно быстрее все есть дома не но еще , . ! оплачивать хочу нашего операторы great работает"
WORDS = st.sampled_from(PIECES.split())


@settings(max_examples=60)
@given(st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_readings_do_not_depend_on_the_batch_or_what_the_table_has_seen(
    texts: list[list[str]], shuffle: random.Random
) -> None:
    alone = {" ".join(text): understood(" ".join(text)) for text in texts}
    order = list(alone)
    shuffle.shuffle(order)
    table = WordTable()
    assert [understood(text, table) for text in order] == [alone[text] for text in order]


def test_cut_words_are_understood_as_in_a_comment() -> None:
    text = "Очень удобно , но отвечали быстрее !"
    of_comment = [word.partition("/")[2] for word in understood(text)]
    assert lemmas(text.split(), WordTable()) == of_comment == otklik.lemmatize(text.split())


def test_lemmatize_takes_any_letters_for_the_named_language_but_marks_for_marks() -> None:
    assert otklik.lemmatize(["Waited", ",", "better"], "en") == ["wait", ",", "good"]
    assert otklik.lemmatize([]) == []


def test_threads_that_ask_at_the_same_time_get_the_same_lemmas() -> None:
    lemma = by_code("ru").lemma
    forms = [form for form, _ in rows("ru")] + ["ждали", "очереди", "удобнее", "операторами"] * 20
    wanted = [lemma(form) for form in forms]
    with ThreadPoolExecutor(8) as pool:
        assert all(found == wanted for found in pool.map(lambda _: [lemma(one) for one in forms], range(8)))


# --- data files ------------------------------------------------------------------------------
def test_the_table_of_cues_names_a_side_and_the_cues() -> None:
    found = rows("ru-context")
    assert len({form for form, *_ in found}) == len(found)
    for form, lemma, side, cues in found:
        assert side in ("before", "after")
        assert cues.split()
        assert form == form.lower().strip()
        assert lemma == lemma.lower().strip()


def test_adverbs_are_lemmas_of_their_own() -> None:
    lemma = by_code("ru").lemma
    assert all(lemma(word) == word and word.endswith("о") for word in listed("ru-adverbs"))


def test_abbreviations_are_cut_out_of_any_marks() -> None:
    for form in marked_inside("ru"):
        assert by_code("ru").tokenize(f"({form},") == [("(", 0), (form, 1), (",", 1 + len(form))]
