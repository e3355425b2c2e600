"""Lemmas of words that are cut already, each understood beside the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from otklik.words.batch import divide
from otklik.words.context import settled
from otklik.words.table import WordTable


def lemmas(tokens: Sequence[str], table: WordTable, language: int | None = None) -> list[str]:
    """The lemma of each token of one text, marks among them, lower case, ё folded to е.

    A token on its own is taken for what it mostly is.
    ``language``: 1 + the place in LANGUAGES of the one they are of; where it is not given, the letters tell.
    """
    words = np.array([table.word(token, language) for token in tokens], dtype=np.int32)
    _, clause = divide(table.kinds[words], np.zeros(len(words), np.int32))
    if len(words) > 1:
        words = settled(words, clause, table)
    return [table.words[number].lemma for number in words]
