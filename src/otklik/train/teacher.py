"""A large reader for the small network to learn from: a sentence encoder, fine-tuned on labelled comments.

It is a hundred times slower than the network that is shipped, and knows words and turns that no comment of
ours holds; so it answers once to every comment of the pool, and ``data/taught`` keeps the answers (see
``taught``). Making them anew: ``pip install transformers`` and ``python -m otklik.train.teacher --shared
FOLDER --encoder FOLDER --language en``, with a BERT encoder as its authors publish it; they were made with
all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957; Apache 2.0).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from otklik.languages import LANGUAGES
from otklik.records import POLARITIES, SENTIMENTS
from otklik.taxonomy import load
from otklik.train.gold import Gold
from otklik.train.taught import Taught, named, rounded, text_hashes
from otklik.train.topics import presence

_EPOCHS, _SIZE, _PACE, _HEAD_PACE, _WARMING = 2, 128, 2.8e-4, 1e-3, 200
_GOLD_TIMES = 3
"""How often a comment of gold is read in an epoch."""
_LONGEST = 160
"""Tokens of a comment that are read."""
_SENTIMENT, _POLARITY, _CONCEPTS = 0.5, 0.3, 0.25
"""What the errors of one comment weigh; those of all its concepts are added up."""
_NONE = -1
_SELDOM = -3.0
"""Log odds of a concept before anything is learnt."""

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Labels:
    """Of each comment: ``concepts`` (comments × concepts, named or not), ``sentiments`` (places in
    SENTIMENTS), ``polarities`` (comments × topics, places in POLARITIES, −1 where not mentioned)."""

    concepts: Tensor
    sentiments: Tensor
    polarities: Tensor

    @classmethod
    def of(cls, gold: Gold) -> Labels:
        """Those of gold."""
        taxonomy = load()
        polarities = np.full((len(gold), len(taxonomy.topics)), _NONE)
        place = {topic.id: at for at, topic in enumerate(taxonomy.topics)}
        for row in range(len(gold)):
            for topic, polarity in gold.mentions(row).items():
                polarities[row, place[topic]] = POLARITIES.index(polarity)
        named_ = presence(gold, [concept.id for concept in taxonomy.concepts])
        sentiments = [SENTIMENTS.index(name) for name in gold.sentiments]
        return cls(torch.tensor(named_).float(), torch.tensor(sentiments), torch.tensor(polarities))


class Teacher:
    """An encoder whose words are kept as they are, with heads for sentiment, concepts and polarities. A
    concept is named where the comment as a whole or any one word of it says so."""

    def __init__(self, folder: Path, labels: Labels) -> None:
        from transformers import AutoModel, AutoTokenizer  # not a dependency: only this command needs it

        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._encoder = AutoModel.from_pretrained(folder, attn_implementation="eager").to(torch.bfloat16)
        self._encoder.embeddings.word_embeddings.requires_grad_(False)
        width = self._encoder.config.hidden_size
        concepts, topics = labels.concepts.shape[1], labels.polarities.shape[1]
        self._parts = [concepts, len(SENTIMENTS), topics * len(POLARITIES)]
        self._whole, self._words = nn.Linear(width, sum(self._parts)), nn.Linear(width, concepts)
        nn.init.normal_(self._whole.weight, std=0.02)
        nn.init.normal_(self._words.weight, std=0.01)
        self._seldom = nn.Parameter(torch.full((concepts,), _SELDOM))

    def odds(self, texts: Sequence[str], learning: bool = False) -> tuple[Tensor, ...]:
        """Log odds of concepts, of SENTIMENTS, and of the polarities of topics (comments × topics × 3)."""
        read = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt"
        )
        heard = read["attention_mask"].bool()[..., None]
        spoken = self._encoder.train(learning)(**read).last_hidden_state.float()
        spoken = functional.dropout(spoken, 0.1, learning)
        mean = (spoken * heard).sum(1) / heard.sum(1)
        concepts, sentiments, polarities = self._whole(mean).split(self._parts, dim=1)
        loudest = self._words(spoken).masked_fill(~heard, -1e4).amax(1)
        return concepts + loudest + self._seldom, sentiments, polarities.unflatten(1, (-1, len(POLARITIES)))

    def learn(self, texts: Sequence[str], labels: Labels, rows: Rows) -> None:
        """Go through the rows, given as often as they are to be read in an epoch (AdamW)."""
        dice = np.random.default_rng(0)
        body = [weight for weight in self._encoder.parameters() if weight.requires_grad]
        heads = [*self._whole.parameters(), *self._words.parameters(), self._seldom]
        exact = [weight.detach().float().requires_grad_() for weight in body]
        optimizer = torch.optim.AdamW(
            [{"params": exact, "lr": _PACE}, {"params": heads, "lr": _HEAD_PACE}], weight_decay=0.01
        )
        steps = _EPOCHS * (len(rows) // _SIZE + 1)
        pace = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / _WARMING, max(0.02, 1 - step / steps))
        )
        for _ in range(_EPOCHS):
            for some in _batches(texts, dice.permutation(rows), dice):
                self._encoder.zero_grad()
                optimizer.zero_grad()
                answers = self.odds([texts[row] for row in some], learning=True)
                _loss(answers, labels, some).backward()  # type: ignore[no-untyped-call,unused-ignore]
                for weight, rough in zip(exact, body, strict=True):
                    weight.grad = None if rough.grad is None else rough.grad.float()
                nn.utils.clip_grad_norm_([*exact, *heads], 1.0)
                optimizer.step()
                pace.step()
                with torch.no_grad():
                    for weight, rough in zip(exact, body, strict=True):
                        rough.copy_(weight)

    def answer(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts × SENTIMENTS, probabilities."""
        answers = np.zeros((len(texts), len(SENTIMENTS)), np.float32)
        order = np.argsort([len(text) for text in texts], kind="stable")
        for start in range(0, len(order), _SIZE):
            some = order[start : start + _SIZE]
            with torch.no_grad():
                sentiments = self.odds([texts[row] for row in some])[1]
            answers[some] = functional.softmax(sentiments, dim=1).numpy()
        return answers


