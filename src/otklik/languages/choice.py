"""A second reading of a word form, and what of its neighbours decides for it.

A form is understood once, with one lemma or two; which of two is meant is told by the words beside it in
the same clause, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from typing import NamedTuple


class Role(IntFlag):
    """What a word may do for its neighbours."""

    NONE = 0
    ACTION = 1
    """A verb that says what is done: any but 'to be' and 'to become'."""
    QUALITY = 2
    """An adjective or an adverb, to which an adverb before it belongs."""
    COMPARED = 4
    """A comparative: 'ближе', 'удобнее'."""


class Neighbours(NamedTuple):
    """Of a word in its clause: the forms and roles beside it (empty at the edges), and whether any word of
    the clause but itself is an ACTION."""

    before: str
    after: str
    role_before: Role
    role_after: Role
    action: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The other lemma of a form, and whether its neighbours speak for it."""

    lemma: str
    fits: Callable[[Neighbours], bool]
