"""Files that a helpdesk or survey tool wrote, known by what is in them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from otklik.errors import InputError
from otklik.reading import documents
from otklik.reading.encoding import Encoding
from otklik.reading.schema import Kinds, to_batch
from otklik.reading.source import Source as File
from otklik.sentences import Sentence
from otklik.sources.cells import threads
from otklik.sources.loading import load_sources
from otklik.sources.recognition import recognise_columns, recognise_json
from otklik.sources.record import Source
from otklik.sources.rows import Tickets, tickets

_HEAD = 200
_ROWS = 5_000


@dataclass(frozen=True)
class Threads:
    """Tickets as a table; ``source`` is the name of the helpdesk they are from."""

    source: Source
    schema: pa.Schema
    rows: list[dict[str, Any]]
    notes: tuple[Sentence, ...]

    def batches(self, *, hold: bool = False) -> Generator[pa.RecordBatch, None, None]:
        """All tickets."""
        for at in range(0, len(self.rows), _ROWS):
            yield to_batch(self.rows[at : at + _ROWS], self.schema)


def threads_of_documents(
    file: File, encoding: Encoding, kind: str, own: Path | None, *, with_agents: bool
) -> Threads | None:
    """The tickets in the answers of a helpdesk's API; None for any other JSON. ``own`` is a record of the
    user's. Raises InputError for broken JSON, UsageError for a bad record."""
    sources = load_sources(own)
    found = recognise_json(islice(_values(file, encoding, kind), _HEAD), sources)
    if found is None:
        return None
    return _table(file, found, tickets(_values(file, encoding, kind), found, with_agents=with_agents))


def threads_of_rows(
    file: File, source: Source, rows: Iterator[Mapping[str, Any]], *, with_agents: bool
) -> Threads:
    """The tickets of a table whose columns hold one message each."""
    return _table(file, source, threads(rows, source, with_agents=with_agents))


def known_table(columns: list[str], own: Path | None) -> Source | None:
    """The source that exports tables with these columns."""
    return recognise_columns(columns, load_sources(own))


def _values(file: File, encoding: Encoding, kind: str) -> Iterator[Any]:
    for value in documents.values(file, encoding, kind):
        yield value.content if isinstance(value, documents.Whole) else value


def _table(file: File, source: Source, found: Tickets) -> Threads:
    if not found.rows:
        raise InputError(
            "{file} is an export of {source} without a ticket in it; {notes:; }",
            file=file.name,
            source=source.name,
            notes=found.notes,
            mend="export it again, with the messages of the tickets",
        )
    kinds = Kinds()
    for row in found.rows:
        kinds.add(row)
    return Threads(source, kinds.schema, found.rows, tuple(found.notes))
