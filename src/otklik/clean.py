"""Original text to clean text, with every clean character's place in the original kept.

HTML becomes text, entities characters, and marks that only disturb the words (zero-width characters,
stress marks, decomposed й and ё) go. A tree parser would be the usual tool for HTML, but none reports
where a character came from, and evidence must point into what the customer wrote.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLOCK = "p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|blockquote|hr|section|article|header|footer|pre"
_RULES: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("hidden", r"<(?:script|style|head)\b[^<>]*>.*?</(?:script|style|head)\s*>|<!--.*?-->", lambda _: " "),
    ("block", rf"</?(?:{_BLOCK})\b[^<>]*>", lambda _: "\n"),
    ("tag", r"</?[a-zA-Z][a-zA-Z0-9:-]*(?:\s[^<>]*|/)?>", lambda _: ""),
    ("entity", r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});", html.unescape),
    ("decomposed", "[еЕиИ][\u0306\u0308]", lambda found: unicodedata.normalize("NFC", found)),
    ("mark", "[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08]+", lambda _: ""),
)
_CHANGES = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule, _ in _RULES), re.DOTALL | re.IGNORECASE)
_REWRITE = {name: rewrite for name, _, rewrite in _RULES}


@dataclass(frozen=True)
class Cleaned:
    """Clean text. ``origin[i]`` is the offset in the original of clean character i, with one entry more
    for the end; None when nothing changed."""

    text: str
    origin: NDArray[np.int32] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the clean span [start, end), which must not be empty."""
        if self.origin is None:
            return start, end
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


def clean(text: str) -> Cleaned:
    """Clean one comment."""
    changes = list(_CHANGES.finditer(text))
    if not changes:
        return Cleaned(text)
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for change in changes:
        new = _REWRITE[change.lastgroup or ""](change[0])
        pieces += (text[at : change.start()], new)
        origin.extend(range(at, change.start()))
        origin.extend([change.start()] * len(new))
        at = change.end()
    pieces.append(text[at:])
    origin.extend(range(at, len(text) + 1))
    return Cleaned("".join(pieces), np.asarray(origin, dtype=np.int32))
