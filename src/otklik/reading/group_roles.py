"""Columns of a few names, by which comments are told apart: segments, and touchpoints of the journey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from otklik.reading import words
from otklik.reading.columns import find_column, quoted
from otklik.reading.guessing import Content
from otklik.reading.hinted import hinted
from otklik.records import Guess
from otklik.sentences import Sentence
from otklik.sources.hints import Hints

_FEW = Sentence("few values under a telling header")
Found = tuple[str | None, tuple[Guess, ...]]


def find_segments(
    left: Mapping[str, Content], told: Sequence[str], columns: list[str], hints: Hints
) -> tuple[tuple[str, ...], tuple[Guess, ...]]:
    """The columns whose groups are compared. Raises ColumnError for one that is ``told`` and not there."""
    if told:
        return tuple(dict.fromkeys(find_column(columns, name, "--segment") for name in told)), ()
    known = [name for name in hints.segments if name in left and left[name].n_distinct > 1]
    chosen = [
        name
        for name, content in left.items()
        if words.rank("segment", name) and name not in (*known, hints.customer) and content.is_group
    ]
    guesses = [hinted(hints, "segment", name, f"--segment {quoted(name)}") for name in known]
    guesses += [Guess("segment", name, _FEW, f"--segment {quoted(name)}") for name in chosen]
    return (*known, *chosen), tuple(guesses)


def find_touchpoint(left: Mapping[str, Content], told: str | None, columns: list[str], hints: Hints) -> Found:
    """At which point of the journey the comment was made. Raises ColumnError as ``find_segments``."""
    if told is not None:
        return find_column(columns, told, "--touchpoint"), ()
    known = hints.others.get("touchpoint")
    if known is not None and known in left and left[known].n_distinct > 1:
        return known, (hinted(hints, "touchpoint", known, f"--touchpoint {quoted(known)}"),)
    named = (name for name, one in left.items() if words.rank("touchpoint", name) and one.is_group)
    name = next(named, None)
    if name is None:
        return None, ()
    return name, (Guess("touchpoint", name, _FEW, f"--touchpoint {quoted(name)}"),)
