"""Whether answers are understood beside their questions: what people wrote under pros and under cons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from figures import Figure

from otklik.pipeline.label import Labeller
from otklik.stats import wilson

SETS = {
    "Glassdoor": ("glassdoor", {"pros": "Pros", "Cons": "Cons"}),
    "Otzovik": ("otzovik_sberbank", {"pros": "Достоинства", "cons": "Недостатки"}),
}
SIDES = ("positive", "negative")
_MOST = 1500


def side_figures(labeller: Labeller, data: Path) -> Iterator[Figure]:
    """Of the first 1,500 answers under each that say anything: the share that is heard as praise under pros
    and as blame under cons, with what heads the column and without it. Some deny ('there are none'): no model
    would reach 1."""
    for name, (file, columns) in SETS.items():
        table = pd.read_parquet(data / "data" / "scores" / f"{file}.parquet", columns=list(columns))
        for (column, head), side in zip(columns.items(), SIDES, strict=True):
            written = table[column].dropna().astype(str)
            texts = written[written.str.strip() != ""].head(_MOST).tolist()
            for how, asked in (("alone", ()), ("beside their question", [head] * len(texts))):
                labels = labeller.label(texts, asked=asked)
                told = [
                    label == side
                    for label, silent in zip(labels.sentiment, labels.says_nothing, strict=True)
                    if not silent
                ]
                title = f"answers {name}: {column.lower()} heard as {side}, {how}"
                yield Figure.of(title, wilson(sum(told), len(told)), "measured")
