"""The taxonomy: topics and signals as read from one YAML file, which users edit or replace."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

import yaml

from otklik.errors import TaxonomyError
from otklik.languages import LANGUAGES
from otklik.records import POLARITIES
from otklik.resources import folder
from otklik.sentences import Sentence
from otklik.taxonomy import kept
from otklik.taxonomy.match import Matcher
from otklik.taxonomy.pattern import (
    NO_CONDITIONS,
    Sets,
    Steps,
    compile_conditions,
    compile_matcher,
    compile_phrase,
)
from otklik.taxonomy.plan import Rule, planned

Texts = Mapping[str, str]
Pattern = str | Sequence[Mapping[str, Any]]
ANY_POLARITY = "any"
KANO = ("basic", "performance", "excitement")
STAGES = ("choice", "purchase", "delivery", "use", "service")
"""Stages of the journey in its order; a taxonomy may have others."""
PYRAMID = ("Communication", "Responsive", "Commitment", "Proactive", "Evolution")


@dataclass(frozen=True)
class Concept:
    """A topic or a signal.

    ``patterns[language][polarity]`` are phrases or Matcher patterns; polarity is one of POLARITIES or
    'any', and always 'any' for a signal. ``kano``, ``pyramid``, ``stage`` and ``side`` say where the
    topic stands in Kano's model, Gartner's CX pyramid, the customer journey, and experience itself.
    ``praised`` is its name where it is praised, if its ``name`` tells of a fault.
    """

    id: str
    name: Texts
    definition: Texts
    patterns: Mapping[str, Mapping[str, Sequence[Pattern]]]
    parent: str | None = None
    kano: str | None = None
    pyramid: str | None = None
    stage: str | None = None
    side: str | None = None
    praised: Texts | None = None


@dataclass(frozen=True)
class Taxonomy:
    """Topics and signals in the order of the file. ``source`` names the file."""

    topics: tuple[Concept, ...]
    signals: tuple[Concept, ...]
    sets: Mapping[str, Sets] = field(default_factory=dict)
    source: str = ""

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Topics, then signals."""
        return self.topics + self.signals

    @property
    def names(self) -> dict[str, Texts]:
        """Id → name by language, and 'id:positive' → the name where it is praised, if it has one."""
        praised = {f"{one.id}:positive": one.praised for one in self.topics if one.praised}
        return {one.id: one.name for one in self.concepts} | praised

    @property
    def written(self) -> str:
        """A digest of all patterns and word sets."""
        text = repr(([(concept.id, concept.patterns) for concept in self.concepts], self.sets))
        return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()

    def matcher(self) -> Matcher:
        """Finds all patterns. Raises TaxonomyError as ``rules`` does, and ModelError where the plan that is
        kept of these is damaged."""
        return Matcher(kept.read(self.written) or planned(self.rules()))

    def rules(self) -> list[Rule]:
        """All patterns, compiled. Raises TaxonomyError naming the concept whose pattern is wrong."""
        return [rule for concept in self.concepts for rule in self._rules(concept)]

    def _rules(self, concept: Concept) -> Iterator[Rule]:
        for language in LANGUAGES:
            sets = self.sets.get(language.code, {})
            for polarity, patterns in concept.patterns.get(language.code, {}).items():
                for pattern in patterns:
                    rows: list[Steps]
                    conditions = NO_CONDITIONS
                    try:
                        if isinstance(pattern, str):
                            rows = compile_phrase(pattern, language, sets)
                            conditions = compile_conditions(pattern, language, sets)
                        else:
                            rows = [compile_matcher(pattern, language)]
                    except TaxonomyError as error:
                        raise TaxonomyError(
                            "{source}: {id}: {why}", source=self.source, id=concept.id, why=error.message
                        ) from None
                    shown = polarity if polarity in POLARITIES else None
                    for steps in rows:
                        yield Rule(concept.id, steps, shown, str(pattern), language.code, conditions)


def load(path: str | PathLike[str] | None = None) -> Taxonomy:
    """Read a taxonomy; without a path, the bundled codebook.

    Raises TaxonomyError with the file and the place when the YAML or its schema is broken.
    """
    path = Path(path) if path is not None else folder("data") / "taxonomy.yaml"
    try:
        return parse(path.read_text(encoding="utf8"), path)
    except FileNotFoundError:
        raise TaxonomyError(
            "there is no taxonomy file {path}", path=path, mend="--taxonomy FILE.yaml"
        ) from None
    except UnicodeDecodeError as error:
        raise TaxonomyError("{path} is not YAML: {why}", path=path, why=error) from None
    except OSError as error:
        raise TaxonomyError("{path} cannot be read: {why}", path=path, why=error.strerror) from None


