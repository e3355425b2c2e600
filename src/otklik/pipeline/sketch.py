"""Texts as numbers: hashes that tell equal texts, and sketches that tell how far two texts share their words.

Everything is done for a whole batch by arrays, and nothing depends on the neighbours of a text or on the
process: the same text gives the same numbers everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from otklik.clean import clean, suspects

Hashes = NDArray[np.uint64]
Short = NDArray[np.uint32]
Counts = NDArray[np.int64]

BANDS, DEPTH = 12, 4
"""Two texts meet when the least of their triples under all DEPTH functions of one of BANDS bands are the
same: with probability 1 − (1 − J^DEPTH)^BANDS, which is 0.998 at a Jaccard similarity J of 0.8."""
KEPT = 96
"""Triples kept of a text. Similarity is exact where two texts hold no more of them together, and beyond
estimated from the KEPT least with a standard error of √(J(1 − J) / KEPT): 0.04 at 0.8."""

_PAIRS = 1 << 14
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_BASIC = 0xFFFF
_SYMBOLS = 0x2190
_MARKS = range(0xFE00, 0xFE10)  # they choose how the character before them looks


@dataclass(frozen=True, eq=False)
class Words:
    """``forms``: a hash for each word of all texts, one text after another; ``counts`` (n,) of each."""

    forms: Hashes
    counts: Counts

    @property
    def owners(self) -> Counts:
        """The text of each word."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def of(self, chosen: NDArray[np.bool_]) -> Words:
        """The words of some of the texts."""
        return Words(self.forms[np.repeat(chosen, self.counts)], self.counts[chosen])

    def hashes(self) -> Hashes:
        """One hash for each text (n,); a text without words has 0."""
        return hashed(self.forms, self.counts)


@dataclass(frozen=True, eq=False)
class Sketches:
    """``bands`` (BANDS, n): texts that agree in one may be similar. ``triples``: the KEPT least hashes of
    three words in a row, rising within each text, ``counts`` (n,) of them."""

    bands: Short
    triples: Short
    counts: Counts

    @classmethod
    def joined(cls, parts: Sequence[Sketches]) -> Sketches:
        """Sketches of several batches, one after another."""
        return cls(
            np.concatenate([np.zeros((BANDS, 0), np.uint32), *(part.bands for part in parts)], axis=1),
            np.concatenate([np.zeros(0, np.uint32), *(part.triples for part in parts)]),
            np.concatenate([np.zeros(0, np.int64), *(part.counts for part in parts)]),
        )

    def similarity(self, left: Counts, right: Counts) -> NDArray[np.float64]:
        """Jaccard similarity of the word triples of the texts at ``left`` and ``right`` (both (p,))."""
        starts = np.cumsum(self.counts) - self.counts
        parts = [self._similarity(*pair, starts) for pair in _cut(left, right)]
        return np.concatenate([np.zeros(0), *parts])

    def _similarity(self, left: Counts, right: Counts, starts: Counts) -> NDArray[np.float64]:
        """The KEPT least triples of both texts together are a sample of all: count those that both hold."""
        texts = np.concatenate([left, right])
        pairs = np.tile(np.arange(len(left)), 2)
        counts = self.counts[texts]
        at = np.repeat(starts[texts], counts) + _places(counts)
        seen = np.sort(np.repeat(pairs, counts).astype(np.uint64) << _HALF | self.triples[at])
        first = np.flatnonzero(np.diff(seen, prepend=~seen[:1]))
        shared = np.diff(first, append=len(seen)) == 2
        owner = (seen[first] >> _HALF).astype(np.int64)
        sample = _places(np.bincount(owner, minlength=len(left))) < KEPT
        held = np.bincount(owner[sample], minlength=len(left))
        return np.bincount(owner[sample & shared], minlength=len(left)) / held


def words_of(texts: Sequence[str]) -> Words:
    """The words of each text: runs of letters and digits, and single emoji. Markup, case, ё, spaces and
    punctuation do not count; digits do."""
    letters = _letters(_folded(texts))
    kinds = _kinds().take(letters, mode="clip")
    before = np.concatenate([np.zeros(1, np.uint8), kinds[:-1]])
    begins = (kinds == 2) | ((kinds == 1) & (before != 1))
    spoken = kinds > 0
    first = np.flatnonzero(begins[spoken])
    forms = hashed(letters[spoken], np.diff(first, append=np.count_nonzero(spoken)))
    ends = np.searchsorted(np.flatnonzero(begins), np.flatnonzero(letters == 0))
    return Words(forms, np.diff(ends, prepend=0))


