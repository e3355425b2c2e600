"""Russian."""

from __future__ import annotations

import re
from functools import partial

from otklik.languages.naming import naming
from otklik.languages.record import Language, Scope, corrections, foreign_words, phrases, words
from otklik.languages.ru_analyses import analyses_of, morphology
from otklik.languages.ru_context import role, second
from otklik.languages.ru_lemma import LONGEST, lemma
from otklik.languages.spelling import Spelling, beginnings, counted, romanised
from otklik.languages.tokens import tokenizer

# Letters Russian lacks, a hard sign where Russian has none, and endings of Ukrainian, Belarusian, Bulgarian.
_FOREIGN = re.compile("[іїєґўђјљњћџәғқңөұүһѕќѓ]|ъ(?![еёюя])|(?:ння|ття|лля|цца|ць|ването|нето|ията|ността)$")


def foreign(form: str) -> bool:
    """Whether a lower-case Cyrillic form is of another language than Russian."""
    return form in foreign_words("cyrillic") or bool(_FOREIGN.search(form))


def knows(form: str) -> bool:
    """Whether the form is in the OpenCorpora dictionary or among the corrections."""
    return form in corrections("ru") or bool(morphology().word_is_known(form))


_NAMES = frozenset({"Name", "Surn", "Patr"})


def noun(lemma: str) -> bool:
    """Whether a lemma is a noun by its likeliest analysis, and not a person's name."""
    likeliest = next(iter(analyses_of(lemma)), None) if len(lemma) <= LONGEST else None
    return likeliest is not None and likeliest.part == "NOUN" and not _NAMES & likeliest.grammemes


def begins(start: str) -> bool:
    """Whether some word of the OpenCorpora dictionary, or a counted one, begins so."""
    return start in beginnings("ru") or bool(morphology().dictionary.words.has_keys_with_prefix(start))


LANGUAGE = Language(
    code="ru",
    letters=re.compile("[а-яё]", re.IGNORECASE),
    foreign=foreign,
    tokenize=tokenizer("ru"),
    lemma=lemma,
    knows=knows,
    role=role,
    second=second,
    negators=words("не нет ни без никто ничто никогда нигде никак никакой нельзя невозможно ничего нету"),
    reach=3,
    scope=Scope(
        concord=words("ни никто ничто никогда нигде никак никакой ничего"),
        able=words("мочь смочь"),
        only=words("только просто лишь"),
        either=words("или либо"),
        wishes=words("бы б хотеться желательно пожелание пожелать чтобы чтоб"),
        others=words("другой иной соседний остальной"),
        firms=words("""банк компания магазин авиакомпания оператор провайдер сервис сайт приложение сеть
            клиника ресторан кафе площадка маркетплейс фирма организация"""),
        rivals=words("конкурент"),
        than=words("чем нежели"),
    ),
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
        затрудняюсь
        затрудняюсь ответить
        нет спасибо
        нет идей
        идей нет
        нет пожеланий
        пожеланий нет
        нет предложений
        предложений нет
        не могу сказать
        не хочу отвечать
        нет замечаний
        замечаний нет
        не было
        не имею
        отсутствует
        отсутствуют
        пусто
    """),
    sides=("Понравилось:", "Не понравилось:"),
    against=(
        words("""ужас ужасный ужасно кошмар кошмарный отвратительный отвратительно беспредел бардак хамство
            некомпетентность некомпетентный безобразие позор минус отсутствовать плохой плохо обман обманывать
            мошенник вор разочаровать разочарование"""),
        words("""довольный отлично отличный прекрасно прекрасный замечательно замечательный нравиться
            понравиться устраивать"""),
    ),
    spelling=Spelling(
        keyboard='ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"№;:?/',
        lookalikes=dict(zip("aceopxyABCEHKMOPTXY03", "асеорхуАВСЕНКМОРТХУоз", strict=True)),
        romanised=romanised("ru"),
        silent={"ь": "бвгдзжклмнпрстфхцчшщ", "ъ": "бвдзнст"},
        frequencies=partial(counted, "ru"),
        begins=begins,
    ),
    naming=partial(naming, "ru", noun),
)
