"""Words of another script, written in Latin letters as each writer thought best.

Every reading of the letters that can still become a word of the dictionary is carried along, cheapest first;
of the words at the end the one is meant whose letters and rarity cost fewest bits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from otklik.languages import Language
from otklik.repair.vocabulary import vocabulary

_BEAM = 60
_LONGEST = 40
_SILENT, _SILENT_IF_CAREFUL = 1.5, 6.0
"""Bits that a silent letter costs."""
_USUAL = 1.0
WORD = re.compile(r"[^\W_]+(?:['’`ʹʺ]+[^\W_]*)*")


class Decoder:
    """The words of ``language`` behind Latin letters. A ``careful`` writer seldom leaves a
    silent letter out."""

    def __init__(self, language: Language, *, careful: bool) -> None:
        self._silent = _SILENT_IF_CAREFUL if careful else _SILENT
        self._vocabulary, self._spelling = vocabulary(language), language.spelling
        self._longest = max(map(len, self._spelling.romanised))

    def word(self, form: str) -> tuple[float, str] | None:
        """The dictionary word that a lower-case form most likely stands for, and what it costs in bits;
        None when there is none."""
        if len(form) > _LONGEST:
            return None
        known, rarity = self._vocabulary.knows, self._vocabulary.rarity
        ends = self._readings(form)
        found = [(cost + rarity(word), word) for word, cost in ends.items() if known(word)]
        return min(found, default=None)

    def letters(self, form: str) -> str | None:
        """The usual reading of each letter, for a name no dictionary has; None when a sign has none."""
        read, at = "", 0
        while at < len(form):
            pieces = [form[at : at + size] for size in range(self._longest, 0, -1)]
            piece = next((one for one in pieces if self._is_usual(one)), None)
            if piece is None:
                return None
            read += self._spelling.romanised[piece][0][0]
            at += len(piece)
        return read

    def _is_usual(self, piece: str) -> bool:
        """Whether the piece is one letter, or letters that most often stand for one."""
        meanings = self._spelling.romanised.get(piece)
        return meanings is not None and (len(piece) == 1 or meanings[0][1] <= _USUAL)

    def _readings(self, form: str) -> dict[str, float]:
        """What the whole form may be, each beginning of which begins a word, with the cost."""
        states: list[dict[str, float]] = [defaultdict(lambda: 1e9) for _ in range(len(form) + 1)]
        states[0][""] = 0.0
        for at in range(len(form)):
            for start, cost in sorted(states[at].items(), key=lambda state: state[1])[:_BEAM]:
                for size, letters, more in self._meanings(form, at):
                    for word, bits in self._continued(start + letters, cost + more):
                        states[at + size][word] = min(states[at + size][word], bits)
        return states[-1]

    def _meanings(self, form: str, at: int) -> Iterator[tuple[int, str, float]]:
        for size in range(1, min(self._longest, len(form) - at) + 1):
            for letters, cost in self._spelling.romanised.get(form[at : at + size], ()):
                yield size, letters, cost

    def _continued(self, word: str, cost: float) -> Iterator[tuple[str, float]]:
        """The word, and with a silent letter behind it."""
        if not self._spelling.begins(word):
            return
        yield word, cost
        for silent, behind in self._spelling.silent.items():
            if word[-1:] in behind and self._spelling.begins(word + silent):
                yield word + silent, cost + self._silent
