"""What is told to a user: an English sentence that remembers how it was made, to be told in Russian too.

A sentence is a template and values, and the English template is its key in ``sentences.yaml``. A template is
a format string with two things more: ``{n:row|rows}`` writes a count with the form of the word that it takes
(in Russian ``{n:строка|строки|строк}``), and a list is joined by what follows the colon, or by ', '.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("sentences.yaml")


class Sentence(str):
    """English as a text. Without values the template is taken as it is, braces and all."""

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Sentence:
        made = super().__new__(cls, _filled(template, values, "en"))
        made.template, made.values = template, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), dict(self.values)


def tell(text: str, language: str) -> str:
    """The text in the language ('ru' or 'en'); as it is where there is no translation."""
    if language == "en":
        return str(text)
    if not isinstance(text, Sentence):
        return translations(language).get(text, text)
    template = translations(language).get(text.template, text.template)
    return _filled(template, text.values, language)


@cache
def translations(language: str) -> Mapping[str, str]:
    """English template → the template in the language."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(FILE.read_text(encoding="utf-8"), loader)["told"]
    return {row["en"]: row[language] for row in rows}


def _filled(template: str, values: Mapping[str, object], language: str) -> str:
    return SPEECH[language].fill(template, values) if values else template


# --- how a language counts and writes figures ------------------------------------------------
def _slavic(n: int) -> str:
    """Plural class of Russian integers (Unicode CLDR, language plural rules, ru)."""
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _germanic(n: int) -> str:
    """Plural class of English integers (CLDR, en)."""
    return "one" if n == 1 else "other"


@dataclass(frozen=True)
class Speech:
    """``plural`` gives the class of a count, one of ``classes``, in whose order the forms of a word are
    written; ``thousands`` and ``decimal`` are the marks in a figure."""

    language: str
    plural: Callable[[int], str]
    classes: tuple[str, ...]
    thousands: str
    decimal: str

    def figure(self, written: str) -> str:
        """'1,234.5' as the language writes it."""
        return written.translate({ord(","): self.thousands, ord("."): self.decimal})

    def count(self, n: int, forms: Sequence[str]) -> str:
        """'2 rows', of the forms ('row', 'rows')."""
        return f"{self.figure(f'{n:,}')} {forms[self.classes.index(self.plural(n))]}"

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """The template with the values put in. Raises KeyError for one that is missing."""
        return _Filler(self).vformat(template, (), values)


class _Filler(string.Formatter):
    """Puts values into a template as ``speech`` writes them."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech

    def convert_field(self, value: Any, conversion: Any) -> Any:
        if isinstance(value, list | tuple):
            return [super(_Filler, self).convert_field(one, conversion) for one in value]
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, list | tuple):
            return (format_spec or ", ").join(self.format_field(one, "") for one in value)
        if isinstance(value, Sentence):
            value = tell(value, self.speech.language)
        if "|" in format_spec:
            return self.speech.count(value, format_spec.split("|"))
        written = format(value, format_spec)
        return self.speech.figure(written) if format_spec and isinstance(value, int | float) else written


SPEECH: Mapping[str, Speech] = {
    "en": Speech("en", _germanic, ("one", "other"), ",", "."),
    "ru": Speech("ru", _slavic, ("one", "few", "many"), "\u00a0", ","),
}
