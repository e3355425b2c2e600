"""Topics and signals: rules that find evidence and a linear model that adds recall, as one probability.

The linear model weighs the words of a comment beside every rule that hits in it. Its log odds, whether a rule
of the concept hit, and whether both agree make the probability (``stack``, ``trust``); a concept without a
trained model, such as a user's own topic, is judged by its rules alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from otklik.grounds import Grounds
from otklik.languages import LANGUAGES
from otklik.linear import Said, damping, same_heads
from otklik.pack import Pack
from otklik.runs import held, starts
from otklik.sums import sum_by
from otklik.taxonomy import Hit, Hits, Taxonomy
from otklik.words import SPOKEN, Batch

Floats = NDArray[np.float64]
READINGS = ("log odds", "a rule hit")
_CODES = [language.code for language in LANGUAGES]
_TELLING = 0.35
"""Of the weight of the loudest word: what a word must weigh to be shown beside it."""
MOST_DOUBT = 1.0
"""So far may words' log odds fall: words that speak against a topic cannot outweigh a rule's hit."""
_AGREEING, _AGREED, _DOUBTED = 0.5, 1.0, -0.5
"""From which log odds on the words agree with a rule's hit, what that adds to the log odds of both, and what
it adds where they fall below −MOST_DOUBT."""
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

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """(Comment, concept) of all that is present, in order."""
        return np.array(self.present.nonzero()).T

    def without(self, silent: NDArray[np.bool_]) -> Findings:
        """The same with nothing found in some comments."""
        return replace(self, probability=np.where(silent[:, None], 0.0, self.probability))


class TopicModel:
    """A taxonomy's rules and, for the concepts they know, trained models per language."""

    def __init__(self, taxonomy: Taxonomy, packs: Sequence[Pack]) -> None:
        self.ids = tuple(concept.id for concept in taxonomy.concepts)
        self.topics = len(taxonomy.topics)
        self.matcher = taxonomy.matcher()
        self._heads = same_heads(pack.facts["heads"] for pack in packs)
        plan = self.matcher.plan
        self._concept = np.array([self.ids.index(id) for id in plan.ids], np.intp)[plan.concept]
        self.keys, self._key = np.unique(plan.key, return_inverse=True)
        self.groups, self.negating = plan.polarity.astype(np.intp), plan.negating
        self._load(packs)

    def _load(self, packs: Sequence[Pack]) -> None:
        """Bring the packs' arrays into the order of the taxonomy; the untrained get rule weights alone."""
        languages, concepts = len(packs), len(self.ids)
        self._head = np.array([self._known(concept) for concept in self.ids], dtype=np.intp)
        intercept = np.stack([pack.arrays["intercept"].astype(np.float32) for pack in packs])
        self._of_none = np.where(self._head < 0, 0.0, intercept[:, self._head])
        self._as_told = np.array_equal(self._head, np.arange(len(self._heads)))
        self._stack = np.tile((0.0, _RULES_ALONE), (languages, concepts, 1))
        self._bias = np.full((languages, concepts), _RULES_ALONE_BIAS)
        self._threshold = np.full((languages, concepts), 0.5)
        trained = self._head >= 0
        heads = self._head[trained]
        self._of_rules = np.zeros((len(self.keys), concepts))
        self._of_hits = np.zeros((languages, concepts, concepts))
        for place, pack in enumerate(packs):
            self._stack[place, trained] = pack.arrays["stack"][heads]
            self._bias[place, trained] = pack.arrays["stack_intercept"][heads]
            self._threshold[place, trained] = pack.arrays["threshold"][heads]
            self._weigh_rules(pack, trained, heads)
            self._of_hits[place][np.ix_(trained, trained)] = pack.arrays["hit_weights"][np.ix_(heads, heads)]

    def _weigh_rules(self, pack: Pack, trained: NDArray[np.bool_], heads: NDArray[np.intp]) -> None:
        """Rules get the weights that a pack gives them; for its own concept a rule of that language that it
        does not know, such as a user's, gets the mean of those it knows."""
        _, mine, theirs = np.intersect1d(self.keys, pack.arrays["rules"], return_indices=True)
        self._of_rules[np.ix_(mine, trained)] = pack.arrays["rule_weights"][theirs][:, heads]
        told = np.zeros(len(self.keys), dtype=bool)
        told[mine] = True
        spoken = np.zeros(len(self.keys), dtype=bool)
        spoken[self._key[self.matcher.plan.language == _CODES.index(pack.facts["language"])]] = True
        concept = np.zeros(len(self.keys), dtype=np.intp)
        concept[self._key] = self._concept
        for number in np.flatnonzero(trained):
            own = spoken & (concept == number)
            if (own & told).any():
                self._of_rules[own & ~told, number] = self._of_rules[own & told, number].mean()

    def _known(self, concept: str) -> int:
        return self._heads.index(concept) if concept in self._heads else -1

    def find(self, batch: Batch, said: Said, dominant: NDArray[np.int32]) -> Findings:
        """Which concepts each comment holds, how probable each is, and where the rules hit."""
        said = said if self._as_told else said.to(self._head)
        logits = self.logits(batch, said, dominant)
        hits = self.matcher.find(batch)
        concept = self._concept[hits.rule]
        at, ruled = dominant - 1, self.ruled(len(batch), hits)
        ruling, key = self.met(hits)
        logits += sum_by(self._of_rules[key], ruling, len(batch))
        for language, mine in held(at, len(self._of_hits)):
            logits[mine] += ruled[mine] @ self._of_hits[language]
        readings = np.maximum(logits, -MOST_DOUBT)
        stack = self._stack[at]
        z = self._bias[at] + stack[:, :, 0] * readings + stack[:, :, 1] * ruled + trust(logits, ruled)
        probability = np.where(batch.lengths[:, None] == 0, 0.0, _chance(z))
        return Findings(probability, self._threshold[at], hits, concept, said.words, said.clauses)

    def logits(self, batch: Batch, said: Said, dominant: NDArray[np.int32]) -> Floats:
        """Comments × concepts: the linear model's log odds; 0 for a concept it does not know."""
        whole = sum_by(said.clauses, batch.comment_of_clause, len(batch))
        whole *= damping(batch.lengths)[:, None]
        whole += self._of_none[dominant - 1]
        return whole

    def ruled(self, comments: int, hits: Hits) -> Floats:
        """Comments × concepts: whether a rule hit."""
        seen = np.zeros((comments, len(self.ids)))
        seen[hits.comment, self._concept[hits.rule]] = 1.0
        return seen

    def met(self, hits: Hits) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Comments and the keys of rules that hit there, each pair once and in order."""
        places = np.sort(hits.comment * len(self.keys) + self._key[hits.rule])
        comment, key = np.divmod(places[starts(places)], max(len(self.keys), 1))
        return comment, key

    def grounds(self, batch: Batch, findings: Findings, places: NDArray[np.intp]) -> Grounds:
        """For each (comment, concept) of ``places``, which are in order, the rules' hits, or else where the
        linear model looks."""
        hits, width = findings.hits, len(self.ids)
        if not len(places):
            return Grounds.of(Hits.of([]), places[:, 0], 0)
        wanted = places[:, 0] * width + places[:, 1]
        found = hits.comment * width + findings.concept_of_hit
        mention = wanted.searchsorted(found)
        told = (wanted[np.minimum(mention, len(wanted) - 1)] == found).nonzero()[0]
        hits, mention = hits[told], mention[told]
        silent = (np.bincount(mention, minlength=len(wanted)) == 0).nonzero()[0]
        if len(silent):
            hits += Hits.of([self._strongest(batch, findings, *place) for place in places[silent].tolist()])
            mention = np.concatenate([mention, silent])
        return Grounds.of(hits, mention, len(wanted))

    def _strongest(self, batch: Batch, findings: Findings, comment: int, concept: int) -> Hit:
        """The run of words in the clause that speaks loudest for a concept, from its first telling word to
        its last; where no trained model speaks, the clause itself."""
        low, high = np.searchsorted(batch.first_of_clause, batch.first[comment : comment + 2]).tolist()
        bounds = [*batch.first_of_clause[low:high].tolist(), int(batch.first[comment + 1])]
        start, end = bounds[0], bounds[-1]
        spoken = batch.has(SPOKEN)[start:end].tolist()
        clauses = range(high - low)
        said = [at for at in clauses if any(spoken[bounds[at] - start : bounds[at + 1] - start])]
        loud = findings.of_clauses[low:high, concept].tolist()
        clause = max(said or clauses, key=loud.__getitem__)
        inside = range(bounds[clause], bounds[clause + 1])
        weights = findings.of_words[inside.start : inside.stop, concept].tolist()
        heard = [
            weight if spoken[at - start] else -np.inf for at, weight in zip(inside, weights, strict=True)
        ]
        least = float(np.float32(max(_TELLING * max(heard), 1e-9)))
        telling = [at for at, weight in zip(inside, heard, strict=True) if weight >= least] or inside
        return Hit(-1, comment, telling[0], telling[-1] + 1)


def trust(words: Floats, ruled: Floats) -> Floats:
    """What the agreement of the words' log odds with the rules (1 where one hit, else 0) adds to the log odds
    of both."""
    agreed: Floats = ruled * (_AGREED * (words > _AGREEING) + _DOUBTED * (words < -MOST_DOUBT))
    return agreed


def _chance(odds: Floats) -> Floats:
    """The logistic function. scipy's own, 0.1 s to load, would be waited for by the first label."""
    chance: Floats = np.exp(-np.logaddexp(0.0, -odds))
    return chance
