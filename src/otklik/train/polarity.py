"""Train the polarity of mentions from gold: a linear model over clauses that hold evidence, and its union
with the rules and the sentiment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from otklik import features, linear
from otklik.grounds import Grounds
from otklik.languages import LANGUAGES
from otklik.pack import Pack
from otklik.polarity import BY_TOPIC, READINGS, PolarityModel
from otklik.records import POLARITIES
from otklik.sentiment import Feeling
from otklik.taxonomy import Taxonomy
from otklik.topics import TopicModel
from otklik.train.design import Columns, arrays, columns, feature_matrix, select
from otklik.train.gold import Gold
from otklik.train.sentiment import Words
from otklik.train.topics import Topics, presence
from otklik.words import Batch

_CLAUSE_STRENGTH, _STRENGTH, _ITERATIONS = 1.0, 0.5, 50
_GOLD = 3.0
"""What a mention of gold weighs in the union; one that readers labelled weighs 1."""

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Mentions:
    """Mentions of one part of gold: (comment, concept) places, evidence, the row of each in gold, and the
    part's clauses × features, damped as at run time."""

    part: Batch
    feeling: Feeling
    places: NDArray[np.intp]
    grounds: Grounds
    rows: NDArray[np.intp]
    clauses: sparse.csr_matrix


def train(gold: Gold, taxonomy: Taxonomy, words: Words, topics: Topics) -> tuple[Pack, NDArray[np.int64]]:
    """The finished pack, and for each gold comment the counts of topics by polarity that models which never
    saw its source find in it (comments × POLARITIES).

    The union must not trust heads that know its own mentions, so it reads heads that never saw their source.
    """
    ids = [concept.id for concept in taxonomy.concepts]
    finder = TopicModel(taxonomy, [topics.pack] * len(LANGUAGES))
    count = len(taxonomy.topics)
    clauses = [_clauses(gold, part) for part in gold.parts]
    said = [linear.Said.of(gold.scores(part, topics.pack), part) for part in gold.parts]
    known = _mentions(gold, words, finder, said, presence(gold, ids)[:, :count], clauses)
    found = _mentions(gold, words, finder, said, topics.unseen[:, :count], clauses)
    task = _Task.of(gold, ids, finder, known)
    found_rows = np.concatenate([part.rows for part in found])
    unseen, to_found = np.zeros((len(task.truth), len(READINGS))), np.zeros((len(found_rows), len(READINGS)))
    for trained, judged in gold.folds():
        heads = task.heads(np.isin(task.rows, trained))
        for rows, mentions, readings in ((task.rows, known, unseen), (found_rows, found, to_found)):
            here = np.isin(rows, judged)
            readings[here] = task.read(heads, mentions)[here]
    answer = np.zeros(len(task.truth), dtype=np.intp)
    counts = np.zeros((len(gold), len(POLARITIES)), dtype=np.int64)
    for trained, judged in gold.folds():
        model = task.model(task.union(unseen, np.isin(task.rows, trained)))
        here, chosen = np.isin(task.rows, judged), np.isin(found_rows, judged)
        answer[here] = task.decide(model, unseen, known)[here]
        np.add.at(counts, (found_rows[chosen], task.decide(model, to_found, found)[chosen]), 1)
    everything = np.ones(len(task.truth), dtype=bool)
    told = task.heads(everything) | task.union(unseen, everything)
    asked = gold.measured[task.rows]
    right, truth = (answer == task.truth)[asked], task.truth[asked]
    present = topics.unseen[task.rows, np.concatenate([part.places[:, 1] for part in known])][asked]
    metrics = {"gold_mentions": len(right), "accuracy_by_source": round(float(right.mean()), 4)} | {
        "right_mentions": int(present.sum()),
        "accuracy_on_right_mentions_by_source": round(float(right[present].mean()), 4),
    }
    metrics |= {
        f"recall_{name}_by_source": round(float(right[truth == place].mean()), 4)
        for place, name in enumerate(POLARITIES)
    }
    pack = task.pack(told)
    return Pack(f"polarity-{gold.code}", pack.arrays, dict(pack.facts) | {"metrics": metrics}), counts


