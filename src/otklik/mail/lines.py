"""The lines of a message.

A line also begins at a mark that never stands inside a sentence: exports often lose a mail's line breaks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from otklik.mail.marks import compiled, one_of
from otklik.mail.quotes import WHEN

_FROM, _SENT, _TO = (one_of("headers", kind) for kind in ("from", "sent", "to"))
_INSIDE = compiled(
    rf"(?<![\w.,]){WHEN}\b[^<>\n]{{0,160}}<[^<>\s]+@[^<>\s]+>[^<>\n:]{{0,20}}:"
    rf"|-{{3,}}\s?{one_of('banners')}\s?-{{3,}}"
    rf"|\b{_FROM}: [^\n:]{{3,160}}\b{_SENT}: (?=[^\n]{{3,160}}\b{_TO}: )"
    rf"|##-? .{{8,160}}-?##"
    rf"|(?<=[.!?)…] ){one_of('sent_from')}[.\s]*$"
)
_MARKED = re.compile(r"@\S+>|---|##|: |\b(?:Sent|Отправлено)\b")
"""Without one of these nothing is looked for inside a line."""


class Line(NamedTuple):
    """Characters [start, end) of the text, the line break left out."""

    start: int
    end: int
    said: str


def lines_of(text: str) -> list[Line]:
    """The lines, in order; every character but line breaks stands in one."""
    lines: list[Line] = []
    at = 0
    for said in text.split("\n"):
        cuts = [at + cut for cut in _cuts(said)]
        for start, end in zip([at, *cuts], [*cuts, at + len(said)], strict=True):
            lines.append(Line(start, end, text[start:end]))
        at += len(said) + 1
    return lines


def _cuts(said: str) -> list[int]:
    """Places in a line where another one begins."""
    if _MARKED.search(said) is None:
        return []
    places = {place for found in _INSIDE.finditer(said) for place in found.span()}
    return sorted(places - {0, len(said)})
