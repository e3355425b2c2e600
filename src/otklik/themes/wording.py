"""Terms as people write them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from otklik.languages.record import fold
from otklik.themes.terms import Bools, Ints, Terms

Pair = tuple[int, int]

NEAR = 0.5  # of the uses of a word beside one other: the two are one name, 'frequent flyer'
USUAL = 0.02  # of the uses of a word: its dictionary form is in use


@dataclass(frozen=True, eq=False)
class Wording:
    """How ``terms`` are written in some of their sentences, those ``among`` (w,) words."""

    terms: Terms
    among: Bools

    def name(self, term: int) -> str:
        """The term, with the word that mostly stands beside it, as they are usually written."""
        pair = self.pair(term)
        if pair is None:
            return self._usual(self._at[term], 0, 1, term)
        left = self._together(self._at[pair[0]])
        return self._usual(left[self.terms.of[left + 1] == pair[1]], pair.index(term), 2, term)

    def pair(self, term: int) -> Pair | None:
        """The term and the one that NEAR of its uses stand right beside, in their order."""
        at, of = self._at[term], self.terms.of
        best: tuple[int, Pair] = (0, (term, term))
        for step in (-1, 0):
            left = self._together(at + step)
            others = of[left] if step else of[left + 1]
            found = np.bincount(others[(others >= 0) & (others != term)], minlength=1)
            other = int(found.argmax())
            best = max(best, (int(found[other]), (other, term) if step else (term, other)))
        count, pair = best
        return pair if count > NEAR * len(at) else None

    def _together(self, left: Ints) -> Ints:
        """Of these words, those whose next one stands in the same clause."""
        clause = self.terms.batch.clause
        left = left[(left >= 0) & (left + 1 < len(clause))]
        inside: Ints = left[clause[left] == clause[left + 1]]
        return inside

    @cached_property
    def _at(self) -> dict[int, Ints]:
        """Term → its words."""
        at = np.flatnonzero((self.terms.of >= 0) & self.among)
        order = at[np.argsort(self.terms.of[at], kind="stable")]
        terms, first = np.unique(self.terms.of[order], return_index=True)
        return dict(zip(terms.tolist(), np.split(order, first[1:]), strict=True))

    def _usual(self, at: Ints, place: int, length: int, term: int) -> str:
        """The way a run of words is mostly written, its word at ``place`` as in the dictionary where that is
        in use; with the capitals it mostly has."""
        batch, lemma = self.terms.batch, self.terms.known[term][0]
        spans = zip(batch.comment[at].tolist(), batch.places(at, at + length), strict=True)
        written = Counter(" ".join(batch.texts[text][start:end].split()) for text, (start, end) in spans)
        plain = {form: count for form, count in written.items() if _plain(form, place, lemma)}
        if sum(plain.values()) >= USUAL * len(at):
            written = Counter(plain)
        folded: Counter[str] = Counter()
        for form, count in written.items():
            folded[fold(form)] += count
        best = max(folded, key=lambda form: (folded[form], form))
        alike = {form: count for form, count in written.items() if fold(form) == best}
        return max(alike, key=lambda form: (alike[form], form))


def _plain(form: str, place: int, lemma: str) -> bool:
    """Whether a word of what is written is as in the dictionary."""
    words = form.split()
    return fold(words[min(place, len(words) - 1)]) == lemma
