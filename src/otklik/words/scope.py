"""What a clause does to its words: negators turn them round, wishes unsay them, a competitor owns them.

Every function reads ``kinds`` (the Kind of each word of a batch) and the number of the clause or sentence
each word stands in, and says of each word whether it is reached.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from otklik.words.table import SPOKEN, Kind

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


class Bend(IntEnum):
    """What becomes of what a word says."""

    NONE = 0
    TURNED = 1
    WISHED = 2
    ELSEWHERE = 3


_NEGATED, _WISH_BEFORE, _WISH_AFTER, _RIVAL_BEFORE, _RIVAL_AFTER = 2, 5, 2, 6, 4
"""How many spoken words away, in the same clause, each kind of word is heard."""
_TURNING, _WISHING = int(Kind.NEGATOR | Kind.CONCORD), int(Kind.WISH)
_OWNING = int(Kind.RIVAL | Kind.OTHER)
_QUESTION = int(Kind.QUESTION)
_BENDING = _TURNING | _WISHING | _OWNING


def bend(kinds: Ints, clause: Ints) -> Ints:
    """The Bend of each word. A wish turned round is plain again: 'could not be better'."""
    if not np.bitwise_or.reduce(kinds) & _BENDING:
        return np.zeros(len(kinds), np.int32)
    negated, wish = turned(kinds, clause), wished(kinds, clause)
    plain = np.where(elsewhere(kinds, clause), Bend.ELSEWHERE, Bend.NONE)
    alone = np.where(negated, Bend.TURNED, np.where(wish, Bend.WISHED, plain))
    return np.where(negated & wish, Bend.NONE, alone).astype(np.int32)


def turned(kinds: Ints, clause: Ints) -> Bools:
    """Words up to two behind a negator. Two that undo each other ('не без', 'не могу не') and one undone by
    'only' do not count, one that seconds another ('не сказал ничего') counts once; 'or' carries on."""

    def reached(spoken: _Spoken) -> Bools:
        concord = spoken.has(Kind.CONCORD)
        plain = spoken.has(Kind.NEGATOR) & ~concord
        plain &= ~spoken.after(spoken.has(Kind.ONLY), 1)
        between = spoken.before(spoken.has(Kind.ABLE), 1)
        undoing = plain & (spoken.before(plain, 1) | (between & spoken.before(plain, 2, 2)))
        undone = plain & (spoken.after(undoing, 1) | spoken.after(undoing & between, 2, 2))
        negated = spoken.before((plain & ~undoing & ~undone) | concord, _NEGATED)
        carried = spoken.before(spoken.has(Kind.EITHER), 1) & spoken.before(negated, 2, 2)
        return negated | carried

    return _over(kinds, clause, reached, _TURNING)


def wished(kinds: Ints, clause: Ints) -> Bools:
    """Words near one that wishes: 'should be faster', 'хотелось бы быстрее', 'быстрее бы'."""

    def reached(spoken: _Spoken) -> Bools:
        wish = spoken.has(Kind.WISH)
        return spoken.before(wish, _WISH_BEFORE) | spoken.after(wish, _WISH_AFTER)

    return _over(kinds, clause, reached, _WISHING)


def elsewhere(kinds: Ints, clause: Ints) -> Bools:
    """Words near a competitor who is the measure: 'other banks are faster', not 'faster than other banks'."""

    def reached(spoken: _Spoken) -> Bools:
        rival = spoken.has(Kind.RIVAL)
        rival |= spoken.has(Kind.OTHER) & spoken.after(spoken.has(Kind.FIRM), 1)
        rival &= ~spoken.before(spoken.has(Kind.THAN), 3)
        return spoken.before(rival, _RIVAL_BEFORE) | spoken.after(rival, _RIVAL_AFTER)

    return _over(kinds, clause, reached, _OWNING)


def asked(kinds: Ints, sentence: Ints) -> Bools:
    """Words of sentences that end in a question mark."""
    asks = np.zeros(sentence[-1] + 1 if len(sentence) else 0, dtype=bool)
    asks[sentence[(kinds & _QUESTION) != 0]] = True
    found: Bools = asks[sentence]
    return found


class _Spoken:
    """The spoken words of a batch: punctuation inside a clause keeps no word from another."""

    def __init__(self, kinds: Ints, clause: Ints) -> None:
        self._kinds, self._clause = kinds, clause

    def has(self, kind: Kind) -> Bools:
        found: Bools = (self._kinds & int(kind)) != 0
        return found

    def before(self, marked: Bools, farthest: int, nearest: int = 1) -> Bools:
        """Words with a marked one so many places before them in their clause."""
        found = np.zeros(len(marked), dtype=bool)
        for step in range(nearest, farthest + 1):
            found[step:] |= marked[:-step] & (self._clause[step:] == self._clause[:-step])
        return found

    def after(self, marked: Bools, farthest: int, nearest: int = 1) -> Bools:
        """Words with a marked one so many places behind them in their clause."""
        found = np.zeros(len(marked), dtype=bool)
        for step in range(nearest, farthest + 1):
            found[:-step] |= marked[step:] & (self._clause[step:] == self._clause[:-step])
        return found


def _over(kinds: Ints, clause: Ints, reached: Callable[[_Spoken], Bools], by: int) -> Bools:
    """Which words of the batch are reached by some of a kind; a mark never is."""
    found = np.zeros(len(kinds), dtype=bool)
    if not (kinds & by).any():
        return found
    at = (kinds & SPOKEN).nonzero()[0]
    found[at] = reached(_Spoken(kinds[at], clause[at]))
    return found
