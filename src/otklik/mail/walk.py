"""The walk over the lines of a message: the first rule that knows a line takes it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from otklik.edits import Change
from otklik.mail.lines import Line, lines_of
from otklik.mail.quotes import QUOTES
from otklik.mail.rules import Lines, Rule, skip_blank
from otklik.mail.signatures import SIGNATURES, ruled

RULES: tuple[Rule, ...] = (*QUOTES, *SIGNATURES, ruled)
"""The first answer wins. Quotes come first: they end a signature."""

_OWN = ""


def changes(text: str) -> list[Change]:
    """What to take out; nothing from a text in which nothing would be left."""
    lines = lines_of(text)
    steps = _steps([line.said for line in lines])
    own = [at for at, step in enumerate(steps) if step == _OWN and lines[at].said.strip()]
    return list(_changes(lines, steps, own[-1])) if own and any(steps) else []


def _steps(lines: Lines) -> list[str]:
    """For each line the name of the rule that takes it out, or _OWN."""
    steps = [_OWN] * len(lines)
    left = list(range(len(lines)))
    while any(taken := _walk([lines[at] for at in left])):  # again: halves of a mark may have met
        for at, step in zip(left, taken, strict=True):
            steps[at] = step
        left = [at for at in left if steps[at] == _OWN]
    return steps


def _walk(lines: Lines) -> list[str]:
    """One pass. Blank lines below what is taken out go with it."""
    steps: list[str] = []
    while (at := len(steps)) < len(lines):
        step, end = _first(lines, at) if lines[at].strip() else (_OWN, at)
        steps += [step] * (skip_blank(lines, end) - at) if end > at else [_OWN]
    return steps


def _first(lines: Lines, at: int) -> tuple[str, int]:
    """The first rule that knows a line, and where what it takes out ends."""
    for rule in RULES:
        if (end := rule(lines, at)) > at:
            return rule.__name__, end
    return _OWN, at


def _changes(lines: Sequence[Line], steps: Sequence[str], last: int) -> Iterator[Change]:
    """What one rule takes out is one change, up to the next line; an own line cut short keeps its line break.
    Below the last own line nothing is left, blank lines neither."""
    tail = next(filter(None, steps[last + 1 :]), _OWN)
    steps = [*steps[: last + 1], *(step or tail for step in steps[last + 1 :])]
    starts = [*(line.start for line in lines), lines[-1].end]
    if tail:
        starts[last + 1] = lines[last].start + len(lines[last].said.rstrip())
    for step, run in groupby(range(len(lines)), key=steps.__getitem__):
        places = list(run)
        first, after = places[0], places[-1] + 1
        cut_short = 0 < first < last and not steps[first - 1] and lines[first - 1].end == lines[first].start
        if step != _OWN:
            yield Change(starts[first], lines[after - 1].end if cut_short else starts[after], "", step)
