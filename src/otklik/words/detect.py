"""The language of each comment: by script, dictionary, and the words only another language writes."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from otklik.languages import LANGUAGES
from otklik.words.batch import Batch
from otklik.words.table import Kind

MIXED, OTHER = "mixed", "other"
_ANSWERS = (OTHER, *(language.code for language in LANGUAGES), MIXED)
_NAMED = np.array(_ANSWERS)
_PROVES = np.array([bool(language.common) for language in LANGUAGES])
_KNOWN, _COMMON, _FOREIGN = int(Kind.KNOWN), int(Kind.COMMON), int(Kind.FOREIGN)
_AMONG = np.array([[not bit or (told & bit) > 0 for told in range(8)] for bit in (0, 1, 2, 4)], np.intp)
"""Whether a word counts of which three things are told: as a word, and for each of the three."""
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
    counts = _counts(batch)
    words, known, common = counts[:3, :, 1:]
    spoken = np.where(_PROVES, common, known)
    foreign = counts[3].sum(axis=1)
    if foreign.any():
        foreign[(foreign == 1) & (_PROVES & (spoken >= 1) & (known >= 2)).any(axis=1)] = 0
    main = (spoken + _UNPROVEN * words).argmax(axis=1)
    each = np.arange(len(batch))
    count = words[each, main]
    holds = (count > 0) & (foreign <= _FOREIGN_SHARE * count)
    holds &= (known[each, main] >= _KNOWN_SHARE * count) | (spoken[each, main] >= 2) | (count <= 2)
    lesser = (known >= _MINOR_WORDS) & (spoken >= 1)
    lesser &= words >= _MINOR_SHARE * words.sum(axis=1, keepdims=True)
    told = np.where(lesser.sum(axis=1) >= 2, _ANSWERS.index(MIXED), main + 1)
    return _NAMED[np.where(holds, told, _ANSWERS.index(OTHER))]


def _counts(batch: Batch) -> NDArray[np.intp]:
    """4 × comments × languages, 0 among them: how many words there are, and how many of these are known,
    common, and foreign."""
    told = batch.has(_KNOWN) + 2 * batch.has(_COMMON) + 4 * batch.has(_FOREIGN)
    shape = len(batch), len(LANGUAGES) + 1
    place = (told * len(batch) + batch.comment) * shape[1] + batch.languages
    each = np.bincount(place, minlength=8 * shape[0] * shape[1])
    counts: NDArray[np.intp] = _AMONG @ each.reshape(8, -1)
    return counts.reshape(4, *shape)


_NOTHING = frozenset().union(*(language.nothing for language in LANGUAGES))
_LONGEST = max(map(len, _NOTHING)) * 2
_APART = re.compile(r"[\W_]+")
_SAID = re.compile(r"[^\W_]")
_SHOWN = re.compile("[^\0-\u218f]")


def says_nothing(text: str) -> bool:
    """Whether a clean text is blank, bare punctuation, or an answer such as 'нет' and 'n/a'; an emoji or an
    arrow says something."""
    if len(text) > _LONGEST:
        return _SAID.search(text) is None and _SHOWN.search(text) is None
    if _SHOWN.search(text):
        return False
    folded = _APART.sub(" ", text.lower().replace("ё", "е")).strip()
    return not folded or folded in _NOTHING
