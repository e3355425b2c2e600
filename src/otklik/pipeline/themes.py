"""New themes: what the comments set aside have in common, counted, compared and quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from otklik.metrics import Answers, difference, measure
from otklik.pipeline.label import Labeller
from otklik.pipeline.pool import Pool, Pooled
from otklik.pipeline.quotes import best, diverse
from otklik.records import (
    GROWTH_COLUMNS,
    SENTIMENTS,
    THEME_COLUMNS,
    THEME_SCORE_COLUMNS,
    Quote,
    Themes,
)
from otklik.score_kinds import ScoreKind
from otklik.stats import newcombe, wilson
from otklik.themes import Sentences, Theme, find
from otklik.words import batch

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

QUOTES = 6
ENOUGH = 4  # words of a theme, or beside it, that make a sentence as good a quote as any
_STEP = 5000  # sentences heard together: memory stays flat


@dataclass(frozen=True, eq=False)
class Searched:
    """The ``comments`` that were searched, cut into s sentences: ``told`` as ``themes.find`` takes them;
    ``start`` (s,): where each begins in its comment; ``sentiment`` (s,): places in SENTIMENTS."""

    comments: Sequence[Pooled]
    told: Sentences
    start: Ints
    sentiment: Ints

    @cached_property
    def days(self) -> NDArray[np.str_]:
        """The day of each comment, '' where it is not known."""
        return np.array([one.day or "" for one in self.comments])

    def scores(self, name: str) -> NDArray[np.float64]:
        """A score of each comment, NaN where there is none."""
        return np.array([one.scores.get(name, nan) for one in self.comments])

    def holding(self, theme: Theme) -> Bools:
        """The comments that hold a theme."""
        held = np.zeros(len(self.comments), dtype=bool)
        held[self.told.comment[theme.sentences]] = True
        return held


@dataclass(frozen=True)
class Wanted:
    """``kinds`` of the scores; ``minimum`` answers below which a group has no figure; ``split``: the first
    day of the later half of the dates."""

    kinds: Mapping[str, ScoreKind]
    minimum: int
    split: str | None


def themes(pool: Pool, labeller: Labeller, wanted: Wanted) -> Themes:
    """The new themes of the comments set aside, the most telling first."""
    with labeller.turn():
        searched = _cut(pool.comments, labeller)
    found = {", ".join(theme.words): theme for theme in find(searched.told)}
    rows = [_row(name, theme, searched, wanted) for name, theme in found.items()]
    scores = [row for name, theme in found.items() for row in _scores(name, theme, searched, wanted)]
    return Themes(
        searched=len(pool.comments),
        seen=pool.seen,
        sentences=int(searched.told.new.sum()),
        themes=pd.DataFrame(rows, columns=list(THEME_COLUMNS)),
        scores=pd.DataFrame(scores, columns=list(THEME_SCORE_COLUMNS)),
        quotes={name: _quotes(theme, searched) for name, theme in found.items()},
    )


def _cut(comments: Sequence[Pooled], labeller: Labeller) -> Searched:
    """The comments cut into sentences, and what each of these says by itself."""
    table = labeller.table
    whole = batch([one.text for one in comments], table)
    first = np.flatnonzero(np.r_[True, np.diff(whole.sentence) > 0][: len(whole.words)])
    spans = whole.places(first, np.r_[first[1:], len(whole.words)][: len(first)])
    comment = whole.comment[first].astype(np.intp)
    cut = zip(comment.tolist(), spans, strict=True)
    sentences = [comments[at].text[start:end] for at, (start, end) in cut]
    told, sentiment = _said(sentences, labeller)
    half = np.array([one.lot % 2 for one in comments], dtype=bool)[comment]
    found = Sentences(batch(sentences, table), comment, ~told, half)
    return Searched(comments, found, np.array([start for start, _ in spans], np.intp), sentiment)


def _said(sentences: Sequence[str], labeller: Labeller) -> tuple[Bools, Ints]:
    """Whether a topic is found in each sentence, and its place in SENTIMENTS."""
    told = np.zeros(len(sentences), dtype=bool)
    sentiment = np.zeros(len(sentences), dtype=np.intp)
    for at in range(0, len(sentences), _STEP):
        part = slice(at, at + _STEP)
        heard = labeller.hear(labeller.ready(sentences[part]))
        told[part] = heard.findings.present[:, : labeller.topics.topics].any(axis=1)
        sentiment[part] = heard.sentiment
    return told, sentiment


def _row(name: str, theme: Theme, searched: Searched, wanted: Wanted) -> dict[str, Any]:
    held, sentences = searched.holding(theme), theme.sentences
    n = int(held.sum())
    share = wilson(n, len(held))
    moods = np.bincount(searched.sentiment[sentences], minlength=len(SENTIMENTS)) / len(sentences)
    return {
        "theme": name,
        "language": theme.language,
        "words": list(theme.words),
        "beside": list(theme.beside),
        "n": n,
        "share": share.value,
        "share_low": share.low,
        "share_high": share.high,
        "without_topic": float(searched.told.new[sentences].mean()),
        **dict(zip(SENTIMENTS, moods.tolist(), strict=True)),
        **_growth(held, searched.days, wanted),
        "yaml": _yaml(theme),
    }


def _growth(held: Bools, days: NDArray[np.str_], wanted: Wanted) -> dict[str, float]:
    """The share before and from the split, and its change."""
    unknown = dict.fromkeys(GROWTH_COLUMNS, nan)
    if wanted.split is None:
        return unknown
    halves = (days != "") & (days < wanted.split), days >= wanted.split
    sizes = [int(half.sum()) for half in halves]
    if min(sizes) < max(1, wanted.minimum):
        return unknown
    was, now = (int((held & half).sum()) for half in halves)
    change = newcombe(was, sizes[0], now, sizes[1])
    told = (was / sizes[0], now / sizes[1], change.value, change.low, change.high, change.p)
    return dict(zip(GROWTH_COLUMNS, told, strict=True))


def _scores(name: str, theme: Theme, searched: Searched, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The metric of each score with the theme and without it."""
    held = searched.holding(theme)
    for score, kind in wanted.kinds.items():
        values = searched.scores(score)
        n = int((~np.isnan(values[held])).sum())
        row = {"score": score, "theme": name, "n": n}
        if min(n, int((~np.isnan(values[~held])).sum())) < max(2, wanted.minimum):
            yield row
            continue
        change = difference(Answers(values[~held]), Answers(values[held]), kind)
        yield row | {
            "value": measure(values[held], kind, score=score)["value"],
            "others": measure(values[~held], kind, score=score)["value"],
            **{"difference": change.value, "low": change.low, "high": change.high, "p": change.p},
        }


