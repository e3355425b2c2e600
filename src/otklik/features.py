"""Words to hashed features, the same at training and at run time.

A unit of text (a clause or a comment) is the sum over its words of: the lemma, the lemma under negation,
character 3–5-grams of the form, and pairs of neighbouring lemmas within a clause. Because the sum is
linear, a linear model's answer for a word is computed once per form (``linear.Scorer``).
"""

from __future__ import annotations

import re
import zlib
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from otklik.words import Batch, Kind, Word

BITS = 20
SIZE = 1 << BITS
VERSION = 1
"""Goes up when a text would get other features; models of another version are refused."""

_DIGITS = re.compile(r"\d")
_LONGEST = 24
_CHARACTERS = (3, 4, 5)
_GRAM = zlib.crc32(b"c")
_LEFT, _RIGHT = np.uint32(2654435761), np.uint32(2246822519)


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf8", "surrogatepass"))


def lemma_hash(word: Word) -> int:
    """32 bits that stand for a lemma; digits do not count."""
    return _hash(_DIGITS.sub("0", word.lemma[:_LONGEST]))


def word_features(word: Word) -> tuple[list[int], list[float]]:
    """Feature numbers and values of a word as it stands: its lemma, and the n-grams of its form, whose
    squares add up to 1 so that a long word does not shout."""
    grams = form_grams(word)
    values = [1.0] + [max(len(grams), 1) ** -0.5] * len(grams)
    return [lemma_hash(word) % SIZE, *grams], values


def form_grams(word: Word) -> list[int]:
    """Feature numbers of the character n-grams of a word's form; none for a number or a mark."""
    if not word.kind & Kind.WORD or word.kind & Kind.NUMBER:
        return []
    edged = f"<{word.form[:_LONGEST]}>"
    return _gram_numbers(edged)


def _gram_numbers(edged: str) -> list[int]:
    """Feature numbers of the character n-grams of a form, 'c' before each, as ``_hash`` would number them;
    cut from the bytes of the form, which are encoded once."""
    coded = edged.encode("utf8", "surrogatepass")
    cuts = [0, *accumulate(len(sign.encode("utf8", "surrogatepass")) for sign in edged)]
    return [
        zlib.crc32(coded[start:end], _GRAM) % SIZE
        for n in _CHARACTERS
        for start, end in zip(cuts, cuts[n:], strict=False)
    ]


def negated_feature(word: Word) -> int:
    """The feature of a word within a negator's reach."""
    return _hash("n" + word.lemma[:_LONGEST]) % SIZE


def pairs(
    batch: Batch, hashes: NDArray[np.uint32], mine: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Neighbouring spoken words of one clause, both ``mine``: place of the second, feature number.

    ``hashes`` are the lemma hashes of the table's words.
    """
    at = np.flatnonzero(batch.has(Kind.WORD | Kind.EMOJI) & mine)
    if len(at) < 2:
        return np.zeros(0, np.int32), np.zeros(0, np.int64)
    left, right = at[:-1], at[1:]
    near = batch.clause[left] == batch.clause[right]
    left, right = left[near], right[near]
    with np.errstate(over="ignore"):
        mixed = hashes[batch.words[left]] * _LEFT ^ hashes[batch.words[right]] * _RIGHT
    return right.astype(np.int32), (mixed >> np.uint32(32 - BITS)).astype(np.int64)


def matrix(batch: Batch, mine: NDArray[np.bool_], unit: NDArray[np.int32], units: int) -> sparse.csr_matrix:
    """Units × SIZE, float32: the features of the words that are ``mine``, summed by ``unit`` of each word.

    The explicit form, for training; the run time gets the same product from ``linear.Scorer``.
    """
    words = batch.table.words
    distinct, local = np.unique(batch.words[mine], return_inverse=True)
    plain = [word_features(words[number]) for number in distinct]
    rows = np.repeat(np.arange(len(distinct)), [len(numbers) for numbers, _ in plain])
    numbers = np.array([number for row, _ in plain for number in row], dtype=np.int64)
    values = np.array([value for _, row in plain for value in row], dtype=np.float32)
    forms = sparse.csr_matrix((values, (rows, numbers)), shape=(len(distinct), SIZE))
    negations = np.array([negated_feature(words[number]) for number in distinct], dtype=np.int64)
    turned = sparse.csr_matrix(
        (np.ones(len(distinct), np.float32), (np.arange(len(distinct)), negations)),
        shape=(len(distinct), SIZE),
    )

    def count(among: NDArray[np.bool_]) -> sparse.csr_matrix:
        kept = among[mine]
        ones = np.ones(int(kept.sum()), np.float32)
        return sparse.csr_matrix((ones, (unit[mine][kept], local[kept])), shape=(units, len(distinct)))

    hashes = np.array([lemma_hash(word) for word in words], dtype=np.uint32)
    place, number = pairs(batch, hashes, mine)
    neighbours = sparse.csr_matrix(
        (np.ones(len(place), np.float32), (unit[place], number)), shape=(units, SIZE)
    )
    total: sparse.csr_matrix = count(mine) @ forms + count(batch.negated) @ turned + neighbours
    return total
