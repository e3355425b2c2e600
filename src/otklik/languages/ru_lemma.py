"""Russian lemmas: pymorphy3's analyses, and what to do where its likeliest one is seldom meant.

``RULES`` is the program: each takes a form and its analyses, likeliest first, and answers with a lemma or
None; the first answer wins. The rules concern classes of words; single words stand in
``data/lemmas/ru.tsv`` (by form) and ``data/lemmas/ru-normal.tsv`` (by pymorphy3's normal form).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from otklik.languages.record import corrections, released
from otklik.languages.ru_analyses import Analyses, analyses_of, likeliest_of, morphology

Rule = Callable[[str, Analyses], str | None]

_SUPERLATIVE = re.compile(r"(.*(?:лучш|худш|высш|[еа]йш))(?:[а-я]{2}|его|ему|ими)")
_PATRONYMIC = re.compile(r"(.+[ео]вн)(?:а|ы|е|у|ой)")
_CONSONANT = re.compile(r".*[бвгджзклмнпрстфхцчшщ]")


LONGEST = 60
"""A form longer than this is no word, and pymorphy3 would hunt for prefixes until the stack is full."""


@lru_cache(maxsize=64)
def lemma(form: str) -> str:
    """The lemma, in lower case with е for ё, of a lower-case form; a stress mark does not count.

    An abbreviation may keep its dot: 'руб.' gives 'рубль', and the initial 'а.' gives 'а'.
    """
    form = form.replace("ё", "е").replace("\u0301", "")
    known = corrections("ru").get(form)
    if known is not None or len(form) > LONGEST:
        return known or form
    if form.endswith(".") and form.strip("."):
        bare = form.rstrip(".")
        return bare if len(bare) == 1 else lemma(bare)
    analyses = analyses_of(form)
    normal = next(answer for rule in RULES if (answer := rule(form, analyses)) is not None)
    return corrections("ru-normal").get(normal, normal)


def held_down(form: str, analyses: Analyses) -> str | None:
    """'ооочень' is 'очень'."""
    if analyses[0].is_known:
        return None
    return next((lemma(one) for one in released(form) if morphology().word_is_known(one)), None)


def superlative(form: str, analyses: Analyses) -> str | None:
    """'лучших' is of 'лучший', not of 'хороший'."""
    found = _SUPERLATIVE.fullmatch(form)
    return found[1] + "ий" if found and analyses[0].part == "ADJF" else None


def patronymic(form: str, analyses: Analyses) -> str | None:
    """'ивановны' is of 'ивановна', not of 'иванович'."""
    found = _PATRONYMIC.fullmatch(form)
    return found[1] + "а" if found and "Patr" in analyses[0].grammemes else None


def adverb(form: str, analyses: Analyses) -> str | None:
    """'вежливо' is oftener the adverb than the short adjective."""
    return form if analyses[0].part == "ADJS" and form.endswith("о") else None


def unknown_name(form: str, analyses: Analyses) -> str | None:
    """A word of no dictionary that ends in a consonant stands as it is: 'ютуб' is not of 'ютуба'."""
    made_up = {form + ending for ending in ("а", "о", "ый", "ий")}
    unknown = not analyses[0].is_known and _CONSONANT.fullmatch(form)
    return form if unknown and analyses[0].normal in made_up else None


def itself(form: str, analyses: Analyses) -> str | None:
    """Of equally likely analyses, the one that leaves a dictionary word as it is: 'осадок', not 'осадка'."""
    if not analyses[0].is_known:
        return None
    return form if any(one.normal == form for one in likeliest_of(analyses)) else None


def participle(form: str, analyses: Analyses) -> str | None:
    """'закрыт' is oftener of 'закрыть' than of 'закрытый', but 'данный' is an adjective."""
    first, wanted = analyses[0], {"ADJS": "PRTS", "PRTF": "ADJF"}.get(analyses[0].part)
    if first.part == "ADJS" and not first.normal.startswith(form.rstrip("аоы")):
        return None  # 'благодарен' is of 'благодарный'; 'благодарить' has only 'благодарён'
    likely = (one for one in likeliest_of(analyses) if wanted == one.part)
    return next((one.normal for one in likely), None)


def likeliest(form: str, analyses: Analyses) -> str:
    """pymorphy3's first analysis, with the form's own ь: 'счастья' is of 'счастье', not of 'счастие'."""
    normal = analyses[0].normal
    if normal.endswith(("ие", "ич")):
        at = next((i for i, pair in enumerate(zip(form, normal, strict=False)) if pair[0] != pair[1]), None)
        if at is not None and form[at] == "ь" and normal[at] == "и":
            normal = normal[:at] + "ь" + normal[at + 1 :]
    return normal


RULES: tuple[Rule, ...] = (
    held_down,
    superlative,
    patronymic,
    adverb,
    unknown_name,
    itself,
    participle,
    likeliest,
)
