"""What people said of a sample of comments, beside what otklik says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from otklik.errors import ColumnError, InputError
from otklik.joining import key_text
from otklik.pipeline.counting import FLAGGED
from otklik.records import COMMENT_ID, FOUND, POLARITIES, SENTIMENT, TOPICS
from otklik.taxonomy import Taxonomy

_AS_FOUND = ("ok", "ок", "+", "=")
_BLANK = ("", "-", "—", "none", "нет", "nan")
_BEGINNINGS = {
    "negative": ("neg", "нег", "отриц", "жалоб", "complain", "-", "−"),
    "neutral": ("neu", "ней", "без"),
    "positive": ("pos", "поз", "полож", "похв", "praise", "+"),
    "mixed": ("mix", "смеш"),
}


@dataclass(frozen=True)
class Judged:
    """What a person says of a comment: ``flags`` 'topic:polarity', and the ``sentiment`` where it is told."""

    flags: frozenset[str]
    sentiment: str | None


def judged(table: pd.DataFrame, taxonomy: Taxonomy, *, id: str | None = None) -> dict[str, Judged]:
    """Comment id → what was said of it, of the rows that somebody judged.

    The columns are those that ``otklik review`` and ``otklik tag`` write, or the export's own: ``comment_id``
    (or ``id``, the export's column), ``sentiment``, and ``topics``: ids or names, each with ':' and a
    polarity (without one, that of a negative or positive sentiment). 'ok' stands for what was found. Where
    there is a column ``sentiment``, a row without it was not judged, and one without topics has none.
    Raises ColumnError, or InputError naming the row of a label that is not known or an id that repeats, or
    where nothing was judged.
    """
    ids, words = key_text(table[_key(table, id)]), _words(taxonomy)
    found: dict[str, Judged] = {}
    for at, (who, row) in enumerate(zip(ids, table.to_dict("records"), strict=True), start=1):
        sentiment, topics = (_filled(row, name) for name in (SENTIMENT, TOPICS))
        if who is None or not (sentiment if SENTIMENT in table else topics is not None):
            continue
        if who in found:
            raise InputError(
                "labels, row {row}: the id {who!r} occurs twice", row=at, who=who, mend="keep one row of each"
            )
        mood = _polarity(sentiment, at) if isinstance(sentiment, str) else None
        found[who] = Judged(frozenset(_flags(topics, mood, words, at)), mood)
    if not found:
        raise InputError(
            "no row of the labels is filled in",
            sentiment=SENTIMENT,
            topics=TOPICS,
            mend="fill in {sentiment} (negative, neutral, positive, mixed; ok: as found) and {topics}",
        )
    return found


def _key(table: pd.DataFrame, id: str | None) -> str:
    """The column of ids. Raises ColumnError where there is none, or none of labels."""
    key = next((name for name in (COMMENT_ID, id) if name in table), None)
    if key is None or not {SENTIMENT, TOPICS} & set(table):
        raise ColumnError(
            "the labels need a column {id!r} and a column {topics!r} or {sentiment!r}",
            id=id or COMMENT_ID,
            topics=TOPICS,
            sentiment=SENTIMENT,
            mend="otklik review EXPORT -o sample.xlsx makes such a table",
        )
    return key


def _filled(row: Mapping[Any, Any], name: str) -> Any:
    """The cell of a column, or what was found where it says ok; None where it is empty."""
    cell = row.get(name)
    if says_ok(cell):
        cell = row.get(f"{name}{FOUND}", cell)
    if isinstance(cell, (list, tuple, np.ndarray)):
        return list(cell)
    return None if cell is None or pd.isna(cell) or not str(cell).strip() else str(cell).strip()


def says_ok(cell: Any) -> bool:
    """Whether a person says that what was found is right."""
    return isinstance(cell, str) and cell.strip().casefold() in _AS_FOUND


def _flags(topics: Any, mood: str | None, words: Mapping[str, str], row: int) -> list[str]:
    if topics is None or (isinstance(topics, str) and topics.casefold() in _BLANK):
        return []
    parts = topics if isinstance(topics, list) else re.split(r"[;\n]" if ";" in topics else r"[,\n]", topics)
    flags = []
    for part in filter(None, (str(part).strip() for part in parts)):
        name, sign, polarity = part.partition(":")
        topic = words.get(_plain(name))
        if topic is None:
            raise InputError(
                "labels, row {row}: {topic!r} is no topic",
                row=row,
                topic=name.strip(),
                known=sorted(set(words.values())),
                mend="the topics: {known}",
            )
        side = _polarity(polarity.strip(), row) if sign else mood
        if side in FLAGGED:
            flags.append(f"{topic}:{side}")
    return flags


def _polarity(said: str, row: int) -> str:
    for name, beginnings in _BEGINNINGS.items():
        if said.casefold().startswith(beginnings):
            return name
    raise InputError(
        "labels, row {row}: {said!r} is neither a sentiment nor a polarity",
        row=row,
        said=said,
        known=POLARITIES,
        mend="{known}",
    )


def _words(taxonomy: Taxonomy) -> dict[str, str]:
    """Every id and name of a topic, without case, to its id."""
    return {_plain(name): topic.id for topic in taxonomy.topics for name in (topic.id, *topic.name.values())}


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
