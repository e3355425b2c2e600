"""What finds a person on the net: e-mails, handles, links that hold more than a page, network addresses."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from otklik.redaction.cues import VERSION_BEFORE
from otklik.redaction.spans import Family, Form, Sure, always, before, family, holding, written

_ZONES = "ru|com|net|org|info|by|kz|ua|su|рф|biz|io|me|ie|uk|us|eu|de|co|uz|am|kg|ру|ком|нет"
_POST = (
    "(?:gmail|mail|e?mail|yandex|ya|yahoo|outlook|hotmail|icloud|inbox|list|bk|rambler|proton(?:mail)?"
    "|aol|live|тут|яндекс|мейл|маил|гмейл|гмайл|джимейл|рамблер)"
)
_USER = r"[\w][\w.+%'-]*"
_POINT = r"(?:dot|точка|тчк)"
_DOG = "(?:собак[аиу]|собачк[аиу])"
_SIGN = rf"(?:at|эт|{_DOG})"
_DOT = rf"\s*(?:[(\[{{]\s*(?:{_POINT}|\.)\s*[)\]}}]|\b{_POINT}\b|\.)\s*"
_SAID_USER = rf"[\w][\w.+-]*(?:\s(?:{_POINT}|underscore|нижнее\sподчеркивание|тире|дефис|dash)\s[\w.+-]+)*"
_SAID_HOST = rf"[\w-]+(?:{_DOT}[\w-]+)?{_DOT}(?:{_ZONES})(?!\w)"
_SAID_SURELY = re.compile(r"[\d._]|\bdot\b", re.IGNORECASE)
_KNOWN_POST = re.compile(rf"{_POST}\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"""(?:t|telegram)\.me/ | (?:m\.)?vk\.(?:com|ru)/ | vkontakte\.ru/ | instagram\.com/ 
    | (?:m\.)?facebook\.com/ | fb\.com/ | ok\.ru/ | wa\.me/ | (?:x|twitter|skype)\.com/
    | linkedin\.com/in/ | tiktok\.com/@ | join\.skype""",
    re.IGNORECASE | re.VERBOSE,
)
_PRIVATE = re.compile(
    r"""//[^/]*@ | \?.*= | \#.*= | [/=](?:id|order|user|u|client|track|ticket)?-?\d{5,} | /id\d+
    | /(?:users?|profiles?|account|orders?|track|ticket|reset|invite|share|client|cabinet|lk|invoice
    |u|my)s?/[^/]+
    | [0-9a-f]{8}-[0-9a-f]{4}- | /[\w-]*(?:token|session)[\w-]*/""",
    re.IGNORECASE | re.VERBOSE,
)
_TOKEN = re.compile(
    r"""[/=;](?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{6,}
    | [/=;](?=[^/]*\d)(?=[^/]*[a-z])[a-z0-9]{16,}""",
    re.VERBOSE,
)
_BARE = re.compile(r"^(?:(?:https?|ftp)://)?(?:www\.)?", re.IGNORECASE)


def _private(found: re.Match[str]) -> bool:
    """A page anybody can open stays; a token, a query, a person's page or an id does not."""
    address = written(found)
    bare = _BARE.sub("", address)
    own = _PEOPLE.match(bare)
    return bool(_PRIVATE.search(address) or _TOKEN.search(bare) or (own and len(bare) > own.end()))


def _said(found: re.Match[str]) -> bool:
    """'look at amazon dot com' is no e-mail; 'ivan.p at mail dot com' is."""
    return bool(_SAID_SURELY.search(found["user"]) or _KNOWN_POST.match(found["host"]))


def _ipv4(found: re.Match[str]) -> bool:
    """Versions of programs are written like addresses, but with shorter parts."""
    try:
        IPv4Address(found[0])
    except AddressValueError:
        return False
    named = found.string[max(0, found.start() - 12) : found.start()].lower()
    return "ip" in named or "айпи" in named or (len(found[0]) > 9 and not before(found, VERSION_BEFORE))


def _ipv6(found: re.Match[str]) -> bool:
    try:
        IPv6Address(found[0])
    except AddressValueError:
        return False
    return found[0].count(":") > 2 or len(found[0]) > 8


def _form(kind: str, pattern: str, sure: Sure = always) -> Form:
    return Form(kind, pattern, sure, re.IGNORECASE | re.VERBOSE)


_AT = re.compile(r"@(?:(?<=\w@)|\s|gmail|mail|yandex|ya|GMAIL|MAIL|YANDEX|YA)")
_SLASH = re.compile(r"/(?:(?<=//)|(?<=\.[^\W\d]{2}/)|(?<=\.[^\W\d]{3}/)|(?<=\.[^\W\d]{4}/)|(?<=\d/))")
_NICKED = re.compile(r"[0-9](?<=[a-zA-Z]{2}[a-zA-Z._][0-9])")
_BRACKET = re.compile(r"[(\[{<] ?(?:@|at|AT|эт|[сС]оба)")


def spelled(text: str) -> bool:
    """An e-mail may be there in words: 'ivan собака mail точка ru', 'peter at example.com'."""
    return " dot " in text or ".com" in text or (not text.isascii() and "соба" in text)


_OPEN = r"(?<![\w.+-])"
_REST = r"[^\s<>\"'«»\0]*[^\s<>\"'«».,;:!?)\]}\0]"
_LINKS = (
    _form("link", rf"(?<![\w@./])(?:(?:https?|ftp)://|www\.){_REST}", _private),
    _form(
        "link",
        rf"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{{2,12}}(?::\d+)?/{_REST}",
        _private,
    ),
)
_MAILS = (
    _form("email", rf"{_OPEN}{_USER}@(?:[^\W_][\w-]*\.)+[^\W\d_]{{2,}}(?![\w@])"),
    _form(
        "email",
        rf"{_OPEN}[a-z0-9][\w.+-]*\s?@\s?(?:[\w-]+[.,]\s?)?{_POST}\s?[.,]\s?(?:{_ZONES})(?!\w)",
    ),
    _form("email", rf"{_OPEN}[a-z0-9][\w.+-]*@\s?[\w-]+\s?[.,]\s?(?:{_ZONES})(?!\w)"),
    _form("email", rf"{_OPEN}[a-z0-9][\w.+-]*@{_POST}(?!\w)"),
)
_SAID_MAILS = (
    _form("email", rf"{_OPEN}{_SAID_USER}\s*[(\[{{<]\s*(?:{_SIGN}|@)\s*[)\]}}>]\s*{_SAID_HOST}"),
    _form("email", rf"{_OPEN}{_SAID_USER}\s+{_DOG}\s+(?:{_SAID_HOST}|{_POST}\s(?:{_ZONES})(?!\w))"),
    _form("email", rf"{_OPEN}(?P<user>{_SAID_USER})\s+(?:at|эт)\s+(?P<host>{_SAID_HOST})", _said),
)
HANDLES = (Family(holding("@"), (Form("handle", r"@(?<![\w@/.]@)[A-Za-z0-9_][\w.]{1,31}\w"),)),)
_NAMED_HANDLES = (
    _form(
        "handle",
        r"""\b(?:теле(?:грам+|га?)\w{0,2} | тг | telegram | tg | инст(?:[аеуы]|ой|аграм\w*) | instagram
        | insta
        | skype | скайп\w? | вк | vk | twitter | твиттер\w? | ник(?:нейм)? | username | user\sname | логин
        | login)
        (?:[ :=–—-]{1,3}(?:is\b|мой|my|это)?)[ :]{0,2}
        (?P<it>(?=[\w.]*[\d_])[a-z][\w.]{3,31})\b""",
    ),
)
NETWORK = family(
    r"[.:-](?:[0-9a-fA-F]{0,4}[.:-][0-9a-fA-F]{0,4}[.:-][0-9a-fA-F] | :[0-9a-fA-F])",
    _form("mac", r"(?<!\w)[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?!\w)"),
    _form("ip", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)", _ipv4),
    _form("ip", r"(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", _ipv6),
)
_NICKNAMES = (
    *("тг", "тел", "инст", "кайп", "вк", "твит", "ник", "логин"),
    *("tele", "tg", "inst", "kype", "vk", "twit", "name", "login"),
)


def _nicknamed(text: str) -> bool:
    if not _NICKED.search(text):
        return False
    low = text.lower()
    return any(part in low for part in _NICKNAMES)


def _linked(text: str) -> bool:
    return ("/" in text and _SLASH.search(text) is not None) or "www." in text


def _addressed(text: str) -> bool:
    return "@" in text and _AT.search(text) is not None


def _bracketed(text: str) -> bool:
    return ("(" in text or "[" in text) and _BRACKET.search(text) is not None


NICKNAMES = Family(_nicknamed, _NAMED_HANDLES)
FAMILIES = (
    Family(_linked, _LINKS),
    Family(_addressed, _MAILS),
    Family(spelled, _SAID_MAILS),
    Family(_bracketed, _SAID_MAILS),
    *HANDLES,
    Family(holding("_"), _NAMED_HANDLES),
)
