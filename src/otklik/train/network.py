"""Fit a ``otklik.network.Network`` with PyTorch (the ``train`` extra) and round it to whole numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR

from otklik.network import answer_steps
from otklik.train.corpus import BUCKETS, Corpus, Vocabulary

Arrays = dict[str, NDArray[Any]]
Loss = Callable[[Mapping[str, Tensor], NDArray[np.intp]], Tensor]
PLACES, GRAM = 3, 48
_LONGEST = 160
"""Words of a comment that are learnt from."""
_WORD_DROPOUT, _ANSWER_DROPOUT = 0.3, 0.4
_DECAY = 0.01
_LEAST_PACE = 0.02
_BYTE, _SHORT, _FINE = 127, 32767, 2047
"""Most of a rounded weight. Two layers of _FINE weights over whole answers stay below 2**53, which a float
holds exactly."""


@dataclass(frozen=True)
class Task:
    """Comments of a corpus (``rows``) and what their heads' log odds cost, given the rows of a batch."""

    corpus: Corpus
    rows: NDArray[np.intp]
    loss: Loss


@dataclass(frozen=True)
class Shape:
    """How many filters, and how many hidden units, through which the heads in ``deep`` hear them."""

    filters: int
    hidden: int = 0
    deep: tuple[str, ...] = ()


