"""Words to hashed features, the same at training and at run time.

A unit of text (a clause or a comment) is the sum over its words of: the lemma, the lemma under negation,
character 3–5-grams of the form, and pairs of neighbouring lemmas within a clause. Because the sum is
linear, a linear model's answer for a word is computed once per form (``linear.Scorer``).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otklik.ngrams import ngrams
from otklik.words import SPOKEN, Batch, Kind, Word

BITS = 20
SIZE = 1 << BITS
VERSION = 1
"""Goes up when a text would get other features; models of another version are refused."""

_DIGITS = re.compile(r"\d")
_LONGEST = 24
_CHARACTERS = range(3, 6)
_GRAM = zlib.crc32(b"c")
"""Each n-gram is numbered as if 'c' stood before it."""
_LEFT, _RIGHT = np.uint32(2654435761), np.uint32(2246822519)


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf8", "surrogatepass"))


def lemma_hash(word: Word) -> int:
    """32 bits that stand for a lemma; digits do not count."""
    lemma = word.lemma[:_LONGEST]
    return _hash(lemma if lemma.isalpha() else _DIGITS.sub("0", lemma))


def lemma_hashes(words: Sequence[Word]) -> NDArray[np.uint32]:
    """``lemma_hash`` of each."""
    return np.fromiter(map(lemma_hash, words), np.uint32, len(words))


class Features(NamedTuple):
    """Of word i: ``numbers[first[i]:first[i + 1]]``, and beside them what each counts, ``values``."""

    first: NDArray[np.intp]
    numbers: NDArray[np.int64]
    values: NDArray[np.float32]

    def of(self, words: NDArray[np.intp]) -> Features:
        """Those of some of the words, by their places."""
        begin, length = self.first[words], np.diff(self.first)[words]
        first = np.append(0, length.cumsum())
        kept = np.repeat(begin - first[:-1], length) + np.arange(first[-1])
        return Features(first, self.numbers[kept], self.values[kept])


def word_features(words: Sequence[Word]) -> Features:
    """Of each word as it stands: its lemma before the n-grams of its form, whose squares add up to 1 so that
    a long word does not shout."""
    first, grams = form_grams(words)
    lemma = first[:-1] + np.arange(len(words))
    numbers = np.empty(len(grams) + len(words), np.int64)
    values = np.empty(len(numbers), np.float32)
    of_form = np.ones(len(numbers), bool)
    of_form[lemma] = False
    numbers[lemma], values[lemma] = lemma_hashes(words) % np.uint32(SIZE), 1
    many = np.diff(first)
    shares = np.array([max(count, 1) ** -0.5 for count in range(int(many.max(initial=0)) + 1)], np.float32)
    numbers[of_form], values[of_form] = grams, np.repeat(shares[many], many)
    return Features(first + np.arange(len(first)), numbers, values)


def form_grams(words: Sequence[Word]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """``numbers[first[i]:first[i + 1]]``: feature numbers of the character n-grams of the i-th word's form;
    none for a number or a mark."""
    kinds = np.fromiter((word.kind for word in words), np.int64, len(words))
    told = ((kinds & int(Kind.WORD | Kind.NUMBER)) == int(Kind.WORD)).tolist()
    edged = [f"<{word.form[:_LONGEST]}>" if yes else "" for word, yes in zip(words, told, strict=True)]
    first, numbers = ngrams(edged, _CHARACTERS, _GRAM)
    return first, (numbers % np.uint32(SIZE)).astype(np.int64)


def negated_feature(word: Word) -> int:
    """The feature of a word within a negator's reach."""
    return _hash("n" + word.lemma[:_LONGEST]) % SIZE


def pairs(
    batch: Batch, hashes: NDArray[np.uint32], mine: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Neighbouring spoken words of one clause, both ``mine``: place of the second, feature number.

    ``hashes`` are the lemma hashes of the table's words.
    """
    at = (batch.has(SPOKEN) & mine).nonzero()[0]
    if len(at) < 2:
        return np.zeros(0, np.int32), np.zeros(0, np.int64)
    clause, said = batch.clause[at], hashes[batch.words[at]]
    near = (clause[:-1] == clause[1:]).nonzero()[0]
    mixed = said[near] * _LEFT ^ said[near + 1] * _RIGHT
    return at[near + 1].astype(np.int32), (mixed >> np.uint32(32 - BITS)).astype(np.int64)
