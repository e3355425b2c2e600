"""Names where somebody says who he is: introduces himself, fills in a form, signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from otklik.redaction.names import LONGEST, TITLES, Person, given, listed, nominative, patronymic, person
from otklik.redaction.spans import Family, Finder, Span, compiled, family, holding, opened

Judge = Callable[[str, Person], bool]
_HERE = re.compile(r" (?:again|here|from|calling|speaking|writing)\b")
_STOP = re.compile(r"\s*(?:[,.!;:)(\n–—-]|$|(?:и|из|с|ваш|от)\b)")
_THANKS = re.compile(
    r"(?:спасибо|благодарю|thanks|thank you|cheers)(?: заранее| за [\w ]{3,20})?[,.!]\s*$", re.IGNORECASE
)
_LINE_END = re.compile(r"[ \t]*(?:[.,!;)(\n\0+\d]|$|тел|phone)")


def anyone(_: str, __: Person) -> bool:
    return True


def known(_: str, someone: Person) -> bool:
    """A given name is among the words, so that 'manager Delta' is nobody."""
    return any(map(given, someone.words))


def _listed(_: str, someone: Person) -> bool:
    return listed(someone.words[0])


def full(_: str, someone: Person) -> bool:
    """A given name with one more, or a title with one: 'это Банк Москвы' is neither."""
    words = someone.words
    return len(words) > 1 and (words[0].lower() in TITLES or any(map(given, words)))


def _named(text: str, someone: Person) -> bool:
    """As ``full``, or one given name: 'I am Kevin'."""
    return full(text, someone) or (len(someone.words) == 1 and given(someone.words[0]))


def _here(text: str, someone: Person) -> bool:
    """As ``full``, or 'this is Peter again'; 'this is Paris' is a town."""
    return full(text, someone) or (known(text, someone) and _HERE.match(text, someone.end) is not None)


def _complete(_: str, someone: Person) -> bool:
    """Surname, name, patronymic, as in a form."""
    words = someone.words
    return len(words) == 3 and given(words[1]) and patronymic(words[2])


def _signed(text: str, someone: Person) -> bool:
    """Nothing but the name up to the end of the line or a stop."""
    return _LINE_END.match(text, someone.end) is not None and len(someone.words) < LONGEST


def _himself(text: str, someone: Person) -> bool:
    """As ``full``, or one name as the subject, and a stop: 'Я Иван, ваш клиент', not 'Я Москву знаю'."""
    alone = len(someone.words) == 1 and nominative(someone.words[0])
    return full(text, someone) or (alone and _STOP.match(text, someone.end) is not None)


def _signature(text: str) -> Iterator[Span]:
    """A name alone in the last sentence: '… верните деньги. Ольга Смирнова', 'Спасибо, Анна'."""
    found = _ENDS.search(text, max(0, len(text) - 40))
    first = found[1].partition(" ")[0] if found else ""
    if found is None or first.isupper() or not nominative(first):
        return
    someone = person(text, found.start(1))
    after = found[0][0] != "," or _THANKS.search(text[: found.start(1)])
    if someone is not None and someone.end == found.end(1) and after:
        yield Span(found.start(1), someone.end, "name")


def introduced(pattern: str, judge: Judge = anyone, *, loose: bool = False) -> Finder:
    """The rule that masks the name right after ``pattern``, if ``judge`` takes it for one."""
    return partial(_introduced, pattern, judge, loose)


def _introduced(pattern: str, judge: Judge, loose: bool, text: str) -> Iterator[Span]:
    for found in compiled(pattern).finditer(text):
        if text[found.start() - 1 : found.start()].isalnum():
            continue
        someone = person(text, found.end(), loose=loose)
        if someone is not None and judge(text, someone):
            yield Span(found.end(), someone.end, "name")


_IS = r"\s*(?:[:=–—-]|\bэто\b|\bis\b)?\s*"
_CLOSE = r"""(?:сын\w*|доч\w+|муж\w*|жен[уыа]|реб[её]нк\w+|мам[уыа]|пап[уы]|бабушк\w|отца|мать|брата|сестру
    |супруг\w)"""
_FORM_RU = r"""имя(?:[ ]и[ ](?:фамилия|отчество))?|фамилия(?:,?[ ]имя(?:,?[ ]отчество)?)?|отчество|клиент
    |получател[ья]|отправител[ья]|заявитель|контактное[ ]лицо|подпись|пациент|владелец(?:[ ]карты)?|автор
    |покупатель|гость|абонент|пассажир"""
_FORM_EN = r"""(?:full[ ]|first[ ]|last[ ])?name|surname|customer|passenger|patient|guest|card[ ]?holder
    |contact(?:[ ]person)?|signed|from"""
_REGARDS_RU = r"""с\s+(?:ув\.|уваж\.|(?:глубоким[ ]|большим[ ]|искренним[ ])?уважением|благодарностью
    |наилучшими(?:[ ]пожеланиями)?)|искренне[ ]ваша?|всего[ ]доброго|ваш[ ]постоянный[ ](?:клиент|покупатель)
    |подпись"""
_REGARDS_EN = r"""(?:(?:best|kind|kindest|warm|many|with)[ ]){0,2}regards|(?:best|kind)[ ]wishes
    |(?:yours[ ])?sincerely(?:[ ]yours)?|yours[ ](?:truly|faithfully)|respectfully|yours|all[ ]the[ ]best"""
_FORM = re.compile(
    r"""(?:имя|фамил|отчест|клиент|получат|отправит|заявит|лицо|подпись|пациент|владел|автор|покупат|гость
    |абонент|пассажир)[а-я ,]*[:=–—-] | ф[. ]{0,2}и[. ]{0,2}о | (?:клиент|заявитель|получатель|пациент)[ ]""",
    re.VERBOSE,
)
_FORM_STEMS = holding(
    *("имя", "фамил", "отчест", "фио", "ф.", "ф и", "клиент", "получат", "отправит", "заявит", "лицо"),
    *("подпись", "пациент", "владел", "автор", "покупат", "гость", "абонент", "пассажир"),
)


def _formal(text: str) -> bool:
    return _FORM_STEMS(text) and _FORM.search(text) is not None


_RUSSIAN = (
    family(
        "зовут|звать|зовите|имя|имени|фамилия",
        introduced(
            rf"""(?i:(?<!как[ ])(?:(?:меня|{_CLOSE})[ ](?:зовут|звать)|(?:зовут|звать)[ ]меня|зовите[ ]меня
            |(?<=[,.!?][ ])зовут|(?:мо[её]|полное)[ ]имя|моя[ ]фамилия){_IS}(?:просто[ ])?)""",
            loose=True,
        ),
        introduced(r"(?i:(?:на|под)[ ]имя[ ]|от[ ]имени[ ])"),
        introduced(r"(?i:фамилия[ ])", _listed),
    ),
    Family(
        _formal,
        (
            introduced(
                rf"""(?i:(?:ф\.?[ ]?и\.?[ ]?о\b\.?|{_FORM_RU})
                (?:[ ](?:клиента|получателя|заявителя|полностью))?\s*[:=–—-]\s*)""",
                loose=True,
            ),
            introduced(r"(?i:(?:ф\.?[ ]?и\.?[ ]?о\b\.?|клиент|заявитель|получатель|пациент)[ ])", full),
        ),
    ),
    family(
        r"уваж|ув\.|благодарностью|наилучшими|искренне|доброго|ваш[ ]постоянный|подпись",
        introduced(rf"(?i:(?:{_REGARDS_RU})[\s,.:!–—-]{{1,6}}(?:ваш[аи]?[ ])?)", _signed),
    ),
    family(
        r"пишет | беспокоит | в(?:ич|на)\b | ична\b",
        introduced("(?i:(?:пишет[ ]вам|вам[ ]пишет|вас[ ]беспокоит)[ ])"),
        introduced(r"(?=[А-ЯЁ][а-яё-]+[ ][А-ЯЁ][а-яё]+[ ][А-ЯЁ][а-яё]+(?:ич|на)(?![а-яё]))", _complete),
    ),
    family(
        r"это[ ] | я[ ] | я,",
        introduced(r"(?:Это|это|Я|я|Вам[ ]звонил|вам[ ]звонил)(?:,|[ ][–—-])?[ ](?=[А-ЯЁ])", _himself),
    ),
)
_ENGLISH = (
    family(
        r"""name | call[ ]me | called | signed | surname
        | (?:customer|passenger|patient|guest|holder|contact|from)[ ]?[:=–—-]""",
        introduced(
            r"""(?i:(?:my[ ](?:(?:full|first|last|given|family)[ ])?name(?:['’]?s|[ ]is|[ ]was)
            |my[ ]surname[ ]is|(?:please|just|you[ ]can)[ ]call[ ]me|i[ ]am[ ]called
            |i['’]m[ ]called)\s*:?\s*)""",
            loose=True,
        ),
        introduced(
            rf"""(?i:(?<!user[ ])(?<!domain[ ])(?<!file[ ])(?<!brand[ ])(?:{_FORM_EN})
            (?:\s*[:=–—]\s*|[ ]-[ ]))""",
            loose=True,
        ),
        introduced(
            r"""(?i:(?:in|under)[ ]the[ ]name(?:[ ]of)?[ ]
            |name[ ](?:on|of|for)[ ](?:the|my)[ ][a-z ]{3,25}[ ]is[ ])""",
            loose=True,
        ),
    ),
    family(
        r"i['’ ]?a?m[ ] | this[ ]is | it['’]s | i,[ ] | [ ]here\b",
        introduced(r"(?:I|i)[ ]?(?:am|m|['’]m)[ ](?=[A-Z])", _named),
        introduced(r"(?:This[ ]is|this[ ]is|It['’]s|it['’]s|I,)[ ](?=[A-Z])", _here),
        introduced(r"(?:(?<=^)|(?<=[,.!][ ])|(?<=\n))(?=[A-Z][a-z]+[ ](?:[A-Z][a-z]+[ ])?here\b)", known),
    ),
)
_BOTH = (
    family(
        "regards|wishes|sincerely|yours|respectfully|all[ ]the[ ]best",
        introduced(rf"(?i:(?:{_REGARDS_EN})\s*[,.:!\n–—-]\s*)", _signed),
    ),
    family(
        r"(?:thanks|thank[ ]you|cheers|best|спасибо|благодарю)[,.! ]*\n",
        introduced(r"(?i:(?:thanks|thank[ ]you|cheers|best|спасибо|благодарю)[,.! ]*\n\s*)", _signed),
    ),
    family("", _signature),
)
_CYRILLIC = re.compile("[а-я]", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"""[A-ZА-ЯЁ](?=[\w.-])(?<=[,:=–—яЯIоmsefтТьимлшюОЯЬSEM\n-][ \n].)(?:
        (?<=\b[ЯяI][ ].) | (?<=\b[ЯяI],[ ].) | (?<=[Ээ]то[ ].)
        | (?<=(?:ут|УТ|ть|ТЬ|ня|НЯ|ам|мя|МЯ|ия|ИЯ|ни|ИО|ио|ют|ит|ет|ем|ЕМ|ью|ЬЮ)[ ].)
        | (?<=(?:am|AM|['’ i]m|is|IS|['’]s|me|ME|of)[ ].)
        | (?<=(?:ем|ЕМ|ью|ЬЮ|го|ми|ша|аш|ут|ds|DS|es|ly|rs|st|Hi|hi|lo),[ ].)
        | (?<=(?:мя|ия|во|ИО|ио|нт|ль|ля|цо|сь|ец|ты|ор|ть|ир|та|ью|МЯ|ИЯ)[:=–—-][ ].)
        | (?<=(?:me|ME|er|nt|st|ct|on|ed|om)[:=–—-][ ].)
        | (?<=(?:мя|ия|во|ИО|ио|нт|ль|ля|цо|сь|ец|ты|ор|ть|ир|та|ью|me|er|nt|st|on|ed|om)[ ][=–—-][ ].)
        | (?<=\n.)(?=[^\n]{1,40}(?:\n|\Z))
    )""",
    re.VERBOSE,
)
_PATRONYMIC = re.compile(r"в(?:ич|на)\b")
_ENDS = re.compile(r"[.!?,\n…)]\s*([A-ZА-ЯЁ][\w-]+(?:[ ][A-ZА-ЯЁ][\w.-]*){0,2})[.!)]?\s*\Z", re.VERBOSE)


def possible(text: str) -> bool:
    """A capital after the end of a word, or a sign, with which names are introduced; a word that introduces
    names in small letters; a name at the end."""
    return (
        _INTRODUCED.search(text) is not None
        or "name" in text
        or (not text.isascii() and ("овут" in text or "имя" in text or _PATRONYMIC.search(text) is not None))
        or _ENDS.search(text, max(0, len(text) - 40)) is not None
    )


def finders(text: str) -> list[Finder]:
    """Those that could find a name in ``text``, by its letters and its words."""
    if not possible(text):
        return []
    families = _RUSSIAN if not text.isascii() and _CYRILLIC.search(text) else _ENGLISH
    return opened((*families, *_BOTH), text.lower())
