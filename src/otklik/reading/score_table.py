"""The table of score words: data/scores.yaml and a user's own file beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import yaml

from otklik.errors import OtklikError, UsageError
from otklik.reading.score_words import Family, ScoreWords, fold
from otklik.resources import folder
from otklik.score_kinds import parse_kind
from otklik.sentences import Sentence

HEADERS = ("any", "nps", "csat", "ces", "stars")
_KEYS = ("none", "numbers", "units", "families")
_FAMILY_KEYS = ("kinds", "steps", "values", "clear", "rare")
_CHOICE = re.compile(r"\(([^()]*)\)")


def load_score_words(extra: Path | None = None) -> ScoreWords:
    """The bundled table, or the bundled one with a user's file over it: a family of the same name is
    replaced, other families go first, words are added. Raises UsageError that names the file and the key."""
    bundled = _bundled()
    if extra is None:
        return bundled
    own = _read(extra)
    names = {family.name for family in own.families}
    return ScoreWords(
        (*own.families, *(family for family in bundled.families if family.name not in names)),
        bundled.none | own.none,
        {**bundled.numbers, **own.numbers},
        bundled.units | own.units,
    )


def spellings(phrase: str) -> list[str]:
    """'довол(ен|ьна)' → 'доволен', 'довольна'; folded. Choices may stand inside one another."""
    inner = _CHOICE.search(phrase)
    if inner is None:
        return [fold(phrase)]
    before, after = phrase[: inner.start()], phrase[inner.end() :]
    return [word for choice in inner[1].split("|") for word in spellings(before + choice + after)]


@cache
def _bundled() -> ScoreWords:
    return _read(folder("data") / "scores.yaml")


def _read(path: Path) -> ScoreWords:
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(
            "{path}: {why}", path=path, why=error.strerror, mend="--score-words FILE.yaml"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(
            "{path} is no YAML: {why}", path=path, why=error, mend="write it like data/scores.yaml"
        ) from None
    return _Checked(path).table(table)


class _Checked:
    """Turns what YAML gave into records; what is wrong is said with the file and the key."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def table(self, table: Any) -> ScoreWords:
        self.keys(table, "the file", _KEYS)
        numbers = self.mapping(table.get("numbers", {}), "numbers")
        families = self.mapping(table.get("families", {}), "families")
        return ScoreWords(
            tuple(self.family(str(name), content) for name, content in families.items()),
            self.words(table.get("none", []), "none"),
            {
                word: self.number(value, "numbers")
                for value, words in numbers.items()
                for word in self.words(words, f"numbers: {value}")
            },
            self.words(table.get("units", []), "units"),
        )

    def family(self, name: str, content: Any) -> Family:
        key = f"families: {name}"
        self.keys(content, key, _FAMILY_KEYS)
        listed = content.get("steps")
        if not isinstance(listed, list) or len(listed) < 2:
            raise self.wrong(
                f"{key}: steps", Sentence("two lists of words or more are wanted, the worst answer first")
            )
        steps = tuple(self.words(step, f"{key}: steps: {at}") for at, step in enumerate(listed, 1))
        every = list(chain.from_iterable(steps))
        if twice := sorted({word for word in every if every.count(word) > 1}):
            raise self.wrong(f"{key}: steps", Sentence("{word!r} stands in two steps", word=twice[0]))
        return Family(
            name,
            steps,
            self.values(content, key, len(steps)),
            self.kinds(content, key),
            *self.flags(content, key),
        )

    def values(self, content: Mapping[str, Any], key: str, n: int) -> tuple[float, ...]:
        values = content.get("values", range(2) if n == 2 else range(1, n + 1))
        key = f"{key}: values"
        if not isinstance(values, list | range) or len(values) != n:
            raise self.wrong(key, Sentence("{n:number is|numbers are} wanted, one for each step", n=n))
        numbers = tuple(float(self.number(value, key)) for value in values)
        if any(a >= b for a, b in pairwise(numbers)):
            raise self.wrong(key, Sentence("they must rise from the worst answer to the best"))
        return numbers

    def kinds(self, content: Mapping[str, Any], key: str) -> dict[str, str]:
        kinds = self.mapping(content.get("kinds"), f"{key}: kinds")
        self.keys(kinds, f"{key}: kinds", HEADERS)
        for header, spec in kinds.items():
            try:
                parse_kind(str(spec))
            except OtklikError as error:
                raise self.wrong(f"{key}: kinds: {header}", error.message) from None
        return {header: str(spec) for header, spec in kinds.items()}

    def flags(self, content: Mapping[str, Any], key: str) -> tuple[bool, bool]:
        clear, rare = content.get("clear", False), content.get("rare", False)
        for name, flag in (("clear", clear), ("rare", rare)):
            if not isinstance(flag, bool):
                raise self.wrong(
                    f"{key}: {name}", Sentence("true or false is wanted, not {given!r}", given=flag)
                )
        return clear, rare

    def words(self, listed: Any, key: str) -> frozenset[str]:
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self.wrong(key, Sentence("a list of words is wanted (write yes, no and numbers in quotes)"))
        return frozenset(chain.from_iterable(map(spellings, listed))) - {""}

    def number(self, value: Any, key: str) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, Sentence("a number is wanted, not {given!r}", given=value))
        return value

    def mapping(self, value: Any, key: str) -> dict[Any, Any]:
        if not isinstance(value, dict) or (not value and key.endswith("kinds")):
            raise self.wrong(key, Sentence("a mapping 'key: value' is wanted"))
        return value

    def keys(self, value: Any, key: str, known: tuple[str, ...]) -> None:
        for name in self.mapping(value, key):
            if name not in known:
                raise self.wrong(
                    f"{key}: {name}", Sentence("there is no such key; known: {known}", known=known)
                )

    def wrong(self, key: str, why: Sentence) -> UsageError:
        return UsageError(
            "{path}: {key}: {why}", path=self.path, key=key, why=why, mend="write it like data/scores.yaml"
        )
