"""Precision and recall of the labels on a sample, and the labels that are still wanting."""

from __future__ import annotations

import numpy as np
import pytest

from otklik.drivers import TRUE, Cells, accuracy, labels_needed
from otklik.records import ACCURACY_COLUMNS
from otklik.stats import ppi_labels, wilson

NAMES = ("queue:negative", "staff:positive")
BOTH = (*NAMES, *(TRUE + name for name in NAMES))


def made(n: int = 300, others: int = 2000):
    generator = np.random.default_rng(2)
    true = generator.random((n + others, 2)) < [0.3, 0.02]
    return true, true ^ (generator.random(true.shape) < 0.1)


def cells(true, guess, n: int = 300):
    zeros = np.zeros(len(true))
    sample = Cells.count(np.hstack([guess, true])[:n], zeros[:n], names=BOTH)
    return sample, Cells.count(guess[n:], zeros[n:], names=NAMES)


def test_precision_and_recall_are_those_of_the_single_comments() -> None:
    true, guess = made()
    table = accuracy(cells(true, guess)[0])
    assert tuple(table) == ACCURACY_COLUMNS
    row = table.iloc[0]
    near, said = true[:300, 0], guess[:300, 0]
    both = int((near & said).sum())
    assert (row["topic"], row["polarity"], row["labelled"]) == ("queue", "negative", 300)
    assert (row["found"], row["right"], row["both"]) == (said.sum(), near.sum(), both)
    precision, recall = wilson(both, int(said.sum())), wilson(both, int(near.sum()))
    told = row[["precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high"]]
    plain = (precision.value, precision.low, precision.high, recall.value, recall.low, recall.high)
    assert told.tolist() == pytest.approx(plain)


def test_few_mentions_have_no_figure() -> None:
    true, guess = made()
    row = accuracy(cells(true, guess)[0]).iloc[1]
    assert row["right"] < 10 < row["found"]
    assert np.isnan(row["recall"])
    assert not np.isnan(row["precision"])


def test_labels_still_wanting_are_those_of_the_single_comments_less_those_there_are() -> None:
    true, guess = made()
    sample, others = cells(true, guess)
    plain = ppi_labels(true[:300, 0], guess[:300, 0], guess[300:, 0], width=0.02)
    needed = labels_needed(sample, others, width=0.02)
    assert needed[0] == plain - 300 > 0
    assert np.isnan(needed[1]), "too few labelled mentions"
    assert labels_needed(sample, others, width=0.5)[0] == 0
