"""In which language the user is told things: as ``--lang`` says, or the locale."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextvars import ContextVar

from otklik.sentences import SPEECH

_asked: ContextVar[str | None] = ContextVar("_asked", default=None)


def speak(language: str | None) -> None:
    """From now on the user is told things in the language; None for that of the locale."""
    _asked.set(language)


def asked_on(line: Sequence[str]) -> str | None:
    """What ``--lang`` names, wherever it stands: help and complaints come before the line is understood."""
    asked = re.search("\0--lang[\0=](\\w+)\0", "\0".join(["", *line, ""]))
    return asked[1] if asked and asked[1] in SPEECH else None


def preferred() -> str | None:
    """'ru' or 'en' as ``--lang`` or the locale says; None where neither names one of them."""
    return _asked.get() or _of_locale()


def spoken() -> str:
    """The language in which the user is told things."""
    return preferred() or "en"


def _of_locale() -> str | None:
    """As POSIX reads the locale: the first of these variables that is set."""
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    language = re.split("[_.@-]", named)[0].lower()
    return language if language in SPEECH else None
