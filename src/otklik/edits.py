"""A text that was changed, with every character's place in the original kept.

Each step of preparing a comment (markup, quoted mail, personal data, repairs) says what it changes as a list
of ``Change``; ``Edited`` applies them one after another, so that evidence found in the last text still points
into what the customer wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int32]


class Change(NamedTuple):
    """Characters [start, end) of a text become ``new``; ``step`` names the rule that says so."""

    start: int
    end: int
    new: str
    step: str


@dataclass(frozen=True)
class Edited:
    """Character i of ``text`` was written at [``starts[i]``, ``ends[i]``) of the original; both are None
    while nothing has changed."""

    text: str
    starts: Places | None = None
    ends: Places | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the span [start, end), which must not be empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return int(self.starts[start]), int(self.ends[end - 1])

    def then(self, changes: Iterable[Change]) -> Edited:
        """The text after ``changes`` of it, which must be in order and must not overlap. What a change puts
        in was written where it took out; where it took out nothing, just before the character there."""
        pieces: list[str] = []
        starts: list[NDArray[np.intp]] = []
        ends: list[NDArray[np.intp]] = []
        at = 0
        for start, end, new, _ in changes:
            pieces += (self.text[at:start], new)
            starts += (np.arange(at, start), np.full(len(new), start))
            ends += (np.arange(at, start) + 1, np.full(len(new), end))
            at = end
        if not pieces:
            return self
        length = len(self.text)
        first = np.concatenate([*starts, np.arange(at, length)]).astype(np.int32)
        last = np.concatenate([*ends, np.arange(at, length) + 1]).astype(np.int32)
        return Edited("".join((*pieces, self.text[at:])), *self._origin(first, last))

    def _origin(self, starts: Places, ends: Places) -> tuple[Places, Places]:
        """Spans of this text as spans of the original."""
        if self.starts is None or self.ends is None or not len(self.starts):
            return starts, ends
        empty = ends == starts
        first = np.append(self.starts, self.ends[-1])[starts]
        return first, np.where(empty, first, self.ends[np.maximum(ends, 1) - 1])
