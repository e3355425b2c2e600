"""Why a mention was found, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from otklik.evidence import Evidence
from otklik.taxonomy import Matcher
from otklik.words import Batch, Bend, Kind, Word

_TOLD = 3
_NEGATOR = int(Kind.NEGATOR)


class Reasons:
    """Tells the reasons of one batch. ``weights``: words × concepts, what each word adds to a topic."""

    def __init__(self, matcher: Matcher, heard: Batch, weights: NDArray[np.float32]) -> None:
        self._matcher, self._heard, self._weights = matcher, heard, weights
        self._table: Sequence[Word] = heard.table.words
        self._words: list[int] = heard.words.tolist()
        self._spoken: list[bool] = heard.has(Kind.WORD | Kind.EMOJI).tolist()
        self._turned: list[bool] = (heard.bend == Bend.TURNED).tolist()

    def tell(self, topic: int, shown: Evidence) -> str:
        """The rule in the words that met it, with the negator that turns it, or else the words of the
        evidence that weigh most, as they are written."""
        hit = shown.hit
        if hit.rule < 0:
            return self._loudest(topic, shown)
        words = [self._word(at) for at in range(hit.start, hit.end) if self._spoken[at]]
        told = self._matcher.reason(hit.rule, words)
        return f"rule: {self._negator(hit.start)}{told}" if self._turned[hit.start] else f"rule: {told}"

    def _word(self, at: int) -> Word:
        return self._table[self._words[at]]

    def _loudest(self, topic: int, shown: Evidence) -> str:
        inside = np.array([at for at in range(shown.start, shown.end) if self._spoken[at]], dtype=np.intp)
        weights = self._weights[inside, topic]
        told = np.argsort(-weights, kind="stable")[:_TOLD]
        strongest = sorted(told[weights[told] > 0].tolist()) or told[:1].tolist()
        words = [_readable(self._word(int(inside[at]))) for at in strongest]
        return "words: " + ", ".join(dict.fromkeys(words))

    def _negator(self, start: int) -> str:
        """The lemma of the negator that turns the words from ``start``, and '…' for words between."""
        at = start - 1
        while not self._heard.kinds[at] & _NEGATOR:
            at -= 1
        return f"{self._word(at).lemma} " if at == start - 1 else f"{self._word(at).lemma} … "


def _readable(word: Word) -> str:
    """A word as it is written; the end of "n't" as the negator it stands for."""
    return word.lemma if word.kind & _NEGATOR else word.form
