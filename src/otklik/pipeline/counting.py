"""From labelled rows to cells: people, their flags, and their scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.drivers import Cells
from otklik.pipeline.comments import column_of
from otklik.records import Roles

FLAGGED = ("negative", "positive")
"""Polarities whose mentions are tested as drivers; a neutral mention is counted and shown only."""
GROUP = "group"


def people_of(table: pd.DataFrame, roles: Roles) -> NDArray[np.intp]:
    """The first row of each person: every row, unless several stand for the answers of one."""
    if roles.respondent is None:
        return np.arange(len(table))
    who = table[roles.respondent].to_numpy()
    return np.flatnonzero(np.r_[True, who[1:] != who[:-1]][: len(who)])


@dataclass(frozen=True)
class Counting:
    """People, their roles and scores: what cells are counted from."""

    people: pd.DataFrame
    roles: Roles
    scores: Mapping[str, NDArray[np.float64]]

    def cells(
        self,
        score: str,
        flags: NDArray[np.bool_],
        names: Sequence[str],
        *,
        segment: str | None = None,
        among: NDArray[np.bool_] | None = None,
    ) -> Cells:
        groups = {} if segment is None else {GROUP: self.people[column_of(segment)].astype(object).to_numpy()}
        chosen = np.ones(len(self.people), dtype=bool) if among is None else among
        return Cells.count(
            flags[chosen],
            self.scores[score][chosen],
            names=names,
            segments={name: group[chosen] for name, group in groups.items()},
            continuous=not self.roles.scores[score].integer,
        )


def flags_of(
    tagged: pd.DataFrame, mentions: pd.DataFrame, topics: tuple[str, ...]
) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Rows × flags, and the flags' names 'topic:polarity'."""
    names = tuple(f"{topic}:{polarity}" for topic in topics for polarity in FLAGGED)
    flags = np.zeros((len(tagged), len(names)), dtype=bool)
    told = mentions[mentions["polarity"].isin(FLAGGED)]
    column = pd.Index(names).get_indexer(pd.Index(told["topic"] + ":" + told["polarity"]))
    flags[tagged.index.get_indexer(told.index), column] = True
    return flags, names
