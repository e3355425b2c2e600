"""Cells of a score column to numbers; what is not understood is counted by value, never dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from otklik.errors import UsageError
from otklik.reading.schema import value_text
from otklik.records import ScoreCheck, ScoreKind

OTHER = "…"
_KEPT = 10_000
_EMPTY = frozenset(
    {"", "-", "–", "—", "n/a", "na", "nan", "null", "none", "nat", "<na>", "нет ответа", "н/д"}
)
_YES = frozenset({"1", "да", "yes", "true", "y", "истина"})
_NO = frozenset({"0", "нет", "no", "false", "n", "ложь"})
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_PLAIN = re.compile(rf"^{_NUMBER}$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?$")
_COMMAS = re.compile(r"^[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})$")
_ONE_COMMA = re.compile(r"^[+-]?[1-9]\d{0,2},\d{3}$")
_CURRENCY = re.compile(
    r"^([+-]?) ?[$€£¥₽₸₴] ?(?=\d)|(?<=\d) ?(?:[$€£¥₽₸₴]|(?:руб|р)\.?|рублей)$", re.IGNORECASE
)
_OUT_OF = re.compile(rf"^({_NUMBER}) ?(?:/|из|out of|of) ?(\d+)$", re.IGNORECASE)
_WORDED = re.compile(
    rf"^({_NUMBER}) ?(?:[-–—:.(] ?\D*|балл\w*|звезд\w*|звёзд\w*|stars?|points?)\)?$", re.IGNORECASE
)
Values = npt.NDArray[np.float64]


def coerce(series: pd.Series, kind: ScoreKind) -> tuple[Values, ScoreCheck]:
    """A column as an array of floats (NaN where there is no valid score) and how its cells were understood.

    Understood: numbers with a point or comma, '9 из 10', '9/10', '4 - Good', '5 stars', and for binary
    scores yes/no, да/нет, true/false; for numbers '$12', '12 ₽', '1,234.5' and '1,234,567', but not '1,234',
    which may be thousands or a decimal. A value off the scale, or half a point on a scale of whole ones,
    is out of range. The counts of a check add up to the number of rows.
    """
    codes, distinct = pd.factorize(series, use_na_sentinel=True)
    texts = [_clean(value) for value in distinct]
    parsed = np.array([_number(text, kind) for text in texts], dtype=np.float64)
    blank = np.array([text.casefold() in _EMPTY for text in texts], dtype=bool)
    valid = np.array([_on_scale(value, kind) for value in parsed], dtype=bool)
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    numeric = ~np.isnan(parsed)
    check = ScoreCheck(
        score=str(series.name),
        kind=kind,
        valid=int(counts[valid].sum()),
        empty=int((codes < 0).sum() + counts[blank].sum()),
        out_of_range=_by_value(texts, counts, numeric & ~valid),
        not_numeric=_by_value(texts, counts, ~numeric & ~blank),
    )
    values = np.append(np.where(valid, parsed, np.nan), np.nan)
    return cast(Values, values[codes]), check


def merge(checks: Iterable[ScoreCheck]) -> ScoreCheck:
    """Add up the checks of the batches of one column; their order does not matter.

    Beyond 10,000 different values the rarest are counted together as '…'. Raises UsageError for none,
    or for checks of different scores.
    """
    parts = list(checks)
    if len({(part.score, part.kind) for part in parts}) != 1:
        raise UsageError("only checks of one and the same score can be added up")
    return replace(
        parts[0],
        valid=sum(part.valid for part in parts),
        empty=sum(part.empty for part in parts),
        out_of_range=_most(_added(part.out_of_range for part in parts), _KEPT),
        not_numeric=_most(_added(part.not_numeric for part in parts), _KEPT),
    )


def brief(check: ScoreCheck, *, most: int = 20) -> ScoreCheck:
    """The same totals with only the ``most`` frequent values named; the rest are counted as '…'."""
    return replace(
        check,
        out_of_range=_most(Counter(check.out_of_range), most),
        not_numeric=_most(Counter(check.not_numeric), most),
    )


def number(text: str) -> float:
    """The number a cell says, NaN when it says none."""
    text = _clean(text)
    if match := _PLAIN.match(text) or _GROUPED.match(text):
        return float(match[0].replace(" ", "").replace(",", "."))
    if match := _OUT_OF.match(text) or _WORDED.match(text):
        return float(match[1].replace(",", "."))
    return float("nan")


def _clean(value: object) -> str:
    return _SPACES.sub(" ", value_text(value)).strip()


def _number(text: str, kind: ScoreKind) -> float:
    if kind.name == "binary" and (word := text.casefold()) in _YES | _NO:
        return float(word in _YES)
    if (match := _OUT_OF.match(text)) and kind.high is not None and float(match[2]) != kind.high:
        return float("inf")  # '4 из 10' in a column of 1 to 5 is a number of another scale
    return _amount(text) if kind.name == "number" else number(text)


def _amount(text: str) -> float:
    """A number without a scale to check it by: '1,234' may be thousands or a decimal, so it is neither."""
    text = _CURRENCY.sub(lambda match: match[1] or "", text)
    if _ONE_COMMA.match(text):
        return float("nan")
    return number(text.replace(",", "") if _COMMAS.match(text) else text)


def _on_scale(value: float, kind: ScoreKind) -> bool:
    if not np.isfinite(value) or (kind.integer and not value.is_integer()):
        return False
    if kind.name == "csat235":
        return value in (2, 3, 5)
    return (kind.low is None or value >= kind.low) and (kind.high is None or value <= kind.high)


def _by_value(
    texts: list[str], counts: npt.NDArray[np.intp], chosen: npt.NDArray[np.bool_]
) -> dict[str, int]:
    found: Counter[str] = Counter()
    for at in np.flatnonzero(chosen):
        found[texts[at]] += int(counts[at])
    return _most(found, len(found))


def _added(parts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total


def _most(counts: Counter[str], most: int) -> dict[str, int]:
    """The most frequent values, ties by the value itself; the rest under '…', which always stands last."""
    rest = counts.pop(OTHER, 0)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest += sum(count for _, count in ranked[most:])
    return dict(ranked[:most]) | ({OTHER: rest} if rest else {})
