"""The words that sentences are about: lemmas that say something, and which of them are nouns of a theme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from otklik.languages import LANGUAGES
from otklik.languages.naming import Naming
from otklik.words import Batch, Kind, Word

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

SHORTEST = 3  # letters of a noun
SEEN, FITS, ENDS, BARRED = 10, 0.12, 0.35, 0.6
"""A word of a language whose nouns no dictionary tells is one when it occurs SEEN times, FITS of them after
a word that stands before nouns and at the end of what that word begins, ENDS of them at such an end, and
after a word that no noun follows at most BARRED times as often as it fits."""
NAMED = 0.6  # of its uses inside a sentence begin with a capital: a proper name


@dataclass(frozen=True, eq=False)
class Terms:
    """``known``: (lemma, language) of each of t terms, in the order of the alphabet, so that nothing depends
    on the order of the texts; ``of`` (w,): the term of each word of the ``batch``, −1 for none."""

    batch: Batch
    known: tuple[tuple[str, int], ...]
    of: Ints

    @classmethod
    def read(cls, batch: Batch) -> Terms:
        """The terms of a batch of sentences."""
        words, local = _distinct(batch)
        told = [(word.lemma, word.language) if _says(word) else None for word in words]
        known = tuple(sorted(set(filter(None, told))))
        place = {key: at for at, key in enumerate(known)}
        of = np.array([place[key] if key else -1 for key in told], dtype=np.intp)[local]
        return cls(batch, known, np.where(_masked(batch), -1, of))

    @cached_property
    def held(self) -> sparse.csr_matrix:
        """Sentences × terms, 1 where the sentence holds the term."""
        said = self.of >= 0
        ones = np.ones(int(said.sum()))
        shape = len(self.batch), len(self.known)
        held = sparse.csr_matrix((ones, (self.batch.comment[said], self.of[said])), shape=shape)
        held.sum_duplicates()
        held.data[:] = 1
        return held

    def nouns(self, among: Bools) -> Bools:
        """Which of some terms are common nouns that may name a theme (t,)."""
        fits = self._by_company()
        nouns = np.zeros(len(self.known), dtype=bool)
        for at in np.flatnonzero(among).tolist():
            lemma, language = self.known[at]
            naming = _naming(language)
            if len(lemma) >= SHORTEST and lemma not in naming.vague:
                nouns[at] = fits[at] if naming.noun is None else naming.noun(lemma)
        return nouns & ~self._names(nouns)

    def _by_company(self) -> Bools:
        """Terms that stand where nouns stand."""
        before, barred = self._after()
        following = np.r_[self.of[1:], -1][: len(self.of)]
        ends = (following < 0) | np.r_[self._begins[1:], True][: len(self.of)]
        occurs, fitting, ending, bad = (self._count(what) for what in (None, before & ends, ends, barred))
        enough = (occurs >= SEEN) & (fitting >= FITS * occurs) & (ending >= ENDS * occurs)
        nouns: Bools = enough & (bad <= BARRED * fitting)
        return nouns

    @cached_property
    def _begins(self) -> Bools:
        """Words that begin a sentence."""
        begins: Bools = np.r_[True, np.diff(self.batch.sentence) > 0][: len(self.of)]
        return begins

    def _after(self) -> tuple[Bools, Bools]:
        """Words behind one that stands before nouns, and behind one that no noun follows."""
        words, local = _distinct(self.batch)
        for_nouns = np.array([word.form in _naming(word.language).before for word in words], bool)
        for_others = np.array([word.form in _naming(word.language).never for word in words], bool)
        inside = ~self._begins
        before, barred = (np.r_[False, kind[local][:-1]][: len(local)] for kind in (for_nouns, for_others))
        return before & inside, barred & inside

    def _names(self, among: Bools) -> Bools:
        """Terms that are mostly written with a capital inside a sentence."""
        at = np.flatnonzero(np.append(among, False)[self.of] & ~self._begins)  # the last place is for −1
        spans = zip(self.batch.comment[at].tolist(), self.batch.places(at, at + 1), strict=True)
        capital = np.fromiter((self.batch.texts[text][start].isupper() for text, (start, _) in spans), bool)
        uses = np.bincount(self.of[at], minlength=len(self.known))
        named: Bools = np.bincount(self.of[at[capital]], minlength=len(uses)) > NAMED * np.maximum(uses, 1)
        return named

    def _count(self, which: Bools | None) -> NDArray[np.int64]:
        """How often each term occurs, among some of the words."""
        said = self.of >= 0 if which is None else (self.of >= 0) & which
        return np.bincount(self.of[said], minlength=len(self.known))


def _distinct(batch: Batch) -> tuple[list[Word], Ints]:
    """The different words of a batch, and which of them stands at each place (w,)."""
    numbers, local = np.unique(batch.words, return_inverse=True)
    return [batch.table.words[number] for number in numbers.tolist()], local


def _naming(language: int) -> Naming:
    """Of the language of this number in the word table; that of no language is as good as any."""
    return LANGUAGES[max(language, 1) - 1].naming()


def _says(word: Word) -> bool:
    """Whether a word by itself says what a sentence is about."""
    if not word.language or not word.kind & Kind.WORD or word.kind & Kind.NUMBER or len(word.lemma) < 2:
        return False
    fillers = _naming(word.language).fillers
    return word.lemma not in fillers and word.form not in fillers


def _masked(batch: Batch) -> Bools:
    """Words in square brackets: what stands for personal data."""
    opens, closes = (
        np.array([word.form == mark for word in batch.table.words], dtype=bool)[batch.words] for mark in "[]"
    )
    inside: Bools = np.r_[False, opens[:-1]][: len(opens)] & np.r_[closes[1:], False][: len(closes)]
    return inside
