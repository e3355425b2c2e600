"""The words of the report: one file, two languages, plural forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from otklik.errors import UsageError

FILE = Path(__file__).with_name("texts.yaml")


def _slavic(n: int) -> str:
    """Plural class of Russian integers (Unicode CLDR, language plural rules, ru)."""
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _germanic(n: int) -> str:
    """Plural class of English integers (CLDR, en)."""
    return "one" if n == 1 else "other"


PLURALS: Mapping[str, Callable[[int], str]] = {"slavic": _slavic, "germanic": _germanic}


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
            text = text[PLURALS[self.format["plural"]](count)]
        return str(text).format(**values) if values else str(text)

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
