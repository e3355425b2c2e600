"""Rules for what a customer's program or habit adds below the words: signatures, closings, disclaimers."""

from __future__ import annotations

import re

from otklik.mail.marks import compiled, one_of, phrases
from otklik.mail.quotes import opens_quote
from otklik.mail.rules import Lines, Rule, paragraph_end, skip_blank

_LONGEST = 12
"""Lines of a signature."""
_NOTICE = 4000
"""Characters of a disclaimer that are looked at."""

_DELIMITER = re.compile(r"^\s*(?:--|[—–])\s*$")
_STANDARD = re.compile(r"^-- \r?$")
_AFTERWORD = compiled(rf"^\s*{one_of('afterwords')}")
_PARTING = one_of("partings")
_CLOSING = compiled(
    rf"^[\W_]*(?:{_PARTING}[\s,.!…]+(?:{one_of('and')}\s+)?)?{one_of('closings')}(?![\w-])(?P<pause>[\s,.!:;–—-]*)"
)
_THANKS = compiled(rf"^[\W_]*{_PARTING}\s*[,–—-]*\s*$")
_NAME = re.compile(r"[A-ZА-ЯЁ][\w'’.-]*(?:\s+[A-ZА-ЯЁ][\w'’.-]*){0,2}[.!]?\s*$")
_CONTACT = compiled(
    r"\+?(?:\d[\s().-]?){6,}|@\w|https?:|www\.|\b\w+\.(?:ru|com|org|net|io|рф|by|kz|uk)\b|\|"
    r"|^\s*(?:тел|моб|факс|tel|mob|phone|mobile|cell|fax|[mtpf]|e-?mail|skype|telegram|whatsapp|web|сайт|адрес)\b[.:]*"
    r"|\bг\. ?\w|\bул\. ?\w|\b\d{6}\b"
)
_TURN = compiled(rf"^\s*{one_of('turns')}\b")
_SENT_FROM = compiled(rf"^[\W_]*{one_of('sent_from')}[^\w?]*(?:https?://\S+|\w+\.\w+/\S+)?[\W_]*$")
_LINK = re.compile(r"^\s*[<(\[]?https?://\S+\s*$")
_FOOTER = compiled(rf"^[\W_]*{one_of('footers')}")
_OPENS = compiled(rf"^[\W_]*{one_of('notices', 'opens')}")
_SAYS = tuple(compiled(said) for said in phrases("notices", "says"))
_RULED = re.compile(r"^\s*(?:[-_=*~—–]\s?){3,}\s*$")


def delimiter(lines: Lines, at: int) -> int:
    """'-- ' alone on its line and what follows; '--' and '—' only before what reads like a signature."""
    if not _DELIMITER.match(lines[at]):
        return at
    if not _STANDARD.match(lines[at]):
        end = _contacts(lines, at + 1)
        return end if end > at + 1 else at
    end = at + 1
    while end < len(lines) and not _AFTERWORD.match(lines[end]) and not opens_quote(lines, end):
        end += 1
    return end


def closing(lines: Lines, at: int) -> int:
    """'Best regards,' with the name, position and telephone below or beside it."""
    found = _CLOSING.match(lines[at])
    if found is None:
        return at
    rest, pause = lines[at][found.end() :].strip(), found["pause"].strip()
    end = _contacts(lines, at + 1, pause=bool(pause))
    if rest:
        signed = _is_name(rest, pause=bool(pause))
    else:
        signed = end > at + 1 or bool(pause) or at + 1 == len(lines) or not lines[at + 1].strip()
    if "." in pause or "!" in pause:  # as a sentence ends: of a message too
        signed = signed and _is_end(lines, end)
    return end if signed else at


def _is_end(lines: Lines, at: int) -> bool:
    """Whether the customer says nothing more there, but for an afterword."""
    at = skip_blank(lines, at)
    return at == len(lines) or _AFTERWORD.match(lines[at]) is not None or opens_quote(lines, at)


def _is_name(rest: str, *, pause: bool) -> bool:
    """Whether what stands beside a closing signs it, not goes on with the sentence."""
    words = rest.split()
    if "?" in rest or _TURN.match(rest) or len(words) > 8:
        return False
    return words[0][0].isupper() if len(words) > 3 else pause or words[0][0].isupper()


def thanks(lines: Lines, at: int) -> int:
    """'Thanks,' with nothing but a name, and contacts at most, below it."""
    name = skip_blank(lines, at + 1)
    if not _THANKS.match(lines[at]) or name == len(lines) or not _NAME.match(lines[name]):
        return at
    end = _contacts(lines, name)
    return end if _is_end(lines, end) else at


def _contacts(lines: Lines, at: int, *, pause: bool = True) -> int:
    """The end of the lines from ``at`` on that read like a name, a position, a company, a telephone."""
    end = at
    for line_at in range(at, min(at + _LONGEST, len(lines))):
        line = lines[line_at]
        if not line.strip():
            continue
        if _AFTERWORD.match(line) or opens_quote(lines, line_at) or not _is_contact(line, pause=pause):
            break
        end = line_at + 1
    return end


def _is_contact(line: str, *, pause: bool) -> bool:
    words = line.split()
    if "?" in line or len(line) > 120 or _TURN.match(line):
        return False
    if _CONTACT.search(line):
        return True
    if ":" in line or (words[0][0].islower() and (not pause or len(words) > 4)):
        return False
    return len(words) <= (3 if line.rstrip()[-1] in ".!…" else 7)


def sent_from(lines: Lines, at: int) -> int:
    """'Sent from my iPhone', and the link of such a line."""
    if len(lines[at]) > 160 or not _SENT_FROM.match(lines[at]):
        return at
    return at + 2 if at + 1 < len(lines) and _LINK.match(lines[at + 1]) else at + 1


def footer(lines: Lines, at: int) -> int:
    """'You received this email because …', 'Virus-free', and the rest of the paragraph."""
    return paragraph_end(lines, at) if _FOOTER.match(lines[at]) else at


def notice(lines: Lines, at: int) -> int:
    """A paragraph of a disclaimer: it opens like one and says three of the things they say."""
    if not _OPENS.match(lines[at]):
        return at
    end = paragraph_end(lines, at)
    said = " ".join(lines[at:end])[:_NOTICE]
    return end if sum(rule.search(said) is not None for rule in _SAYS) > 2 else at


SIGNATURES: tuple[Rule, ...] = (delimiter, sent_from, closing, thanks, footer, notice)


def ruled(lines: Lines, at: int) -> int:
    """A line of '---' or '___' above something that goes."""
    below = skip_blank(lines, at + 1)
    if not _RULED.match(lines[at]) or below == len(lines):
        return at
    return next(
        (end for rule in SIGNATURES if (end := rule(lines, below)) > below),
        below if opens_quote(lines, below) else at,
    )
