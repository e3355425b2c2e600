"""The filter form: JSON Lines or plain comments from an open stream, one by one, order kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from otklik.errors import InputError
from otklik.records import TEXT


class Line(NamedTuple):
    """``record`` holds the fields of a JSON object, or {'text': the line}; ``is_json`` tells which."""

    record: dict[str, Any]
    is_json: bool


def lines(stream: Iterable[str]) -> Iterator[Line]:
    """Each line of the stream as it arrives. A blank line is a plain comment with an empty text.

    The first line that is not blank says what the stream is: when it is a JSON object all must be, so a
    broken one is an InputError naming the line, not a comment; otherwise every line is a plain comment.
    """
    is_json: bool | None = None
    for number, line in enumerate(stream, 1):
        text = line.rstrip("\r\n").removeprefix("\ufeff" if number == 1 else "")
        if is_json is None and text.strip():
            is_json = text.lstrip().startswith("{") and _is_object(text)
        if is_json and text.strip():
            yield Line(_object(text, number), True)
        else:
            yield Line({TEXT: text}, False)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except json.JSONDecodeError:
        return False
    except (ValueError, RecursionError):
        return True  # JSON that cannot be read, which is told with its line


def _object(text: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "standard input, line {number}: invalid JSON ({why})",
            number=number,
            why=error,
            mend="mend that line",
        ) from error
    if not isinstance(record, dict):
        raise InputError(
            "standard input, line {number} is not a JSON object", number=number, mend='write {{"text": "…"}}'
        )
    return record
