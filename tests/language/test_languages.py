"""Languages as records: their lemmas, and the data files that correct them."""

from __future__ import annotations

import os
import runpy
import time
from pathlib import Path

import pytest

from otklik.languages import LANGUAGES, by_code
from otklik.resources import folder

RUSSIAN = """
ждали ждать|ответа ответ|операторов оператор|деньгами деньги|людей человек|лет год|дней день
хамили хамить|пришлось прийтись|лучших лучший|крупнейшего крупнейший|хуже хуже|счастья счастье
воскресенье воскресенье|ивановны ивановна|анатольевича анатольевич|вежливо вежливо|хорошо хорошо
отвратительно отвратительно|закрыт закрыть|благодарен благодарный|данной данный|осадок осадок|нем он
основных основной|родным родной|главное главный|ютуб ютуб|киевстар киевстар|ооочень очень
руб. рубль|тыс. тысяча|г. год|а. а|за\u0301мок замок|ёлки елка|её она|не не|нету нет|пошли пойти
замерзла замерзнуть|исправим исправить|крутил крутить|режу резать|чеков чек|гудков гудок|хамит хамить
юля юля|синей синий|анатольевны анатольевна|представим представить|нужно нужный|стою стоять|см. смотреть
старейшина старейшина|счастливый счастливый|лучше лучше|семьи семья|питье питье|выше выше
"""
ENGLISH = """
waited wait|better good|worst bad|children child|was be|n't not|don't not|companies company|staff staff
cancelled cancel|travelling travel|growing grow|mixed mix|developed develop|soooo so|goood good|4th 4th
1990s 1990s|atms atm|bus bus|class class|this this|parking parking|disappointed disappointed|gone go
thanks thanks|definately definitely|news news|series series|'ll will
"""


def pairs(written: str) -> list[tuple[str, str]]:
    return [tuple(one.split()) for line in written.split("\n") for one in line.split("|") if one]  # type: ignore[misc]


@pytest.mark.parametrize(("form", "lemma"), pairs(RUSSIAN))
def test_a_russian_form_is_of(form: str, lemma: str) -> None:
    assert by_code("ru").lemma(form) == lemma


@pytest.mark.parametrize(("form", "lemma"), pairs(ENGLISH))
def test_an_english_form_is_of(form: str, lemma: str) -> None:
    assert by_code("en").lemma(form) == lemma


@pytest.mark.parametrize("code", ["ru", "en"])
@pytest.mark.parametrize(
    "form", ["", ".", "...", "'", "-", "а", "s", "ss", "1", "не" * 5000, "s" * 5000, "👍"]
)
def test_any_form_has_a_lemma(code: str, form: str) -> None:
    language = by_code(code)
    began = time.process_time()
    assert isinstance(language.lemma(form), str)
    assert isinstance(language.knows(form), bool)
    assert isinstance(language.foreign(form), bool)
    assert time.process_time() - began < 1.0


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="ru, en"):
        by_code("xx")


def test_turns_and_negators_are_lemmas_of_their_language() -> None:
    for language in LANGUAGES:
        for word in language.negators | language.turns:
            assert language.lemma(word) in language.negators | language.turns, word


# --- data files ------------------------------------------------------------------------------
LEMMA_FILES = [folder("data") / "lemmas" / f"{name}.tsv" for name in ("ru", "ru-normal", "en", "en-normal")]


@pytest.mark.parametrize("path", LEMMA_FILES, ids=lambda path: path.name)
def test_a_corrections_file_has_two_columns_and_says_everything_once(path: Path) -> None:
    rows = [line.split("\t") for line in path.read_text(encoding="utf8").splitlines() if line[:1] != "#"]
    assert rows
    assert all(len(row) == 2 and all(cell and cell == cell.strip().lower() for cell in row) for row in rows)
    folded = [row[0].replace("ё", "е") for row in rows]
    assert sorted(folded) == sorted(set(folded))
    assert all("ё" not in row[1] for row in rows)


@pytest.mark.parametrize(
    "path", sorted((folder("data") / "foreign").glob("*.txt")), ids=lambda path: path.name
)
def test_a_foreign_words_file_has_a_language_and_its_words_in_each_line(path: Path) -> None:
    for line in path.read_text(encoding="utf8").splitlines():
        if not line.startswith("#"):
            code, colon, words = line.partition(": ")
            assert colon
            assert code.isalpha()
            assert words == words.lower()
            assert len(words.split()) == len(set(words.split()))


# --- accuracy --------------------------------------------------------------------------------
ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("OTKLIK_SHARED", ROOT.parents[0] / "shared")) / "data" / "lemmas"


@pytest.mark.skipif(not (ROOT / "benchmarks").is_dir(), reason="benchmarks are not in this checkout")
def test_lemmas_of_content_words_agree_with_universal_dependencies() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs treebanks of Universal Dependencies in $OTKLIK_SHARED/data/lemmas")
    measure = runpy.run_path(str(ROOT / "benchmarks" / "quality" / "words.py"))["measure"]
    floors = {"ru_taiga": (0.967, 0.962), "ru_gsd": (0.98, 0.98), "en_ewt": (0.97, 0.97)}
    for found in measure(SHARED):
        assert found.held
        assert found.beside.n > 5000
        beside, alone = floors[found.treebank]
        assert found.beside.value >= beside
        assert found.alone.value >= alone