@dataclass(frozen=True)
class _Task:
    """Labelled mentions ready to be learnt from; arrays have one row per mention."""

    gold: Gold
    ids: list[str]
    finder: TopicModel
    labelled: list[Mentions]
    rows: NDArray[np.intp]
    truth: NDArray[np.intp]
    examples: sparse.csr_matrix
    kept: Columns

    @classmethod
    def of(cls, gold: Gold, ids: list[str], finder: TopicModel, labelled: list[Mentions]) -> _Task:
        truth = [
            POLARITIES.index(gold.mentions(int(row))[ids[topic]])
            for part in labelled
            for row, topic in zip(part.rows, part.places[:, 1], strict=True)
        ]
        rows = np.concatenate([part.rows for part in labelled])
        examples = sparse.vstack([_averaged(part) for part in labelled], format="csr")
        kept = columns(examples, gold.sources[rows].tolist())
        return cls(gold, ids, finder, labelled, rows, np.array(truth), examples, kept)

    def heads(self, inside: NDArray[np.bool_]) -> Arrays:
        """A Linear that tells the polarity of clauses, from the mentions that are ``inside``."""
        head = LogisticRegression(C=_CLAUSE_STRENGTH, max_iter=_ITERATIONS)
        head.fit(select(self.examples[inside], self.kept), self.truth[inside])
        return arrays(self.kept, head.coef_.T, head.intercept_)

    def union(self, readings: NDArray[np.float64], inside: NDArray[np.bool_]) -> Arrays:
        """Weights of the readings, and for each topic a bias and BY_TOPIC, of the mentions ``inside``."""
        topic = np.eye(len(self.ids))[np.concatenate([part.places[:, 1] for part in self.labelled])]
        of_topics = [topic, *(topic * readings[:, [place]] for place in BY_TOPIC)]
        design = np.column_stack([readings, *of_topics])
        weight = np.where(self.gold.measured[self.rows], _GOLD, 1.0)[inside]
        union = LogisticRegression(C=_STRENGTH, max_iter=2000)
        union.fit(design[inside], self.truth[inside], sample_weight=weight)
        weights, bias, *by_topic = np.split(
            union.coef_.T, len(READINGS) + len(self.ids) * np.arange(len(of_topics))
        )
        return {
            "readings": weights,
            "bias": bias + union.intercept_,
            "by_topic": np.stack(by_topic, axis=1),
        }

    def pack(self, told: Arrays) -> Pack:
        """A pack with these arrays, and blank ones for what is not told."""
        count = len(POLARITIES)
        blank: Arrays = {
            "readings": np.zeros((len(READINGS), count)),
            "bias": np.zeros((len(self.ids), count)),
            "by_topic": np.zeros((len(self.ids), len(BY_TOPIC), count)),
        }
        blank |= {
            "numbers": np.zeros(0, np.int32),
            "weights": np.zeros((0, count)),
            "intercept": np.zeros(count),
        }
        facts: dict[str, Any] = {"features": features.VERSION, "heads": list(POLARITIES)}
        facts |= {"language": self.gold.code, "concepts": self.ids}
        facts["trained_on"] = self.gold.counts() | {"sources": sorted(set(self.gold.sources))}
        return Pack("", blank | told, facts)

    def model(self, told: Arrays) -> PolarityModel:
        """The run-time model with this pack in the place of every language."""
        packs = [self.pack(told)] * len(LANGUAGES)
        return PolarityModel(packs, self.ids, self.finder.groups, self.finder.negating)

    def read(self, heads: Arrays, mentions: list[Mentions]) -> NDArray[np.float64]:
        """Mentions × READINGS."""
        model = self.model({})
        weights, intercept = heads["weights"].astype(np.float64), heads["intercept"]
        readings = []
        for one in mentions:
            clauses = one.clauses[:, heads["numbers"]] @ weights + intercept
            readings.append(model.read(one.part, one.feeling, clauses, one.places, one.grounds))
        return np.vstack(readings)

    def decide(
        self, model: PolarityModel, readings: NDArray[np.float64], mentions: list[Mentions]
    ) -> NDArray[np.intp]:
        """The polarity of each mention, as a place in POLARITIES."""
        places = np.vstack([one.places for one in mentions])
        dominant = np.full(int(places[:, 0].max(initial=0)) + 1, self.gold.number, np.int32)
        return model.decide(readings, dominant, places)


def _mentions(
    gold: Gold,
    words: Words,
    finder: TopicModel,
    said: list[linear.Said],
    present: NDArray[np.bool_],
    clauses: list[sparse.csr_matrix],
) -> list[Mentions]:
    """Where the run time would look for the evidence of the topics that are present."""
    found = []
    parts = zip(gold.rows(), words.unseen, said, clauses, strict=True)
    for (rows, part), feeling, told, matrix in parts:
        places = np.argwhere(present[rows])
        findings = finder.find(part, told, gold.dominant(part))
        grounds = finder.grounds(part, findings, places)
        found.append(Mentions(part, feeling, places, grounds, rows.start + places[:, 0], matrix))
    return found


def _clauses(gold: Gold, part: Batch) -> sparse.csr_matrix:
    """Clauses × features of one part, damped as at run time."""
    mine = gold.owners(part) == gold.number
    lengths = part.clause_lengths
    matrix = feature_matrix(part, mine, part.clause, len(lengths))
    damped: sparse.csr_matrix = (sparse.diags(linear.damping(lengths)) @ matrix).tocsr()
    return damped


def _averaged(mentions: Mentions) -> sparse.csr_matrix:
    """Mentions × features: the clauses that hold the evidence, averaged."""
    part, grounds = mentions.part, mentions.grounds
    share = 1 / np.diff(grounds.first)[grounds.mention]
    clause = part.clause[grounds.hits.start]
    shape = (len(grounds), mentions.clauses.shape[0])
    pick = sparse.csr_matrix((share, (grounds.mention, clause)), shape=shape)
    averaged: sparse.csr_matrix = (pick @ mentions.clauses).tocsr()
    return averaged
