"""The words of the report: one file, two languages, plural forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from otklik.errors import UsageError
from otklik.sentences import SPEECH, Speech, tell

FILE = Path(__file__).with_name("texts.yaml")


@cache
def catalogue() -> Mapping[str, Any]:
    """The whole file: ``format`` (language → conventions) and ``say`` (key → language → text)."""
    data: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


@dataclass(frozen=True)
class Texts:
    """The texts of one language; ``texts("lead", count=5, n="5")`` says one of them."""

    language: str
    format: Mapping[str, Any]
    say: Mapping[str, Mapping[str, Any]]

    def __call__(self, key: str, /, *, count: int | None = None, **values: object) -> str:
        """The text under ``key`` with ``values`` put in; ``count`` picks the plural form.

        Raises KeyError for a key or a value that is missing: a hole in the report is a bug, not a blank.
        """
        text = self.say[key][self.language]
        if isinstance(text, Mapping):
            if count is None:
                raise KeyError(f"the text {key!r} has plural forms and needs a count")
            text = text[self.speech.plural(count)]
        return str(text).format(**values) if values else str(text)

    @property
    def speech(self) -> Speech:
        """How the language counts and writes figures."""
        return SPEECH[self.language]

    def tell(self, sentence: str) -> str:
        """What was told to the user while the file was read, in the language of the report."""
        return tell(sentence, self.language)

    def find(self, key: str, default: str) -> str:
        """The text under ``key``, or ``default`` for something only the user's data knows."""
        return self(key) if key in self.say else default

    def name(self, names: Mapping[str, Mapping[str, str]], id: str, polarity: str = "") -> str:
        """The display name of a topic or signal: this language, any other, or the bare id; that of the
        ``polarity`` where it has one of its own."""
        known = names.get(f"{id}:{polarity}") or names.get(id, {})
        return known.get(self.language) or next((name for name in known.values() if name), id)


@cache
def texts(language: str) -> Texts:
    """The texts of ``language`` ('ru' or 'en'). Raises UsageError for a language there are none in."""
    formats = catalogue()["format"]
    if language not in formats:
        raise UsageError(
            f"the report is not written in {language!r}",
            mend="--lang " + " or --lang ".join(formats),
        )
    return Texts(language, formats[language], catalogue()["say"])
