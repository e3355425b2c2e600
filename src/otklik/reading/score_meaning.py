"""The kind of a score by its words: those of a column of words, and those beside numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from otklik.reading import words
from otklik.reading.score_cells import STAR
from otklik.reading.score_column import BOTH, Distinct, two_ways
from otklik.reading.score_table import load_score_words
from otklik.reading.score_words import Family, ScoreWords
from otklik.score_kinds import SCORE_KINDS, ScoreKind, parse_kind
from otklik.sentences import Sentence

# Statements that it is bad to agree with.
_HARD = re.compile("сложн|трудн|тяжел|difficult|hard|слишком|too ")


def families_of(column: Distinct, table: ScoreWords | None) -> list[Family]:
    """The families of the words of a column. Bare numbers beside the words must be of the same scale, and of
    one whose good end numbers can tell."""
    bare = column.numbers[~np.isnan(column.numbers)]
    return [
        family
        for family in (table or load_score_words()).fitting(column.words)
        if not len(bare) or (len(family.steps) > 3 and np.isin(bare, family.values).all())
    ]


def is_clear(family: Family, column: Distinct) -> bool:
    return family.clear and family.seen(column.words) >= min(3, len(family.steps))


def is_starred(column: Distinct) -> bool:
    return bool(column.cells) and all(cell.label == STAR and cell.value <= 5 for cell in column.cells)


def is_unsaid(header: str, answers: Iterable[str]) -> bool:
    """Whether the answers agree with a statement that the header does not show to be a good one."""
    if load_score_words().statements.isdisjoint(answers):
        return False
    return not (words.rank("ces", header) or words.rank("csat", header)) or bool(
        _HARD.search(header.casefold())
    )


def kind_of_words(header: str, column: Distinct, table: ScoreWords) -> tuple[ScoreKind | None, Sentence]:
    families = families_of(column, table)
    if column.is_yes_no:
        return None, Sentence("which of yes and no is good cannot be told")
    if not families:
        return None, Sentence("its values are neither whole numbers from 0 to 10 nor known words of a score")
    if len(families) > 1:
        return None, Sentence(
            "its words can be counted in two ways: {ways}", ways=two_ways(families, column.words)
        )
    family = families[0]
    said = [name for name in ("nps", "csat", "ces", "stars") if words.rank(name, header)]
    spec = next((family.kinds[name] for name in (*said, "any") if name in family.kinds), None)
    if spec is None or ("any" not in family.kinds and _HARD.search(header.casefold())):
        return None, Sentence(
            "the words are those of {family!r}: whether that is good the header does not tell",
            family=family.name,
        )
    kind = parse_kind(spec)
    counted = replace(kind, words=tuple(sorted(table.worth(kind, column.words).items())))
    shown = sorted((value, word) for word, value in family.worth(kind).items() if word in column.words)
    return counted, Sentence("words: {words}", words=[f"{word} = {value:g}" for value, word in shown[:7]])


def kind_by_end(
    name: str | None, values: frozenset[float], end: str, shown: Sentence
) -> tuple[ScoreKind | None, Sentence]:
    """The kind of numbers with words beside them, which tell the good end of a scale."""
    if end == BOTH:
        return None, Sentence(
            "{values}: the words beside the numbers do not agree which end is good", values=shown
        )
    if name is None and values <= {1, 2, 3}:
        name = "csat3"
    if name is None and values <= {0, 1}:
        name = "binary"
    if name is None or (end == "low" and name in ("nps", "csat235")):
        return None, Sentence(
            "{values}: the words say that the low end is good"
            if end == "low"
            else "{values}: the words say that the high end is good",
            values=shown,
        )
    return replace(SCORE_KINDS[name], better=end), Sentence(
        "{values}, the low end is good by its words"
        if end == "low"
        else "{values}, the high end is good by its words",
        values=shown,
    )
