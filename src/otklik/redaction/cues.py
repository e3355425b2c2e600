"""What stands beside a number and tells what it is, or that it is nothing personal."""

from __future__ import annotations

import re
from typing import NamedTuple

_REACH = 60
"""Characters before a number in which its cue is looked for."""
_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*|[№#$€£₽%]|[\d\0!?]")
_KINDS = re.compile(
    r"""
    (?P<phone> тел | телефон\w* | т | моб | мобильн\w* | сот | сотов\w* | (?:по|пере|до|со)?звон\w+
        | наб[еи]р\w+ | факс\w* | what\w* | в[ао]тс\w?ап\w* | viber | вайбер\w* | добавочн\w+ | городск\w+
        | смс | sms
        | call\w* | phone\w* | tel | ph | telephone | mobile | cell | text(?:ed)? | fax | dial\w* | ring
        | rang | reach | contact | hotline | helpline | связ[ьи] )
    | (?P<card> карт[аеоуы]\w* | дебет\w* | кредитк\w+ | виз[аыеу] | card | debit | visa | mastercard
    | maestro | amex )
    | (?P<passport> паспорт\w* | пасп | загран\w* | passport )
    | (?P<snils> снилс\w* | snils | пенсионн\w+ )
    | (?P<inn> инн | inn )
    | (?P<code> pnr | locator | booking | reservation | confirmation | conf | itinerary | ref | reference
        | брон\w+ )
    | (?P<order> заказ\w* | обращени\w+ | заявк\w+ | заявлени\w+ | тикет\w* | трек\w* | договор\w* | полис\w*
        | чек | чека | накладн\w+ | отправлени\w+ | посылк\w+ | квитанци\w+ | билет\w* | сч[её]т\w* | лицев\w+
        | претензи\w+ | жалоб\w+ | инцидент\w* | л/с | р/с | вклад\w* | кредит\w* | возврат\w* | клиент\w*
        | запрос\w* | логин\w* | пропуск\w* | талон\w* | закладн\w+ | сообщени\w+ | id | бик
        | orders? | tickets? | case | track(?:ing)? | invoice | account | acct | policy
        | claim | incident | request | customer | member(?:ship)? | parcel | package | shipment
        | complaint | receipt | loan | contract | baggage | bag | voucher | job | application )
    | (?P<goods> арт | артикул\w* | товара | штрих-?код\w* | модел\w+ | гост\w* | ту | sku | isbn | ean
        | model | item | part | огрн | build | сборк\w+ | верси\w+ | version | барион\w* | page | стр )
    | (?P<money> [$€£₽] | usd | eur | gbp | сумм\w+ | стоимост\w+ | цен\w+ | оценк\w+ | scores? | amount
        | рост | размер\w* )
    | (?P<place> офис\w* | отделени\w+ | магазин\w* | банкомат\w* | школ\w+ | д/с | сад\w* | бутик\w* | всп
        | atm | store )
    """,
    re.VERBOSE,
)
_FILLER = re.compile(
    r"""
    номер\w* | ном | number | numbers | no | num | nr | n | id | code | код\w* | [№#] | серия | серии | данные
    | рф | р | гражданина | me | us | back | at | on | is | was | my | the | to | ending | ends | in | with
    | x | of
    | for | last | four | digits? | мне | нам | мой | мо[яюеё] | моего | его | е[её] | по | на | под | за | с
    | со | последн\w+ | цифр\w* | (?:о|за)канчива\w+ | выдан | доставк\w+ | мир | сбера? | организации
    | фирмы | омс | осаго
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"номер\w*|ном|numbers?|no|num|nr|n|id|code|код\w*|[№#]|ref")


class Cue(NamedTuple):
    """The word nearest before a number that says of what ``kind`` it is, the words ``between`` the two, and
    the one ``before`` the cue."""

    kind: str
    between: tuple[str, ...]
    before: str

    @property
    def numbered(self) -> bool:
        """'номер' or '№' is among the words, or just before."""
        return any(map(_NUMBERED.fullmatch, (*self.between, self.before)))


def telling(word: str) -> bool:
    """It only tells what a number is, or links it with what tells."""
    low = word.lower()
    return _KINDS.fullmatch(low) is not None or _FILLER.fullmatch(low) is not None


def cue(text: str, start: int) -> Cue:
    """Words before ``start`` are read backwards, while they only link the number with its cue."""
    words = _WORD.findall(text[max(0, start - _REACH) : start].lower())[::-1]
    for count, word in enumerate(words):
        if told := _KINDS.fullmatch(word):
            return Cue(told.lastgroup or "", tuple(words[:count]), "".join(words[count + 1 : count + 2]))
        if not _FILLER.fullmatch(word):
            return Cue("", tuple(words[:count]), "")
    return Cue("", tuple(words), "")


UNITS_AFTER = re.compile(
    r"""[ \u00a0]?(?:
    руб | р(?:\.|\b) | ₽ | коп | тыс | млн | млрд | миллион | миллиард | долл | евро | тенге | тг\b | грн
    | сум\b | бел\.?\s?р | byn | [$€£%] | usd | eur | rub | kzt | dollar | pound | euro | buck | million
    | billion | thousand | cents?\b | k\b | процент | percent | см\b | мм\b | кг\b | гр?\b | мл\b | м²?\b
    | [cmk]m\b
    | kg\b | mah\b | ccal | ккал | шаг | просмотр | подписчик | views?\b | раз\b | шт | лет\b | год
    | г\.(?!\s?р) | км\b | балл | бонус | points?\b | miles?\b | times\b | years?\b | people | человек
    | клиент | дн[ея]
    | час | минут | метр | users | customers
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Money, or a count of things."""
VERSION_BEFORE = re.compile(
    r"""\b(?:v | ver | version | верси\w+ | сборк\w+ | build | android | андроид\w* | ios | app | приложени\w+
    | обновлени\w+ | обновил\w* | до | update\w* | release | релиз\w* | прошивк\w+ | firmware)\W{0,3}$""",
    re.IGNORECASE | re.VERBOSE,
)
