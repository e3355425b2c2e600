"""Rules for what others wrote: quoted lines, replies and forwards below their headers, helpdesk cut lines.

An attribution ('On Monday Ann wrote:'), a banner ('Original Sentence') or headers ('From: … Sent: …') open a
quote. Lines marked with '>' under it are the quote and nothing more, since answers may stand between
and below them; without such lines, everything that follows is the quote.
"""

from __future__ import annotations

import re

from otklik.mail.marks import compiled, one_of
from otklik.mail.rules import Lines, Rule, skip_blank

_LONGEST = 320
"""Characters of an attribution, its wrapped lines together."""

_MONTH, _DAY = one_of("months"), one_of("weekdays")
_TIME = r"\b\d{1,2}[:.]\d\d(?::\d\d)?\b"
_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|-?го)?\.?[\s-]+(?:of\s+)?{_MONTH}\b\.?,?(?:[\s-]+\d{{4}})?"
    rf"|{_MONTH}\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b,?(?:\s+\d{{4}})?)"
)
WHEN = rf"(?:{one_of('before_date')}\s+)?(?:{_DAY}\b\.?,?\s+)?(?:{_TIME}\W+)?{_DATE}"
_WROTE = one_of("wrote")
_CAPITAL = r"""(?-i:["'«“]?[A-ZА-ЯЁ])"""

_OPENS_WHEN = compiled(rf"^[\W_]{{0,4}}{WHEN}\b")
_AFTER_WHEN = compiled(
    rf".*[<\[(][^<>]*[>\])][^<>]{{0,40}}:$"  # who <address> [wrote]:
    rf"|.*\S+@\S+\s*{_WROTE}?\s*:$"
    rf"|.*?(?:{_TIME}[^,:]{{0,20}}\s|,\s*)(?:{one_of('user')}\s+)?{_CAPITAL}[^:]{{0,80}}\s{_WROTE}\s*:$"
    rf"|.*{one_of('you_wrote')}\s*:$"
    rf"|.{{0,12}}{_TIME}\s*(?:(?:gmt|utc|msk|мск)?\s*(?:[+-]\d\d:?\d\d)?),?\s+{one_of('whom')}\s+\S.*?:?$"
)
_ENDS_WHEN = compiled(rf"{_WROTE}\s*,?\s*(?P<when>.*?{_TIME}.{{0,12}}:$)")
_WHO_WROTE = compiled(rf"^[^<>:]{{2,60}}<[^<>\s]+@[^<>\s]+>\s+{_WROTE}\s*:$")
_CLOCK = compiled(r"\d[:.]\d\d")
_NAMED = compiled(rf"(?:{_TIME}|{_DATE}|@|\b{_WROTE}\b).*:\s*$")
"""Enough for an attribution when quoted lines follow: one in a language or a form that is not known."""

_QUOTED = re.compile(r"^\s{0,3}(?:>|[A-ZА-ЯЁ]{1,3}>\s)")
_MORE_THAN = re.compile(r"^\s{0,3}>\s?\d+(?![.)\d:]|\s*[./-])")
_AROUND = 20
"""Lines in which '>5 minutes' is a quote if another line is."""

_BANNER = compiled(rf"^[\W_]*{one_of('banners')}(?:\s+{one_of('whom')}\s.{{1,60}})?[\W_]*$")
_END = compiled(rf"^[\W_]*{one_of('ends')}[\W_]*$")
_KINDS = ("from", "sent", "to", "subject")
_HEADERS = {kind: compiled(rf"(?:^\W{{0,3}}|\s\*?){one_of('headers', kind)}\*?:") for kind in _KINDS}
_HEADER = compiled(rf"^\W{{0,3}}(?:{'|'.join(one_of('headers', kind) for kind in _KINDS)})\*?\s?:")
_TELLING = compiled(rf"@|{_DATE}")
_CUT = compiled(rf"^[\W_]*{one_of('cuts')}.{{0,80}}$")
_A_PERSON = compiled(r"\b(?:I|we|я|мы|мне|нам)\b|\?\s*$")


