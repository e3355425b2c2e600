"""Whether mentions are proven: evidence against the words that readers marked, and whether there is any."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from figures import Figure

from otklik.pipeline.label import Labeller
from otklik.stats import wilson

HOW = "shipped models; their topics were trained on these comments, the marks were not all"
_BATCH = 1000


def evidence_figures(labeller: Labeller, data: Path, code: str) -> list[Figure]:
    """The share of right mentions (topic and polarity) whose evidence overlaps a marked quote, and of all
    mentions that have evidence, cut at their offsets."""
    gold = pd.read_parquet(data / "gold" / f"{code}_train.parquet")
    marks = pd.read_parquet(data / "gold" / f"{code}_evidence.parquet")
    marks = marks[marks["quote"] != ""]
    quotes: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for row in marks.itertuples():
        quotes.setdefault((row.id, row.topic, row.polarity), []).append((row.start, row.end))
    gold = gold[gold["id"].isin(set(marks["id"])) & ~gold["evaluation_only"]]
    right = overlapping = mentions = proven = 0
    for at in range(0, len(gold), _BATCH):
        part = gold.iloc[at : at + _BATCH]
        texts, ids = part["text"].tolist(), part["id"].tolist()
        for place, topic, polarity, _, start, end, evidence, _ in labeller.label(texts).mentions:
            mentions += 1
            proven += bool(evidence.strip()) and texts[place][start:end] == evidence
            spans = quotes.get((ids[place], topic, polarity[:3]))
            if spans:
                right += 1
                overlapping += any(start < stop and begin < end for begin, stop in spans)
    return [
        Figure.of(f"evidence {code}: overlaps the marked words", wilson(overlapping, right), HOW),
        Figure.of(f"evidence {code}: share of mentions that have it", wilson(proven, mentions), "measured"),
    ]
