"""A text that was changed, with every character's place in the original kept.

Each step of preparing a comment (markup, quoted mail, personal data, repairs) says what it changes as a list
of ``Change``; ``Edited`` applies them one after another, so that evidence found in the last text still points
into what the customer wrote.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Change(NamedTuple):
    """Characters [start, end) of a text become ``new``; ``step`` names the rule that says so."""

    start: int
    end: int
    new: str
    step: str


@dataclass(frozen=True)
class Edited:
    """``text`` is what ``changes`` made of the text ``before``; both are empty while nothing has changed.

    Where a character was written is reckoned when it is asked for: of most texts nobody asks.
    """

    text: str
    before: Edited | None = None
    changes: tuple[Change, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the span [start, end), which must not be empty."""
        if self.before is None:
            return start, end
        return self._origin(start)[0], self._origin(end - 1)[1]

    def then(self, changes: Iterable[Change]) -> Edited:
        """The text after ``changes`` of it, which must be in order and must not overlap. What a change puts
        in was written where it took out; where it took out nothing, just before the character there."""
        made = tuple(changes)
        if not made:
            return self
        pieces: list[str] = []
        at = 0
        for start, end, new, _ in made:
            pieces += (self.text[at:start], new)
            at = end
        return Edited("".join((*pieces, self.text[at:])), self, made)

    def _origin(self, at: int) -> tuple[int, int]:
        """Where a character was written in the original."""
        if self.before is None:
            return at, at + 1
        start, end = self._place_before(at)
        length = len(self.before.text)
        if not length:
            return start, end
        first = self.before._origin(start)[0] if start < length else self.before._origin(length - 1)[1]
        return first, first if start == end else self.before._origin(end - 1)[1]

    def _place_before(self, at: int) -> tuple[int, int]:
        """Where a character was written in the text before."""
        number = bisect_right(self._begins, at) - 1
        if number < 0:
            return at, at + 1
        start, end, new, _ = self.changes[number]
        over = at - self._begins[number] - len(new)
        return (start, end) if over < 0 else (end + over, end + over + 1)

    @cached_property
    def _begins(self) -> list[int]:
        """Where each change begins in this text."""
        begins, shift = [], 0
        for start, end, new, _ in self.changes:
            begins.append(start + shift)
            shift += len(new) - (end - start)
        return begins
