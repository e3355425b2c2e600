"""Records of sources read from YAML; a bad one is told by its file and key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from otklik.errors import OtklikError, UsageError
from otklik.resources import folder
from otklik.score_kinds import parse_kind
from otklik.sentences import Sentence
from otklik.sources import record
from otklik.sources.paths import compile_path
from otklik.sources.written import Written, folded

_BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOL = "tag:yaml.org,2002:bool"
# As in YAML 1.2, a bare Yes or No is a word: rating words and keys may well be called so.
_RULES = {
    letter: [rule for rule in rules if rule[0] != _BOOL]
    for letter, rules in _BASE.yaml_implicit_resolvers.items()
}
_LOADER: Any = type("_Loader", (_BASE,), {"yaml_implicit_resolvers": _RULES})
_LOADER.add_implicit_resolver(_BOOL, re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def load_sources(extra: Path | None = None) -> tuple[record.Source, ...]:
    """The bundled records, after that of the user's file if one is given.

    Raises UsageError naming the file and the key where a record is wrong.
    """
    return (*((replace(read_source(extra), own=True),) if extra is not None else ()), *_bundled())


@cache
def _bundled() -> tuple[record.Source, ...]:
    return tuple(read_source(file) for file in sorted((folder("data") / "sources").glob("*.yaml")))


def read_source(file: Path) -> record.Source:
    """One record. Raises UsageError as ``load_sources`` does."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_LOADER)
    except OSError as error:
        raise UsageError(
            "the source {file} cannot be read: {why}",
            file=file,
            why=error.strerror,
            mend="--source FILE.yaml",
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(
            "the source {file} is not YAML: {why}", file=file, why=" ".join(str(error).split())
        ) from None
    node = Written(content, str(file))
    node.only("id", "name", "json", "columns")
    if "json" not in content and "columns" not in content:
        raise node.wrong(Sentence("has neither 'json' nor 'columns'"))
    name = node.text("id")
    return record.Source(
        name,
        node.text("name", name),
        _json(node.child("json")) if "json" in content else None,
        _columns(node.child("columns")) if "columns" in content else None,
        str(file),
    )


def _json(node: Written) -> record.Json:
    node.only("ticket", "messages", "more", "people", "score", "values", "missing", "page")
    people = node.child("people")
    score = node.child("score")
    return record.Json(
        ticket=_ticket(node.child("ticket")),
        messages=tuple(map(_messages, node.children("messages"))),
        more=tuple(map(_more, node.children("more"))),
        people=None if people.value is None else _people(people),
        score=record.Score() if score.value is None else _score(score),
        values=_values(node.child("values")),
        missing=frozenset(node.texts("missing")),
        page=None if node.get("page") is None else _page(node.child("page")),
    )


def _ticket(node: Written) -> record.TicketKind:
    node.only("has", "where", "drop", "opening", "opening_agent", "fields")
    drop = node.child("drop")
    if drop.value is not None and not isinstance(drop.value, dict):
        raise drop.wrong(Sentence("should be a mapping of reasons to tests"))
    return record.TicketKind(
        has=node.has(),
        where=node.tests("where"),
        fields=node.fields(record.TICKET_FIELDS),
        drop={reason: drop.tests(reason) for reason in drop.value or ()},
        opening=node.field("opening"),
        opening_agent=node.tests("opening_agent"),
    )


def _messages(node: Written) -> record.MessageKind:
    node.only("has", "where", "ticket", "customer", "private", "system", "fields")
    return record.MessageKind(
        has=node.has(),
        where=node.tests("where"),
        fields=node.fields(record.MESSAGE_FIELDS),
        ticket=node.field("ticket"),
        customer=node.tests("customer"),
        private=node.tests("private"),
        system=node.tests("system"),
    )


def _more(node: Written) -> record.Kind:
    node.only("has", "where", "ticket", "fields")
    fields = node.fields(record.TICKET_FIELDS)
    return record.Kind(node.has(), node.tests("where"), fields, node.field("ticket"))


def _people(node: Written) -> record.PeopleKind:
    node.only("has", "where", "id", "customer")
    return record.PeopleKind(
        node.has(), node.tests("where"), id=node.field("id"), customer=node.tests("customer")
    )


def _score(node: Written) -> record.Score:
    node.only("kind", "words", "note", "columns")
    kind = node.text("kind") if "kind" in node.value else ""
    if kind:
        try:
            parse_kind(kind)
        except OtklikError as error:
            raise node.wrong(error.message, "kind") from None
    note = node.text("note") if "note" in node.value else ""
    return record.Score(kind, node.words("words"), note, node.texts("columns"))


def _values(node: Written) -> Mapping[str, Mapping[str, str]]:
    if node.value is None:
        return {}
    node.only(*record.TICKET_FIELDS)
    for name in node.value:
        if not isinstance(node.get(name), dict):
            raise node.wrong(Sentence("should be a mapping of codes to names"), name)
    return {
        name: {folded(code): str(said) for code, said in codes.items()} for name, codes in node.value.items()
    }


def _page(node: Written) -> tuple[Any, str]:
    node.only("path", "match")
    try:
        groups = re.compile(node.text("match")).groups
    except re.error as error:
        raise node.wrong(Sentence("{why}", why=error), "match") from None
    if groups != 1:
        raise node.wrong(Sentence("should have one group, the id"), "match")
    return compile_path(node.text("path")), node.text("match")


def _columns(node: Written) -> record.Columns:
    node.only("recognise", "scores", "thread", *record.COLUMN_ROLES)
    sets = node.get("recognise")
    if not isinstance(sets, list) or not sets:
        raise node.wrong(Sentence("should be a list of lists of headers"), "recognise")
    known = [Written({"headers": one}, node.file, f"{node.key}.recognise").texts("headers") for one in sets]
    if not all(known):
        raise node.wrong(Sentence("holds an empty list, which would recognise everything"), "recognise")
    scores = [_score(child) for child in node.children("scores")]
    if not all(score.columns for score in scores):
        raise node.wrong(Sentence("every score should name its columns"), "scores")
    return record.Columns(
        recognise=tuple(known),
        roles={role: found for role in record.COLUMN_ROLES if (found := node.texts(role))},
        scores=tuple(scores),
        thread=None if node.get("thread") is None else _thread(node.child("thread")),
    )


def _thread(node: Written) -> record.Thread:
    node.only("columns", "opening", "customer")
    return record.Thread(node.texts("columns"), node.texts("opening"), node.texts("customer"))
