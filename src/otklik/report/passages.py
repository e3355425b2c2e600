"""A quote cut to size around its evidence, the evidence kept apart so that it can be marked exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from otklik.records import Quote

SHORT = 400  # characters shown at once
LONG = 2000  # characters shown on demand: a report of hundreds of quotes stays small

# Characters that HTML and XML cannot carry. One becomes one, so that offsets keep their meaning.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PAGE = re.compile(r"https?://[^\s]+", re.IGNORECASE)
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


@dataclass(frozen=True)
class Excerpt:
    """Part of a text in pieces, each evidence or not."""

    pieces: tuple[tuple[str, bool], ...]
    cut_before: bool
    cut_after: bool


def clean(text: str) -> str:
    """``text`` with what a page or a sheet cannot hold replaced by U+FFFD, one for one."""
    return UNSAFE.sub("\ufffd", text)


def page_link(link: object) -> str:
    """``link`` where it is the address of a page, else '': no script and no file may stand in a link."""
    return link if isinstance(link, str) and _PAGE.fullmatch(link) else ""


def passage(quote: Quote, width: int) -> Passage:
    """About ``width`` characters of the quote with its evidence in the middle."""
    text = clean(quote.text)
    start = min(max(quote.start, 0), len(text))
    end = min(max(quote.end, start), len(text))
    left, shown, right = _window(text, start, end, width)
    return Passage(text[left:start], text[start:shown], text[shown:right], left > 0, right < len(text))


def excerpt(text: str, marks: Sequence[tuple[int, int]], width: int) -> Excerpt:
    """About ``width`` characters of a text with several pieces of evidence, the first of them in the middle;
    those that touch are marked as one, those outside are not shown."""
    text = clean(text)
    start, end = marks[0] if marks else (0, 0)
    left, _, right = _window(text, start, end, width)
    marked = sorted((max(a, left), min(b, right)) for a, b in marks if a < right and b > left)
    pieces, at = [], left
    for a, b in marked:
        pieces += [(text[at:a], False), (text[max(a, at) : b], True)]
        at = max(at, b)
    pieces.append((text[at:right], False))
    return Excerpt(tuple(_joined(pieces)), left > 0, right < len(text))


def _joined(pieces: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Neighbours of a kind as one; nothing empty."""
    told = (piece for piece in pieces if piece[0])
    for marked, alike in groupby(told, key=itemgetter(1)):
        yield "".join(text for text, _ in alike), marked


def _window(text: str, start: int, end: int, width: int) -> tuple[int, int, int]:
    """Where the part to show begins, where the evidence ends in it, and where the part ends."""
    shown = min(end, start + width)  # evidence longer than the width is cut itself
    spare = width - (shown - start)
    right = min(len(text), shown + max(spare // 2, spare - start))
    left = max(0, start - (spare - (right - shown)))
    return _after_space(text, left, start), shown, _before_space(text, right, shown)


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
