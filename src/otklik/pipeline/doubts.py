"""What a user should know before believing the figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from otklik.errors import JoinError
from otklik.pipeline.summary import Summary
from otklik.records import JoinReport, ScoreCheck

_STRANGE = 0.05
_FEW_MET = 0.5
_NAMED = 3
_MANY = 20  # answers, of which chance leaves none above the middle of a scale
_LONG = 7  # the top of a scale long enough to hold a shorter one


def doubts(summary: Summary, joined: JoinReport | None) -> list[str]:
    """Sentences for the user, the gravest first; none when all is well."""
    return [
        *_repeated(summary, joined),
        *_unmet(joined),
        *_nothing_said(summary),
        *_strange_scores(summary.checks.values()),
        *_other_scale(summary),
    ]


def refuse_strangers(joined: JoinReport | None) -> None:
    """Raises JoinError, with keys of both sides, when two tables met and no key of one is in the other."""
    if joined is None or not joined.left_rows or joined.left_matched:
        return
    raise JoinError(
        f"no comment met a row of the second table by {joined.key!r}: "
        f"the comments have {_keys(joined.left_unmatched_examples)}, "
        f"the second table has {_keys(joined.right_unmatched_examples)}",
        mend="name the column both tables share, or one of each: --key LEFT=RIGHT",
    )


def _repeated(summary: Summary, joined: JoinReport | None) -> Iterator[str]:
    """Comments counted several times weigh more in every figure, and nothing else would show it."""
    if joined is None or summary.rows <= joined.left_rows:
        return
    yield (
        f"{joined.left_rows} comments became {summary.rows} rows: {joined.right_duplicate_keys} keys have "
        f"several rows in the second table ({_keys(joined.duplicate_examples)}), and each of their comments "
        "is counted once for every one; keep one row per key to count it once"
    )


def _unmet(joined: JoinReport | None) -> Iterator[str]:
    if joined is None or joined.left_matched == joined.left_rows:
        return
    share = joined.left_matched / joined.left_rows
    yield (
        f"{'only ' if share < _FEW_MET else ''}{joined.left_matched} of {joined.left_rows} comments "
        f"met a row of the second table ({math.floor(1000 * share) / 10:g}%); "
        f"without one: {_keys(joined.left_unmatched_examples)}"
    )


def _nothing_said(summary: Summary) -> Iterator[str]:
    if summary.rows and summary.silent == summary.rows:
        yield f"none of the {summary.rows} comments says anything"


def _strange_scores(checks: Iterable[ScoreCheck]) -> Iterator[str]:
    for check in checks:
        given = check.valid + sum(check.out_of_range.values()) + sum(check.not_numeric.values())
        column = check.score
        for values, fault in (
            (check.out_of_range, f"are off the scale of {check.kind.spec}"),
            (check.not_numeric, "are not numbers"),
        ):
            if (count := sum(values.values())) > _STRANGE * given:
                shown = ", ".join(f"{value!r} × {n}" for value, n in list(values.items())[:_NAMED])
                yield (
                    f"{count} of {given} values of {column!r} {fault} and are left out ({shown}); "
                    f'if it is another kind of score: --score "{column}=KIND"'
                )


def _other_scale(summary: Summary) -> Iterator[str]:
    """Many answers and none above the middle of the scale: 1–5 read as 0–10 makes everybody unhappy."""
    for name, check in summary.checks.items():
        kind, values = check.kind, summary.answers[name].values
        if kind.low is None or kind.high is None or kind.high < _LONG or check.valid < _MANY:
            continue
        if values.max() <= (kind.low + kind.high) / 2:
            yield (
                f"no value of {check.score!r} is above {values.max():g}, and {kind.name} goes to "
                f'{kind.high:g}; if it is another kind of score: --score "{check.score}=KIND"'
            )


def _keys(examples: tuple[str, ...]) -> str:
    return ", ".join(map(repr, examples)) or "none"
