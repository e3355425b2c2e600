"""The customer's own words in a message."""

from __future__ import annotations

import re

from otklik.edits import Change

_SUSPECT = re.compile(r"\n|@\S+>|---|##|Отправлено с|Sent from my")
"""Without one of these there is nothing to take out; most comments have none."""
_SUSPECT_CHUNK = re.compile(r"@\S+>|---|##|Отправлено$|Sent$")


def suspects(chunk: str) -> bool:
    """Whether there may be anything to take out of a text of one line that holds this chunk."""
    return _SUSPECT_CHUNK.search(chunk) is not None


def own_words(text: str) -> list[Change]:
    """What to take out of a message so that only what its writer wrote for it is left.

    ``text`` is plain, with its line breaks. Nothing is taken out of a text in which nothing would be left:
    a forwarded message is better than none. The step of a change is the name of its rule.
    """
    if _SUSPECT.search(text) is None:
        return []
    from otklik.mail.walk import changes  # its rules take 0.1 s to compile: only who has mail waits

    return changes(text)
