"""A population whose truth is known: flags as they occur together in comments, scores from a known model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from otklik.pipeline.label import Labeller
from otklik.resources import folder
from otklik.score_kinds import SCORE_KINDS

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

NPS = SCORE_KINDS["nps"]
FLAGGED = ("negative", "positive")
SIZE = 200_000
BATCH = 4000


@dataclass(frozen=True, eq=False)
class Population:
    """``flags`` (N, k) and ``scores`` (N,) on 0–10; ``names`` (k,) of the flags. Samples are drawn with
    replacement, so the figures of these N rows are what the intervals aim at."""

    names: tuple[str, ...]
    flags: Flags
    scores: Array

    @cached_property
    def points(self) -> Array:
        """+100, 0 or −100 for each row (N,): their mean is the NPS."""
        return 100.0 * ((self.scores >= 9).astype(float) - (self.scores <= 6))

    @cached_property
    def shares(self) -> Array:
        """How often each flag occurs (k,)."""
        return np.asarray(self.flags.mean(axis=0))

    @cached_property
    def impacts(self) -> Array:
        """NPS less the NPS of the rows without the flag (k,)."""
        lacking = ~self.flags
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.points.mean() - (self.points @ lacking) / lacking.sum(axis=0))

    @cached_property
    def _moments(self) -> tuple[Array, Array]:
        design = np.column_stack([np.ones(len(self.flags)), self.flags])
        return design.T @ design, design.T @ self.points

    def effects(self, chosen: Flags) -> Array:
        """Coefficients of least squares of the points on the ``chosen`` flags (k,), NaN for the others."""
        square, product = self._moments
        used = np.flatnonzero(np.concatenate([[True], chosen]))
        coefficients = np.full(len(chosen), np.nan)
        coefficients[chosen] = np.linalg.lstsq(square[np.ix_(used, used)], product[used])[0][1:]
        return coefficients

    def only(self, chosen: Sequence[int]) -> Population:
        """The same rows with these flags alone."""
        return Population(tuple(self.names[at] for at in chosen), self.flags[:, chosen], self.scores)

    def sample(self, n: int, generator: np.random.Generator) -> tuple[Flags, Array, Array]:
        """Flags (n, k), points (n,) and scores (n,) of n comments."""
        rows = generator.integers(len(self.scores), size=n)
        return self.flags[rows], self.points[rows], self.scores[rows]


def populate(names: Sequence[str], comments: Flags, points: ArrayLike, *, size: int = SIZE) -> Population:
    """A population of ``size`` rows with the flags of the ``comments`` (n, k) and scores generated from them.

    Each flag moves a latent score by its ``points`` (k,); together, complaints weigh less than their sum and
    spread more than praise, as in real scores, so that no straight line is the true model. Rounded into 0–10.
    """
    generator = np.random.default_rng(1)
    flags = comments[generator.integers(len(comments), size=size)]
    moved = flags @ np.asarray(points, dtype=float)
    centre = 8.3 + np.where(moved < -4, -4 + 0.5 * (moved + 4), moved)
    spread = np.where(moved < 0, 2.4, 1.6)
    latent = centre + spread * generator.standard_normal(size)
    return Population(tuple(names), flags, np.clip(np.round(latent), 0, 10))


def weights(names: Sequence[str]) -> Array:
    """Points for every flag (k,): complaints take up to 3, praise gives up to 1½."""
    size = np.random.default_rng(2).uniform(0, 1, len(names))
    return np.where([name.endswith("negative") for name in names], -3 * size, 1.5 * size)


def labelled(texts: Sequence[str], labeller: Labeller) -> tuple[tuple[str, ...], Flags]:
    """The names of all flags (k,), and which of them otklik finds in the texts (n, k)."""
    topics = [topic.id for topic in labeller.taxonomy.topics]
    names = tuple(f"{topic}:{polarity}" for topic in topics for polarity in FLAGGED)
    column = {name: at for at, name in enumerate(names)}
    flags = np.zeros((len(texts), len(names)), dtype=bool)
    for start in range(0, len(texts), BATCH):
        for comment, topic, polarity, *_ in labeller.label(texts[start : start + BATCH]).mentions:
            if polarity in FLAGGED:
                flags[start + comment, column[f"{topic}:{polarity}"]] = True
    return names, flags


def demo_texts() -> list[str]:
    """The comments of the bundled demonstration."""
    table = pd.read_csv(folder("data") / "demo" / "comments.csv", sep=";")
    return table["Комментарий"].dropna().tolist()
