"""What finds a person on the net: e-mails, handles, links that hold more than a page, network addresses."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from otklik.redaction.cues import VERSION_BEFORE
from otklik.redaction.rules import Group, before, digits, group, matching, written

_ZONES = "ru|com|net|org|info|by|kz|ua|su|рф|biz|io|me|uk|us|eu|de|co|uz|am|kg|ру|ком|нет"
_POST = (
    r"(?:gmail|mail|e?mail|yandex|ya|yahoo|outlook|hotmail|icloud|inbox|list|bk|rambler|proton"
    r"(?:mail)?|aol|live|тут|яндекс|мейл|маил|гмейл|гмайл|джимейл|рамблер)"
)
_USER = r"[\w][\w.+%'-]*"
_DOT = r"\s*(?:[(\[{]\s*(?:dot|точка|\.)\s*[)\]}]|\b(?:dot|точка)\b|\.)\s*"
_SAID_USER = r"[\w][\w.+-]*(?:\s(?:dot|точка|underscore|нижнее подчеркивание|тире|дефис|dash)\s[\w.+-]+)*"
_SAID_HOST = rf"[\w-]+(?:{_DOT}[\w-]+)?{_DOT}(?:{_ZONES})(?!\w)"
_SAID_SURELY = re.compile(r"[\d._]|\bdot\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"(?:t|telegram)\.me/|(?:m\.)?vk\.(?:com|ru)/|vkontakte\.ru/|instagram\.com/|(?:m\.)?facebook\.com/"
    r"|fb\.com/|ok\.ru/"
    r"|wa\.me/|x\.com/|twitter\.com/|linkedin\.com/in/|tiktok\.com/@|skype\.com/|join\.skype",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"//[^/]*@|\?.*=|#.*=|[/=](?:id|order|user|u|client|track|ticket)?-?\d{5,}|/id\d+"
    r"|/(?:users?|profiles?|account|orders?|track|ticket|reset|invite|share|client|cabinet|lk|invoice|u"
    r"|my)s?/[^/]+"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-|/[\w-]*(?:token|session)[\w-]*/",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"[/=;](?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{6,}|[/=;](?=[^/]*\d)(?=[^/]*[a-z])[a-z0-9]{16,}"
)


def _private(found: re.Match[str]) -> bool:
    """A page anybody can open stays; a token, a query, a person's page or an id does not."""
    address = written(found)
    bare = re.sub(r"^(?:(?:https?|ftp)://)?(?:www\.)?", "", address, flags=re.IGNORECASE)
    own = _PEOPLE.match(bare)
    return bool(_PRIVATE.search(address) or _TOKEN.search(bare) or (own and len(bare) > own.end()))


def _said(found: re.Match[str]) -> bool:
    """'look at amazon dot com' is no e-mail; 'ivan.p at mail dot com' is."""
    return bool(
        _SAID_SURELY.search(found["user"]) or re.search(rf"\b{_POST}\b", found["host"], re.IGNORECASE)
    )


def _ipv4(found: re.Match[str]) -> bool:
    """Versions of programs are written like addresses, but with shorter parts."""
    try:
        IPv4Address(written(found))
    except AddressValueError:
        return False
    named = found.string[max(0, found.start() - 12) : found.start()].lower()
    return "ip" in named or "айпи" in named or (len(digits(found)) > 6 and not before(found, VERSION_BEFORE))


def _ipv6(found: re.Match[str]) -> bool:
    try:
        IPv6Address(written(found))
    except AddressValueError:
        return False
    return written(found).count(":") > 2 or len(written(found)) > 8


GROUPS: tuple[Group, ...] = (
    group(
        r"/|www\.",
        matching(
            "link",
            r"(?<![\w@./])(?:(?:https?|ftp)://|www\.)[^\s<>\"'«»\0]+[^\s<>\"'«».,;:!?)\]}\0]",
            _private,
        ),
        matching(
            "link",
            r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,12}"
            r"(?::\d+)?/[^\s<>\"'«»\0]*[^\s<>\"'«».,;:!?)\]}\0]",
            _private,
        ),
    ),
    group(
        r"@(?:(?<=\w@)|\s|gmail|mail|yandex|ya)|соба[кч]|dot\b|точка|[(\[{]at",
        matching("email", rf"(?<![\w.+-]){_USER}@(?:[^\W_][\w-]*\.)+[^\W\d_]{{2,}}(?![\w@])"),
        matching(
            "email",
            rf"(?<![\w.+-])[a-z0-9][\w.+-]*\s?@\s?(?:[\w-]+[.,]\s?)?{_POST}\s?[.,]\s?(?:{_ZONES})(?!\w)",
        ),
        matching("email", rf"(?<![\w.+-])[a-z0-9][\w.+-]*@\s?[\w-]+\s?[.,]\s?(?:{_ZONES})(?!\w)"),
        matching("email", rf"(?<![\w.+-])[a-z0-9][\w.+-]*@{_POST}(?!\w)"),
        matching(
            "email",
            rf"(?<![\w.+-]){_SAID_USER}\s*[(\[{{<]\s*(?:at|собак[аи]|собачка|@|эт)\s*[)\]}}>]\s*{_SAID_HOST}",
        ),
        matching("email", rf"(?<![\w.+-]){_SAID_USER}\s+(?:собак[аи]|собачка)\s+{_SAID_HOST}"),
        matching(
            "email",
            rf"(?<![\w.+-])(?P<user>{_SAID_USER})\s+(?:at|эт)\s+(?P<host>[\w-]+\s*(?:dot|точка)\s*"
            rf"(?:{_ZONES}))(?!\w)",
            _said,
        ),
    ),
    group(
        r"\d\.\d+\.\d+\.\d|[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]|:[0-9a-f]*:",
        matching("mac", r"(?<!\w)[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?!\w)"),
        matching("ip", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)", _ipv4),
        matching("ip", r"(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", _ipv6),
    ),
    group(
        r"@|[a-z][_\d]",
        matching("handle", r"(?<![\w@/.])@[a-z0-9_][\w.]{1,31}\w"),
        matching(
            "handle",
            r"\b(?:теле(?:грам+|га?)\w{0,2}|тг|telegram|tg|инст(?:а|е|аграм\w*)|instagram|insta|skype"
            r"|скайп\w?|вк|vk|twitter|твиттер\w?"
            r"|ник(?:нейм)?|username|user name|логин|login)(?:[ :=–—-]{1,3}(?:is\b|мой|my|это)?)[ :]{0,2}"
            r"(?P<it>(?=[\w.]*[\d_])[a-z][\w.]{3,31})\b",
        ),
    ),
)
