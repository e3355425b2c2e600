"""The number that one cell of a score column says: 9, '9 из 10', '4 – Good', '★★★☆☆', 'пять'."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from otklik.reading.months import names_month
from otklik.reading.score_table import load_score_words
from otklik.reading.score_words import fold

_LONGEST = 100
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_PLAIN = re.compile(rf"^{_NUMBER}$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?$")
_OUT_OF = re.compile(rf"^({_NUMBER}) ?(?:/|из|out of|of) ?(\d+)(?!\d)\.?(?P<label>\D*)$", re.IGNORECASE)
_MARKED = re.compile(rf"^({_NUMBER}) ?[-–—:.(=)] ?(?P<label>\D*)$")
_BEFORE = re.compile(rf"^({_NUMBER}) ?(?P<label>\D+)$")
_AFTER = re.compile(rf"^(?P<label>\D+?)[ (:=–—-]*(?<![.,])({_NUMBER})\)?$")
_SHOWN = re.compile(r"^(?:([★⭐✭✮🌟*])|[☆✩])+$")
_FULL, _HOLLOW = re.compile("[★⭐✭✮🌟*]"), re.compile("[☆✩]")
_LOOKS = re.compile("[\ufe0e\ufe0f]")
_EMPTY = frozenset(
    {"", "-", "–", "—", "n/a", "na", "nan", "null", "none", "nat", "<na>", "нет ответа", "н/д"}
)
_YES = frozenset({"1", "да", "yes", "true", "y", "истина"})
_NO = frozenset({"0", "нет", "no", "false", "n", "ложь"})


STAR = "★"


@dataclass(frozen=True)
class Cell:
    """``value`` is NaN where the cell says no number; ``top`` the best value where the cell tells it
    ('9 из 10'); ``label`` the folded words beside the number, ★ for a row of stars."""

    value: float = math.nan
    top: float | None = None
    label: str = ""


def read_cell(text: str) -> Cell:
    """What a cell says in numbers. The first reading that holds decides; a long cell says none."""
    if len(text) > _LONGEST:
        return Cell()
    if _PLAIN.match(text):
        return Cell(_float(text))
    text = _spelled_out(" ".join(_LOOKS.sub("", text).split()))
    if match := _PLAIN.match(text) or _GROUPED.match(text):
        return Cell(_float(match[0]))
    if _SHOWN.match(text.replace(" ", "")):
        return _stars(text)
    if match := _OUT_OF.match(text):
        return Cell(_float(match[1]), float(match[2]), fold(match["label"]))
    return _labelled(text)


def is_blank(text: str, cell: Cell) -> bool:
    """Whether a text, read as a cell, says that there is no answer: '-', 'n/a', 'Offered', '0 - не знаю'."""
    none = load_score_words().none
    if not math.isnan(cell.value):
        return cell.label in none
    return text.casefold() in _EMPTY or (len(text) <= _LONGEST and fold(text) in none)


def yes(text: str) -> float:
    """1 for yes, 0 for no, NaN for anything else."""
    word = text.casefold()
    return 1.0 if word in _YES else 0.0 if word in _NO else math.nan


def _labelled(text: str) -> Cell:
    """A number marked off from its words, or beside words that belong to scores; '04.май' is a date."""
    table = load_score_words()
    for shape in (_MARKED, _BEFORE, _AFTER):
        if (match := shape.match(text)) is None:
            continue
        label = fold(match["label"])
        known = label in table.units or label in table.sides
        if not names_month(label) and (known or shape is _MARKED):
            number = match[1] if shape is not _AFTER else match[2]
            return Cell(_float(number), label=label)
    return Cell()


def _stars(text: str) -> Cell:
    hollow = len(_HOLLOW.findall(text))
    full = len(_FULL.findall(text))
    return Cell(float(full), float(full + hollow) if hollow else None, STAR)


def _spelled_out(text: str) -> str:
    """'пять из десяти' → '5 из 10'; words are left that begin with no number."""
    if not text[:1].isalpha():
        return text
    numbers = load_score_words().numbers
    words = text.split(" ")
    if fold(words[0]) not in numbers:
        return text
    return " ".join(str(numbers.get(fold(word), word)) for word in words)


def _float(text: str) -> float:
    return float(text.replace(" ", "").replace(",", "."))
