"""The words that name no theme: each told once, as the engine looks them up."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from otklik.languages import LANGUAGES
from otklik.languages.record import Language, fold
from otklik.resources import folder

LISTS = ("fillers", "vague", "before", "never")


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load((folder("data") / "naming.yaml").read_text("utf8"))
    return found


def test_every_language_is_there_and_no_list_that_nobody_reads(told: dict[str, dict[str, str]]) -> None:
    assert told.keys() == {language.code for language in LANGUAGES}
    assert {name for lists in told.values() for name in lists} == set(LISTS)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_word_is_told_once_and_folded(language: Language, told: dict[str, dict[str, str]]) -> None:
    lists = {name: words.split() for name, words in told[language.code].items()}
    for name, words in lists.items():
        assert not [word for word, times in Counter(words).items() if times > 1], name
        assert [fold(word) for word in words] == words, name
    assert not set(lists["fillers"]) & set(lists["vague"]), "a filler is no term, so it cannot be a vague one"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_language_tells_its_nouns_by_a_dictionary_or_by_what_stands_before_them(language: Language) -> None:
    naming = language.naming()
    by_company = naming.noun is None
    assert bool(naming.before) == bool(naming.never) == by_company
    assert not naming.before & naming.never
