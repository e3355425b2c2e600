"""The language of each comment: by script, dictionary, and the words only another language writes."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from otklik.languages import LANGUAGES
from otklik.words.batch import Batch
from otklik.words.table import Kind

MIXED, OTHER = "mixed", "other"
_MINOR_WORDS, _MINOR_SHARE = 2, 0.15
_FOREIGN_SHARE, _KNOWN_SHARE = 0.2, 0.4
_UNPROVEN = 0.4


def languages(batch: Batch) -> NDArray[np.str_]:
    """A code of LANGUAGES, 'mixed', or 'other' for each comment; 'other' when it holds no word at all.

    The language with most words is meant, where a word that proves its language spoken tells more than one
    that may be a brand. It holds the comment when few of its words are foreign to it (one name may be) and
    enough are in its dictionary or prove it spoken, of which one or two words are excused. Two languages mix
    when the lesser has at least two dictionary words, one of them proving it spoken, and a share of the
    words that is more than a name's.
    """
    total = len(batch)
    own = batch.table.languages[batch.words]
    foreign = np.bincount(batch.comment[batch.has(Kind.FOREIGN)], minlength=total)
    words, known, spoken = (np.zeros((len(LANGUAGES), total)) for _ in range(3))
    for place, language in enumerate(LANGUAGES):
        mine = own == place + 1
        words[place] = np.bincount(batch.comment[mine], minlength=total)
        found = mine & batch.has(Kind.KNOWN)
        known[place] = np.bincount(batch.comment[found], minlength=total)
        proofs = mine & batch.has(Kind.COMMON) if language.common else found
        spoken[place] = np.bincount(batch.comment[proofs], minlength=total)
        if language.common:
            name = (foreign == 1) & (spoken[place] >= 1) & (known[place] >= 2)
            foreign = np.where(name, 0, foreign)
    answer = np.full(total, OTHER, dtype="U5")
    main = np.argmax(spoken + _UNPROVEN * words, axis=0)
    each = np.arange(total)
    count = words[main, each]
    holds = (count > 0) & (foreign <= _FOREIGN_SHARE * count)
    holds &= (known[main, each] >= _KNOWN_SHARE * count) | (spoken[main, each] >= 2) | (count <= 2)
    codes = np.array([language.code for language in LANGUAGES])
    answer[holds] = codes[main[holds]]
    lesser = (known >= _MINOR_WORDS) & (spoken >= 1) & (words >= _MINOR_SHARE * words.sum(axis=0))
    answer[holds & (lesser.sum(axis=0) >= 2)] = MIXED
    return answer


_NOTHING = frozenset().union(*(language.nothing for language in LANGUAGES))
_LONGEST = max(map(len, _NOTHING)) * 2
_APART = re.compile(r"[\W_]+")
_SAID = re.compile(r"[^\W_]")
_SHOWN = re.compile("[\u2190-\U0010ffff]")


def says_nothing(text: str) -> bool:
    """Whether a clean text is blank, bare punctuation, or an answer such as 'нет' and 'n/a'; an emoji or an
    arrow says something."""
    if len(text) > _LONGEST:
        return _SAID.search(text) is None and _SHOWN.search(text) is None
    if _SHOWN.search(text):
        return False
    folded = _APART.sub(" ", text.lower().replace("ё", "е")).strip()
    return not folded or folded in _NOTHING
