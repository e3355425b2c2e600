"""Themes that sentences without a topic have in common: nouns that keep company of their own.

A theme is a noun, or nouns that keep the same company, that stands in sentences in which the taxonomy finds
no topic about as often as any word does, and with which other words stand more often than chance would have
it. All that is told of company holds in both halves of the sentences (see ``company``), so that in sentences
without structure nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from otklik.languages import LANGUAGES
from otklik.themes.company import Company
from otklik.themes.terms import Bools, Ints, Terms
from otklik.themes.wording import Wording
from otklik.words import Batch

Span = tuple[int, int]

LEAST, LEAST_SHARE = 10, 0.002  # comments without a topic that must hold a noun, and their share of all
MOST_SHARE = 0.25  # of all comments: a noun in more of them is what the whole file is about
OPEN = 0.6  # of the usual share of sentences without a topic: less, and a topic covers the noun
HEADS = 400  # nouns that are looked at, the most frequent
FRIENDS = 3  # words whose company a theme keeps
TELLING = 0.8  # nats that the company of a theme tells of it, on average over its uses
THEMES, NAMED, BESIDE = 8, 3, 6  # themes told at most; nouns in a name; words beside it


@dataclass(frozen=True, eq=False)
class Sentences:
    """``batch``: a sentence as each text; ``comment`` (s,): the number of its comment, ascending; ``new``
    (s,): the taxonomy finds no topic in it; ``half`` (s,): in which half of the comments it is."""

    batch: Batch
    comment: Ints
    new: Bools
    half: Bools


@dataclass(frozen=True, eq=False)
class Theme:
    """``words`` name it, the most frequent first; ``beside`` mostly stand with them; ``patterns``, lemmas,
    find it as a topic. ``sentences``: the places of those that hold one of its words, with or without a
    topic; ``telling``: how many different words of its own and beside them each of these holds."""

    language: str
    words: tuple[str, ...]
    beside: tuple[str, ...]
    patterns: tuple[str, ...]
    sentences: Ints
    telling: Ints
    _terms: Terms
    _own: frozenset[int]
    _beside: frozenset[int]

    def marks(self, sentence: int) -> list[Span]:
        """Where its own words stand in a sentence, as offsets; then those beside them."""
        first, last = self._terms.batch.first[sentence : sentence + 2].tolist()
        of = self._terms.of[first:last].tolist()
        at = [
            first + place
            for words in (self._own, self._beside)
            for place, one in enumerate(of)
            if one in words
        ]
        places = np.array(at, dtype=np.intp)
        return self._terms.batch.places(places, places + 1)


@dataclass(frozen=True, eq=False)
class _Group:
    """Heads of one theme, the most frequent first; the terms beside them; and what it weighs."""

    heads: Ints
    beside: Ints
    weight: float


def find(told: Sentences) -> list[Theme]:
    """The THEMES that tell most, in that order; none when nothing stands out."""
    terms = Terms.read(told.batch)
    fresh = told.new & _first_of_its_kind(told.batch)
    heads = _heads(terms, told, fresh)
    if not len(heads):
        return []
    wording = Wording(terms, fresh[told.batch.comment])
    company = Company.of(terms.held[fresh], heads, told.half[fresh])
    groups = sorted(_groups(company), key=_order)[:THEMES]
    return [_theme(group, terms, wording) for group in groups]


def _order(group: _Group) -> tuple[float, int]:
    return -group.weight, int(group.heads[0])


def _first_of_its_kind(batch: Batch) -> Bools:
    """Sentences that no earlier one says in the same words: a signature is not a theme."""
    seen: set[bytes] = set()
    first = np.zeros(len(batch), dtype=bool)
    for at, (start, end) in enumerate(zip(batch.first[:-1].tolist(), batch.first[1:].tolist(), strict=True)):
        words = batch.words[start:end].tobytes()
        first[at] = words not in seen
        seen.add(words)
    return first


def _heads(terms: Terms, told: Sentences, fresh: Bools) -> Ints:
    """The nouns that may name a theme."""
    comments = int(told.comment[-1]) + 1 if len(told.comment) else 0
    everywhere, alone = _comments(terms.held, told.comment), _comments(terms.held[fresh], told.comment[fresh])
    sentences, uncovered = (
        np.asarray(held.sum(axis=0)).ravel() for held in (terms.held, terms.held[told.new])
    )
    enough = (alone >= max(LEAST, LEAST_SHARE * comments)) & (everywhere <= MOST_SHARE * comments)
    open_ = uncovered >= OPEN * told.new.mean() * sentences if len(told.new) else enough
    heads = np.flatnonzero(terms.nouns(enough & open_))
    return np.sort(heads[np.lexsort((heads, -alone[heads]))][:HEADS])


def _comments(held: sparse.csr_matrix, comment: Ints) -> NDArray[np.int64]:
    """How many comments hold each term (t,)."""
    if not held.shape[0]:
        return np.zeros(held.shape[1], dtype=np.int64)
    rows = sparse.csr_matrix((np.ones(len(comment)), (comment, np.arange(len(comment)))))
    return np.asarray(((rows @ held) > 0).sum(axis=0)).ravel()


def _groups(company: Company) -> Iterator[_Group]:
    """The groups of heads that keep company enough."""
    telling, group = (company.tie * company.meet).sum(axis=1), company.groups()
    for number in np.unique(group):
        mine = np.flatnonzero(group == number)
        mine = mine[np.lexsort((mine, -company.uses[mine]))]
        friends = (company.tie[mine] > 0).sum(axis=1).max()
        told, uses = telling[mine].sum(), company.uses[mine].sum()
        if friends >= FRIENDS and told >= TELLING * uses:
            yield _Group(company.heads[mine], _beside(company, mine), float(uses * (told / uses) ** 1.5))


def _beside(company: Company, mine: Ints) -> Ints:
    """The terms that mostly stand with these heads."""
    strength = (company.tie[mine] * np.sqrt(company.meet[mine])).sum(axis=0)
    strength[np.isin(company.others, company.heads[mine])] = 0
    order = np.lexsort((company.others, -strength))
    beside: Ints = company.others[order[strength[order] > 0][: 2 * BESIDE]]
    return beside


def _theme(group: _Group, terms: Terms, wording: Wording) -> Theme:
    heads = group.heads.tolist()
    used = {term for head in heads for term in wording.pair(head) or (head,)}
    names: dict[frozenset[int], str] = {}
    for term in group.beside.tolist():
        if term not in used:
            names.setdefault(frozenset(wording.pair(term) or (term,)), wording.name(term))
    own = np.asarray(terms.held[:, group.heads].sum(axis=1)).ravel()
    sentences = np.flatnonzero(own > 0)
    beside = terms.held[sentences][:, group.beside].sum(axis=1)
    return Theme(
        language=LANGUAGES[terms.known[heads[0]][1] - 1].code,
        words=tuple(dict.fromkeys(map(wording.name, heads)))[:NAMED],
        beside=tuple(dict.fromkeys(names.values()))[:BESIDE],
        patterns=tuple(terms.known[head][0] for head in heads),
        sentences=sentences,
        telling=(own[sentences] + np.asarray(beside).ravel()).astype(np.intp),
        _terms=terms,
        _own=frozenset(heads),
        _beside=frozenset(group.beside.tolist()),
    )
