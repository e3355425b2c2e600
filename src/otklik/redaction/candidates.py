"""A place in a text where a number begins, with what is known of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from otklik.redaction.cues import UNITS_AFTER, Cue
from otklik.redaction.spans import Span

_ROUND = re.compile(r"(\d)\1*|[1-9]\d?0+")
_CUT = re.compile(r"[^\W_]|\*\*|[.,:]\d|-\d")


class Candidate(NamedTuple):
    """``text`` has a number at ``start``; ``cue`` is what stands before it."""

    text: str
    start: int
    cue: Cue

    def match(self, pattern: re.Pattern[str]) -> str:
        """What ``pattern`` takes from here, if it ends where a number can; else empty."""
        found = pattern.match(self.text, self.start)
        return found[0] if found and not self.cut(found.end()) else ""

    def cut(self, end: int) -> bool:
        """The number or word goes on."""
        return _CUT.match(self.text, end) is not None

    def counted(self, number: str) -> bool:
        """It counts something or is money, is of goods, or is as round as only shouting is."""
        return (
            self.cue.kind in ("money", "goods")
            or UNITS_AFTER.match(self.text, self.start + len(number)) is not None
            or _ROUND.fullmatch(digits(number)) is not None
        )

    def span(self, number: str, kind: str) -> Span:
        return Span(self.start, self.start + len(number), kind)


Classify = Callable[[Candidate], Span | None]


def digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))


def beginnings(number: str) -> list[str]:
    """The number, and what is left without its last groups, the longest first: other numbers may follow."""
    ends = [found.end() for found in re.finditer(r"\w+", number)]
    return [number[:end] for end in reversed(ends)]
