"""From texts to words: the word table and batches of integer arrays over it."""

from __future__ import annotations

from otklik.words.batch import Batch, batch
from otklik.words.detect import languages, says_nothing
from otklik.words.scope import Bend
from otklik.words.table import LINE_BREAK, SPOKEN, Kind, Word, WordTable, understand
from otklik.words.tokens import lemmas

__all__ = [
    "LINE_BREAK",
    "SPOKEN",
    "Batch",
    "Bend",
    "Kind",
    "Word",
    "WordTable",
    "batch",
    "languages",
    "lemmas",
    "says_nothing",
    "understand",
]
