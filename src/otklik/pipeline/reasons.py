"""Why a mention was found, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from otklik.evidence import Evidence
from otklik.taxonomy import Matcher
from otklik.words import SPOKEN, Batch, Bend, Kind, Word

_TOLD = 3
_NEGATOR, _TURNED = int(Kind.NEGATOR), int(Bend.TURNED)
Weights = NDArray[np.float32]
"""Words × concepts: what each word adds to a topic."""


class Reasons:
    """Tells for what reasons the rules of a matcher, or the words, speak for topics."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def tell(self, heard: Batch, topics: NDArray[np.intp], evidence: Evidence, weights: Weights) -> list[str]:
        """Of each mention the rule in the words that met it, with the negator that turns it, or else the
        words of the evidence that weigh most, as they are written."""
        hits = evidence.hits
        columns = (topics, hits.rule, hits.start, hits.end, evidence.start, evidence.end)
        turned = (heard.bend[hits.start] == _TURNED).tolist()
        told = []
        for at, (topic, rule, first, last, start, end) in enumerate(
            zip(*(column.tolist() for column in columns), strict=True)
        ):
            if rule < 0:
                told.append(_loudest(heard, start, end, weights[start:end, topic]))
            else:
                negator = _negator(heard, first) if turned[at] else ""
                reason = self._matcher.reason(rule, tuple(heard.words[first:last].tolist()))
                told.append(f"rule: {negator}{reason}")
        return told


def _word(heard: Batch, at: int) -> Word:
    return heard.table.words[int(heard.words[at])]


def _loudest(heard: Batch, start: int, end: int, weights: NDArray[np.float32]) -> str:
    """The words from ``start`` to ``end`` of the batch, of these ``weights``, that weigh most."""
    inside = heard.has(SPOKEN)[start:end].nonzero()[0]
    weights = weights[inside]
    told = (-weights).argsort(kind="stable")[:_TOLD]
    strongest = sorted(told[weights[told] > 0].tolist()) or told[:1].tolist()
    words = [_readable(_word(heard, start + int(inside[at]))) for at in strongest]
    return "words: " + ", ".join(dict.fromkeys(words))


def _negator(heard: Batch, start: int) -> str:
    """The lemma of the negator that turns the words from ``start``, and '…' for words between."""
    at = start - 1
    while not heard.kinds[at] & _NEGATOR:
        at -= 1
    lemma = _word(heard, at).lemma
    return f"{lemma} " if at == start - 1 else f"{lemma} … "


def _readable(word: Word) -> str:
    """A word as it is written; the end of "n't" as the negator it stands for."""
    return word.lemma if int(word.kind) & _NEGATOR else word.form
