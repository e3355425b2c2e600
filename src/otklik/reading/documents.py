"""JSON (a list of objects, or an object that holds one) and JSON Lines as a stream of record batches."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, TextIO

import pyarrow as pa

from otklik.errors import InputError
from otklik.reading.decoding import open_text
from otklik.reading.encoding import Encoding
from otklik.reading.schema import Kinds, to_batch
from otklik.reading.source import Source
from otklik.sentences import Sentence

_ROWS = 5_000
_BLOCK = 1 << 18
_DECODER = json.JSONDecoder()
Record = dict[str, Any]


@dataclass(frozen=True)
class Whole:
    """A file that is one JSON object rather than a list of them."""

    content: Any


@dataclass(frozen=True)
class Documents:
    """Objects as rows; nested objects become dotted columns, lists become JSON text."""

    source: Source
    encoding: Encoding
    format: str
    schema: pa.Schema
    n_rows: int

    def batches(self, *, hold: bool = False) -> Generator[pa.RecordBatch, None, None]:
        """All rows under the schema of the whole file."""
        rows = records(self.source, self.encoding, self.format)
        with _not_too_deep(self.source.name):
            while block := list(islice(rows, _ROWS)):
                yield to_batch(block, self.schema)


def looks_like(head: str, suffix: str) -> str | None:
    """'json', 'jsonl' or None, by the first characters (and the extension where they fit both)."""
    start = head.lstrip("\ufeff \t\r\n")
    after = start[1:].lstrip()[:1]
    lines = suffix in (".jsonl", ".ndjson")
    if start.startswith("[") and after in ("{", "[", "]", '"') and not lines:
        return "json"
    if start.startswith("{") and after in ('"', "}"):
        return "jsonl" if lines or _line_by_line(start) else "json"
    if not start.startswith(("{", "[")) and not _is_json(start.partition("\n")[0]):
        return None  # a table in spite of its name
    return "jsonl" if lines else "json" if suffix == ".json" else None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _line_by_line(text: str) -> bool:
    first, _, rest = text.partition("\n")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return rest.lstrip().startswith("{") or not _lists(record)


def open_documents(source: Source, encoding: Encoding, kind: str) -> Documents:
    """Go through the file once for its columns and their types, so that every batch has the same.

    Raises InputError: invalid JSON (with its line), no list of objects, nothing in it.
    """
    kinds = Kinds()
    for record in records(source, encoding, kind):
        kinds.add(record)
    if not kinds.seen:
        raise InputError(
            "{file} holds no objects", file=source.name, mend="export it again: there is nothing to read"
        )
    return Documents(source, encoding, kind, kinds.schema, kinds.rows)


def records(source: Source, encoding: Encoding, kind: str) -> Iterator[Record]:
    """One flat dict per object, in the order of the file, one at a time."""
    for value in values(source, encoding, kind):
        for row in _listed(value.content, source.name) if isinstance(value, Whole) else (value,):
            yield _flat(row) if isinstance(row, dict) else {"text": row}


def values(source: Source, encoding: Encoding, kind: str) -> Iterator[Any]:
    """The values of a file as they are: each line, each item of a list, or one Whole."""
    with _not_too_deep(source.name), open_text(source, encoding) as text:
        yield from _lines(text, source.name) if kind == "jsonl" else _values(text, source.name)


@contextmanager
def _not_too_deep(name: str) -> Iterator[None]:
    try:
        yield
    except RecursionError as error:
        raise InputError(
            "{file}: lists or objects are nested too deep inside one another to be read",
            file=name,
            mend="export a flat list of objects",
        ) from error


def _lines(text: TextIO, name: str) -> Iterator[Any]:
    for number, line in enumerate(text, 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise _invalid(name, number, error) from error


def _values(text: TextIO, name: str) -> Iterator[Any]:
    """The items of a top-level list one by one; an object is read whole for the list inside."""
    start = text.read(_BLOCK).lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        yield from _items(text, start, name)
        return
    whole = start + text.read()
    try:
        value = json.loads(whole)
    except ValueError as error:
        raise _invalid(name, getattr(error, "lineno", 1), error) from error
    yield Whole(value)


def _items(text: TextIO, buffer: str, name: str) -> Iterator[Any]:
    at, line, first = 1, 1, True
    while True:
        at = _skip(buffer, at, "" if first else ",")
        try:
            if buffer[at : at + 1] == "]":
                return
            value, end = _DECODER.raw_decode(buffer, at)
            if end == len(buffer):  # a number or word may go on in the next block
                raise json.JSONDecodeError("the list is not closed", buffer, end)
        except json.JSONDecodeError as error:
            more = text.read(max(_BLOCK, len(buffer)))
            if not more:
                raise _invalid(name, line + buffer.count("\n", 0, error.pos), error) from error
            line += buffer.count("\n", 0, at)
            buffer, at = buffer[at:] + more, 0
            first = True
            continue
        except ValueError as error:  # a number of thousands of digits
            raise _invalid(name, line + buffer.count("\n", 0, at), error) from error
        yield value
        at, first = end, False


def _skip(buffer: str, at: int, comma: str) -> int:
    """The place after blanks, and after one comma where one must stand."""
    while at < len(buffer) and (buffer[at].isspace() or (comma and buffer[at] == comma)):
        comma = "" if buffer[at] == comma else comma
        at += 1
    return at


def _listed(value: Any, name: str) -> list[Any]:
    found = _lists(value)
    if len(found) != 1:
        said = list(found) or Sentence("none")
        raise InputError(
            "{file} is a JSON object that should hold one list of objects; lists in it: {said}",
            file=name,
            said=said,
            mend="cut out the list of comments and save it as its own file",
        )
    return next(iter(found.values()))


def _lists(value: Any) -> dict[str, list[Any]]:
    """Lists of objects inside an object, at any depth of objects, by their dotted path."""
    if not isinstance(value, dict):
        return {}
    found: dict[str, list[Any]] = {}
    for key, inner in value.items():
        if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            found[str(key)] = inner
        elif isinstance(inner, dict):
            found |= {f"{key}.{path}": rows for path, rows in _lists(inner).items()}
    return found


def _flat(record: Record, prefix: str = "") -> Record:
    flat: Record = {}
    for key, value in record.items():
        if isinstance(value, dict) and value:
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _invalid(name: str, line: int, error: ValueError) -> InputError:
    why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    return InputError(
        "{file}, line {line}: invalid JSON ({why})",
        file=name,
        line=line,
        why=why,
        mend="mend or remove that line",
    )
