"""Whom to call back first: unhappy customers who gave a reason not to wait.

Unhappy is who writes a negative or mixed comment, or gave a score at the bad end of its scale. A reason is a
threat to complain elsewhere (escalation), the intent to leave, an issue left unresolved, or having had to ask
again. Both must be there.

The order: who gave more reasons comes first, since one that was found by mistake seldom comes with another;
then who gave the graver one (in the order above), who reminds of a broken promise, who scored worse, who
wrote later, whose comment is the more negative. What is still equal is put in the order of a hash of the
text, so that nobody's place in the file matters.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.pipeline.quotes import days_of
from otklik.pipeline.tables import Tagged
from otklik.prepare import Span
from otklik.records import CALLBACK_COLUMNS, CALLBACKS, COMMENT_ID, SENTIMENT, SENTIMENT_SCORE, TEXT
from otklik.score_kinds import ScoreKind

REASONS = ("escalation", "churn_intent", "unresolved_issue", "repeat_contact")
"""The gravest first. ``unresolved_issue`` is a topic and counts in complaint only; the others are signals."""
PROMISE = "broken_promise"
UNHAPPY = ("negative", "mixed")


@dataclass(frozen=True)
class Callback:
    """A comment to answer. ``evidence``: reason → its place in ``text``, the gravest first; ``promised``: the
    place of the words about a broken promise; ``distress``: how near the worst score is to the bad end, from
    0 to 1 (0 where there is none); ``feeling``: the score of the sentiment, from −1 to 1."""

    comment_id: str
    text: str
    evidence: Mapping[str, Span]
    promised: Span | None
    date: str | None
    link: str | None
    scores: Mapping[str, float]
    distress: float
    feeling: float


def first(found: Iterable[Callback]) -> tuple[Callback, ...]:
    """The CALLBACKS most pressing, in order, the same whatever the order they came in; a comment that met
    several rows of another table once."""
    once = {(one.comment_id, one.text): one for one in sorted(found, key=_rank, reverse=True)}
    return tuple(heapq.nsmallest(CALLBACKS, once.values(), key=_rank))


def _rank(one: Callback) -> tuple[Any, ...]:
    digest = hashlib.blake2b(one.text.encode("utf8", "surrogatepass"), digest_size=8).hexdigest()
    return (
        -len(one.evidence),
        [REASONS.index(reason) for reason in one.evidence],
        one.promised is None,
        -one.distress,
        -int((one.date or "0").replace("-", "")),
        one.feeling,
        digest,
        one.comment_id,
    )


def callbacks(
    tagged: Tagged,
    scores: Mapping[str, NDArray[np.float64]],
    kinds: Mapping[str, ScoreKind],
    dates: pd.Series | None,
) -> tuple[Callback, ...]:
    """The most pressing comments of a labelled table, none that repeats another; ``scores`` (n,) NaN where
    there is none, ``dates`` (n) the moments, where the day is known."""
    table, reasons, repeats = tagged.comments, _reasons(tagged), tagged.repeats
    ids, moods = table[COMMENT_ID].tolist(), table[SENTIMENT].tolist()
    feelings, days = table[SENTIMENT_SCORE].tolist(), days_of(dates, len(table))
    found = []
    for at, evidence in reasons.items():
        if repeats[at]:
            continue
        values = {name: float(of[at]) for name, of in scores.items() if not np.isnan(of[at])}
        if not (moods[at] in UNHAPPY or any(is_bad(value, kinds[name]) for name, value in values.items())):
            continue
        told = {reason: evidence[reason] for reason in REASONS if reason in evidence}
        if told:
            found.append(
                Callback(
                    comment_id=str(ids[at]),
                    text=tagged.shown[at],
                    evidence=told,
                    promised=evidence.get(PROMISE),
                    date=days[at],
                    link=tagged.links[at] if tagged.links else None,
                    scores=values,
                    distress=max(
                        (distress(value, kinds[name]) for name, value in values.items()), default=0.0
                    ),
                    feeling=feelings[at],
                )
            )
    return first(found)


def _reasons(tagged: Tagged) -> dict[int, dict[str, Span]]:
    """Row → reasons and broken promise, with their places in the text."""
    mentions = tagged.mentions
    rows = tagged.comments.index.get_indexer(mentions.index).tolist()
    told = zip(rows, mentions["topic"], mentions["polarity"], tagged.places, strict=True)
    found: dict[int, dict[str, Span]] = {}
    for at, topic, polarity, span in told:
        if polarity == "negative" and topic in (*REASONS, PROMISE):
            found.setdefault(at, {})[topic] = span
    for at, signal, span in tagged.signals:
        if signal in REASONS:
            found.setdefault(at, {})[signal] = span
    return found


def distress(value: float, kind: ScoreKind) -> float:
    """How near a score is to the bad end of its scale, from 0 to 1; 0 where the scale has no ends."""
    if kind.low is None or kind.high is None:
        return 0.0
    height = (value - kind.low) / (kind.high - kind.low)
    return height if kind.better == "low" else 1 - height


def is_bad(value: float, kind: ScoreKind) -> bool:
    """Whether a score is in the worst of the three shares that are shown of it; of two answers, the bad."""
    low, high = kind.cuts or (kind.low, kind.high)
    if low is None or high is None:
        return False
    return value >= high if kind.better == "low" else value <= low


def table(found: Iterable[Callback]) -> pd.DataFrame:
    """CALLBACK_COLUMNS, one row for each."""
    return pd.DataFrame(list(_rows(found)), columns=list(CALLBACK_COLUMNS))


def _rows(found: Iterable[Callback]) -> Iterator[dict[str, Any]]:
    for one in found:
        spans = [*one.evidence.values(), *([one.promised] if one.promised else [])]
        yield {
            COMMENT_ID: one.comment_id,
            "link": one.link,
            "date": one.date,
            "scores": dict(one.scores),
            "reasons": list(one.evidence),
            "evidence": [one.text[start:end] for start, end in one.evidence.values()],
            "promised": one.text[slice(*one.promised)] if one.promised else None,
            TEXT: one.text,
            "marks": spans,
        }