def taught(gold: Gold, texts: Sequence[str], encoder: Path) -> Taught:
    """What teachers answer to ``texts``: one for the sources of each fold of gold, whose labels it never
    saw, and one that saw all."""
    labels, comments = Labels.of(gold), list(gold.frame["text"])
    hashes, first = np.unique(text_hashes(texts), return_index=True)
    distinct = [texts[place] for place in first]
    everything = np.arange(len(gold))
    lessons: list[tuple[Rows, Collection[str]]] = [
        *((trained, set(gold.sources[judged])) for trained, judged in gold.folds()),
        (everything, set()),
    ]
    answers = []
    for rows, _ in lessons:
        torch.manual_seed(0)
        teacher = Teacher(encoder, labels)
        often = np.repeat(rows, np.where(gold.measured[rows], _GOLD_TIMES, 1))
        teacher.learn(comments, labels, often)
        answers.append(rounded(teacher.answer(distinct)))
    return Taught(hashes, np.stack(answers), tuple(named(away) for _, away in lessons))


def _loss(answers: tuple[Tensor, ...], labels: Labels, rows: Rows) -> Tensor:
    concepts, sentiments, polarities = answers
    truth = labels.polarities[rows]
    count = max(1, int((truth != _NONE).sum()))
    of_polarities = functional.cross_entropy(
        polarities.flatten(0, 1), truth.flatten(), ignore_index=_NONE, reduction="sum"
    )
    of_concepts = functional.binary_cross_entropy_with_logits(concepts, labels.concepts[rows])
    return (
        _CONCEPTS * concepts.shape[1] * of_concepts
        + _SENTIMENT * functional.cross_entropy(sentiments, labels.sentiments[rows])
        + _POLARITY * of_polarities / count
    )


def _batches(texts: Sequence[str], rows: Rows, dice: np.random.Generator) -> Iterator[Rows]:
    """Rows of about the same length together, the batches at random."""
    length = np.array([len(texts[row]) for row in rows])
    found = []
    for start in range(0, len(rows), _SIZE * 50):
        some = rows[start : start + _SIZE * 50]
        some = some[np.argsort(length[start : start + _SIZE * 50], kind="stable")]
        found += [some[at : at + _SIZE] for at in range(0, len(some), _SIZE)]
    return (found[at] for at in dice.permutation(len(found)))


@click.command()
@click.option("--shared", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--encoder", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--language", type=click.Choice([one.code for one in LANGUAGES]), required=True)
def main(shared: Path, encoder: Path, language: str) -> None:
    """Write ``data/taught`` for the comments of gold, the pool and ``data/sentiment``."""
    gold = Gold.load(shared, language)
    pool = pd.read_parquet(shared / "data" / "unlabelled" / "comments.parquet")
    others = pd.read_parquet(shared / "data" / "sentiment" / f"{language}_train.parquet")
    texts: list[Any] = [*pool.loc[pool["lang"] == language, "text"], *others["text"], *gold.frame["text"]]
    told = taught(gold, texts, encoder)
    told.write(language)
    click.echo(f"{language}: {len(told.texts):,} texts, {len(told.away)} teachers")


if __name__ == "__main__":
    main()