class Learner:
    """The weights while they are learnt. ``vectors``: the lemmas' before; ``heads``: outputs by name."""

    def __init__(
        self,
        known: Vocabulary,
        vectors: NDArray[np.float32],
        heads: Mapping[str, int],
        shape: Shape,
        seed: int = 0,
    ) -> None:
        self.known = known
        self._random = np.random.default_rng(seed)
        self._dice = torch.Generator().manual_seed(seed)
        torch.manual_seed(seed)
        torch.set_num_threads(1)  # sums in one order: the same lesson gives the same bytes
        self._lemma = vectors.shape[1]
        width = self._lemma + GRAM

        def uniform(size: int, *shape: int) -> Tensor:
            drawn: Tensor = (torch.rand(*shape, generator=self._dice) * 2 - 1) / size**0.5
            return drawn

        self.weights: dict[str, Tensor] = {
            "lemma": torch.tensor(vectors * 0.5),
            "gram": torch.randn(BUCKETS, GRAM, generator=self._dice) * 0.3,
            "kernel": uniform(PLACES * (width + 1), shape.filters, width + 1, PLACES),
            "bias": uniform(PLACES * (width + 1), shape.filters),
        }
        if shape.deep:
            self.weights["hidden_weights"] = uniform(shape.filters, shape.filters, shape.hidden)
            self.weights["hidden_bias"] = torch.zeros(shape.hidden)
        for name, outputs in heads.items():
            size = shape.hidden if name in shape.deep else shape.filters
            self.weights[f"{name}_weights"] = uniform(size, size, outputs)
            self.weights[f"{name}_bias"] = torch.zeros(outputs)
        for weight in self.weights.values():
            weight.requires_grad_()
        self.heads, self.deep = tuple(heads), shape.deep

    def some(self, rows: NDArray[np.intp], count: int) -> NDArray[np.intp]:
        """``count`` of the rows at random, or all when they are fewer."""
        return self._random.permutation(rows)[:count]

    def learn(
        self, tasks: Sequence[Task], *, epochs: int, size: int, pace: float, slowing: bool = False
    ) -> None:
        """Go ``epochs`` times through all tasks, batches of ``size`` comments mixed at random (Adam), at one
        pace or ``slowing`` evenly down to _LEAST_PACE of it."""
        optimizer = torch.optim.AdamW(self.weights.values(), lr=pace, weight_decay=_DECAY, fused=True)
        steps = epochs * sum(math.ceil(len(task.rows) / size) for task in tasks)
        paces = LambdaLR(optimizer, lambda step: max(_LEAST_PACE, 1 - step / steps) if slowing else 1.0)
        for _ in range(epochs):
            todo = [(task, rows) for task in tasks for rows in self._batches(task, size)]
            for at in self._random.permutation(len(todo)):
                task, rows = todo[at]
                loss = task.loss(self.odds(task.corpus, rows, learning=True), rows)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
                optimizer.step()
                paces.step()

    def _batches(self, task: Task, size: int) -> Iterator[NDArray[np.intp]]:
        """Rows of about the same length together."""
        rows = self._random.permutation(task.rows)
        length = np.minimum(np.diff(task.corpus.first), _LONGEST)
        for start in range(0, len(rows), size * 50):
            some = rows[start : start + size * 50]
            some = some[np.argsort(length[some], kind="stable")]
            yield from (some[at : at + size] for at in range(0, len(some), size))

    def odds(self, corpus: Corpus, rows: NDArray[np.intp], learning: bool = False) -> dict[str, Tensor]:
        words, negated, heard = _padded(corpus, rows)
        distinct, local = np.unique(words, return_inverse=True)
        unspoken = int(distinct[0] < 0)
        said = torch.cat([torch.zeros(unspoken, self._lemma + GRAM), self._vectors(distinct[unspoken:])])
        text = torch.cat([said[torch.tensor(local.reshape(words.shape))], negated[..., None]], 2)
        text = functional.dropout(text, _WORD_DROPOUT, learning).transpose(1, 2)
        answers = functional.conv1d(text, self.weights["kernel"], self.weights["bias"], padding=PLACES // 2)
        best = functional.relu(answers).masked_fill(~heard[:, None], 0).amax(2)
        best = functional.dropout(best, _ANSWER_DROPOUT, learning)
        inner = functional.relu(self._layer("hidden", best)) if self.deep else best
        return {name: self._layer(name, inner if name in self.deep else best) for name in self.heads}

    def _layer(self, name: str, answers: Tensor) -> Tensor:
        return answers @ self.weights[f"{name}_weights"] + self.weights[f"{name}_bias"]

    def _vectors(self, words: NDArray[np.int64]) -> Tensor:
        first, last = self.known.first[words], self.known.first[words + 1]
        length = last - first
        starts = np.cumsum(length) - length
        inside = np.arange(length.sum()) - np.repeat(starts, length) + np.repeat(first, length)
        heard = self.weights["gram"] * torch.tensor(self.known.heard, dtype=torch.float32)[:, None]
        grams = functional.embedding_bag(
            torch.tensor(self.known.grams[inside]), heard, torch.tensor(starts), mode="mean"
        )
        return torch.cat([self.weights["lemma"][torch.tensor(self.known.lemma[words])], grams], 1)

    def arrays(self) -> Arrays:
        """The arrays of a pack: every weight rounded to a whole number of its own unit."""
        weights = {name: weight.detach().numpy() for name, weight in self.weights.items()}
        grams = weights["gram"] * self.known.heard[:, None]
        lemma_unit, gram_unit = _unit(weights["lemma"]), _unit(grams)
        kernel = weights["kernel"].transpose(2, 1, 0).copy()
        negation = kernel[:, -1]
        kernel = kernel[:, :-1] * np.r_[np.full(self._lemma, lemma_unit), np.full(GRAM, gram_unit)][:, None]
        unit = np.abs(kernel).max(axis=(0, 1)) / _BYTE
        told: Arrays = {
            "lemmas": self.known.hashes,
            "lemma_vectors": _rounded(weights["lemma"] / lemma_unit, _BYTE).astype(np.int8),
            "gram_vectors": _rounded(grams / gram_unit, _BYTE).astype(np.int8),
            "kernel": _rounded(kernel / unit, _BYTE).astype(np.int8),
            "negation": np.rint(negation / unit).astype(np.int32),
            "bias": np.rint(weights["bias"] / unit).astype(np.int32),
        }
        unit = unit * answer_steps(told["kernel"], told["negation"], told["bias"])
        inner = unit
        if self.deep:
            hidden, inner = self._rounded_layer("hidden", unit, _FINE)
            told |= {
                "hidden_weights": hidden,
                "hidden_bias": np.rint(self._bias("hidden") / inner).astype(np.int64),
            }
        for name in self.heads:
            deep = name in self.deep
            layer = self._rounded_layer(name, inner if deep else unit, _FINE if deep else _SHORT)
            told[f"{name}_weights"], told[f"{name}_scale"] = layer
            told[f"{name}_bias"] = self._bias(name)
        return told

    def _rounded_layer(
        self, name: str, unit: NDArray[np.float64], most: int
    ) -> tuple[NDArray[np.int16], NDArray[np.float64]]:
        """The weights of a layer that hears answers of this ``unit`` each, and the units of its own."""
        weights = self.weights[f"{name}_weights"].detach().numpy() * unit[:, None]
        loudest = np.maximum(np.abs(weights).max(axis=0), np.abs(self._bias(name)) / _SHORT)
        scale = np.maximum(loudest, 1e-30) / most
        return np.rint(weights / scale).astype(np.int16), scale.astype(np.float64)

    def _bias(self, name: str) -> NDArray[np.float64]:
        bias: NDArray[np.float64] = self.weights[f"{name}_bias"].detach().numpy().astype(np.float64)
        return bias


def _padded(corpus: Corpus, rows: NDArray[np.intp]) -> tuple[NDArray[np.int64], Tensor, Tensor]:
    """Comments × the longest: word numbers (−1 beyond the end), negated, and which are words."""
    first = corpus.first[rows]
    length = np.minimum(corpus.first[rows + 1] - first, _LONGEST)
    place = np.arange(max(PLACES, int(length.max(initial=0))))
    heard = place < length[:, None]
    at = np.minimum(first[:, None] + place, max(len(corpus.words) - 1, 0))
    negated = np.where(heard, corpus.negated[at], False).astype(np.float32)
    return np.where(heard, corpus.words[at], -1), torch.tensor(negated), torch.tensor(heard)


def _unit(weights: NDArray[np.float32]) -> float:
    """What one step of a rounded vector is worth: a few outliers may be clipped."""
    return max(float(np.quantile(np.abs(weights), 0.9995)), 1e-9) / _BYTE


def _rounded(values: NDArray[Any], most: int) -> NDArray[Any]:
    rounded: NDArray[Any] = np.clip(np.rint(values), -most, most)
    return rounded
