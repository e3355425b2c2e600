"""Words spread out for stress: 'у-ж-а-с', 'д о л г о', 'у.ж.а.с'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from otklik.edits import Change
from otklik.repair.vocabulary import Vocabulary, vocabulary_of

_LETTER = r"[^\W\d_]"
SPREAD = re.compile(
    rf"(?<![\w-]){_LETTER}(?:([-–._*~]|[ ]{{1,3}}){_LETTER})(?:(?:\1|[ ]{{2,3}}){_LETTER})+(?![\w-])"
)
_BREAK = re.compile(r" {2,}")
_FEWEST = 4
_LONGEST = 60
_WORD_BITS = 4.0
"""What a word more costs, so that few long words are preferred to many short ones."""
_LETTER_BITS = 4.0


def words(text: str) -> Iterator[Change]:
    """Each run of single letters to the words they spell, if they do."""
    for found in SPREAD.finditer(text):
        parts = [re.sub(r"[\W_]", "", part) for part in _parts(found[0], found[1])]
        meant = [_spelt(part) for part in parts]
        if sum(map(len, parts)) >= _FEWEST and all(meant):
            yield Change(*found.span(), " ".join(one for one in meant if one), "spaced")


def _parts(spread: str, between: str) -> list[str]:
    """The run cut at its wide gaps, where it has narrower ones."""
    return [spread] if len(between) > 1 else _BREAK.split(spread)


def _spelt(letters: str) -> str | None:
    """The letters as a word, or as the likeliest words, unless they are more likely single letters."""
    vocabulary = vocabulary_of(letters)
    if vocabulary is None or len(letters) > _LONGEST:
        return None
    cost, words = _likeliest(letters.lower(), vocabulary)
    if not words or cost > _LETTER_BITS * len(letters) + _WORD_BITS or max(map(len, words)) < 3:
        return None
    ends = [sum(map(len, words[:count])) for count in range(len(words) + 1)]
    return " ".join(letters[start:end] for start, end in pairwise(ends))


def _likeliest(letters: str, vocabulary: Vocabulary) -> tuple[float, tuple[str, ...]]:
    """The cheapest words that make the letters up, with their cost in bits."""
    best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for end in range(1, len(letters) + 1):
        tries = [
            (best[start][0] + vocabulary.rarity(word) + _WORD_BITS, (*best[start][1], word))
            for start in range(end)
            if (start == 0 or best[start][1]) and vocabulary.knows(word := letters[start:end])
        ]
        best.append(min(tries, default=(0.0, ())))
    return best[-1]
