"""New feedback as it arrives: lines in, JSON Lines out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from threading import Thread
from typing import Any, NamedTuple

from otklik.errors import ColumnError
from otklik.pipeline.label import Labeller, labeller
from otklik.pipeline.renaming import beside_labels
from otklik.reading.columns import find_column
from otklik.reading.lines import Line, lines
from otklik.records import LABEL_COLUMNS, MODEL_COLUMNS, QUESTION, TEXT
from otklik.redaction import Redactor
from otklik.report.plain import json_line
from otklik.sentences import Sentence
from otklik.survey import one_sided

_MOST = 1000
_END = None
_WAIT = object()


class Heard(NamedTuple):
    """A record, the field of its comment, and the comment; None where the field holds something else than
    text."""

    record: dict[str, Any]
    field: str
    comment: str | None


def through(
    source: Iterable[str],
    *,
    text: str | None = None,
    taxonomy: str | None = None,
    model: str | None = None,
    redactor: Redactor | None = None,
) -> Iterator[str]:
    """Each line as a JSON object with the labels added. ``text`` names the field of the comment, which is
    heard as the answer to a question where the name asks about one side. With a
    ``redactor``, personal data anywhere in the record are masked; ``model`` is the folder of one's own model.

    Lines are labelled together as far as they have arrived and alone when they come one by one, so a
    slow stream is answered at once and a fast one quickly. Raises InputError naming a broken line,
    ColumnError when a record lacks the field.
    """
    worker = labeller(taxonomy, redactor, model)
    for batch in _arrived(_heard(lines(source), text)):
        yield "".join(_answers(worker, batch, redactor))


def _heard(source: Iterator[Line], text: str | None) -> Iterator[Heard]:
    """Each record with its comment. Raises ColumnError naming the line of one that has none."""
    for number, line in enumerate(source, 1):
        try:
            field = _field(line, text)
        except ColumnError as error:
            raise ColumnError(
                "standard input, line {number}: {why}",
                number=number,
                why=error.message,
                mend=error.mend,
            ) from None
        value = line.record[field]
        yield Heard(line.record, field, value if isinstance(value, str) else None)


def _arrived(source: Iterator[Heard]) -> Iterator[list[Heard]]:
    """Comments in lists of what had arrived by the time the last list was done with."""
    queue: Queue[Heard | BaseException | None] = Queue(_MOST)

    def read() -> None:
        try:
            for heard in source:
                queue.put(heard)
            queue.put(_END)
        except BaseException as error:  # handed to the thread that can report it
            queue.put(error)

    Thread(target=read, daemon=True).start()
    item: Any = queue.get()
    while isinstance(item, Heard):
        batch = [item]
        item = _END
        try:
            while isinstance(item := queue.get_nowait(), Heard) and len(batch) < _MOST:
                batch.append(item)
        except Empty:
            item = _WAIT
        yield batch
        if item is _WAIT:
            item = queue.get()
    if item is not _END:
        raise item


def _answers(worker: Labeller, batch: list[Heard], redactor: Redactor | None) -> Iterator[str]:
    asked = [_asked(heard) for heard in batch]
    labels = worker.label([heard.comment for heard in batch], masked=redactor is not None, asked=asked)
    mentions: list[list[dict[str, Any]]] = [[] for _ in batch]
    for place, topic, polarity, probability, start, end, evidence, why in labels.mentions:
        mentions[place].append(
            {"topic": topic, "polarity": polarity, "probability": probability, "start": start, "end": end}
            | {"evidence": evidence, "why": why}
        )
    columns = (labels.language, labels.sentiment, labels.sentiment_score, labels.topics, labels.signals)
    columns, names = (*columns, *(labels.own or ())), (*LABEL_COLUMNS, *(MODEL_COLUMNS if labels.own else ()))
    for heard, shown, *values, found in zip(batch, labels.shown, *columns, mentions, strict=True):
        labelled = dict(zip(names, values, strict=True)) | {"mentions": found}
        record = heard.record if redactor is None else _masked(heard, shown, redactor)
        yield json_line(beside_labels(record) | labelled) + "\n"


def _asked(heard: Heard) -> str | None:
    """The question that a comment answers, as of a row of a table: beside a field TEXT the field QUESTION, or
    else the name of its field."""
    question = heard.record.get(QUESTION) if heard.field == TEXT else heard.field
    return one_sided(question) if isinstance(question, str) else None


def _masked(heard: Heard, shown: str, redactor: Redactor) -> dict[str, Any]:
    from otklik.pipeline.masking import masked_record  # it needs pandas: 0.5 s that others would wait for

    record = masked_record(heard.record, redactor)
    return record if heard.comment is None else record | {heard.field: shown}


def _field(line: Line, text: str | None) -> str:
    """The field of the comment. Raises ColumnError with the fields there are."""
    if not line.is_json:
        return TEXT
    return find_column(list(line.record), text, "--text") if text else _only_text(line.record)


def _only_text(record: dict[str, Any]) -> str:
    """The field 'text', or the only field that holds a string."""
    strings = [name for name, value in record.items() if isinstance(value, str)]
    if TEXT in record or len(strings) == 1:
        return TEXT if TEXT in record else strings[0]
    raise ColumnError(
        "which field holds the comment cannot be told from {record}",
        record=list(record) or Sentence("an empty object"),
        mend="otklik tag - --text FIELD",
    )
