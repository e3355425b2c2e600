"""The pattern language: what each construct finds, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from otklik.errors import TaxonomyError
from otklik.languages import LANGUAGES, Language, by_code
from otklik.taxonomy import Matcher, Rule, load, pattern, planned
from otklik.taxonomy.pattern import (
    GAP,
    NO_CONDITIONS,
    compile_conditions,
    compile_matcher,
    compile_phrase,
)
from otklik.words import WordTable, batch

REWRITE = "python data/rules/make.py writes them anew"
SETS = {"time": ["час", "день", "NUM"], "bot": ["чат-бот", "робот"]}


def found(pattern: str | list[dict[str, Any]], text: str, code: str = "ru") -> list[str]:
    """What a pattern finds in a text, as written there."""
    language = by_code(code)
    rows = (
        compile_phrase(pattern, language, SETS)
        if isinstance(pattern, str)
        else [compile_matcher(pattern, language)]
    )
    conditions = compile_conditions(pattern, language, SETS) if isinstance(pattern, str) else NO_CONDITIONS
    made = batch([text], WordTable())
    spans = made.spans(0)
    rules = [Rule("topic", row, None, str(pattern), code, conditions) for row in rows]
    hits = Matcher(planned(rules)).find(made)
    return [text[spans[hit.start][0] : spans[hit.end - 1][1]] for hit in hits]


@pytest.mark.parametrize(
    ("pattern", "text", "hits"),
    [
        # a word is any of its inflections
        ("ждать", "Ждала, ждут и ЖДЁМ", ["Ждала", "ждут", "ЖДЁМ"]),
        ("долго ждать", "долго ждали", ["долго ждали"]),
        ("долго ждать", "ждали долго", []),
        ("долго ждать", "долго мы ждали", []),
        ("ёлка", "ёлки и елка", ["ёлки", "елка"]),
        # punctuation does not count inside a sentence, and nothing crosses its end
        ("долго ждать", "долго, (очень): - ждал", []),
        ("долго ждать", 'долго, "ждал"', ['долго, "ждал']),
        ("долго ждать", "долго. Ждали", []),
        ("долго ждать", "долго\nждали", []),
        ("долго ... ждать", "долго! Я ждал", []),
        # a gap of up to four words
        ("ждать ... ответ", "ждал ответа", ["ждал ответа"]),
        ("ждать ... ответ", "ждал раз два три четыре ответа", ["ждал раз два три четыре ответа"]),
        ("ждать ... ответ", "ждал раз два три четыре пять ответа", []),
        ("ждать … ответ", "ждал их ответа", ["ждал их ответа"]),
        # alternatives and what may be missing
        ("ждать (час|день)", "ждал день, ждал неделю", ["ждал день"]),
        ("очень? долго", "очень долго и долго", ["очень долго", "долго"]),
        ("(очень|так)? долго", "так долго", ["так долго"]),
        ("ждать очень? ... долго", "ждал долго", ["ждал долго"]),
        # sets, exact forms, beginnings, numbers, any word
        ("ждать $time", "ждал час и ждал 3", ["ждал час", "ждал 3"]),
        ("=данные карты", "данные карты и данная карта", ["данные карты"]),
        ("=быстро", "быстрый и быстро", ["быстро"]),
        ("отвеч*", "отвечают, ответили", ["отвечают"]),
        ("больше не (*ду|*усь)", "больше не приду, не вернусь и больше не были", ["больше не приду"]),
        ("*йте", "сделайте ещё, делай", ["сделайте"]),
        # where the sentence begins
        ("^ ждать", "Ждать долго. Не ждать? «Ждали», ждём", ["Ждать", "Ждали"]),
        ("^ прошу? ждать", "прошу ждать. ждать. не прошу ждать", ["прошу ждать", "ждать"]),
        ("^ ... ждать", "раз два три четыре ждать", ["ждать"]),
        ("^ ... ждать", "раз два три четыре пять ждать", []),
        ("^ чат-бот", "Чат-бот молчит, чат-бот!", ["Чат-бот"]),
        ("ждать NUM минута", "ждал 40 минут, ждал сорок минут", ["ждал 40 минут"]),
        ("ждать NUM день", "ждал 3й день", ["ждал 3й день"]),
        ("ждать _ час", "ждал целый час", ["ждал целый час"]),
        ("ждать _ час", "ждал час", []),
        ("👍", "всё 👍", ["👍"]),
        # a word that is written as one and cut into several
        ("(чат-бот|робот) тупой", "чат-бот тупой", ["чат-бот тупой"]),
        ("(чат-бот|робот) тупой", "робот тупой, чат тупой", ["робот тупой"]),
        ("тупой? ... чат-бот", "тупой их чат-бот", ["тупой их чат-бот"]),
        ("этот $bot", "этот чат-бот", ["этот чат-бот"]),
        # words that the sentence must hold, before or after, and words that it must not
        ("ждать +ответ", "ответа ждали, ждут", ["ждали", "ждут"]),
        ("ждать +ответ", "ждали. Ответа нет", []),
        ("ждать +(ответ|$time)", "неделю ждали", []),
        ("ждать +(ответ|$time)", "день ждали", ["ждали"]),
        ("быстро -(доставка|курьер*)", "быстро решили", ["быстро"]),
        ("быстро -(доставка|курьер*)", "курьеры быстро едут", []),
        ("быстро -(доставка|курьер*)", "Курьер был. Быстро решили", ["Быстро"]),
        ("быстро +решить -не", "быстро решили", ["быстро"]),
        ("быстро +решить -не", "быстро не решили", []),
    ],
)
def test_a_phrase_finds(pattern: str, text: str, hits: list[str]) -> None:
    assert found(pattern, text) == hits


@pytest.mark.parametrize(
    ("pattern", "text", "hits"),
    [
        ("not work", "It does not work, it doesn't work", ["not work", "n't work"]),
        ("wait ... (hour|day)", "waited for 2 hours", ["waited for 2 hours"]),
        ("cannot log", "I cannot log in", ["cannot log"]),
    ],
)
def test_an_english_phrase_finds(pattern: str, text: str, hits: list[str]) -> None:
    assert found(pattern, text, "en") == hits


@pytest.mark.parametrize(
    ("pattern", "text", "hits"),
    [
        ([{"LEMMA": "ждать"}, {"LOWER": "долго"}], "ждали долго", ["ждали долго"]),
        ([{"LOWER": "ждать"}], "ждали", []),
        ([{"ORTH": "Ждать"}], "ждать", ["ждать"]),
        ([{"LEMMA": {"IN": ["ждать", "стоять"]}}], "стоял", ["стоял"]),
        ([{"LEMMA": "ждать"}, {"LIKE_NUM": True}], "ждал 5", ["ждал 5"]),
        ([{"LEMMA": "ждать"}, {}, {"LEMMA": "час"}], "ждал целый час", ["ждал целый час"]),
        ([{"LEMMA": "ждать"}, {"OP": "?"}, {"LEMMA": "час"}], "ждал час", ["ждал час"]),
        ([{"LEMMA": "ждать"}, {"OP": "*"}, {"LEMMA": "час"}], "ждал я тут час", ["ждал я тут час"]),
        ([{"LEMMA": "ждать"}, {"OP": "+"}, {"LEMMA": "час"}], "ждал час", []),
        ([{"LEMMA": "ждать"}, {"OP": "+"}, {"LEMMA": "час"}], "ждал я тут час", ["ждал я тут час"]),
        ([{"LEMMA": "очень", "OP": "?"}, {"LEMMA": "долго"}], "очень долго", ["очень долго"]),
    ],
)
def test_a_matcher_pattern_finds(pattern: list[dict[str, Any]], text: str, hits: list[str]) -> None:
    assert found(pattern, text) == hits


@pytest.mark.parametrize(
    "pattern", ["", "...", "+долго", "_ -долго", "_", "очень?", "NUM", "_ NUM", "(очень|так)?", "(NUM|два)"]
)
def test_a_phrase_that_demands_no_word_is_refused(pattern: str) -> None:
    with pytest.raises(TaxonomyError, match="demands no word"):
        compile_phrase(pattern, by_code("ru"), SETS)


@pytest.mark.parametrize("condition", ["-чат-бот", "+(робот|чат-бот)", "-_"])
def test_a_condition_names_single_words(condition: str) -> None:
    with pytest.raises(TaxonomyError, match="must name single words"):
        compile_conditions(f"ждать {condition}", by_code("ru"), SETS)


def test_an_unknown_set_is_refused_by_name() -> None:
    with pytest.raises(TaxonomyError, match=r"no word set \$colour for ru"):
        compile_phrase("ждать $colour", by_code("ru"), SETS)


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ([{"POS": "NOUN"}], "POS"),
        ([{"LEMMA": "ждать", "OP": "!"}], "!"),
        ([{"LEMMA": 5}], "5"),
        ([{"LEMMA": {"IN": "ждать"}}], "IN"),
    ],
)
def test_what_a_matcher_pattern_may_not_say_is_named(pattern: list[dict[str, Any]], named: str) -> None:
    with pytest.raises(TaxonomyError, match=named):
        compile_matcher(pattern, by_code("ru"))


def test_a_gap_is_as_long_as_it_says() -> None:
    words = " ".join(["и"] * GAP)
    assert found("ждать ... час", f"ждал {words} час")
    assert not found("ждать ... час", f"ждал {words} и час")


def test_what_is_kept_of_the_words_of_patterns_is_what_the_languages_say() -> None:
    for language in LANGUAGES:
        kept = pattern.known(language.code)
        assert len(kept) > 1000
        told = {word: pattern.Known(language.lemma(word), pattern.cut_apart(word, language)) for word in kept}
        assert [word for word in kept if kept[word] != told[word]] == [], REWRITE


def test_all_words_of_the_bundled_patterns_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = set()

    def lemma(word: str, language: Language) -> str:
        if word not in pattern.known(language.code):
            unknown.add(word)
        return word

    def cut_apart(word: str, language: Language) -> list[str]:
        unknown.add(word)
        return []

    monkeypatch.setattr(pattern, "_lemma", lemma)
    monkeypatch.setattr(pattern, "cut_apart", cut_apart)
    for kept in (pattern._test, pattern._several, pattern._accepted, pattern._parts):
        kept.cache_clear()
    load().rules()
    for kept in (pattern._test, pattern._several, pattern._accepted, pattern._parts):
        kept.cache_clear()
    assert unknown == set(), REWRITE
