"""What changed between two waves, from their counts alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from otklik.drivers import Cells, share_changes, shift
from otklik.errors import UsageError
from otklik.metrics import measure
from otklik.pipeline.counting import FLAGGED
from otklik.pipeline.summary import WAVES, Reading, Summary
from otklik.records import CHANGE_COLUMNS, SCORE_CHANGE_COLUMNS, SHARE_CHANGE_COLUMNS, Changes
from otklik.score_kinds import ScoreKind
from otklik.sentences import Sentence


@dataclass(frozen=True)
class Wave:
    """Counts of one wave: analysed ``comments``; ``mentions`` of (topic, polarity) in them; ``cells`` of each
    score over the comments, flagged by their mentions; ``kinds`` of the scores."""

    name: str
    comments: int
    mentions: Mapping[tuple[str, str], int]
    cells: Mapping[str, Cells]
    kinds: Mapping[str, ScoreKind]


def wave(name: str, summary: Summary, reading: Reading) -> Wave:
    """All that was summed up, as one wave."""
    analysed = summary.rows - summary.silent
    return Wave(name, analysed, summary.topics, summary.cells, reading.roles.scores)


def halves(summary: Summary, reading: Reading, minimum: int) -> Changes | None:
    """What changed from before the split to after it; None without a split, or with a wave of no comments."""
    if reading.split is None or not all(summary.wave_sizes[name] for name in WAVES):
        return None
    waves = [
        Wave(
            f"{'<' if name == WAVES[0] else '≥'} {reading.split}",
            summary.wave_sizes[name],
            {(topic, polarity): n for (w, topic, polarity), n in summary.wave_topics.items() if w == name},
            {score: cells for (w, score), cells in summary.wave_cells.items() if w == name},
            reading.roles.scores,
        )
        for name in WAVES
    ]
    return changes(waves[0], waves[1], reading.topics, minimum=minimum, split=reading.split)


def changes(
    first: Wave, second: Wave, topics: Sequence[str], *, minimum: int, split: str | None = None
) -> Changes:
    """What changed from the ``first`` wave to the ``second``. A wave of fewer than ``minimum`` answers, or
    comments, has no figures, and neither has a topic of fewer mentions in both together.

    Raises UsageError when a score counts otherwise in one wave than in the other, or a wave is empty.
    """
    for one in (first, second):
        if not one.comments:
            raise UsageError(
                "{name} holds no comments", name=one.name, mend="name its text column: --text COL"
            )
    scores, parts = [], []
    for name in first.cells:
        if name not in second.cells:
            continue
        row, found = _score(name, first, second, minimum)
        scores.append(row)
        if found is not None:
            parts.append(found)
    return Changes(
        waves=(first.name, second.name),
        sizes=(first.comments, second.comments),
        scores=pd.DataFrame(scores, columns=list(SCORE_CHANGE_COLUMNS)),
        parts=pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=["score", *CHANGE_COLUMNS]),
        topics=_topics(first, second, topics, minimum),
        split=split,
    )


def unshared(first: Wave, second: Wave) -> tuple[Sentence, ...]:
    """A note on the scores that only one of the waves has: their change is not told."""
    alone = [
        f"{name!r} ({one.name})"
        for one, other in ((first, second), (second, first))
        for name in one.cells
        if name not in other.cells
    ]
    told = Sentence(
        "not compared, as only one of the two has it: {scores}; call a score the same in both", scores=alone
    )
    return (told,) if alone else ()


def _score(name: str, first: Wave, second: Wave, minimum: int) -> tuple[dict[str, Any], pd.DataFrame | None]:
    kind = first.kinds[name]
    if kind != second.kinds[name]:
        raise UsageError(
            "{name!r} is {spec} in {first} and {other} in {second}",
            name=name,
            spec=kind.spec,
            first=first.name,
            other=second.kinds[name].spec,
            second=second.name,
            mend="--score {name}={spec}",
        )
    before, after = first.cells[name], second.cells[name]
    row = {"score": name, "kind": kind.spec, "metric": kind.metric, "n_first": before.n, "n_second": after.n}
    if min(before.n, after.n) < max(2, minimum):
        return row | dict.fromkeys(SCORE_CHANGE_COLUMNS[5:], nan), None
    found = shift(before, after, kind, minimum=minimum)
    values = (_value(cells, kind, name) for cells in (before, after))
    total = found.total
    told = (*values, total.value, total.low, total.high, total.p, found.rest)
    row |= dict(zip(SCORE_CHANGE_COLUMNS[5:], told, strict=True))
    return row, found.topics.assign(score=name)[["score", *CHANGE_COLUMNS]]


def _value(cells: Cells, kind: ScoreKind, name: str) -> float:
    row = measure(cells.values, kind, score=name, counts=cells.counts, within=cells.within)
    return float(row["value"])


def _topics(first: Wave, second: Wave, topics: Sequence[str], minimum: int) -> pd.DataFrame:
    if not topics:
        return pd.DataFrame(columns=list(SHARE_CHANGE_COLUMNS))
    flags = [(topic, polarity) for topic in topics for polarity in FLAGGED]
    mentions = np.array([[wave.mentions.get(flag, 0) for flag in flags] for wave in (first, second)], float)
    sizes = first.comments, second.comments
    scant = min(sizes) < minimum
    least = int(mentions.sum()) + 1 if scant else minimum  # no topic reaches it
    return share_changes([f"{topic}:{polarity}" for topic, polarity in flags], mentions, sizes, minimum=least)
