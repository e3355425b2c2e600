"""Train the network that hears sentiment: stars, human labels and a teacher's of many sources, then comments
labelled under the codebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from torch import Tensor
from torch.nn import functional

from otklik import features
from otklik.filters import Reader
from otklik.languages import LANGUAGES
from otklik.network import Network
from otklik.pack import Pack
from otklik.records import SENTIMENTS
from otklik.resources import lessons
from otklik.sentiment import HEADS, NETWORK_HEADS, Feeling, feelings
from otklik.train.corpus import Corpus, Vocabulary, lemma_vectors, vocabulary
from otklik.train.design import batches
from otklik.train.gold import Gold
from otklik.train.meanings import meanings
from otklik.train.network import Arrays, Learner, Shape, Task
from otklik.train.readers import read_sentiments
from otklik.train.sentiment import Words
from otklik.train.taught import Taught
from otklik.words import Batch

_EPOCHS = 1
"""Through everything."""
_LABELLED_EPOCHS = {"ru": 2, "en": 4}
"""Then through the comments labelled under the codebook, of which Russian has twice as many. They are soon
learnt by heart, so the pace slows down."""
_SHAPES = {"ru": Shape(filters=128), "en": Shape(filters=256, hidden=64, deep=("comment",))}
"""A label is made of several things said, the lean of a clause of one. Russian gains nothing from more."""
_NEAR = {"ru": 96, "en": 64}
"""Numbers of a lemma's vector that its neighbours tell, beside what ``meanings`` knows of the language."""
_TAUGHT = 2.0
"""What a teacher's answer weighs beside a reader's label."""
_NONE = -100
"""No label of a clause: a phrase of praise and blame has several."""
_LABEL_WEIGHTS = {"negative": 1.0, "neutral": 1.0, "positive": 1.1, "mixed": 1.8}
_WHOLE = ("vader-gt", "rusentitweet")
"""Sets in which people labelled whole tweets: they teach the label of the comment, too. Without them the
network takes the tone of a tweet for neutrality, and so does its teacher, who never saw them."""
_AGAIN = ("nhs-fft",)
"""Sets whose comments gold and the pool hold, under another name."""
_BLAME, _PRAISE = 2.0, 4.0
"""Of five stars: up to how many a comment blames, and from how many it praises; others teach nothing."""


def train_words(shared: Path, gold: Gold) -> Words:
    """Train on ``data/sentiment/{code}_train``, on the scored comments of the pool, on those whose sentiment
    readers told and on gold: one network on all, and one without the sources of each fold."""
    lesson = _Lesson.of(shared, gold)
    parts = [np.zeros(0)] * len(gold.parts)
    readings = [np.zeros((len(part), len(SENTIMENTS) + len(HEADS))) for part in gold.parts]
    answers = np.full(len(lesson.asked), "", dtype=object)
    for trained, judged in gold.folds():
        away = set(gold.sources[judged])
        told = lesson.learn(trained, away)
        reader = _reader(told, gold.code)
        for place, (rows, part) in enumerate(gold.rows()):
            felt = feelings(reader.read(part, gold.dominant(part)))
            mine = np.isin(gold.sources[rows], list(away))
            readings[place][mine] = felt.readings[mine]
            of_clauses = mine[part.comment_of_clause]
            if not len(parts[place]):
                parts[place] = np.zeros(len(felt.clause_margin))
            parts[place][of_clauses] = felt.clause_margin[of_clauses]
        lesson.answer(reader, away, answers)
    unseen = tuple(Feeling(*one) for one in zip(readings, parts, strict=True))
    told = lesson.learn(np.arange(len(gold)), set())
    metrics = {"words_macro_f1_3_classes_of_unseen_sources": lesson.judge(answers)}
    return Words(told, _SHAPES[gold.code].deep, lesson.counts(), metrics, unseen)