def quoted(lines: Lines, at: int) -> int:
    """'> …' lines, together. '>5 minutes' is a quote only among others."""
    if _is_quoted(lines[at]) and not _is_more_than(lines, at):
        while at < len(lines) and _is_quoted(lines[at]):
            at += 1
    return at


def _is_quoted(line: str) -> bool:
    return _QUOTED.match(line) is not None


def _is_more_than(lines: Lines, at: int) -> bool:
    if _MORE_THAN.match(lines[at]) is None:
        return False
    near = lines[max(0, at - _AROUND) : at + _AROUND]
    return not any(_is_quoted(line) and not _MORE_THAN.match(line) for line in near)


def attribution(lines: Lines, at: int) -> int:
    """'On Monday, Ann <ann@example.org> wrote:', wrapped over up to three lines, and the quote."""
    said = ""
    for end in range(at, min(at + 3, len(lines))):
        line = lines[end].strip()
        said = f"{said} {line}".strip()
        if not line or len(said) > _LONGEST:
            break
        if (line[-1] == ":" or _CLOCK.search(line)) and _attributes(said):
            return _quote(lines, end + 1)
    named = lines[at].rstrip().endswith(":") and _NAMED.search(lines[at])
    return _quote(lines, at + 1) if named and _quote_follows(lines, at + 1) else at


def _attributes(said: str) -> bool:
    """When and who, in any order."""
    if when := _OPENS_WHEN.match(said):
        return _AFTER_WHEN.match(said, when.end()) is not None
    if said[-1] != ":":
        return False
    wrote = _ENDS_WHEN.search(said)
    reversed_order = wrote is not None and _OPENS_WHEN.match(wrote["when"]) is not None
    return reversed_order or _WHO_WROTE.match(said) is not None


def banner(lines: Lines, at: int) -> int:
    """'----- Original Sentence -----', and the quote."""
    return _quote(lines, at + 1) if _BANNER.match(lines[at]) else at


def headers(lines: Lines, at: int) -> int:
    """'From: … Sent: … To: … Subject: …' on lines of their own or on one, and the quote."""
    if not _HEADER.match(lines[at]):
        return at
    end = _headers_end(lines, at)
    said = [line for line in lines[at:end] if line.strip()]
    kinds = {kind for kind, rule in _HEADERS.items() if any(rule.search(line) for line in said)}
    telling = len(kinds) > 2 or any(map(_TELLING.search, said))
    return _quote(lines, end) if "from" in kinds and len(kinds) > 1 and telling else at


def _headers_end(lines: Lines, at: int) -> int:
    """After the last header, where at most one other line (a long header goes on) stands between two."""
    end, others = at, 0
    for line_at in range(at, min(at + 16, len(lines))):
        if _HEADER.match(lines[line_at]):
            end, others = line_at + 1, 0
        elif lines[line_at].strip():
            others += 1
        if others > 1:
            break
    return end


def cut(lines: Lines, at: int) -> int:
    """'##- Please type your reply above this line -##' and all below it."""
    return len(lines) if _CUT.match(lines[at]) and not _A_PERSON.search(lines[at]) else at


def _quote_follows(lines: Lines, at: int) -> bool:
    at = skip_blank(lines, at)
    return at < len(lines) and _is_quoted(lines[at])


def _quote(lines: Lines, at: int) -> int:
    """Where a quote ends that was opened above ``at``."""
    if not _quote_follows(lines, at):
        return next((end + 1 for end in range(at, len(lines)) if _END.match(lines[end])), len(lines))
    end = skip_blank(lines, at)
    while end < len(lines) and _is_quoted(lines[end]):
        end += 1
    return end


QUOTES: tuple[Rule, ...] = (cut, quoted, banner, headers, attribution)


def opens_quote(lines: Lines, at: int) -> bool:
    """Whether a quote begins at a line: what ends a signature."""
    return any(rule(lines, at) > at for rule in QUOTES)
