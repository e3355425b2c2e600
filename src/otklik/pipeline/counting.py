"""From labelled rows to cells: people, their flags, and their scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from otklik.drivers import Cells
from otklik.pipeline.comments import column_of
from otklik.pipeline.tables import Tagged
from otklik.records import Roles

FLAGGED = ("negative", "positive")
"""Polarities whose mentions are tested as drivers; a neutral mention is counted and shown only."""
GROUP = "group"
COMMENTED = ("comment:given",)

Flags = NDArray[np.bool_]
Groups = Mapping[str, ArrayLike]
_NONE: Groups = {}


@dataclass(frozen=True)
class Counting:
    """The n people of a batch, who are its rows unless several rows are the answers of one: what cells are
    counted from. ``people``: the first row of each; ``scores``: score → (n,); ``heard`` (n,): who commented;
    ``flags`` (n, k): whose comments hold which mention, by the k ``names`` 'topic:polarity'."""

    people: pd.DataFrame
    roles: Roles
    scores: Mapping[str, NDArray[np.float64]]
    heard: Flags
    flags: Flags
    names: tuple[str, ...]

    @classmethod
    def of(
        cls,
        tagged: Tagged,
        roles: Roles,
        topics: tuple[str, ...],
        scores: Mapping[str, NDArray[np.float64]],
    ) -> Counting:
        """From labelled rows and their scores; a person has the mentions of all answers."""
        rows = people_of(tagged.comments, roles)
        heard = ~tagged.silent
        flags, names = _flags_of(tagged, topics)
        if len(rows):
            heard, flags = np.logical_or.reduceat(heard, rows), np.logical_or.reduceat(flags, rows, axis=0)
        told = {name: found[rows] for name, found in scores.items()}
        return cls(tagged.comments.iloc[rows], roles, told, heard, flags, names)

    def column(self, name: str) -> NDArray[np.object_]:
        """The values of a column of the input (n,)."""
        return self.people[column_of(name)].to_numpy(dtype=object)

    def answers(self, score: str, groups: Groups = _NONE) -> Cells:
        """Everyone's answers, flagged by whether a comment came with them, apart by ``groups`` (n,)."""
        return self._cells(score, self.heard[:, None], COMMENTED, np.ones_like(self.heard), groups)

    def mentions(self, score: str, groups: Groups = _NONE, *, among: Flags | None = None) -> Cells:
        """The answers of those who commented (and are ``among`` these (n,)), flagged by their mentions, apart
        by ``groups`` (n,)."""
        chosen = self.heard if among is None else self.heard & among
        return self._cells(score, self.flags, self.names, chosen, groups)

    def _cells(
        self, score: str, flags: Flags, names: tuple[str, ...], chosen: Flags, groups: Groups
    ) -> Cells:
        return Cells.count(
            flags[chosen],
            self.scores[score][chosen],
            names=names,
            segments={name: np.asarray(values, dtype=object)[chosen] for name, values in groups.items()},
            continuous=not self.roles.scores[score].integer,
        )


def people_of(table: pd.DataFrame, roles: Roles) -> NDArray[np.intp]:
    """The first row of each person: every row, unless several stand for the answers of one."""
    if roles.respondent is None:
        return np.arange(len(table))
    who = table[roles.respondent].to_numpy()
    return np.flatnonzero(np.r_[True, who[1:] != who[:-1]][: len(who)])


def _flags_of(tagged: Tagged, topics: tuple[str, ...]) -> tuple[Flags, tuple[str, ...]]:
    """Rows × flags, and the flags' names 'topic:polarity'."""
    names = tuple(f"{topic}:{polarity}" for topic in topics for polarity in FLAGGED)
    flags = np.zeros((len(tagged.comments), len(names)), dtype=bool)
    told = tagged.mentions[tagged.mentions["polarity"].isin(FLAGGED)]
    column = pd.Index(names).get_indexer(pd.Index(told["topic"] + ":" + told["polarity"]))
    flags[tagged.comments.index.get_indexer(told.index), column] = True
    return flags, names