def parse(text: str, path: Path) -> Taxonomy:
    """A taxonomy from the text of its file; ``path`` names it in messages. Raises as ``load``."""
    try:
        content = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise TaxonomyError(
            "{path} is not YAML: {why}",
            path=path,
            why=error,
            mend="look at that line and the one above: what belongs together begins at the same place",
        ) from None
    if not isinstance(content, dict) or not isinstance(content.get("topics"), list):
        raise TaxonomyError("{path} has no list 'topics'", path=path)
    if not isinstance(content.get("signals") or [], list):
        raise TaxonomyError("{path}: 'signals' is not a list", path=path)
    topics = tuple(_concept(row, path, topic=True) for row in content["topics"])
    signals = tuple(_concept(row, path, topic=False) for row in content.get("signals") or ())
    if not topics:
        raise TaxonomyError("{path}: the list 'topics' is empty", path=path)
    seen: set[str] = set()
    for concept in topics + signals:
        if concept.id in seen:
            raise TaxonomyError("{path}: the id {id!r} stands twice", path=path, id=concept.id)
        seen.add(concept.id)
    return Taxonomy(topics, signals, _sets(content.get("sets") or {}, path), str(path.name))


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FIELDS = {"id", "name", "definition", "patterns", "parent", "kano", "pyramid", "stage", "side", "praised"}


def _concept(row: Any, path: Path, *, topic: bool) -> Concept:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise TaxonomyError(
            "{path}: a topic or signal without an 'id': {row}",
            path=path,
            row=str(row)[:80],
            mend="give it one: - id: parking",
        )

    def wrong(why: Sentence) -> TaxonomyError:
        return TaxonomyError("{path}: {id}: {why}", path=path, id=row["id"], why=why)

    if unknown := set(row) - _FIELDS:
        raise wrong(
            Sentence("unknown field {name!r}; fields: {fields}", name=min(unknown), fields=sorted(_FIELDS))
        )
    for key, allowed in (("kano", KANO), ("pyramid", PYRAMID)):
        if row.get(key) is not None and row[key] not in allowed:
            raise wrong(
                Sentence("{key} {given!r} is not one of {allowed}", key=key, given=row[key], allowed=allowed)
            )
    name = row.get("name") or row["id"]
    definition = _texts(row.get("definition") or name)
    written = row.get("patterns") or {}
    if not isinstance(written, dict):
        raise wrong(Sentence("patterns must be given by language: {ru: [...], en: [...]}"))
    patterns: dict[str, dict[str, Sequence[Pattern]]] = {}
    for language, groups in written.items():
        if language not in {known.code for known in LANGUAGES}:
            raise wrong(Sentence("patterns for an unknown language {language!r}", language=language))
        groups = groups if isinstance(groups, dict) else {ANY_POLARITY: groups}
        if unknown := set(groups) - {*(POLARITIES if topic else ()), ANY_POLARITY}:
            raise wrong(Sentence("patterns of an unknown polarity {name!r}", name=min(map(str, unknown))))
        for group in groups.values():
            if not isinstance(group or [], list) or not all(map(_is_pattern, group or ())):
                raise wrong(
                    Sentence(
                        "patterns are a list of phrases or of lists of mappings, not {given}",
                        given=str(group)[:80],
                    )
                )
        patterns[language] = {polarity: tuple(group or ()) for polarity, group in groups.items()}
    rest = {key: row.get(key) for key in ("parent", "kano", "pyramid", "stage", "side")}
    praised = _texts(row["praised"]) if row.get("praised") else None
    return Concept(row["id"], _texts(name), definition, patterns, **rest, praised=praised)


def _is_pattern(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(token, dict) for token in value)
    )


def _sets(value: Any, path: Path) -> Mapping[str, Sets]:
    """Word sets by language and name."""
    right = isinstance(value, dict) and all(
        isinstance(sets, dict) and all(isinstance(words, list) for words in sets.values())
        for sets in value.values()
    )
    if not right:
        raise TaxonomyError(
            "{path}: 'sets' must be given by language and name: {{ru: {{time: [час, день]}}}}", path=path
        )
    return {language: dict(sets) for language, sets in value.items()}


def _texts(value: Any) -> Texts:
    """A text per language; a bare string serves for all."""
    return value if isinstance(value, dict) else {language.code: str(value) for language in LANGUAGES}