@dataclass(frozen=True)
class _Lesson:
    """``labelled``: comments labelled under the codebook, those of gold in their order and then those whose
    sentiment alone readers told. ``known``: comments that gold does not hold, with the labels of other sets
    or the scores of the pool. ``asked``: those whose labels the network is judged by, in ``batches``."""

    gold: Gold
    labelled: pd.DataFrame
    known: pd.DataFrame
    asked: pd.DataFrame
    batches: list[Batch]
    labelled_corpus: Corpus
    known_corpus: Corpus
    phrases: pd.DataFrame
    phrase_corpus: Corpus
    vocabulary: Vocabulary
    vectors: NDArray[np.float32]
    taught: Taught

    @classmethod
    def of(cls, shared: Path, gold: Gold) -> _Lesson:
        pool = pd.read_parquet(shared / "data" / "unlabelled" / "comments.parquet")
        pool = pool[(pool["lang"] == gold.code) & (pool["source"] != "airline")]
        of_sets = pd.read_parquet(shared / "data" / "sentiment" / f"{gold.code}_train.parquet")
        of_sets = of_sets[~of_sets["source"].isin(_AGAIN)]
        of_sets = of_sets.assign(set=of_sets["source"]).drop_duplicates("text")
        read = read_sentiments(shared, gold.code)
        read = read[~read["text"].isin(set(gold.frame["text"]))]
        labelled = pd.concat([gold.frame, read], ignore_index=True)[["text", "source", "sentiment"]]
        known = _known(of_sets, gold, pool)
        table = gold.parts[0].table
        unheard = pd.concat([pool, read])[["text", "source"]].drop_duplicates("text")
        unheard = unheard[~unheard["text"].isin({*known["text"], *gold.frame["text"]})]
        of_known = Corpus.of(batches(list(known["text"]), table))
        of_labelled = Corpus.of([*gold.parts, *batches(list(read["text"]), table)])
        phrases = pd.read_csv(lessons("lessons") / f"{gold.code}.tsv", sep="\t", keep_default_na=False)
        of_phrases = Corpus.of(batches(list(phrases["text"]), table))
        corpora = [of_known, Corpus.of(gold.parts), Corpus.of(batches(list(unheard["text"]), table))]
        sources = [*known["source"], *gold.sources, *unheard["source"]]
        words = vocabulary(table.words, corpora, sources)
        near = lemma_vectors(corpora, words, _NEAR[gold.code])
        vectors = np.hstack([near, meanings(words.hashes, gold.code)])
        asked = of_sets.reset_index(drop=True)
        heard = batches(list(asked["text"]), table)
        taught = Taught.load(gold.code)
        return cls(
            gold,
            labelled,
            known,
            asked,
            heard,
            of_labelled,
            of_known,
            phrases,
            of_phrases,
            words,
            vectors,
            taught,
        )

    def learn(self, rows: NDArray[np.intp], away: set[str]) -> Arrays:
        """A network from some rows of gold and all that is known or read of other sources than those
        ``away``; it learns what a teacher answers, too, where there is one."""
        heads = {name: len(labels) for name, labels in NETWORK_HEADS.items()}
        learner = Learner(self.vocabulary, self.vectors, heads, _SHAPES[self.gold.code])
        known, labelled = self._of_known(away), self._of_labelled(rows, away)
        phrases = self._of_phrases(self.labelled["sentiment"].iloc[labelled.rows])
        few = replace(known, rows=learner.some(known.rows, len(labelled.rows) // 2))
        learner.learn([known, labelled, phrases], epochs=_EPOCHS, size=64, pace=2e-3)
        epochs = _LABELLED_EPOCHS[self.gold.code]
        learner.learn([labelled, few, phrases], epochs=epochs, size=64, pace=1.5e-3, slowing=True)
        return learner.arrays()

    def _of_known(self, away: set[str]) -> Task:
        lean = torch.tensor(self.known["label"].map(HEADS.index).to_numpy())
        whole = torch.tensor(self.known["set"].isin(_WHOLE).to_numpy())
        taught = torch.tensor(self.taught.of(list(self.known["text"]), away))

        def loss(odds: Mapping[str, Tensor], at: NDArray[np.intp]) -> Tensor:
            of_comments = -_chance_of_lean(odds["comment"], lean[at])[whole[at]].sum() / len(at)
            by_words = functional.cross_entropy(odds["clause"], lean[at])
            return by_words + of_comments + _TAUGHT * _surprise(odds["comment"], taught[at])

        elsewhere = np.flatnonzero(~self.known["source"].isin(away).to_numpy())
        return Task(self.known_corpus, elsewhere, loss)

    def _of_labelled(self, rows: NDArray[np.intp], away: set[str]) -> Task:
        truth = torch.tensor(self.labelled["sentiment"].map(SENTIMENTS.index).to_numpy())
        weights = torch.tensor([_LABEL_WEIGHTS[name] for name in SENTIMENTS])
        taught = torch.tensor(self.taught.of(list(self.labelled["text"]), away))

        def loss(odds: Mapping[str, Tensor], at: NDArray[np.intp]) -> Tensor:
            by_readers = functional.cross_entropy(odds["comment"], truth[at], weight=weights)
            return by_readers + _TAUGHT * _surprise(odds["comment"], taught[at])

        read = ~self.labelled["source"].isin(away).to_numpy()
        read[: len(self.gold)] = False
        return Task(self.labelled_corpus, np.concatenate([rows, np.flatnonzero(read)]), loss)

    def _of_phrases(self, labels: pd.Series[str]) -> Task:
        """Each is heard so many ``times`` in an epoch; together, as much of each label as there is among the
        ``labels`` of the comments learnt beside: more praise among phrases would be more heard everywhere."""
        sentiments, times = self.phrases["sentiment"], self.phrases["times"].tolist()
        label = torch.tensor(sentiments.map(SENTIMENTS.index).to_numpy())
        lean = torch.tensor([HEADS.index(name) if name in HEADS else _NONE for name in sentiments])
        written, common = (of.value_counts(normalize=True) for of in (sentiments.repeat(times), labels))
        shares = [common.get(name, 0.0) / written[name] for name in SENTIMENTS]
        weights = torch.tensor(shares, dtype=torch.float32)

        def loss(odds: Mapping[str, Tensor], at: NDArray[np.intp]) -> Tensor:
            of_comments = functional.cross_entropy(odds["comment"], label[at], reduction="none")
            of_clauses = functional.cross_entropy(
                odds["clause"], lean[at], ignore_index=_NONE, reduction="none"
            )
            return ((of_comments + of_clauses) * weights[label[at]]).mean()

        return Task(self.phrase_corpus, np.arange(len(sentiments)).repeat(times), loss)

    def answer(self, reader: Reader, away: set[str], answers: NDArray[np.object_]) -> None:
        """What the network answers to the comments asked of the sources it never saw, put into their rows."""
        at = 0
        for part in self.batches:
            rows = np.arange(at, at + len(part))
            at += len(part)
            strange = self.asked["source"].iloc[rows].isin(away).to_numpy()
            if strange.any():
                odds = reader.read(part, np.full(len(part), self.gold.number, np.int32)).of_comments("clause")
                answers[rows[strange]] = np.array(HEADS, dtype=object)[odds.argmax(axis=1)[strange]]

    def judge(self, answers: NDArray[np.object_]) -> dict[str, float]:
        """Macro-F1 of three classes on each source that was kept away once."""
        scores = {}
        for source, rows in self.asked.groupby("source").groups.items():
            labels = self.asked["label"].loc[rows]
            if (answers[rows] != "").all() and set(labels) == set(HEADS):
                scores[str(source)] = round(float(f1_score(labels, answers[rows], average="macro")), 4)
        return scores

    def counts(self) -> dict[str, int]:
        """How many comments of each set are learnt from."""
        read = self.labelled["source"].iloc[len(self.gold) :] + ", sentiment read"
        counts = pd.concat([self.known["set"], read]).value_counts()
        return {str(name): int(count) for name, count in counts.items()} | self.gold.counts()


def _surprise(odds: Tensor, shares: Tensor) -> Tensor:
    """Cross entropy of a teacher's probabilities, none for a comment without."""
    return -(shares * functional.log_softmax(odds, dim=1)).sum(1).mean()


def _chance_of_lean(odds: Tensor, lean: Tensor) -> Tensor:
    """Log probability of each lean (a place in HEADS) by log odds of SENTIMENTS: who blames or praises may do
    both."""
    chance = functional.log_softmax(odds, dim=1)
    place = torch.tensor([SENTIMENTS.index(name) for name in HEADS])[lean]
    told = chance.gather(1, place[:, None])[:, 0]
    mixed = torch.logaddexp(told, chance[:, SENTIMENTS.index("mixed")])
    return torch.where(lean == HEADS.index("neutral"), told, mixed)


def _known(of_sets: pd.DataFrame, gold: Gold, pool: pd.DataFrame) -> pd.DataFrame:
    """Comments with a label of HEADS: those of ``data/sentiment``, and those of the pool whose stars tell
    one."""
    stars: pd.Series[float] = pool["score"] / np.where(pool["scale"] == "score10", 2.0, 1.0)
    scored = pool.assign(
        label=np.select([stars <= _BLAME, stars >= _PRAISE], ["negative", "positive"], ""),
        set=pool["source"] + ", stars",
    )
    known = pd.concat([of_sets, scored[scored["label"] != ""]], ignore_index=True)
    known = known[~known["text"].isin(set(gold.frame["text"]))].drop_duplicates("text")
    return known[["text", "source", "label", "set"]].reset_index(drop=True)


def _reader(told: Arrays, code: str) -> Reader:
    """The run-time reader with this network in the place of every language."""
    facts: dict[str, Any] = {
        "features": features.VERSION,
        "language": code,
        "heads": list(NETWORK_HEADS),
        "deep": list(_SHAPES[code].deep),
    }
    return Reader([Network.from_pack(Pack(f"sentiment-{code}", told, facts))] * len(LANGUAGES))
