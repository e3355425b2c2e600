"""Which lemma of an ambiguous form is meant: told by the words beside it in its clause, nothing else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from otklik.languages.choice import Neighbours, Role
from otklik.words.table import WordTable

Ints = NDArray[np.int32]
_ACTION = int(Role.ACTION)


def settled(words: Ints, clause: Ints, table: WordTable) -> Ints:
    """The word numbers with the second reading in place of the first where its neighbours speak for it.

    ``clause``: for each word the number of the clause it stands in, ascending.
    """
    second = table.second[words]
    ambiguous = (second >= 0).nonzero()[0]
    if len(ambiguous) == 0:
        return words
    roles = table.roles[words]
    acting = (roles & _ACTION) != 0
    actions = np.bincount(clause[acting], minlength=clause[-1] + 1)
    answer = words.copy()
    for at in ambiguous.tolist():
        others = int(actions[clause[at]]) - int(acting[at])
        beside = _neighbours(at, words, clause, roles, table, others > 0)
        if table.readings[int(words[at])].fits(beside):
            answer[at] = second[at]
    return answer


def _neighbours(
    at: int, words: Ints, clause: Ints, roles: Ints, table: WordTable, action: bool
) -> Neighbours:
    """What stands beside a word in its clause."""

    def side(step: int) -> tuple[str, Role]:
        there = at + step
        if not 0 <= there < len(words) or clause[there] != clause[at]:
            return "", Role.NONE
        return table.words[words[there]].form, Role(int(roles[there]))

    before, role_before = side(-1)
    after, role_after = side(1)
    return Neighbours(before, after, role_before, role_after, action)
