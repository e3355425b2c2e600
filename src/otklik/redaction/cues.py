"""What stands beside a number and tells what it is, or that it is nothing personal."""

from __future__ import annotations

import re


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


UNITS_AFTER = _cue(
    r"[ \u00a0]?(?:руб|р(?:\.|\b)|₽|коп|тыс|млн|млрд|миллион|миллиард|долл|евро|тенге|тг\b|грн|сум\b"
    r"|бел\.?\s?р|byn"
    r"|\$|€|£|usd|eur|rub|kzt|dollar|pound|euro|buck|million|billion|thousand|cents?\b|k\b|%|процент|percent"
    r"|см\b|мм\b|кг\b|гр?\b|мл\b|[cmk]m\b|kg\b|mah\b|ccal|ккал|шаг|просмотр|подписчик|views?\b|раз\b|шт"
    r"|лет\b|год|км\b|балл|бонус|points?\b|miles?\b|times\b|years?\b|people|человек|клиент)"
)
"""Money, or a count of things."""
MONEY_BEFORE = _cue(
    r"(?:[$€£₽]|\b(?:usd|eur|gbp)|\bсумм\w+|стоимост\w+|\bцен\w+|\bоценк\w+|\bscores?|\bamount"
    r"(?: of)?)[\s:]*$"
)
PHONE_BEFORE = _cue(
    r"\b(?:тел(?:ефон\w*)?|т|моб(?:ильн\w*)?|сот(?:ов\w*)?|номер\w*|(?:по|пере|до)?звон\w+|на(?:бер"
    r"|бир)\w+|факс"
    r"|whats\s?app|в[ао]тс\w?ап\w*|viber|вайбер\w*|call\w*|phone|tel|telephone|mobile|cell|number|text"
    r"|fax|dial"
    r"|ring|reach)\W{0,4}(?:(?:me|us|back|at|on|is|was|мне|нам|мой|его|по|на|телефон\w*|номер\w*|с|number)"
    r"\W{1,4}){0,4}$"
)
DIALLED_BEFORE = _cue(
    r"\b(?:тел(?:ефон\w*)?|т|моб(?:ильн\w*)?|сот(?:ов\w*)?|(?:по|пере|до)?звон\w+|на(?:бер|бир)\w+|факс"
    r"|добавочн\w+"
    r"|phone|tel|telephone|mobile|cell|text|fax|dial|ring|call)(?: (?:me|us|back|at|on|мне|нам|мой|по|на"
    r"|номер\w*|number|is))*"
    r"[\s:.(–-]{1,3}$"
)
"""As before a telephone, and not only 'number', which can be of anything."""
GOODS_BEFORE = _cue(
    r"\b(?:арт(?:икул\w*)?|код\w* товара|штрих-?код\w*|модел\w+|гост\w*(?: р)?|ту|sku|isbn|ean|model|item"
    r"|part"
    r"|огрн|build|сборк\w+|верси\w+|version|барион\w*)\W{0,3}(?:(?:номер|number|no|code)\W{0,3})?$"
)
"""Numbers of goods and editions, which are everybody's."""
VERSION_BEFORE = _cue(
    r"\b(?:v|ver|version|верси\w+|сборк\w+|build|android|андроид\w*|ios|app|приложени\w+|обновлени\w+"
    r"|update\w*|release|релиз\w*|прошивк\w+|firmware)\W{0,3}$"
)
_ORDERS = (
    r"заказ\w*|обращени\w+|заявк\w+|заявлени\w+|тикет\w*|трек\w*|договор\w*|полис\w*|чек\w*|накладн\w+"
    r"|отправлени\w+|посылк\w+|квитанци\w+|бронировани\w+|брон[ьи]\w*|билет\w*|сч[её]т\w*|претензи\w+"
    r"|жалоб\w+"
    r"|инцидент\w*|л/с|вклад\w*|кредит\w*|возврат\w*|клиент\w*|запрос\w*|id|логин\w*|пропуск\w*"
    r"|orders?|tickets?|case|booking|reservation|confirmation|reference|ref|tracking|track|invoice"
    r"|account|acct"
    r"|policy|claim|incident|request|customer|member(?:ship)?|parcel|package|shipment|complaint|receipt|loan"
    r"|itinerary|contract|pnr|locator|baggage|bag|voucher|job"
)
_NUMBER_WORDS = (
    r"номер\w*|ном|number|no|num|nr|id|code|код\w*|ref|reference|под|за|с|is|was|договора|заказа"
    r"|лицев\w+|мой|доставк\w+"
)
ORDER = (
    rf"\b(?:{_ORDERS}|лицев\w+)(?:[\s.:(]{{1,3}}(?:{_NUMBER_WORDS}))*[\s.:(–—-]{{0,3}}"
    rf"(?P<sign>[№#N]?)[\s.:]{{0,2}}"
)
"""Opens the number of an order, a ticket, a contract."""
ORDER_BEFORE = _cue(
    rf"\b(?:{_ORDERS})\W{{1,3}}(?:(?:{_NUMBER_WORDS})\W{{1,3}}){{0,3}}[№#N]?\s?(?-i:[A-ZА-Я]{{2,4}} )?$"
)
NAMED_NUMBER = (
    r"\b(?:pnr|record locator|booking|reservation|confirmation|(?:booking|reservation|confirmation|order"
    r"|ticket|case|reference|tracking|claim)\s*"
    r"(?:number|no|ref\w*|code|id|#)\.?|(?:номер|код) (?:брони\w*|бронирования|заказа|билета|обращения))"
    r"(?:\s+(?:is|was))?[\s:#№(–—-]{1,3}"
)
"""Opens a code in which there may be few digits or none."""
PLACE_BEFORE = _cue(
    r"\b(?:офис\w*|отделени\w+|магазин\w*|банкомат\w*|школ\w+|д/с|сад\w*|бутик\w*|всп|atm|store)\W{0,4}$"
)
"""What has a number that everybody knows."""
