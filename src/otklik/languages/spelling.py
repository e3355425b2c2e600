"""How a language is written, well and badly: what repairing a text must know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from otklik.resources import folder

Romanised = Mapping[str, tuple[tuple[str, float], ...]]
"""Latin letters to what they may stand for, each with its cost in bits."""


def _none() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, eq=False)
class Spelling:
    """One language's letters as people type them.

    - ``keyboard``: what its keys write, in the order of the keys, which is the same in every language:
      plain, then with shift, then the shifted digits that differ.
    - ``lookalikes``: signs of other scripts, and digits, that pass for its letters.
    - ``romanised``: how it is written in Latin letters; empty where it always is.
    - ``silent``: letters that are often left out in Latin letters, and the letters they stand behind.
    - ``frequencies``: lower-case forms, ё folded, to the whole part of log2 of how many comments hold them;
      empty where nobody counted.
    - ``begins``: whether some word of the dictionary begins so.
    """

    keyboard: str
    lookalikes: Mapping[str, str]
    romanised: Romanised = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)
    frequencies: Callable[[], Mapping[str, int]] = _none
    begins: Callable[[str], bool] = bool


@cache
def slips(typed: Spelling, meant: Spelling) -> dict[int, str]:
    """For ``str.translate``: what one keyboard wrote to what the other would have written."""
    pairs = zip(typed.keyboard, meant.keyboard, strict=True)
    return {ord(wrong): right for wrong, right in pairs if wrong != right}


@cache
def romanised(code: str) -> Romanised:
    """``data/repair/CODE-latin.tsv``: Latin letters, a tab, and 'letters cost' pairs with commas between."""
    table = {}
    for line in _lines(f"{code}-latin.tsv"):
        latin, _, meanings = line.partition("\t")
        pairs = (meaning.split() for meaning in meanings.split(", "))
        table[latin] = tuple((letters, float(cost)) for letters, cost in pairs)
    return table


@cache
def counted(code: str) -> Mapping[str, int]:
    """``data/repair/CODE-frequency.txt``: the number before the colon for every form behind it."""
    lines = (line.partition(": ") for line in _lines(f"{code}-frequency.txt"))
    return {form: int(number) for number, _, forms in lines for form in forms.split()}


@cache
def beginnings(code: str) -> frozenset[str]:
    """What the counted forms begin with."""
    return frozenset(form[:end] for form in counted(code) for end in range(1, len(form) + 1))


def _lines(name: str) -> list[str]:
    text = (folder("data") / "repair" / name).read_text(encoding="utf8")
    return [line for line in text.splitlines() if not line.startswith("#")]
