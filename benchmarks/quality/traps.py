"""Comments whose words say one thing and whose sense is another: denied complaints, mockery, surprise.

``traps.tsv`` was written for this by a language model that saw neither the code nor the phrases that the
models learn from: 14 comments of each of 17 kinds in each language, labelled under the codebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from figures import Figure

from otklik.languages import LANGUAGES
from otklik.pipeline.label import Labeller
from otklik.stats import wilson

TRAPS = Path(__file__).with_name("traps.tsv")
_OPPOSITE = {"positive": "negative", "negative": "positive"}


def trap_figures(labeller: Labeller) -> Iterator[Figure]:
    """Of the traps of each language: the shares that are labelled rightly, and as the opposite of what they
    say."""
    traps = pd.read_csv(TRAPS, sep="\t", keep_default_na=False)
    traps["told"] = labeller.label(traps["text"].tolist()).sentiment
    for language in LANGUAGES:
        mine = traps[traps["language"] == language.code]
        right = mine["told"] == mine["sentiment"]
        opposite = mine["told"] == mine["sentiment"].map(_OPPOSITE)
        yield Figure.of(f"traps {language.code}: right", wilson(int(right.sum()), len(mine)), "measured")
        yield Figure.of(
            f"traps {language.code}: told as the opposite",
            wilson(int(opposite.sum()), len(mine)),
            "measured",
            is_error=True,
        )
