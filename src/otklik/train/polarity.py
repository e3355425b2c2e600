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
from otklik.languages import LANGUAGES
from otklik.pack import Pack
from otklik.polarity import READINGS, PolarityModel
from otklik.records import POLARITIES
from otklik.sentiment import Feeling, clause_lengths
from otklik.taxonomy import Hit, Taxonomy
from otklik.topics import TopicModel
from otklik.train.design import Columns, arrays, columns, select
from otklik.train.gold import Gold
from otklik.train.sentiment import Words
from otklik.train.topics import Topics, presence
from otklik.words import Batch

_CLAUSE_STRENGTH, _STRENGTH = 1.0, 0.5


@dataclass(frozen=True)
class Mentions:
    """Mentions of one part of gold: (comment, concept) places, evidence, and the row of each in gold."""

    part: Batch
    feeling: Feeling
    places: NDArray[np.intp]
    evidence: list[list[Hit]]
    rows: NDArray[np.intp]


def train(gold: Gold, taxonomy: Taxonomy, words: Words, topics: Topics) -> tuple[Pack, NDArray[np.int64]]:
    """The finished pack, and for each gold comment the counts of topics by polarity that models which never
    saw its source find in it (comments × POLARITIES)."""
    ids = [concept.id for concept in taxonomy.concepts]
    finder = TopicModel(taxonomy, [topics.pack] * len(LANGUAGES))
    count = len(taxonomy.topics)
    task = _Task.of(gold, ids, finder.groups, _mentions(gold, words, finder, presence(gold, ids)[:, :count]))
    found = _mentions(gold, words, finder, topics.unseen[:, :count])
    found_rows = np.concatenate([part.rows for part in found])
    answer = np.zeros(len(task.truth), dtype=np.intp)
    counts = np.zeros((len(gold), len(POLARITIES)), dtype=np.int64)
    for trained, judged in gold.folds():
        model = task.model(task.fit(np.isin(task.rows, trained)))
        away = np.isin(task.rows, judged)
        answer[away] = task.decide(model, task.labelled)[away]
        chosen = np.isin(found_rows, judged)
        np.add.at(counts, (found_rows[chosen], task.decide(model, found)[chosen]), 1)
    pack = task.fit(np.ones(len(task.truth), dtype=bool))
    right = answer == task.truth
    metrics = {"accuracy_by_source": round(float(right.mean()), 4), "gold_mentions": len(right)} | {
        f"recall_{name}_by_source": round(float(right[task.truth == place].mean()), 4)
        for place, name in enumerate(POLARITIES)
    }
    return Pack(f"polarity-{gold.code}", pack.arrays, dict(pack.facts) | {"metrics": metrics}), counts


