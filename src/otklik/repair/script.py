"""Words in the script of another language: typed on the wrong keyboard, or written in Latin letters."""

from __future__ import annotations

import re
from functools import cache
from itertools import permutations

from otklik.edits import Change
from otklik.languages import LANGUAGES
from otklik.repair.readings import Romanised, Slip
from otklik.repair.runs import Proof, Runs

_MARKS_SLIPPED = re.compile(r"[^\W\d_][/&^](?:\s|$)|[^\W\d_]\?\s+[^\W\d_]")
"""Where '.', '?', ':' and ',' stand on one keyboard, the other has '/', '&', '^' and '?'."""

_SILENT_WRITTEN = re.compile(r"[^\W\d_aeiou]['’`ʹ](?!s\b)", re.IGNORECASE)


@cache
def _slips(marks: bool) -> tuple[Runs, ...]:
    proofs = Proof(words=1, bits=3), Proof(words=1, bits=5)
    return tuple(Runs(*pair, Slip(*pair, marks=marks), *proofs) for pair in permutations(LANGUAGES, 2))


@cache
def _romanised(careful: bool) -> tuple[Runs, ...]:
    proofs = Proof(words=1, bits=4), Proof(words=2, bits=12, small=True)
    pairs = [(typed, meant) for typed, meant in permutations(LANGUAGES, 2) if meant.spelling.romanised]
    return tuple(Runs(*pair, Romanised(*pair, careful=careful), *proofs) for pair in pairs)


def layout(text: str) -> list[Change]:
    """Words typed on another language's keyboard."""
    slipped = _slips(_MARKS_SLIPPED.search(text) is not None)
    return next((found for runs in slipped if (found := runs.changes(text, "layout"))), [])


def translit(text: str) -> list[Change]:
    """Words of a language that has its own letters, written in Latin ones."""
    readers = _romanised(_SILENT_WRITTEN.search(text) is not None)
    return next((found for runs in readers if (found := runs.changes(text, "translit"))), [])
