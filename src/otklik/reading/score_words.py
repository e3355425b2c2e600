"""Scores in words and signs: families of answers, and which of them a column is written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from otklik.score_kinds import ScoreKind
from otklik.sources.headers import column_key

COVERED = 0.95
_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
# What changes the look of a sign but not the sign: variation selectors, skin tones, the joiner.
_GENDER = re.compile(r"(?<=[а-яё])(?:\(-?[а-яё]{1,4}\)|/-?[а-яё]{1,3}\b)", re.IGNORECASE)
_LOOKS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\\s]")


@dataclass(frozen=True)
class Family:
    """The answers of one question: ``steps`` hold the folded words from the worst answer to the best,
    ``values`` what each step counts. The rest is explained at the head of data/scores.yaml."""

    name: str
    steps: tuple[frozenset[str], ...]
    values: tuple[float, ...]
    kinds: Mapping[str, str]
    clear: bool = False
    rare: bool = False

    def on(self, kind: ScoreKind) -> bool:
        """Whether its values run over the kind's scale from end to end."""
        return (self.values[0], self.values[-1]) == (kind.low, kind.high)

    def worth(self, kind: ScoreKind | None = None) -> dict[str, float]:
        """What each word counts; turned where the low end of the kind is the good one."""
        low = kind is not None and kind.better == "low"
        values = [self.values[0] + self.values[-1] - value for value in self.values] if low else self.values
        return {word: value for step, value in zip(self.steps, values, strict=True) for word in step}

    def seen(self, words: Mapping[str, int]) -> int:
        """How many of the steps occur among the words."""
        return sum(not step.isdisjoint(words) for step in self.steps)


@dataclass(frozen=True)
class ScoreWords:
    """A table of words: families in the order of preference, words of ``none`` answer, spelled-out
    ``numbers``, and the ``units`` that may stand beside a number."""

    families: tuple[Family, ...]
    none: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    units: frozenset[str] = frozenset()

    def fitting(self, words: Mapping[str, int], kind: ScoreKind | None = None) -> list[Family]:
        """The families that a column is written in; ``words`` are its folded words and how often each
        occurs, ``kind`` its kind where that is told (then the scale has to fit).

        A family must know 19 answers in 20 and tell two steps apart. The best one knows most answers, tells
        most steps apart and has fewest of them. Several are returned where they fit equally and differ in
        what a word is worth: then nothing but the user can tell.
        """
        total = sum(count for word, count in words.items() if word not in self.none)
        if not total:
            return []
        ranks = {
            family.name: _rank(family, words)
            for family in self.families
            if kind is None or kind.low is None or family.on(kind)
        }
        best = max(ranks.values(), default=(0, 0, 0, False))
        if best[0] < max(COVERED * total, 1) or best[1] < 2:
            return []
        meanings: dict[frozenset[tuple[str, float]], Family] = {}
        for family in self.families:
            if ranks.get(family.name) == best:
                meant = {word: value for word, value in family.worth().items() if word in words}
                meanings.setdefault(frozenset(meant.items()), family)
        return list(meanings.values())

    def worth(self, kind: ScoreKind, words: Mapping[str, int]) -> dict[str, float]:
        """What each word counts on the scale of a kind that is known: words that all usual families of the
        scale agree on, and those of the family that the column is written in."""
        usual: dict[str, set[float]] = {}
        rare: dict[str, set[float]] = {}
        for family in self.families:
            if family.on(kind):
                for word, value in family.worth(kind).items():
                    (rare if family.rare else usual).setdefault(word, set()).add(value)
        agreed = {word: min(values) for word, values in (rare | usual).items() if len(values) == 1}
        best = self.fitting(words, kind)
        return agreed | (best[0].worth(kind) if len(best) == 1 else {})

    @cached_property
    def statements(self) -> frozenset[str]:
        """Words of families that are good or bad only by what the header says ('agree')."""
        return frozenset().union(
            *(step for one in self.families if "any" not in one.kinds for step in one.steps)
        )

    @cached_property
    def sides(self) -> dict[str, int]:
        """1 for a word on the good side of its families, -1 on the bad one; 0 where they do not agree."""
        found: dict[str, set[int]] = {}
        for family in self.families:
            middle = (len(family.steps) - 1) / 2
            for at, step in enumerate(family.steps):
                for word in step:
                    found.setdefault(word, set()).add((at > middle) - (at < middle))
        return {word: sum(sides) if len(sides - {0}) == 1 else 0 for word, sides in found.items()}


def _rank(family: Family, words: Mapping[str, int]) -> tuple[int, int, int, bool]:
    known = sum(words[word] for step in family.steps for word in step if word in words)
    return known, family.seen(words), -len(family.steps), not family.rare


def fold(text: str) -> str:
    """A cell as the table knows it: case, ё, spaces, underscores and punctuation do not count; a number
    keeps its sign; of 'доволен(-на)' the first form is left, and of equal signs ('👍🏽👍🏽') one."""
    if _NUMBER.match(text):
        return f"{float(text.replace(',', '.')):g}"
    if key := " ".join(column_key(_GENDER.sub("", text)).replace("_", " ").split()):
        return key
    signs = _LOOKS.sub("", text)
    return signs[0] if len(set(signs)) == 1 else signs
