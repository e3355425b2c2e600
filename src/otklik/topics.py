"""Topics and signals: rules that find evidence and a linear model that adds recall, as one probability.

For each concept the model's log odds and whether a rule hit are weighed by a logistic regression
per language (``stack``); a concept without a trained model, such as a user's own topic, is judged by its
rules alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from otklik.grounds import Grounds
from otklik.languages import LANGUAGES
from otklik.linear import Linear, Scores, damping, same_heads
from otklik.pack import Pack
from otklik.polarity import GROUPS
from otklik.sentiment import sum_by
from otklik.taxonomy import Hit, Hits, Taxonomy
from otklik.words import Batch, Kind

Floats = NDArray[np.float64]
READINGS = ("log odds of the words, not below DOUBT", "a rule hit")
DOUBT = -0.5
"""The words may make a concept likelier without limit, but may not silence a rule: on sources that the linear
model never saw, rules are right where it is sure of the contrary."""
_RULES_ALONE, _RULES_ALONE_BIAS = 5.2, -3.0
"""For a concept without a trained model: 0.9 likely where a rule hits, 0.05 where none does."""


@dataclass(frozen=True)
class Findings:
    """Of a batch: ``probability`` (comments × concepts), ``threshold`` (the same shape), the rules' hits,
    and each concept's log odds in each clause (clauses × concepts) as the linear model sees it."""

    probability: Floats
    threshold: Floats
    hits: Hits
    concept_of_hit: NDArray[np.intp]
    of_words: NDArray[np.float32]
    of_clauses: Floats

    @property
    def present(self) -> NDArray[np.bool_]:
        """Comments × concepts."""
        decided: NDArray[np.bool_] = self.probability >= self.threshold
        return decided

    def without(self, silent: NDArray[np.bool_]) -> Findings:
        """The same with nothing found in some comments."""
        return replace(self, probability=np.where(silent[:, None], 0.0, self.probability))


class TopicModel:
    """A taxonomy's rules and, for the concepts they know, trained models per language."""

    def __init__(self, taxonomy: Taxonomy, packs: Sequence[Pack]) -> None:
        self.ids = tuple(concept.id for concept in taxonomy.concepts)
        self.topics = len(taxonomy.topics)
        self.matcher = taxonomy.matcher()
        self.linears = [Linear.from_pack(pack) for pack in packs]
        self._heads = same_heads(self.linears)
        self._intercept = np.stack([linear.intercept for linear in self.linears])
        self._concept = np.array([self.ids.index(rule.id) for rule in self.matcher.rules], dtype=np.intp)
        self.groups = np.array(
            [GROUPS.index(rule.polarity or "any") for rule in self.matcher.rules], dtype=np.intp
        )
        negators = frozenset[str]().union(*(language.negators for language in LANGUAGES))
        self.negating = np.array(
            [any(step.test.lemmas & negators for step in rule.steps) for rule in self.matcher.rules],
            dtype=bool,
        )
        self._load(packs)

    def _load(self, packs: Sequence[Pack]) -> None:
        """Bring the packs' arrays into the order of the taxonomy; the untrained get rule weights alone."""
        languages, concepts = len(packs), len(self.ids)
        self._head = np.array([self._known(concept) for concept in self.ids], dtype=np.intp)
        self._stack = np.tile((0.0, _RULES_ALONE), (languages, concepts, 1))
        self._bias = np.full((languages, concepts), _RULES_ALONE_BIAS)
        self._threshold = np.full((languages, concepts), 0.5)
        trained = self._head >= 0
        heads = self._head[trained]
        for place, pack in enumerate(packs):
            self._stack[place, trained] = pack.arrays["stack"][heads]
            self._bias[place, trained] = pack.arrays["stack_intercept"][heads]
            self._threshold[place, trained] = pack.arrays["threshold"][heads]

    def _known(self, concept: str) -> int:
        return self._heads.index(concept) if concept in self._heads else -1

    def find(self, batch: Batch, scores: Scores, dominant: NDArray[np.int32]) -> Findings:
        """Which concepts each comment holds, how probable each is, and where the rules hit."""
        of_words, of_clauses, logits = self.logits(batch, scores, dominant)
        hits = self.matcher.find(batch)
        concept = self._concept[hits.rule]
        at = dominant - 1
        z = self._bias[at] + self._stack[at, :, 0] * np.maximum(logits, DOUBT)
        z += self._stack[at, :, 1] * self.ruled(len(batch), hits)
        findings = Findings(expit(z), self._threshold[at], hits, concept, of_words, of_clauses)
        return findings.without(np.diff(batch.first) == 0)

    def logits(
        self, batch: Batch, scores: Scores, dominant: NDArray[np.int32]
    ) -> tuple[NDArray[np.float32], Floats, Floats]:
        """The linear model's log odds for words, clauses (both without intercept) and comments; 0 for a
        concept it does not know."""
        known = self._head >= 0
        of_words = scores.take(self._head, axis=1)
        of_words[:, ~known] = 0.0
        of_clauses = sum_by(of_words, batch.first_of_clause)
        whole = np.zeros((len(batch), len(self.ids)))
        np.add.at(whole, batch.comment_of_clause, of_clauses)
        whole *= damping(np.diff(batch.first))[:, None]
        whole[:, known] += self._intercept[dominant - 1][:, self._head[known]]
        return of_words, of_clauses, whole

    def ruled(self, comments: int, hits: Hits) -> Floats:
        """Comments × concepts: whether a rule hit."""
        seen = np.zeros((comments, len(self.ids)))
        seen[hits.comment, self._concept[hits.rule]] = 1.0
        return seen

    def grounds(self, batch: Batch, findings: Findings, places: NDArray[np.intp]) -> Grounds:
        """For each (comment, concept) of ``places``, which are in order, the rules' hits, or else where the
        linear model looks."""
        hits, width = findings.hits, len(self.ids)
        wanted = places[:, 0] * width + places[:, 1]
        found = hits.comment * width + findings.concept_of_hit
        mention = np.searchsorted(wanted, found)
        told = np.flatnonzero(np.r_[wanted, -1][mention] == found)
        silent = np.setdiff1d(np.arange(len(wanted)), mention[told])
        strongest = [self._strongest(batch, findings, *place) for place in places[silent].tolist()]
        return Grounds.of(hits[told] + Hits.of(strongest), np.r_[mention[told], silent], len(wanted))

    def _strongest(self, batch: Batch, findings: Findings, comment: int, concept: int) -> Hit:
        """The run of words in the clause that speaks loudest for a concept, from its first telling word to
        its last; where no trained model speaks, the clause itself."""
        words = slice(int(batch.first[comment]), int(batch.first[comment + 1]))
        said = batch.clause[words][batch.has(Kind.WORD | Kind.EMOJI)[words]]
        clauses = np.unique(said if len(said) else batch.clause[words]) - batch.clause[0]
        clause = clauses[np.argmax(findings.of_clauses[clauses, concept])]
        start = int(batch.first_of_clause[clause])
        bounds = np.r_[batch.first_of_clause, len(batch.words)]
        inside = np.arange(start, int(bounds[clause + 1]))
        spoken = (batch.kinds[inside] & int(Kind.WORD | Kind.EMOJI)) != 0
        weight = np.where(spoken, findings.of_words[inside, concept], -np.inf)
        telling = inside[weight >= max(0.35 * float(weight.max()), 1e-9)]
        if len(telling) == 0:
            telling = inside
        return Hit(-1, comment, int(telling[0]), int(telling[-1]) + 1)
