"""What speaks for mentions: the hits of rules, or where a model looks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.taxonomy import Hits


@dataclass(frozen=True)
class Grounds:
    """What speaks for each of some mentions: the hits of mention m are ``hits[first[m]:first[m + 1]]``, and
    ``mention`` is the number of each hit's. A hit of rule −1 is where the linear model looks."""

    hits: Hits
    mention: NDArray[np.intp]
    first: NDArray[np.intp]

    @classmethod
    def of(cls, hits: Hits, mention: NDArray[np.intp], mentions: int) -> Grounds:
        """Hits in any order of their mentions; each mention has at least one."""
        order = mention.argsort(kind="stable")
        mention = mention[order]
        return cls(hits[order], mention, mention.searchsorted(np.arange(mentions + 1)))

    def __len__(self) -> int:
        return len(self.first) - 1
