"""What a known source says of the columns of its exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from otklik.records import Guess


class Hints(Protocol):
    """Columns by their role, as a source called ``source`` names them; ``scores`` maps a column to the
    spelling of its kind, '' where the source leaves it open, ``words`` to what its words count."""

    @property
    def source(self) -> str: ...
    @property
    def text(self) -> Sequence[str]: ...
    @property
    def id(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...
    @property
    def customer(self) -> str | None: ...
    @property
    def segments(self) -> Sequence[str]: ...
    @property
    def scores(self) -> Mapping[str, str]: ...
    @property
    def words(self) -> Mapping[str, Mapping[str, float]]: ...


@dataclass(frozen=True)
class NoHints:
    """No source is known."""

    source: str = ""
    text: tuple[str, ...] = ()
    id: str | None = None
    date: str | None = None
    customer: str | None = None
    segments: tuple[str, ...] = ()
    scores: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def hinted(hints: Hints, role: str, column: str, flag: str) -> Guess:
    """A role that was taken from a hint, told with the flag that overrides it."""
    return Guess(role, column, f"this is how {hints.source} exports it", flag)
