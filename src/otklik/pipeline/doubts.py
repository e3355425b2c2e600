"""What a user should know before believing the figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from otklik.errors import JoinError
from otklik.pipeline.summary import Summary
from otklik.records import JoinReport, ScoreCheck
from otklik.sentences import Sentence

_STRANGE = 0.05
_FEW_MET = 0.5
_NAMED = 3
_MANY = 20  # answers, of which chance leaves none above the middle of a scale
_LONG = 7  # the top of a scale long enough to hold a shorter one


def doubts(summary: Summary, joined: JoinReport | None) -> list[Sentence]:
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
        "no comment met a row of the second table by {key!r}: the comments have {left}, "
        "the second table has {right}",
        key=joined.key,
        left=_keys(joined.left_unmatched_examples),
        right=_keys(joined.right_unmatched_examples),
        mend="name the column both tables share, or one of each: --key LEFT=RIGHT",
    )


def _repeated(summary: Summary, joined: JoinReport | None) -> Iterator[Sentence]:
    """Comments counted several times weigh more in every figure, and nothing else would show it."""
    if joined is None or summary.rows <= joined.left_rows:
        return
    yield Sentence(
        "{n:comment|comments} became {rows:row|rows}: {keys:key has|keys have} several rows in the second "
        "table ({examples}), and each of their comments is counted once for every one; keep one row per key "
        "to count it once",
        n=joined.left_rows,
        rows=summary.rows,
        keys=joined.right_duplicate_keys,
        examples=_keys(joined.duplicate_examples),
    )


def _unmet(joined: JoinReport | None) -> Iterator[Sentence]:
    if joined is None or joined.left_matched == joined.left_rows:
        return
    share = joined.left_matched / joined.left_rows
    yield Sentence(
        "only {n} of {of:comment|comments} met a row of the second table ({percent:g}%); "
        "without one: {examples}"
        if share < _FEW_MET
        else "{n} of {of:comment|comments} met a row of the second table ({percent:g}%); "
        "without one: {examples}",
        n=joined.left_matched,
        of=joined.left_rows,
        percent=math.floor(1000 * share) / 10,
        examples=_keys(joined.left_unmatched_examples),
    )


def _nothing_said(summary: Summary) -> Iterator[Sentence]:
    if summary.rows and summary.silent == summary.rows:
        yield Sentence("none of {n:comment|comments} says anything", n=summary.rows)


def _strange_scores(checks: Iterable[ScoreCheck]) -> Iterator[Sentence]:
    for check in checks:
        given = check.valid + sum(check.out_of_range.values()) + sum(check.not_numeric.values())
        for values, fault in (
            (check.out_of_range, Sentence("off the scale of {kind}", kind=check.kind.spec)),
            (check.not_numeric, Sentence("not numbers")),
        ):
            if (count := sum(values.values())) > _STRANGE * given:
                yield Sentence(
                    "{n} of {of:value|values} of {column!r} left out: {fault} ({shown}); if it is another "
                    'kind of score: --score "{column}=KIND"'
                    if values is check.out_of_range
                    else "{n} of {of:value|values} of {column!r} left out: {fault} ({shown}); if these are "
                    "words for a score, say what they count: --score-words FILE.yaml",
                    n=count,
                    of=given,
                    column=check.score,
                    fault=fault,
                    shown=[f"{value!r} × {n}" for value, n in list(values.items())[:_NAMED]],
                )


def _other_scale(summary: Summary) -> Iterator[Sentence]:
    """Many answers and none above the middle of the scale: 1–5 read as 0–10 makes everybody unhappy."""
    for name, check in summary.checks.items():
        kind, values = check.kind, summary.answers[name].values
        if kind.low is None or kind.high is None or kind.high < _LONG or check.valid < _MANY:
            continue
        if values.max() <= (kind.low + kind.high) / 2:
            yield Sentence(
                "no value of {column!r} is above {most:g}, and {kind} goes to {high:g}; if it is another "
                'kind of score: --score "{column}=KIND"',
                column=check.score,
                most=values.max(),
                kind=kind.name,
                high=kind.high,
            )


def _keys(examples: tuple[str, ...]) -> object:
    return list(map(repr, examples)) or Sentence("none")
