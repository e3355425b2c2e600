"""Why a mention was found, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from otklik.evidence import Evidence
from otklik.taxonomy import Matcher
from otklik.words import Batch, Bend, Kind, Word

_TOLD = 3


def reason(matcher: Matcher, heard: Batch, weights: NDArray[np.float32], shown: Evidence) -> str:
    """The rule in the words that met it, with the negator that turns it, or else the words of the evidence
    that weigh most, as they are written. ``weights``: what each word of the batch adds to the topic."""
    hit, spoken = shown.hit, heard.has(Kind.WORD | Kind.EMOJI)
    if hit.rule >= 0:
        inside = hit.start + np.flatnonzero(spoken[hit.start : hit.end])
        words = [heard.table.words[heard.words[at]] for at in inside]
        return f"rule: {' '.join([*_negators(heard, hit.start), matcher.reason(hit.rule, words)])}"
    inside = shown.start + np.flatnonzero(spoken[shown.start : shown.end])
    told = inside[np.argsort(-weights[inside], kind="stable")[:_TOLD]]
    strongest = sorted(told[weights[told] > 0].tolist()) or told[:1].tolist()
    words = [heard.table.words[heard.words[at]] for at in strongest]
    return "words: " + ", ".join(dict.fromkeys(_readable(word) for word in words))


def _negators(heard: Batch, start: int) -> list[str]:
    """The lemma of the negator that turns the words from ``start``, if any, and '…' for words between."""
    if heard.bend[start] != Bend.TURNED:
        return []
    before = range(start - 1, int(heard.first[heard.comment[start]]) - 1, -1)
    at = next(at for at in before if heard.kinds[at] & Kind.NEGATOR)
    lemma = heard.table.words[heard.words[at]].lemma
    return [lemma] if at == start - 1 else [lemma, "…"]


def _readable(word: Word) -> str:
    """A word as it is written; the end of "n't" as the negator it stands for."""
    return word.lemma if word.kind & Kind.NEGATOR else word.form
