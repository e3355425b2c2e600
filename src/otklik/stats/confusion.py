"""F1 of labels from their confusion matrix, with an interval.

A confusion matrix is all these figures need, and drawing comments anew is drawing its cells anew, so the
bootstrap costs the same for a hundred comments as for a million.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from otklik.stats.interval import Interval, check_level

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
DRAWS = 2000


def confusion(truth: Sequence[object], answer: Sequence[object], classes: Sequence[object]) -> Counts:
    """Classes × classes: how often the truth (row) got the answer (column). Raises ValueError for a label
    that is none of the ``classes`` or when the lengths differ."""
    place = {name: at for at, name in enumerate(classes)}
    matrix = np.zeros((len(place), len(place)), dtype=np.int64)
    try:
        pairs = [(place[true], place[said]) for true, said in zip(truth, answer, strict=True)]
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} is none of the classes") from None
    np.add.at(matrix, tuple(np.array(pairs, dtype=np.intp).reshape(-1, 2).T), 1)
    return matrix


def f1_scores(matrix: NDArray[np.number]) -> Floats:
    """F1 of each class, (… × classes): twice the hits over what was true plus what was said; 0 for a class
    that neither is."""
    hit = np.diagonal(matrix, axis1=-2, axis2=-1)
    said = matrix.sum(axis=-1) + matrix.sum(axis=-2)
    f1: Floats = 2.0 * hit / np.maximum(said, 1)
    return f1


def macro_f1(matrix: NDArray[np.number]) -> Floats:
    """The plain mean of the classes' F1."""
    mean: Floats = f1_scores(matrix).mean(axis=-1)
    return mean


def weighted_f1(matrix: NDArray[np.number]) -> Floats:
    """The mean of the classes' F1, each counted by how many are true."""
    true = matrix.sum(axis=-1)
    mean: Floats = (f1_scores(matrix) * true).sum(axis=-1) / np.maximum(true.sum(axis=-1), 1)
    return mean


def accuracy(matrix: NDArray[np.number]) -> Floats:
    """The share of right answers."""
    right = np.trace(matrix, axis1=-2, axis2=-1)
    share: Floats = right / np.maximum(matrix.sum(axis=(-2, -1)), 1)
    return share


def bootstrap(
    figure: Callable[[NDArray[np.number]], Floats],
    matrix: Counts,
    *,
    draws: int = DRAWS,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """``figure`` of a confusion matrix with its percentile bootstrap interval (Efron & Tibshirani 1993,
    ch. 13); NaN of no comments."""
    n, tail = int(matrix.sum()), (1 - check_level(level)) / 2
    if n == 0:
        return Interval(np.nan, np.nan, np.nan, np.nan, 0)
    cells = matrix.ravel() / n
    drawn = np.random.default_rng(seed).multinomial(n, cells, size=draws).reshape(draws, *matrix.shape)
    figures = figure(drawn)
    low, high = np.quantile(figures, [tail, 1 - tail])
    return Interval(float(figure(matrix)), float(low), float(high), float(figures.std(ddof=1)), n)
