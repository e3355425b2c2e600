"""What is said of the data: its size, its languages, how the file and the scores were understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from otklik.records import Guess, JoinReport, Results, Roles
from otklik.report.figures import Figures
from otklik.report.texts import Texts

_FACTS = (
    "source",
    "export",
    "sheet",
    "rows",
    "analysed",
    "empty",
    "duplicates",
    "languages",
    "encoding",
    "delimiter",
)
_VALUES = 12  # values of a score column named one by one


def guesses(roles: object) -> tuple[Guess, ...]:
    """The guesses among the roles, given as the record or as plain facts."""
    if isinstance(roles, Roles):
        return roles.guesses
    if not isinstance(roles, Mapping):
        return ()
    return tuple(g if isinstance(g, Guess) else Guess(**g) for g in roles.get("guesses", ()))


@dataclass(frozen=True)
class JoinSide:
    """One table of a join."""

    name: str
    rows: int
    matched: int
    duplicates: int
    examples: tuple[str, ...]


def join_sides(report: JoinReport, texts: Texts) -> tuple[JoinSide, JoinSide]:
    """Both tables of a join, the comments first."""
    return (
        JoinSide(
            texts("join_left"),
            report.left_rows,
            report.left_matched,
            report.left_duplicate_keys,
            report.left_unmatched_examples,
        ),
        JoinSide(
            texts("join_right"),
            report.right_rows,
            report.right_matched,
            report.right_duplicate_keys,
            report.right_unmatched_examples,
        ),
    )


@dataclass(frozen=True)
class Quality:
    """Writes the facts in ``results.data`` and the score checks in one language."""

    texts: Texts
    figures: Figures

    def facts(self, results: Results) -> Iterator[tuple[str, str]]:
        """(what, how it is) pairs; facts that were not given are left out."""
        for key in _FACTS:
            value = results.data.get(key)
            if value not in (None, {}):
                yield self.texts(f"fact.{key}"), self._fact(key, value)

    def _fact(self, key: str, value: Any) -> str:
        if key == "languages":
            return self._shares(value)
        if key == "delimiter":
            return self.texts("delimiter.tab") if value == "\t" else str(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.figures.number(value)
        return str(value)

    def _shares(self, counts: Mapping[str, int]) -> str:
        total = sum(counts.values()) or 1
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return ", ".join(
            f"{self.texts.find(f'language.{name}', name)} {self.figures.percent(n / total)}"
            for name, n in ordered
            if n
        )

    def values(self, counts: Mapping[str, int]) -> str:
        """Values of a score column that could not be used: '11 × 3, 99 × 1', the most frequent first."""
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        named = [f"{value} × {self.figures.number(n)}" for value, n in ordered[:_VALUES]]
        if (rest := len(ordered) - _VALUES) > 0:
            named.append(self.texts("more_values", count=rest, n=rest))
        return ", ".join(named) or "0"
