"""Original text to clean text, with every clean character's place in the original kept.

HTML becomes text, entities characters, and marks that only disturb the words (zero-width characters,
stress marks, decomposed й and ё) go. A tree parser would be the usual tool for HTML, but none reports
where a character came from, and evidence must point into what the customer wrote. What an HTML mail quotes
or signs becomes quoted lines ('> …'), as in a plain mail, for ``otklik.mail`` to take out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator

from otklik.edits import Change, Edited
from otklik.mail.markup import quoted_parts

_BLOCK = "p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|blockquote|hr|section|article|header|footer|pre"
_NAME_END = r"(?=[\s/>])"
"""After the name of a tag; <p@example.org> is an address."""
_MARKS = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08"
_RULES: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("script", rf"<script{_NAME_END}[^<>]*>", lambda _: " "),
    ("style", rf"<style{_NAME_END}[^<>]*>", lambda _: " "),
    ("head", rf"<head{_NAME_END}[^<>]*>", lambda _: " "),
    ("comment", r"<!--", lambda _: " "),
    ("block", rf"</?(?:{_BLOCK}){_NAME_END}[^<>]*>", lambda _: "\n"),
    ("tag", r"</?[a-zA-Z][a-zA-Z0-9:-]*(?:\s[^<>]*|/)?>|<![a-zA-Z\[][^<>]*>", lambda _: ""),
    ("entity", r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});", html.unescape),
    ("decomposed", "[еЕ]\u0308|[иИ]\u0306", lambda found: unicodedata.normalize("NFC", found)),
    ("mark", f"[{_MARKS}]+", lambda _: ""),
)
_SUSPECT = re.compile(f"[<&{_MARKS}]")
"""Without one of these there is nothing to change; most comments have none."""
_CHANGES = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule, _ in _RULES), re.IGNORECASE)
_REWRITE = {name: rewrite for name, _, rewrite in _RULES}
_HIDDEN_TO = {
    name: re.compile(closing, re.IGNORECASE)
    for name, closing in (
        ("script", r"</script\s*>"),
        ("style", r"</style\s*>"),
        ("head", r"</head\s*>"),
        ("comment", r"-->"),
    )
}
"""What these open is hidden up to here. Unclosed, they hide nothing: a customer's words must not be lost."""


def suspects(text: str) -> bool:
    """Whether there may be anything to change in a text, or in the text that a chunk stands in."""
    return _SUSPECT.search(text) is not None


def clean(text: str) -> Edited:
    """Clean one comment."""
    if not suspects(text):
        return Edited(text)
    cleaned = Edited(text).then(_changes(text))
    parts = quoted_parts(text)
    return cleaned.then(_quoted(cleaned, parts)) if parts else cleaned


def _quoted(cleaned: Edited, parts: list[tuple[int, int]]) -> Iterator[Change]:
    """Every line that was written in one of the parts begins with '> '."""
    opens = [start for start, _ in parts]
    for line in re.finditer("\n", cleaned.text):
        written, _ = cleaned.span(*line.span())
        part = bisect_right(opens, written) - 1
        if part >= 0 and written < parts[part][1]:
            yield Change(*line.span(), "\n> ", "quote")


def _changes(text: str) -> Iterator[Change]:
    """Each thing to change, in order."""
    at = 0
    unclosed: set[str] = set()
    while (found := _CHANGES.search(text, at)) is not None:
        rule, at = found.lastgroup or "", found.end()
        new = _REWRITE[rule](found[0])
        if rule in _HIDDEN_TO:
            closing = None if rule in unclosed else _HIDDEN_TO[rule].search(text, at)
            if closing is not None:
                at = closing.end()
            else:
                unclosed.add(rule)
                if rule == "comment":
                    continue
                new = ""
        yield Change(found.start(), at, new, rule)
