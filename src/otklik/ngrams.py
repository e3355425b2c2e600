"""Character n-grams of many words as numbers, all words at once: the CRC-32 of each n-gram's UTF-8.

The checksum of a longer n-gram goes on from that of the shorter one that begins at the same character, so
that every character is added once for each place it has in an n-gram.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]
Sums = NDArray[np.uint32]

_BYTES = 1 << 8
_ALL = 0xFFFFFFFF
"""The checksum is kept with all its bits turned while it is reckoned."""
_CONTINUED = np.uint8(0b1000_0000)
_LEADING = np.uint8(0b1100_0000)
_STEP = np.array([zlib.crc32(bytes([byte]), _ALL) ^ _ALL for byte in range(_BYTES)], np.uint32)
"""What a byte adds to an empty checksum."""


def ngrams(words: Sequence[str], lengths: range, seed: int = 0) -> tuple[Ints, Sums]:
    """``numbers[first[i]:first[i + 1]]`` are those of the i-th word, shorter n-grams before longer ones, in
    the order of the word; as ``zlib.crc32(gram, seed)`` would give them."""
    data = np.frombuffer("".join(words).encode("utf8", "surrogatepass"), np.uint8)
    opens = np.flatnonzero((data & _LEADING) != _CONTINUED)
    width = np.diff(np.append(opens, len(data)))
    size = np.fromiter(map(len, words), np.intp, len(words))
    start = np.cumsum(size) - size
    many = np.maximum(size[:, None] - np.array(lengths) + 1, 0)
    first = np.append(0, np.cumsum(many))
    begins = first[:-1].reshape(many.shape)
    numbers = np.empty(first[-1], np.uint32)
    word = np.repeat(np.arange(len(words)), size)
    at = np.arange(len(opens))
    sums = np.full(len(opens), seed ^ _ALL, np.uint32)
    for length in range(1, lengths.stop):
        kept = at + length <= (start + size)[word]
        at, word, sums = at[kept], word[kept], sums[kept]
        last = at + length - 1
        sums = _further(sums, data, opens[last], width[last])
        if length in lengths:
            numbers[begins[word, lengths.index(length)] + at - start[word]] = sums ^ np.uint32(_ALL)
    return first[:: len(lengths)], numbers


def _further(sums: Sums, data: NDArray[np.uint8], at: Ints, width: Ints) -> Sums:
    """The checksums with one character more, which stands in so many bytes at these places of the data."""
    for step in range(int(width.max(initial=0))):
        more = np.flatnonzero(width > step)
        old = sums[more]
        sums[more] = _STEP[(old ^ data[at[more] + step]) & np.uint32(_BYTES - 1)] ^ (old >> np.uint32(8))
    return sums
