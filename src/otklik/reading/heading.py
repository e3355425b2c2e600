"""How far a row looks like the names of columns rather than like answers, in bits."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from otklik.reading import cells, words
from otklik.reading.cells import Row

SURE = 2.0
"""Above it a row is a header, below minus it an answer; between the two the user is asked."""

_QUESTION = re.compile(r"\?(?:\s*\(.*\))?[\s*)\]»\"':]*$", re.DOTALL)  # a remark may follow
_BREAK = re.compile(r"\w[.!?…]+\)*\s+\S|[!?]{2}|\w\s*\n\s*\w")
_END = re.compile(r"[.!…,;]\s*$|(?<!\w)\)$")
_LIVELY = re.compile("[!…☀-➿\U0001f300-\U0001faff]|\\){2}|(?:^|\\s)[:;]-?[)(]|https?://|@\\w|#[^\\W\\d]")
_NUMBER = re.compile(r"^(?:[a-zа-яё]{0,3}\d{1,3}(?:\.\d{1,2})?[.):] +)(?=\w)", re.IGNORECASE)
_LONGEST_QUESTION = 30
_CODE = re.compile(r"^(?:[a-zа-яё]{1,4}[._ -]?\d{1,4}(?:[._]\w{1,12})*|[a-zа-яё]\w*_\w+)$", re.IGNORECASE)
_CAMEL = re.compile(r"^[A-Za-z][a-z0-9]+(?:[A-Z][a-z0-9]*)+$")
_MOST_UNSEEN = 4.0
_MOST_CELLS = 200
Rule = Callable[[str, Sequence[str]], float | None]


def heading_bits(row: Row, below: Sequence[Row]) -> float:
    """The evidence of all cells of a row that it is a header, each beside the filled cells below it."""
    whole = cells.filled(row)
    others = below if len(whole) == 1 else [other for other in below if cells.filled(other) != whole]
    held = cells.places(row)
    looked_at = held[:: len(held) // _MOST_CELLS + 1]
    return sum(_bits(row[at], cells.column(others, at)) for at in looked_at)


def is_said(cell: str) -> bool:
    """Whether a cell alone reads like an answer."""
    return wording(cell, ()) < -SURE


def wording(shown: str, values: Sequence[str]) -> float:
    """What the words of a cell tell, by the first rule that holds; ``values`` stand below it."""
    shown = _NUMBER.sub("", shown)  # 'Q5. Why?'
    return next((bits for rule in _RULES if (bits := rule(shown, values)) is not None), 0.0)


def _bits(cell: object, below: Row) -> float:
    values = list(map(cells.text, below))
    numbers = 2 * sum(map(cells.is_value, below)) > len(values)
    if cells.is_value(cell):
        return -6.0 if numbers or not values else -1.0
    shown = cells.name(cell)
    said = wording(shown, values)
    if numbers:
        return 5.0 + (said if said > 0 or len(shown.split()) < 4 else 0)  # 'не знаю' is an answer there too
    return said + (0.0 if words.rank("text", shown) == words.WHOLE else _unseen(shown, values))


def _unseen(shown: str, values: Sequence[str]) -> float:
    """A name is none of the values. Where values repeat, a new one is rare: by Good and Turing as rare as
    the values seen once (smoothed: few values tell little)."""
    counts = Counter(values)
    if shown in counts:
        return -min(1.0 + 2 * counts[shown], 6.0)
    once = sum(times == 1 for times in counts.values())
    return min(math.log2((len(values) + 3) / (once + 3)), _MOST_UNSEEN)


def _is_word_for_it(shown: str, values: Sequence[str]) -> float | None:
    """'Комментарий', 'id': nobody answers so."""
    if words.rank("text", shown) == words.WHOLE:
        return 8.0
    if words.rank("answer", shown) == words.ANSWER:
        return 4.0
    return 5.0 if words.rank("id", shown) == words.NUMBER or words.rank("nps_said", shown) else None


def _is_prompt(shown: str, values: Sequence[str]) -> float | None:
    """'Пожалуйста, расскажите …', 'Please tell us …'"""
    return 6.0 if words.rank("prompt", shown) else None


def _is_question(shown: str, values: Sequence[str]) -> float | None:
    """Customers ask as well: only words of surveys make sure."""
    asks, surveyed = _QUESTION.search(shown), words.rank("surveyed", shown)
    if not asks:
        short = len(shown.split()) <= 8 and not _END.search(shown)
        return 4.0 if short and surveyed and words.rank("asking", shown) else None
    if _BREAK.search(shown) or len(shown.split()) > _LONGEST_QUESTION:
        return -3.0
    if words.rank("own", shown) or 5 * sum(map(bool, map(_QUESTION.search, values))) > max(len(values), 1):
        return 0.0
    return 5.0 if surveyed else 1.0


def _is_lively(shown: str, values: Sequence[str]) -> float | None:
    """With feeling, links or addresses, or nothing but a dash."""
    if not any(map(str.isalnum, shown)) and not words.rank("id", shown):
        return -4.0
    return -6.0 if _LIVELY.search(shown) else None


def _is_sentence(shown: str, values: Sequence[str]) -> float | None:
    if _BREAK.search(shown):
        return -6.0
    return -6.0 if _END.search(shown) and len(shown.split()) > 2 else None


def _is_opinion(shown: str, values: Sequence[str]) -> float | None:
    """'Очень долго', 'don't know'; but 'Что хорошо' asks for one."""
    if not words.rank("said", shown):
        return None
    return 1.0 if words.rank("asking", shown) and len(shown.split()) <= 4 else -5.0


def _is_code(shown: str, values: Sequence[str]) -> float | None:
    """'Q5', 'reason_text', 'ReviewText', where no value below looks so."""
    shape = next((one for one in (_CODE, _CAMEL) if one.match(shown)), None)
    if shape is None:
        return None
    return 0.0 if any(map(shape.match, values)) else 4.0


def _is_known(shown: str, values: Sequence[str]) -> float | None:
    """A short name with a word for a column. Words for other columns than texts are answers too: 'магазин',
    'почта', 'время ожидания'."""
    said, begins = len(shown.split()), words.rank("naming", shown)
    if words.rank("text", shown) > 1 and (said <= 2 or (said <= 9 and begins)):
        return 4.0
    if said <= 5 and any(words.rank(role, shown) for role in _OTHER_ROLES):
        return 1.5 if said <= 3 else 0.0
    return None


def _is_long(shown: str, values: Sequence[str]) -> float | None:
    said = len(shown.split())
    return -4.0 if said > 5 else -2.0 if said > 3 else None


_OTHER_ROLES = ("text", "score", "date", "id", "segment", "customer", "not_text", "column")
_RULES: tuple[Rule, ...] = (
    _is_word_for_it,
    _is_prompt,
    _is_lively,
    _is_question,
    _is_sentence,
    _is_opinion,
    _is_code,
    _is_known,
    _is_long,
)