def hash_texts(texts: Sequence[str]) -> Hashes:
    """A hash of each text as it stands (n,)."""
    return hashed(_letters("".join(texts)), np.fromiter(map(len, texts), np.int64, len(texts)))


def hashed(values: NDArray[np.unsignedinteger], counts: Counts) -> Hashes:
    """64 bits for each sequence (n,): ``values`` are the sequences one after another, ``counts`` (n,) their
    lengths. The sum of what each value gives at its place; the empty sequence gives 0."""
    mixed = mix(values + _places(counts).astype(np.uint64) * _STEP)
    total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
    ends = np.cumsum(counts)
    sums: Hashes = total[ends] - total[ends - counts]
    return sums


def mix(values: Hashes) -> Hashes:
    """Numbers scattered over 64 bits (the finaliser of SplitMix64: Steele, Lea and Flood, 2014)."""
    mixed = values ^ values >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def sketch(words: Words) -> Sketches:
    """Sketches of texts of at least three words each."""
    keys = np.sort(_triples(words))
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    owners, triples = (keys >> _HALF).astype(np.int64), (keys & _LOW).astype(np.uint32)
    counts = np.bincount(owners, minlength=len(words.counts))
    kept = _places(counts) < KEPT
    return Sketches(_bands(triples, counts), triples[kept], np.minimum(counts, KEPT))


def _triples(words: Words) -> Hashes:
    """Hashes of three words in a row, 32 bits, under the number of their text."""
    one, two, three = words.forms[:-2], words.forms[1:-1], words.forms[2:]
    owners = words.owners
    whole = owners[:-2] == owners[2:]
    keys: Hashes = owners[:-2][whole].astype(np.uint64) << _HALF
    keys |= mix(one + mix(two + mix(three)))[whole] >> _HALF
    return keys


def _bands(triples: Short, counts: Counts) -> Short:
    """MinHash (Broder, 1997) of each text under BANDS × DEPTH functions, each band folded to 32 bits."""
    if not len(counts):
        return np.zeros((BANDS, 0), np.uint32)
    starts = np.cumsum(counts) - counts
    least = np.empty((BANDS * DEPTH, len(counts)), np.uint32)
    masks, factors = _functions()
    for row, mask, factor in zip(least, masks, factors, strict=True):
        # one at a time, so that the triples stay at the processor's hand
        np.minimum.reduceat((triples ^ mask) * factor, starts, out=row)
    folded = np.zeros((BANDS, len(counts)), np.uint64)
    for function in range(DEPTH):
        folded = mix(folded + least[function::DEPTH])
    return (folded >> _HALF).astype(np.uint32)


@cache
def _functions() -> tuple[Short, Short]:
    """Masks and odd factors: x → (x ^ mask) · factor is one-to-one on 32 bits."""
    numbers = mix(np.arange(1, BANDS * DEPTH + 1, dtype=np.uint64))
    return (numbers & _LOW).astype(np.uint32), (numbers >> _HALF).astype(np.uint32) | np.uint32(1)


@cache
def _kinds() -> NDArray[np.uint8]:
    """What a character is: 1 a letter or digit, 2 a symbol that is a word of its own, 0 anything else.
    What lies above the basic plane (emoji mostly) is taken for its last character, a symbol."""
    kinds = np.array([chr(code).isalnum() for code in range(_BASIC + 1)], dtype=np.uint8)
    kinds[_SYMBOLS:][kinds[_SYMBOLS:] == 0] = 2
    kinds[[ord("_"), ord("\u3000"), ord("\ufeff"), *_MARKS]] = 0
    return kinds


def _folded(texts: Sequence[str]) -> str:
    """All texts, each with the character 0 behind it, which no clean text holds. Case and ё do not count,
    "don't" is 'do not'."""
    joined = "".join([(clean(text).text if suspects(text) else text) + "\0" for text in texts])
    return joined.casefold().replace("ё", "е").replace("’", "'").replace("n't", " not")


def _letters(text: str) -> Short:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _places(counts: Counts) -> Counts:
    """0, 1, 2 … within each piece."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _cut(left: Counts, right: Counts) -> Iterator[tuple[Counts, Counts]]:
    """Some pairs at a time, so that memory stays flat."""
    yield from ((left[at : at + _PAIRS], right[at : at + _PAIRS]) for at in range(0, len(left), _PAIRS))
