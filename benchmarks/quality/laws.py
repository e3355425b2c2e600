"""What must be so of any model: equal texts get equal labels, and neither order nor neighbours matter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from figures import Figure

from otklik.pipeline.label import Labeller
from otklik.stats import wilson

COMMENTS = 3000


def law_figures(labeller: Labeller, data: Path) -> list[Figure]:
    """On comments of the unlabelled pool: each one twice, in two orders, in batches of two sizes."""
    pool = pd.read_parquet(data / "data" / "unlabelled" / "comments.parquet", columns=["text"])["text"]
    random = np.random.default_rng(0)
    texts = pool.sample(min(COMMENTS, len(pool)), random_state=0).tolist()
    order = random.permutation(len(texts))
    first = _labels(labeller, texts, 1000)
    again = _labels(Labeller(labeller.taxonomy), [texts[at] for at in order], 333)
    twice = _labels(labeller, [text for text in texts[:1000] for _ in (0, 1)], 250)
    shuffled = sum(first[at] == found for at, found in zip(order.tolist(), again, strict=True))
    equal = sum(one == two for one, two in zip(twice[::2], twice[1::2], strict=True))
    return [
        Figure.of(
            "laws: same labels whatever the order and the batch", wilson(shuffled, len(texts)), "measured"
        ),
        Figure.of("laws: equal texts get equal labels", wilson(equal, len(twice) // 2), "measured"),
    ]


def _labels(labeller: Labeller, texts: Sequence[str], size: int) -> list[tuple[object, ...]]:
    """All that is said of each comment, its mentions without their place in the batch."""
    said: list[tuple[object, ...]] = []
    for at in range(0, len(texts), size):
        found = labeller.label(texts[at : at + size])
        mentions: list[list[object]] = [[] for _ in found.sentiment]
        for place, *mention in found.mentions:
            mentions[place].append(tuple(mention))
        columns = (
            found.language,
            found.sentiment,
            found.sentiment_score,
            found.topics,
            found.signals,
            mentions,
        )
        said += [tuple(map(str, row)) for row in zip(*columns, strict=True)]
    return said
