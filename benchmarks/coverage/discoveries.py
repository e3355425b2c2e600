"""Whether what is called a driver is one: shuffled scores hold none, planted ones are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from bars import Array, Bar, coverage, within
from effects import without_shares
from population import NPS, Flags, Population, populate

from otklik.drivers import Cells, drivers
from otklik.score_kinds import ScoreKind, parse_kind

ALARMS = 0.07  # share of shuffles with any discovery, at a false discovery rate of 0.05
FOUND = 0.93
PLANTED = {"negative": (-1.2, -1.5, -2.0), "positive": (0.9, 1.2)}  # points of the latent score
RANKS = {"negative": (0, 4, 8), "positive": (0, 3)}  # which flags of each polarity, by how often they occur


@dataclass(frozen=True)
class Scored:
    """A file of comments with a score: PATH:TEXT COLUMN:SCORE COLUMN:KIND."""

    name: str
    texts: tuple[str, ...]
    scores: Array
    kind: ScoreKind

    @classmethod
    def read(cls, spec: str) -> Scored:
        """The rows that have both. Raises ValueError for a spec without its four parts."""
        path, text, score, kind = spec.split(":", 3)
        frame = pd.read_parquet(path, columns=[text, score]).dropna()
        frame = frame[frame[text].astype(str).str.strip() != ""]
        texts = tuple(frame[text].astype(str))
        return cls(Path(path).stem, texts, frame[score].to_numpy(dtype=float), parse_kind(kind))


def false_alarms(data: Scored, names: Sequence[str], flags: Flags, shuffles: int) -> Bar:
    """How often any flag is significant when the scores have been dealt out anew."""
    generator = np.random.default_rng(7)
    alarms = np.zeros((shuffles, 1))
    for run in range(shuffles):
        cells = Cells.count(flags, generator.permutation(data.scores), names=names)
        with without_shares():
            alarms[run] = drivers(cells, data.kind, score=data.name, draws=1)["significant"].any()
    share = float(alarms.mean())
    error = float(np.sqrt(share * (1 - share) / shuffles))
    return Bar(f"false alarms, {data.name}, {data.kind.name}", len(flags), share, error, 0.05, (0, ALARMS))


def planted_drivers(names: Sequence[str], comments: Flags, runs: int, *, n: int = 5000) -> list[Bar]:
    """Five flags of 38 move the score: whether all are found, and their effects lie in their intervals."""
    population, chosen = plant(names, comments)
    everything = np.ones(len(names), dtype=bool)
    truth = population.effects(everything)[chosen]
    generator = np.random.default_rng(8)
    found, inside = np.zeros((runs, 1)), np.zeros((runs, len(chosen)))
    spurious = np.zeros((runs, 1))
    for run in range(runs):
        flags, _, scores = population.sample(n, generator)
        with without_shares():
            table = drivers(Cells.count(flags, scores, names=names), NPS, score="NPS", draws=1)
        ours = table.iloc[chosen]
        found[run] = ours["significant"].all()
        spurious[run] = 1 - ours["significant"].sum() / max(1, table["significant"].sum())
        inside[run] = within(ours["effect_low"], truth, ours["effect_high"])
    what = f"planted: {len(chosen)} of {len(names)} flags,"
    return [
        Bar(f"{what} all found", n, float(found.mean()), _error(found), bounds=(FOUND, 1)),
        replace(coverage(f"{what} effect in its interval", n, inside), bounds=(FOUND, 1)),
        Bar(f"{what} false ones among the found", n, float(spurious.mean()), _error(spurious)),
    ]


def plant(names: Sequence[str], comments: Flags) -> tuple[Population, list[int]]:
    """A population in which only a few flags, frequent and less frequent, move the score; and which."""
    points = np.zeros(len(names))
    chosen: list[int] = []
    for polarity, strengths in PLANTED.items():
        of_polarity = [at for at, name in enumerate(names) if name.endswith(polarity)]
        by_share = sorted(of_polarity, key=lambda at: -int(comments[:, at].sum()))
        picked = [by_share[rank] for rank in RANKS[polarity]]
        points[picked] = strengths
        chosen += picked
    return populate(names, comments, points), chosen


def _error(shares: Array) -> float:
    return float(shares.std() / np.sqrt(len(shares)))
