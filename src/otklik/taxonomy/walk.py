"""From the anchors of rules over their other steps, to the right and to the left: many at once."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy.passing import Passed
from otklik.taxonomy.plan import Plan

Places = NDArray[np.intp]
NOWHERE = -1
_CROWDED = 4
"""Walkers for each try, from which on those that stand alike are counted as one."""


class Tries(NamedTuple):
    """Ways that are tried: the number of each, the ``place`` it begins at, ``edge``, the last place in its
    direction that it may reach, and ``latest``, behind which it must not end."""

    way: Places
    place: Places
    edge: Places
    latest: Places


class Walkers(NamedTuple):
    """Those under way: ``who`` is the try that each is of, ascending; ``place`` where it stands; ``over`` how
    many words more than the gap it may pass over, since it left out a step."""

    who: Places
    place: Places
    over: Places

    def only(self, rows: Places) -> Walkers:
        return Walkers(self.who[rows], self.place[rows], self.over[rows])

    def distinct(self) -> Walkers:
        """The first of those that stand alike: the others could only follow it."""
        _, first = np.unique(np.stack(self), axis=1, return_index=True)
        return self.only(np.sort(first))


class Ways:
    """The ways from the anchors of a plan's rules, by number: those to the right, then those to the left.

    A step met on the way is known by its test, how many words may stand between it and the step before it on
    the way, and whether it may be missing.
    """

    def __init__(self, plan: Plan) -> None:
        right = plan.steps.lengths - plan.anchor - 1
        self._step = np.array([1, -1], np.intp).repeat(len(plan))
        self._length = np.concatenate([right, plan.anchor]).astype(np.intp)
        self._first = self._length.cumsum() - self._length
        step = self._step.repeat(self._length)
        gone = np.arange(1, len(step) + 1) - self._first.repeat(self._length)
        met = np.tile(plan.anchors, 2).repeat(self._length) + step * gone
        self._test = plan.steps.values[met].astype(np.intp)
        self._gap = plan.gap[met + (step < 0)].astype(np.intp)
        self._optional = plan.optional[met].astype(np.intp)

    def go(self, tries: Tries, sets: NDArray[np.int32], passed: Passed) -> Places:
        """The last place that each try reaches, each step going to the nearest word that lets the rest
        follow; NOWHERE where it leads nowhere. ``sets``: what each word passes.

        All walkers take the same step at once. One that may go several ways becomes several, the one that
        is to be preferred first, so that the first to arrive of a try is the one that is meant.
        """
        reached = np.full(len(tries.way), NOWHERE, np.intp)
        walkers = Walkers(np.arange(len(tries.way)), tries.place, np.zeros(len(tries.way), np.intp))
        length = self._length[tries.way]
        for level in count():
            arrived = length[walkers.who] == level
            there = (arrived & (walkers.place <= tries.latest[walkers.who])).nonzero()[0][::-1]
            reached[walkers.who[there]] = walkers.place[there]
            onward = (~arrived).nonzero()[0]
            if not len(onward):
                break
            walkers = self._step_on(walkers.only(onward), tries, level, sets, passed)
        return reached

    def _step_on(
        self, walkers: Walkers, tries: Tries, level: int, sets: NDArray[np.int32], passed: Passed
    ) -> Walkers:
        """Where walkers stand after the step of this ``level``; those who cannot take it are gone."""
        who, place, over = walkers
        way = tries.way[who]
        stride, step = self._first[way] + level, self._step[way]
        far = np.minimum(self._gap[stride] + over + 1, (tries.edge[who] - place) * step)
        many = far + self._optional[stride]
        row = np.arange(len(who)).repeat(many)
        away = np.arange(1, len(row) + 1) - (many.cumsum() - many).repeat(many)
        stays = away > far[row]
        there = place[row] + np.where(stays, 0, away * step[row])
        kept = (stays | passed.by(sets[there], self._test[stride[row]])).nonzero()[0]
        row, stays = row[kept], stays[kept]
        after = np.where(stays, (self._gap[stride] + over)[row], 0)
        moved = Walkers(who[row], there[kept], after)
        return moved.distinct() if len(kept) > _CROWDED * len(tries.way) else moved