def _yaml(theme: Theme) -> str:
    """A taxonomy of one topic that finds the theme."""
    topic = {
        "id": theme.patterns[0],
        "name": {theme.language: ", ".join(theme.words)},
        "patterns": {theme.language: list(theme.patterns)},
    }
    return str(yaml.safe_dump({"topics": [topic]}, allow_unicode=True, sort_keys=False, width=100))


def _quotes(theme: Theme, searched: Searched) -> tuple[Quote, ...]:
    """Comments that show the theme where no topic is found, those that tell most of it first."""
    best_of: Counter[int] = Counter()
    place: dict[int, int] = {}
    for at, telling in zip(theme.sentences.tolist(), theme.telling.tolist(), strict=True):
        comment = int(searched.told.comment[at])
        if searched.told.new[at] and telling > best_of[comment]:
            best_of[comment], place[comment] = telling, at
    quotes = [_quote(theme, searched, comment, at, best_of[comment]) for comment, at in place.items()]
    return diverse(best(quotes), QUOTES)


def _quote(theme: Theme, searched: Searched, comment: int, sentence: int, telling: int) -> Quote:
    begins, one = int(searched.start[sentence]), searched.comments[comment]
    marks = [(begins + start, begins + end) for start, end in theme.marks(sentence)]
    return Quote(
        comment_id=one.comment_id,
        text=one.text,
        start=min(marks)[0],
        end=max(end for _, end in marks),
        why="",
        probability=min(telling, ENOUGH) / ENOUGH,
        date=one.day,
        scores=one.scores,
        language=one.language,
        link=one.link,
        marks=tuple(marks),
    )
