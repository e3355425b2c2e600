"""Russian."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from otklik.languages.record import Language, phrases, words
from otklik.languages.spacy_rules import tokenizer
from otklik.resources import folder

# Words that Ukrainian, Belarusian, Bulgarian and Serbian write with letters Russian has too.
_FOREIGN_WORDS = """дуже що це цей немає чому також погано добре швидко працює дякую треба можна якщо тільки
    вельмі гэта што няма дзякуй добра хутка вас але
    благодаря съм няма много беше сте моля това много добре само който
    хвала веома сам није али врло"""
_SHARED_WITH_RUSSIAN = words("вас много само сам благодаря што али")
_FOREIGN = "|".join(sorted(words(_FOREIGN_WORDS) - _SHARED_WITH_RUSSIAN))


@cache
def _morphology() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _corrections() -> dict[str, str]:
    """Forms whose first analysis is seldom the one meant in a comment: form, tab, lemma."""
    lines = (folder("data") / "lemmas" / "ru.tsv").read_text(encoding="utf8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def lemma(form: str) -> str:
    """The lemma of a lower-case Russian form: a correction if there is one, else pymorphy3's likeliest."""
    form = form.replace("ё", "е")
    corrected = _corrections().get(form)
    if corrected is not None:
        return corrected
    return str(_morphology().parse(form)[0].normal_form).replace("ё", "е")


def knows(form: str) -> bool:
    """Whether the form is in the OpenCorpora dictionary."""
    return bool(_morphology().word_is_known(form))


LANGUAGE = Language(
    code="ru",
    letters=re.compile("[а-яё]", re.IGNORECASE),
    foreign=re.compile(f".*[іїєґўђјљњћџәғқңөұүһ].*|{_FOREIGN}"),
    tokenize=tokenizer("ru"),
    lemma=lemma,
    knows=knows,
    negators=words("не нет ни без никто ничто никогда нигде никак никакой нельзя невозможно ничего нету"),
    reach=3,
    turns=words("но зато однако хотя"),
    common=frozenset(),
    nothing=phrases("""
        нет
        нету
        ничего
        не знаю
        нечего
        нечего сказать
        нет комментариев
        без комментариев
        нет ответа
        затрудняюсь ответить
        нет пожеланий
        пожеланий нет
        нет замечаний
        замечаний нет
        не было
        не имею
        отсутствует
        отсутствуют
        пусто
    """),
)
