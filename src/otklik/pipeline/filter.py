"""New feedback as it arrives: lines in, JSON Lines out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from threading import Thread
from typing import Any

from otklik.errors import ColumnError
from otklik.pipeline.label import Labeller, labeller
from otklik.pipeline.sinks import json_line
from otklik.reading import Line, lines
from otklik.reading.columns import find_column
from otklik.records import LABEL_COLUMNS, TEXT

_MOST = 1000
_END = None


def through(source: Iterable[str], *, text: str | None = None, taxonomy: str | None = None) -> Iterator[str]:
    """Each line as a JSON object with the labels added. ``text`` names the field of the comment.

    Lines are labelled together as far as they have arrived and alone when they come one by one, so a
    slow stream is answered at once and a fast one quickly. Raises InputError naming a broken line,
    ColumnError when a record lacks the field.
    """
    worker = labeller(taxonomy)
    for batch in _arrived(lines(source)):
        yield "".join(_answers(worker, batch, text))


def _arrived(source: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines in lists of what had arrived by the time the last list was done with."""
    queue: Queue[Line | BaseException | None] = Queue(_MOST)

    def read() -> None:
        try:
            for line in source:
                queue.put(line)
            queue.put(_END)
        except BaseException as error:  # handed to the thread that can report it
            queue.put(error)

    Thread(target=read, daemon=True).start()
    item: Any = queue.get()
    while isinstance(item, Line):
        batch = [item]
        item = _END
        try:
            while isinstance(item := queue.get_nowait(), Line) and len(batch) < _MOST:
                batch.append(item)
        except Empty:
            item = _WAIT
        yield batch
        if item is _WAIT:
            item = queue.get()
    if item is not _END:
        raise item


_WAIT = object()


def _answers(worker: Labeller, batch: list[Line], text: str | None) -> Iterator[str]:
    labels = worker.label([_comment(line, text) for line in batch])
    mentions: list[list[dict[str, Any]]] = [[] for _ in batch]
    for place, topic, polarity, probability, start, end, evidence, why in labels.mentions:
        mentions[place].append(
            {"topic": topic, "polarity": polarity, "probability": probability, "start": start, "end": end}
            | {"evidence": evidence, "why": why}
        )
    columns = (labels.language, labels.sentiment, labels.sentiment_score, labels.topics, labels.signals)
    for line, *values, found in zip(batch, *columns, mentions, strict=True):
        record = line.record | dict(zip(LABEL_COLUMNS, values, strict=True)) | {"mentions": found}
        yield json_line(record) + "\n"


def _comment(line: Line, text: str | None) -> str | None:
    """The comment of a record. Raises ColumnError with the fields there are."""
    if not line.is_json:
        return str(line.record[TEXT])
    field = find_column(list(line.record), text, "--text") if text else _only_text(line.record)
    value = line.record[field]
    return value if isinstance(value, str) else None


def _only_text(record: dict[str, Any]) -> str:
    """The field 'text', or the only field that holds a string."""
    strings = [name for name, value in record.items() if isinstance(value, str)]
    if TEXT in record or len(strings) == 1:
        return TEXT if TEXT in record else strings[0]
    raise ColumnError(
        f"which field holds the comment cannot be told from {', '.join(record) or 'an empty object'}",
        mend="otklik tag - --text FIELD",
    )
