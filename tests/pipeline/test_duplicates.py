"""What repeats another comment, and what only sounds like one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.pipeline.comments import as_comments
from otklik.pipeline.duplicates import Duplicates
from otklik.pipeline.resemblance import NEAR
from otklik.pipeline.sketch import KEPT, mix, sketch, words_of
from otklik.pipeline.summary import Reading
from otklik.records import Roles
from otklik.score_kinds import parse_kind

WITH_IDS = Roles("Отзыв", id="№", date="Дата", scores={"NPS": parse_kind("nps")})
LETTER = (
    "Добрый день! Заказал у вас телефон две недели назад, доставку обещали на следующий день, но курьер так "
    "и не приехал. В поддержке отвечают, что заказ передан в службу доставки, и просят подождать ещё. "
    "Верните, пожалуйста, деньги на карту, раз привезти заказ вы не можете."
)
LONGER = (
    "I have been waiting for a refund since the beginning of March and still nobody has called me about it"
)


def table(texts: list[Any], **columns: list[Any]) -> pd.DataFrame:
    rows = len(texts)
    made = {
        "№": list(map(str, range(rows))),
        "Отзыв": texts,
        "Дата": ["2024-03-01"] * rows,
        "NPS": ["5"] * rows,
    }
    return pd.DataFrame(made | columns)


def find(frame: pd.DataFrame, roles: Roles = WITH_IDS, size: int = 3) -> Duplicates:
    batches = [frame.iloc[at : at + size] for at in range(0, max(len(frame), 1), size)]
    return Duplicates.find((as_comments(batch, roles) for batch in batches), Reading(roles, day_first=True))


def repeats(texts: list[Any], **columns: list[Any]) -> list[int]:
    return find(table(texts, **columns)).of.tolist()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (LETTER, LETTER),
        (LETTER, LETTER.upper().replace("Ё", "Е")),
        (LETTER, "  " + LETTER.replace(", ", " ,  ").replace(".", "!!!")),
        (LETTER, f"<p>{LETTER}</p>"),
        (LONGER, LONGER.title() + "..."),
        (
            "Why don't you answer any of my calls or letters?",
            "why don’t you answer any of my calls or letters",
        ),
    ],
)
def test_the_same_long_text_is_an_exact_duplicate_whoever_wrote_it(one: str, two: str) -> None:
    found = find(table([one, two]))
    assert found.of.tolist() == [-1, 0]
    assert (found.counts.exact, found.counts.near, found.counts.groups) == (1, 0, 1)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (LETTER, LETTER.replace("Добрый день!", "Здравствуйте!")),
        (LETTER, LETTER.replace("две недели", "три недели")),  # a template, another number
        (LETTER, LETTER + " Иван"),
        (LETTER, LETTER.replace("обещали", "обешали")),
        (LONGER, "RT @someone " + LONGER),
        (LONGER, LONGER + " Regards, Ann"),
    ],
)
def test_a_long_text_with_a_small_edit_is_a_near_duplicate(one: str, two: str) -> None:
    found = find(table([one, two]))
    assert found.of.tolist() == [-1, 0]
    assert (found.counts.exact, found.counts.near) == (0, 1)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Всё хорошо", "Все хорошо!"),
        ("good service", "Good service."),
        ("The app is good", "The app is not good"),
        ("Посылка так и не пришла, деньги вернули", "посылка так и не пришла деньги вернули"),
        ("Easy to use app, highly recommended", "Fantastic easy to use app, highly recommended"),
        ("Приложение удобное и быстрое", "Приложение неудобное и медленное"),
        (f"{LONGER} and I would recommend you", f"{LONGER} and I wouldn't recommend you"),
        (f"{LETTER} Буду заказывать ещё", f"{LETTER} Не буду заказывать ещё"),
        (LETTER, LONGER),
        (LETTER, LETTER[: len(LETTER) // 2]),
        (LETTER, " ".join(reversed(LETTER.split()))),
        ("", ""),
        (None, None),
        ("…", "-"),
    ],
)
def test_other_customers_who_say_something_else_or_something_short_are_no_duplicates(
    one: str | None, two: str | None
) -> None:
    assert repeats([one, two]) == [-1, -1]


@pytest.mark.parametrize("text", ["Всё хорошо", "ok", "👍", "5"])
def test_a_record_exported_twice_is_a_duplicate_however_short(text: str) -> None:
    assert repeats([text, text], **{"№": ["7", "7"]}) == [-1, 0]
    assert repeats([text, text], **{"№": ["7", "8"]}) == [-1, -1]


def test_one_id_on_two_days_is_that_of_a_customer_not_of_a_record() -> None:
    assert repeats(["ok", "ok"], **{"№": ["7", "7"], "Дата": ["2024-03-01", "2024-03-02"]}) == [-1, -1]


@pytest.mark.parametrize(("one", "two"), [("👍", "👎"), ("5", "4"), ("да", "нет"), ("", "")])
def test_one_record_with_two_answers_is_no_duplicate(one: str, two: str) -> None:
    assert repeats([one, two], **{"№": ["7", "7"]}) == [-1, -1]


def test_short_answers_that_many_give_are_counted() -> None:
    found = find(table(["Всё хорошо", "все хорошо!", "Плохо", "", "", LETTER, LETTER]))
    assert (found.counts.rows, found.counts.repeated, found.counts.exact) == (7, 2, 1)


def test_without_ids_the_scores_decide_which_row_stays() -> None:
    frame = table([LETTER, LETTER], NPS=["5", "9"]).drop(columns="№")
    roles = Roles("Отзыв", date="Дата", scores={"NPS": parse_kind("nps")})
    one, two = find(frame, roles), find(frame.iloc[::-1].reset_index(drop=True), roles)
    assert (one.of == -1).tolist() == (two.of == -1).tolist()[::-1]


def test_without_ids_only_long_texts_can_be_duplicates() -> None:
    frame = table(["ok", LETTER, "ok", LETTER]).drop(columns="№")
    assert find(frame, Roles("Отзыв")).of.tolist() == [-1, -1, -1, 1]


def test_of_a_group_the_earliest_stays_then_the_first_id() -> None:
    days = ["2024-03-02", None, "2024-03-01", "2024-03-01"]
    assert repeats([LETTER] * 4, **{"Дата": days, "№": ["a", "b", "d", "c"]}) == [3, 3, 3, -1]


def test_a_duplicate_of_a_duplicate_names_the_one_that_stays() -> None:
    edited = LETTER.replace("две недели", "три недели")
    found = find(table([LETTER, edited, edited], **{"№": ["x", "y", "z"]}))
    assert found.of.tolist() == [-1, 0, 0]
    assert (found.counts.exact, found.counts.near, found.counts.groups) == (0, 2, 1)


def test_the_tables_are_marked_and_thinned_by_the_row_of_the_stream() -> None:
    frame = as_comments(table(["да", LETTER, LETTER, "нет"], **{"№": ["a", "b", "c", "d"]}), WITH_IDS)
    found = find(table(["да", LETTER, LETTER, "нет"], **{"№": ["a", "b", "c", "d"]}))
    assert found.mark(frame.iloc[1:])["duplicate_of"].tolist() == [None, "b", None]
    assert found.drop(frame.iloc[1:]).index.tolist() == [1, 3]


def test_nothing_has_no_duplicates() -> None:
    found = find(table([]))
    assert (found.of.tolist(), found.counts.rows, found.counts.groups) == ([], 0, 0)


def test_a_campaign_of_many_edits_is_one_group() -> None:
    texts = [LETTER.replace("день!", f"день! Я Клиент{number}") for number in range(700)]
    found = find(table(texts), size=100)
    assert found.counts.near >= 0.99 * len(texts)
    assert found.counts.groups <= 3


ANSWERS = st.sampled_from(
    ["ok", "Ok!", "", "👍", LETTER, LETTER.lower(), LETTER + " Иван", LETTER + " Пётр", LONGER, "x " + LONGER]
)
ROWS = st.lists(
    st.tuples(
        ANSWERS,
        st.sampled_from("abc"),
        st.sampled_from(["2024-03-01", "2024-03-02", ""]),
        st.sampled_from("59"),
    ),
    max_size=12,
)


def told(rows: list[Any], size: int) -> tuple[Any, ...]:
    texts, *others = map(list, zip(*rows, strict=True)) if rows else ([], [], [], [])
    found = find(table(texts, **dict(zip(("№", "Дата", "NPS"), others, strict=True))), size=size)
    folded = [(words_of([row[0]]).hashes()[0], *row[1:]) for row in rows]
    return found.counts, sorted(one for one, of in zip(folded, found.of, strict=True) if of < 0)


@given(ROWS, st.randoms(use_true_random=False), st.integers(1, 5))
def test_neither_order_nor_batches_matter(rows: list[Any], random: Any, size: int) -> None:
    assert told(random.sample(rows, len(rows)), size) == told(rows, max(1, len(rows)))


@given(ROWS)
def test_what_stays_repeats_nothing_and_what_goes_repeats_what_stays(rows: list[Any]) -> None:
    of = find(table([row[0] for row in rows], **{"№": [row[1] for row in rows]})).of
    assert (of[of[of >= 0]] == -1).all()


WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=3, max_size=40)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_similarity_is_that_of_the_sets_of_triples(pairs: list[tuple[list[str], list[str]]]) -> None:
    def triples(words: list[str]) -> set[tuple[str, ...]]:
        return set(zip(words, words[1:], words[2:], strict=False))

    texts = [" ".join(words) for pair in pairs for words in pair]
    at = np.arange(len(pairs))
    found = sketch(words_of(texts)).similarity(2 * at, 2 * at + 1)
    for (one, two), value in zip(pairs, found, strict=True):
        both = triples(one) | triples(two)
        assert value == pytest.approx(len(triples(one) & triples(two)) / len(both))


def test_similarity_of_very_long_texts_is_estimated_within_its_error() -> None:
    random = np.random.default_rng(1)
    errors = []
    for share in np.linspace(0.5, 1, 40):
        words = [str(word) for word in random.integers(0, 10**9, 2000)]
        other = words[: int(2000 * share)] + [str(word) for word in random.integers(0, 10**9, 50)]
        real = (int(2000 * share) - 2) / (2000 + 50 - 2)
        found = sketch(words_of([" ".join(words), " ".join(other)])).similarity(np.array([0]), np.array([1]))
        errors.append((found[0] - real) / np.sqrt(real * (1 - real) / KEPT))
    assert np.abs(errors).max() < 4
    assert 0.5 < np.std(errors) < 1.5


def test_similar_texts_meet_in_a_band() -> None:
    random = np.random.default_rng(2)
    texts = []
    for _ in range(300):
        words = [str(word) for word in random.integers(0, 10**6, 60)]
        texts += [" ".join(words), " ".join([*words[: round(60 * NEAR) + 3], *map(str, range(3))])]
    bands = sketch(words_of(texts)).bands
    assert (bands[:, ::2] == bands[:, 1::2]).any(axis=0).mean() > 0.97


@given(st.lists(st.text(max_size=20), max_size=5))
def test_a_text_gives_the_same_numbers_whatever_stands_beside_it(texts: list[str]) -> None:
    together = words_of(texts)
    for number, text in enumerate(texts):
        alone = words_of([text])
        assert alone.counts[0] == together.counts[number]
        assert alone.hashes()[0] == together.hashes()[number]


def test_numbers_are_scattered_as_published() -> None:
    """The first two outputs of SplitMix64 with the seed 0 (Vigna, splitmix64.c)."""
    state = np.array([1, 2], dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    assert mix(state).tolist() == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4]
