"""A file of one column whose header names several: its lines could not be divided, and that is told."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.reading import words
from otklik.reading.dialect import NAMES
from otklik.sentences import Sentence

_OTHERS = ("score", "date", "id", "segment")
_TAB = "\t"


def undivided(columns: Sequence[str]) -> tuple[Sentence, ...]:
    """What is told where the one header is that of a text and of something else, with a delimiter between."""
    if len(columns) != 1:
        return ()
    for sign in filter(None, NAMES):
        names = [part.strip() for part in columns[0].split(sign)]
        texts = [name for name in names if words.rank("text", name)]
        others = [name for name in names if any(words.rank(role, name) for role in _OTHERS)]
        if texts and set(others) - set(texts):
            note = Sentence(
                "the header names {n:column|columns}: {names!r}, but not every line can be divided so, and "
                "all were read whole; put the texts in quotation marks, or see which line it is: "
                "--delimiter {sign}",
                n=len(names),
                names=names,
                sign="tab" if sign == _TAB else f"'{sign}'",
            )
            return (note,)
    return ()
