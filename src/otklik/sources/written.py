"""A part of a record as it stands in its file, which can say where it is when it is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from otklik.errors import UsageError
from otklik.sentences import Sentence
from otklik.sources.paths import Condition, Field, Tests, compile_path

_NAN = float("nan")


@dataclass(frozen=True)
class Written:
    """A mapping of the file and where in it it stands, for messages."""

    value: Any
    file: str
    key: str = ""

    def wrong(self, why: Sentence, key: str = "") -> UsageError:
        place = ".".join(filter(None, (self.key, key)))
        return UsageError(
            "the source {file}, key {place!r}: {why}" if place else "the source {file}: {why}",
            file=self.file,
            place=place,
            why=why,
            mend="data/sources/README.md says how a source is written",
        )

    def only(self, *keys: str) -> None:
        """Complain of anything but a mapping with some of these keys."""
        if not isinstance(self.value, dict):
            raise self.wrong(Sentence("should be a mapping, not {given!r}", given=str(self.value)[:60]))
        for key in self.value:
            if key not in keys:
                raise self.wrong(Sentence("is not known here; known: {keys}", keys=keys), str(key))

    def get(self, key: str) -> Any:
        return self.value.get(key)

    def child(self, key: str) -> Written:
        return Written(self.get(key), self.file, ".".join(filter(None, (self.key, key))))

    def children(self, key: str) -> list[Written]:
        """A mapping, or a list of mappings."""
        value = self.get(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        return [Written(item, self.file, self.child(key).key) for item in items]

    def text(self, key: str, default: str | None = None) -> str:
        value = self.value.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(Sentence("should be a text"), key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A text, or a list of texts."""
        value = self.get(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(item, str) and item for item in items):
            raise self.wrong(Sentence("should be a text or a list of texts"), key)
        return tuple(items)

    def field(self, key: str) -> Field:
        return tuple(map(compile_path, self.texts(key)))

    def fields(self, known: Collection[str]) -> Mapping[str, Field]:
        node = self.child("fields")
        if node.value is None:
            return {}
        node.only(*known)
        return {name: node.field(name) for name in node.value}

    def has(self) -> tuple[Field, ...]:
        keys = self.texts("has")
        if not keys:
            raise self.wrong(Sentence("should list the keys by which the object is known"), "has")
        return tuple(tuple(map(compile_path, key.split("|"))) for key in keys)

    def tests(self, key: str) -> Tests:
        found = []
        for node in self.children(key):
            if not isinstance(node.value, dict) or not node.value:
                raise self.wrong(Sentence("should be a mapping 'path: value' or a list of them"), key)
            found.append(tuple(self._condition(str(path), value, key) for path, value in node.value.items()))
        return tuple(found)

    def _condition(self, path: str, value: Any, key: str) -> Condition:
        where = compile_path(path)
        if value == ">0":
            return Condition(where, positive=True)
        if value == "*":
            return Condition(where, filled=True)
        if isinstance(value, str) and value.startswith("="):
            return Condition(where, same=compile_path(value[1:]))
        if isinstance(value, str) and value.startswith("!="):
            return Condition(where, other=compile_path(value[2:]))
        among = value if isinstance(value, list) else [value]
        if any(isinstance(one, dict | list) for one in among):
            raise self.wrong(Sentence("{path} should be a value or a list of values", path=path), key)
        return Condition(where, among=frozenset(map(folded, among)))

    def words(self, key: str) -> Mapping[str, float]:
        """Words and their numbers, NaN for none."""
        node = self.child(key)
        if node.value is None:
            return {}
        if not isinstance(node.value, dict):
            raise node.wrong(Sentence("should be a mapping of words to numbers"))
        for word, number in node.value.items():
            if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
                raise node.wrong(Sentence("{number!r} is not a number", number=number), str(word))
        return {folded(word): _NAN if said is None else float(said) for word, said in node.value.items()}


def folded(value: Any) -> str:
    """As a value of JSON is compared: true is 'true', nothing is the empty text."""
    return "" if value is None else str(value).strip().casefold()
