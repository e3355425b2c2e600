"""The numbers of n-grams are zlib's, word by word."""

from __future__ import annotations

import zlib
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from otklik.ngrams import ngrams

WORDS = st.lists(st.one_of(st.text(max_size=12), st.text("ождат<>wait👍\ud83d", max_size=30)), max_size=6)


@given(WORDS, st.sampled_from([range(3, 6), range(2, 7), range(1, 2)]), st.integers(0, 2**32 - 1))
def test_every_n_gram_has_its_checksum_in_the_order_of_length_and_place(
    words: list[str], lengths: range, seed: int
) -> None:
    first, numbers = ngrams(words, lengths, seed)
    found = [numbers[begin:end].tolist() for begin, end in pairwise(first)]
    assert found == [
        [
            zlib.crc32(word[start : start + length].encode("utf8", "surrogatepass"), seed)
            for length in lengths
            for start in range(len(word) - length + 1)
        ]
        for word in words
    ]