@dataclass(frozen=True)
class _Task:
    """Labelled mentions ready to be learnt from; arrays have one row per mention."""

    gold: Gold
    ids: list[str]
    groups: NDArray[np.intp]
    labelled: list[Mentions]
    rows: NDArray[np.intp]
    truth: NDArray[np.intp]
    clauses: sparse.csr_matrix
    kept: Columns

    @classmethod
    def of(cls, gold: Gold, ids: list[str], groups: NDArray[np.intp], labelled: list[Mentions]) -> _Task:
        truth = [
            POLARITIES.index(gold.mentions(int(row))[ids[topic]])
            for part in labelled
            for row, topic in zip(part.rows, part.places[:, 1], strict=True)
        ]
        rows = np.concatenate([part.rows for part in labelled])
        clauses = sparse.vstack([_clauses(gold, part) for part in labelled], format="csr")
        kept = columns(clauses, gold.sources[rows].tolist())
        return cls(gold, ids, groups, labelled, rows, np.array(truth), clauses, kept)

    def fit(self, inside: NDArray[np.bool_]) -> Pack:
        """Clause heads and their union with the rest, from the mentions that are ``inside``.

        The union must not trust heads that know its own mentions, so it reads heads of the other half.
        """
        half = np.arange(len(self.truth)) % 2 == 0
        readings = np.zeros((len(self.truth), len(READINGS)))
        for side in (half, ~half):
            model = self.model(self._pack(self._heads(inside & side)))
            readings[~side] = self.read(model, self.labelled)[~side]
        topic = np.concatenate([part.places[:, 1] for part in self.labelled])
        design = np.column_stack([readings, np.eye(len(self.ids))[topic]])
        union = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(design[inside], self.truth[inside])
        weights, width = union.coef_.T, len(READINGS)
        told = {"readings": weights[:width], "bias": weights[width:] + union.intercept_}
        return self._pack(self._heads(inside) | told)

    def _heads(self, rows: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
        head = LogisticRegression(C=_CLAUSE_STRENGTH, max_iter=100)
        head.fit(select(self.clauses[rows], self.kept), self.truth[rows])
        return arrays(self.kept, head.coef_.T, head.intercept_)

    def _pack(self, told: dict[str, NDArray[Any]]) -> Pack:
        count = len(POLARITIES)
        blank = {"readings": np.zeros((len(READINGS), count)), "bias": np.zeros((len(self.ids), count))}
        facts: dict[str, Any] = {"features": features.VERSION, "heads": list(POLARITIES)}
        facts |= {"language": self.gold.code, "concepts": self.ids}
        facts["trained_on"] = {"gold": len(self.gold), "sources": sorted(set(self.gold.sources))}
        return Pack("", blank | told, facts)

    def model(self, pack: Pack) -> PolarityModel:
        """The run-time model with this pack in the place of every language."""
        return PolarityModel([pack] * len(LANGUAGES), self.ids, self.groups)

    def read(self, model: PolarityModel, mentions: list[Mentions]) -> NDArray[np.float64]:
        """Mentions × READINGS."""
        readings = []
        for one in mentions:
            scores = self.gold.scores(one.part, model.linears)
            clauses = model.clauses(one.part, scores, self.gold.dominant(one.part))
            readings.append(model.read(one.part, one.feeling, clauses, one.places, one.evidence))
        return np.vstack(readings)

    def decide(self, model: PolarityModel, mentions: list[Mentions]) -> NDArray[np.intp]:
        """The polarity of each mention, as a place in POLARITIES."""
        places = np.vstack([one.places for one in mentions])
        dominant = np.full(int(places[:, 0].max(initial=0)) + 1, self.gold.number, np.int32)
        return model.decide(self.read(model, mentions), dominant, places)


def _mentions(gold: Gold, words: Words, finder: TopicModel, present: NDArray[np.bool_]) -> list[Mentions]:
    """Where the run time would look for the evidence of the topics that are present."""
    found = []
    for (rows, part), feeling in zip(gold.rows(), words.unseen, strict=True):
        places = np.argwhere(present[rows])
        findings = finder.find(part, gold.scores(part, finder.linears), gold.dominant(part))
        evidence = finder.evidence(part, findings, places)
        found.append(Mentions(part, feeling, places, evidence, rows.start + places[:, 0]))
    return found


def _clauses(gold: Gold, mentions: Mentions) -> sparse.csr_matrix:
    """Mentions × features: the clauses that hold the evidence, averaged as at run time."""
    part = mentions.part
    mine = gold.owners(part) == gold.number
    first = int(part.clause[0])
    lengths = clause_lengths(part)
    matrix = features.matrix(part, mine, (part.clause - first).astype(np.int32), len(lengths))
    damped = sparse.diags(linear.damping(lengths)) @ matrix
    at = [[int(part.clause[hit.start]) - first for hit in hits] for hits in mentions.evidence]
    row = np.repeat(np.arange(len(at)), [len(places) for places in at])
    share = np.repeat([1 / len(places) for places in at], [len(places) for places in at])
    column = np.array([place for places in at for place in places], dtype=np.int64)
    pick = sparse.csr_matrix((share, (row, column)), shape=(len(at), len(lengths)))
    averaged: sparse.csr_matrix = (pick @ damped).tocsr()
    return averaged
