"""Names where somebody says who he is: introduces himself, fills in a form, signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from otklik.redaction.names import LONGEST, TITLES, Person, given, patronymic, person
from otklik.redaction.rules import Group, Rule, Span, group

Judge = Callable[[str, Person], bool]
_HERE = re.compile(r" (?:again|here|from|calling|speaking|writing)\b")
_LINE_END = re.compile(r"[ \t]*(?:[.,!;)(\n\0+\d]|$|тел|phone)")


def anyone(_: str, __: Person) -> bool:
    return True


def known(_: str, someone: Person) -> bool:
    """A given name is among the words, so that 'manager Delta' is nobody."""
    return any(map(given, someone.words))


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


def introduced(pattern: str, judge: Judge = anyone, *, loose: bool = False) -> Rule:
    """The rule that masks the name right after ``pattern``, if ``judge`` takes it for one."""
    return partial(_introduced, re.compile(pattern), judge, loose)


def _introduced(pattern: re.Pattern[str], judge: Judge, loose: bool, text: str) -> Iterator[Span]:
    for found in pattern.finditer(text):
        if text[found.start() - 1 : found.start()].isalnum():
            continue
        someone = person(text, found.end(), loose=loose)
        if someone is not None and judge(text, someone):
            yield Span(found.end(), someone.end, "name")


_IS = r"\s*(?:[:=–—-]|\bэто\b|\bis\b)?\s*"
_CLOSE = (
    r"сын\w*|доч\w+|муж\w*|жен[уыа]|реб[её]нк\w+|мам[уыа]|пап[уы]|бабушк\w|отца|мать|брата|сестру|супруг\w"
)
_FORM_RU = (
    r"имя(?: и (?:фамилия|отчество))?|фамилия(?:,? имя(?:,? отчество)?)?|отчество|клиент|получател[ья]"
    r"|отправител[ья]|заявитель"
    r"|контактное лицо|подпись|пациент|владелец(?: карты)?|автор|покупатель|гость|абонент|пассажир"
)
_FORM_EN = (
    r"(?:full |first |last )?name|surname|customer|passenger|patient|guest|card ?holder|contact"
    r"(?: person)?|signed|from"
)
_REGARDS_RU = (
    r"с\s+(?:ув\.|уваж\.|(?:глубоким |большим |искренним )?уважением|благодарностью|наилучшими"
    r"(?: пожеланиями)?)"
    r"|искренне ваша?|всего доброго|ваш постоянный (?:клиент|покупатель)|подпись"
)
_REGARDS_EN = (
    r"(?:(?:best|kind|kindest|warm|many|with) ){0,2}regards|(?:best|kind) wishes|(?:yours )?sincerely"
    r"(?: yours)?|yours (?:truly|faithfully)"
    r"|respectfully|yours|all the best"
)
GROUPS: tuple[Group, ...] = (
    group(
        "зовут|звать|зовите|имя|имени|фамилия",
        introduced(
            rf"(?i:(?<!как )(?:(?:меня|(?:{_CLOSE})) (?:зовут|звать)|(?:зовут|звать) меня|зовите меня|"
            r"(?<=[,.!?] )зовут|(?:мо[её]|полное) имя|моя фамилия)"
            rf"{_IS}(?:просто )?)",
            loose=True,
        ),
        introduced(r"(?i:(?:на|под) имя |от имени )"),
    ),
    group(
        r"(?:имя|фамил|отчест|клиент|получат|отправит|заявит|лицо|подпись|пациент|владел|автор|покупат"
        r"|гость|абонент|пассажир|карты)[а-я ,]*[:=–—-]"
        r"|ф[. ]{0,2}и[. ]{0,2}о|(?:клиент|заявитель|получатель|пациент) ",
        introduced(
            rf"(?i:(?:ф\.? ?и\.? ?о\b\.?|{_FORM_RU})(?: (?:клиента|получателя|заявителя"
            r"|полностью))?\s*[:=–—-]\s*)",
            loose=True,
        ),
        introduced(r"(?i:(?:ф\.? ?и\.? ?о\b\.?|клиент|заявитель|получатель|пациент) )", full),
    ),
    group(
        r"уваж|ув\.|благодарностью|наилучшими|искренне|доброго|ваш постоянный|подпись",
        introduced(rf"(?i:(?:{_REGARDS_RU})[\s,.:!–—-]{{1,6}}(?:ваш[аи]? )?)", _signed),
    ),
    group(
        "пишет|беспокоит|[ое]ви[чн]|[ое]вн|ичн",
        introduced("(?i:(?:пишет вам|вам пишет|вас беспокоит) )"),
        introduced("(?=[А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:ич|на)(?![а-яё]))", _complete),
    ),
    group("это |я|", introduced(r"(?:Это|это|Я|я|Вам звонил|вам звонил)(?:,| [–—-])? (?=[А-ЯЁ])", full)),
    group(
        r"name|call me|called|signed|surname|(?:customer|passenger|patient|guest|holder|contact"
        r"|from) ?[:=–—-]",
        introduced(
            r"(?i:(?:my (?:(?:full|first|last|given|family) )?name(?:['’]?s| is| was)|my surname is|"
            r"(?:please|just|you can) call me"
            r"|i am called|i['’]m called)\s*:?\s*)",
            loose=True,
        ),
        introduced(
            rf"(?i:(?<!user )(?<!domain )(?<!file )(?<!brand )(?:{_FORM_EN})(?:\s*[:=–—]\s*| - ))", loose=True
        ),
        introduced(
            r"(?i:(?:in|under) the name(?: of)? |name (?:on|of|for) (?:the|my) [a-z ]{3,25} is )", loose=True
        ),
    ),
    group(
        r"i['’ ]?a?m |this is|it['’]s|i, ",
        introduced(r"(?:I|i) ?(?:am|m|['’]m) (?=[A-Z])", _named),
        introduced(r"(?:This is|this is|It['’]s|it['’]s|I,) (?=[A-Z])", _here),
    ),
    group(
        "regards|wishes|sincerely|yours|respectfully|all the best",
        introduced(rf"(?i:(?:{_REGARDS_EN})\s*[,.:!\n–—-]\s*)", _signed),
    ),
    group(
        r"(?:thanks|thank you|cheers|спасибо)[,.! ]*\n",
        introduced(r"(?i:(?:thanks|thank you|cheers|спасибо)[,.! ]*\n\s*)", _signed),
    ),
)
