"""The features of models that users train themselves: runs of words and the letters within them.

Two spaces, each weighed and brought to length 1 on its own. *Words*: each form, runs of two and three forms,
and lemmas within a negator's reach. *Letters*: the 2–6-grams of each form between its edges. Both are
hashed, so that a model holds numbers and weights and no piece of a text.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from otklik.words import Batch, Kind, Word, WordTable

BITS = 22
SIZE = 1 << BITS
VERSION = 1
"""Goes up when a text would get other features; models of another version are refused."""

_LONGEST = 24
_LENGTHS = (2, 3, 4, 5, 6)
_LEFT, _RIGHT = np.uint32(2654435761), np.uint32(2246822519)

Numbers = NDArray[np.int64]


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf8", "surrogatepass"))


def letters_of(word: Word) -> list[int]:
    """Feature numbers of the letters of a word; a mark or an emoji counts as a whole."""
    if not word.kind & Kind.WORD:
        return [_hash("m" + word.form[:_LONGEST]) % SIZE]
    edged = f"<{word.form[:_LONGEST]}>"
    return [_hash(edged[i : i + n]) % SIZE for n in _LENGTHS for i in range(len(edged) - n + 1)]


class Grams:
    """Batches to matrices; what a word of a table gives is worked out once."""

    def __init__(self) -> None:
        self._forget(None)

    def _forget(self, table: WordTable | None) -> None:
        self._table = table
        self._letters: dict[int, Numbers] = {}
        self._hashes = np.zeros((0, 2), np.uint32)

    def _learn(self, table: WordTable) -> None:
        if table is not self._table:
            self._forget(table)
        new = table.words[len(self._hashes) :]
        pairs = [(_hash("w" + word.form[:_LONGEST]), _hash("n" + word.lemma[:_LONGEST])) for word in new]
        self._hashes = np.concatenate([self._hashes, np.array(pairs, np.uint32).reshape(-1, 2)])

    def words(self, batch: Batch) -> sparse.csr_matrix:
        """Comments × SIZE: how often each run of words occurs."""
        self._learn(batch.table)
        form, turned = self._hashes[batch.words].T
        rows, numbers = [batch.comment, batch.comment[batch.negated]], [form, turned[batch.negated]]
        run = form
        for length in (2, 3):
            run = _mixed(run[:-1], form[length - 1 :])
            within = batch.comment[length - 1 :] == batch.comment[: len(run)]
            rows.append(batch.comment[: len(run)][within])
            numbers.append(run[within])
        return _counted(np.concatenate(rows), np.concatenate(numbers) % np.uint32(SIZE), len(batch))

    def letters(self, batch: Batch) -> sparse.csr_matrix:
        """Comments × SIZE: how often each n-gram of letters occurs."""
        self._learn(batch.table)
        distinct, local = np.unique(batch.words, return_inverse=True)
        known = [self._letters_of(number) for number in distinct.tolist()]
        first = np.cumsum([0, *map(len, known)])
        numbers = np.concatenate([*known, np.zeros(0, np.int64)])
        forms = sparse.csr_matrix((np.ones(len(numbers), np.float32), numbers, first), (len(distinct), SIZE))
        held = _counted(batch.comment, local, len(batch), len(distinct))
        found: sparse.csr_matrix = held @ forms
        return found

    def _letters_of(self, number: int) -> Numbers:
        assert self._table is not None
        if number not in self._letters:
            self._letters[number] = np.array(letters_of(self._table.words[number]), dtype=np.int64)
        return self._letters[number]


def _mixed(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """One number for two words in this order."""
    with np.errstate(over="ignore"):
        mixed: NDArray[np.uint32] = (left * _LEFT) ^ (right * _RIGHT)
        return mixed ^ (mixed >> np.uint32(15))


def _counted(
    rows: NDArray[np.integer], numbers: NDArray[np.integer], units: int, size: int = SIZE
) -> sparse.csr_matrix:
    ones = np.ones(len(rows), np.float32)
    counted = sparse.csr_matrix((ones, (rows, numbers.astype(np.int64))), shape=(units, size))
    counted.sum_duplicates()
    return counted
