"""A role that a known source gives a column, told to the user."""

from __future__ import annotations

from otklik.records import Guess
from otklik.sentences import Sentence
from otklik.sources.hints import Hints


def hinted(hints: Hints, role: str, column: str, flag: str) -> Guess:
    """A role that was taken from a hint, told with the flag that overrides it."""
    return Guess(role, column, Sentence("this is how {source} exports it", source=hints.source), flag)
