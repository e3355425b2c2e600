"""Names of the people who serve: after a word for what they do, and wherever a Russian full name stands.

Without a model: pymorphy3 says which Russian words are names of people, a list of given names says it for
English. What it finds and misses is told in the documentation of the option.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.redaction.introductions import introduced, known
from otklik.redaction.names import Person, given, listed, mostly_name, patronymic, person
from otklik.redaction.spans import Finder, Span

_ROLES = r"""менеджер|оператор|сотрудни[кц]|консультант|специалист|администратор|продав[ец]|продавщиц
    |кассир|курьер
    |водител|мастер|врач|доктор|медсестр|тренер|преподавател|куратор|инженер|эксперт|директор|управляющ|заведующ
    |начальник|руководител|охранник|официант|бариста|повар|парикмахер|стилист|риелтор|агент|юрист|бухгалтер
    |диспетчер|девушк|женщин|дам|мужчин|парен|парн|молод\w+[ ]человек|представител|помощни[кц]|учител|педагог
    |терапевт|хирург|стоматолог|невролог|педиатр|логопед|монтажник|установщик|техник|секретар"""
_ROLE_EN = """(?:agent|manager|rep|representative|nurse|doctor|waiter|waitress|server|supervisor|assistant
    |lady
    |gentleman|guy|woman|man|girl|technician|engineer|driver|operator|advis[eo]r|consultant|clerk|cashier
    |receptionist|colleague|employee|attendant|dentist|surgeon|midwife|therapist|physio|specialist|salesman
    |saleswoman|salesperson|bartender|barista|courier|host|hostess|stewardess|steward|member[ ]of[ ]staff
    |staff[ ]member|person|officer|banker|lad|gp|crew|concierge|mechanic|captain|pilot|associate)"""
_WORD = re.compile(r"(?<![\w-])[А-ЯЁ](?:[а-яё-]+|\.)")
_INITIALS = re.compile(r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?")
_NOT_PEOPLE = re.compile(
    r"""(?:\b(?:ул|улиц\w*|пр\w*|проспект\w*|площад\w*|пл|пер\w*|метро|м|станци\w*|парк\w*|имени|им|г|город\w*
    |театр\w*|озер\w*|рек\w*|магазин\w*|кафе|сорт\w*|голос\w*|колонк\w*|бренд\w*|фирм\w*|сери\w*|порт\w*
    |област\w*|алис\w*)\.?\s?|[«"“])$""",
    re.IGNORECASE | re.VERBOSE,
)
_STARTS = re.compile(r"(?:^|[.!?…\n)])\s*$")
_OFTEN_ELSE = """
    вера надежда любовь роза лилия владимир алиса марина майка марка слава майя лев алла рая мира света роман
"""
_AMBIGUOUS = frozenset(_OFTEN_ELSE.split())
"""Given names that more often are something else when they open a sentence."""


def _certain(_: str, someone: Person) -> bool:
    """'оператор Билайна' is nobody; a rare surname comes with a name or initials."""
    return len(someone.words) > 1 or listed(someone.words[0])


def _people(text: str) -> Iterator[Span]:
    """Given names with what stands by them, and surnames with initials or a patronymic."""
    at = 0
    while (found := _WORD.search(text, at)) is not None:
        someone = person(text, found.start())
        at = found.end() if someone is None else max(found.end(), someone.end)
        if someone is not None and _somebody(text, found.start(), someone):
            yield Span(found.start(), someone.end, "name")


def _somebody(text: str, start: int, someone: Person) -> bool:
    words = someone.words
    if _NOT_PEOPLE.search(text[max(0, start - 20) : start]):
        return False
    if all(map(_INITIALS.fullmatch, words)):
        return False
    if len(words) > 1 and any(given(word) or _INITIALS.fullmatch(word) or patronymic(word) for word in words):
        return True
    low = words[0].lower()
    if low in _AMBIGUOUS:
        return not _STARTS.search(text[max(0, start - 4) : start])
    return given(low) and mostly_name(low)


FINDERS: tuple[Finder, ...] = (
    introduced(
        rf"(?i:(?:{_ROLES})[а-яё]{{0,3}}(?:,?[ ](?:по[ ]имени|по[ ]фамилии|зовут))?[ :–—-]{{1,3}})", _certain
    ),
    introduced(
        rf"""(?i:{_ROLE_EN}s?,?[ ](?:(?:was[ ]|is[ ])?(?:called|named)|by[ ]the[ ]name[ ]of
        |whose[ ]name[ ](?:is|was)|-|–)[ ]?)""",
        loose=True,
    ),
    introduced(rf"(?i:{_ROLE_EN},?[ ])"),
    introduced(r"(?:Mr|Mrs|Ms|Miss|Dr|Mister|Doctor|Nurse|Sister)\b\.?[ ]"),
    introduced(
        r"""(?i:(?:spoke[ ](?:to|with)|talked[ ](?:to|with)|spoken[ ]to|served[ ]by|helped[ ]by|assisted[ ]by
        |seen[ ]by|thanks(?:[ ]so[ ]much)?(?:[ ]to)?|thank[ ]you(?:[ ]so[ ]much)?(?:[ ]to)?
        |thank[ ]you[ ](?:very[ ]much[ ])?,?|shout[ ]?out[ ]to|kudos[ ]to|dealt[ ]with|ask(?:ed)?[ ]for
        |credit[ ]to|especially|her[ ]name[ ](?:is|was)|his[ ]name[ ](?:is|was)|named|called|by)[ ])""",
        known,
    ),
    _people,
)
