"""A quote cut to size around its evidence, the evidence kept apart so that it can be marked exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from otklik.records import Quote

SHORT = 400  # characters shown at once
LONG = 2000  # characters shown on demand: a report of hundreds of quotes stays small

# Characters that HTML and XML cannot carry. One becomes one, so that offsets keep their meaning.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SNAP = 24  # a cut moves at most so far to fall between words


@dataclass(frozen=True)
class Passage:
    """Part of a text: what stands before the evidence, the evidence, what stands after it."""

    before: str
    evidence: str
    after: str
    cut_before: bool
    cut_after: bool

    @property
    def length(self) -> int:
        return len(self.before) + len(self.evidence) + len(self.after)

    @property
    def cut(self) -> bool:
        return self.cut_before or self.cut_after


def clean(text: str) -> str:
    """``text`` with what a page or a sheet cannot hold replaced by U+FFFD, one for one."""
    return UNSAFE.sub("\ufffd", text)


def passage(quote: Quote, width: int) -> Passage:
    """About ``width`` characters of the quote with its evidence in the middle."""
    text = clean(quote.text)
    start = min(max(quote.start, 0), len(text))
    end = min(max(quote.end, start), len(text))
    shown = min(end, start + width)  # evidence longer than the width is cut itself
    spare = width - (shown - start)
    right = min(len(text), shown + max(spare // 2, spare - start))
    left = max(0, start - (spare - (right - shown)))
    left, right = _after_space(text, left, start), _before_space(text, right, shown)
    return Passage(text[left:start], text[start:shown], text[shown:right], left > 0, right < len(text))


def _after_space(text: str, cut: int, limit: int) -> int:
    """The cut moved right to the beginning of a word, when one begins near."""
    if cut == 0:
        return cut
    found = re.compile(r"\s+\S").search(text, cut - 1, min(cut + _SNAP, limit))
    return found.end() - 1 if found else cut


def _before_space(text: str, cut: int, limit: int) -> int:
    """The cut moved left to the end of a word, when one ends near."""
    if cut == len(text):
        return cut
    near = max(cut - _SNAP, limit)
    return max((near + i for i, char in enumerate(text[near:cut]) if char.isspace()), default=cut)
