"""Comments that a user labelled, checked before anything is learnt from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik.errors import InputError, UsageError
from otklik.own import LABEL, SENTIMENT
from otklik.records import SENTIMENTS
from otklik.sentences import Sentence
from otklik.survey import stated
from otklik.words import says_nothing

LEAST_ROWS = 20
"""Of each class: with fewer, five folds could not tell whether it is learnt at all."""
MOST_CLASSES = 50
_TOLERATED = 0.01
_NAMES = {
    "negative": ("negative", "neg", "негативный", "негативная", "негатив", "отрицательный", "отрицательная"),
    "neutral": ("neutral", "neu", "нейтральный", "нейтральная", "нейтрально"),
    "positive": ("positive", "pos", "позитивный", "позитивная", "позитив", "положительный", "положительная"),
    "mixed": ("mixed", "смешанный", "смешанная"),
}
Answer = tuple[str, str | None]
"""A text, and the question that it answers."""
_SENTIMENT_OF = {name: sentiment for sentiment, names in _NAMES.items() for name in names}


@dataclass(frozen=True)
class Wanted:
    """What the user said of the labels: ``renamed`` old to new, ``left_out`` not to be learnt, ``conflicts``
    'drop' when equal texts with different labels may be left out, however many."""

    renamed: Mapping[str, str]
    left_out: Collection[str] = ()
    conflicts: str = "refuse"


@dataclass(frozen=True)
class Labelled:
    """Distinct texts with one label each, each beside the question that it answers, where it is heard so.
    ``target`` is what a model of them decides (see ``own``)."""

    texts: Sequence[str]
    asked: Sequence[str | None]
    labels: NDArray[np.str_]
    target: str
    notes: tuple[Sentence, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Comments of each class, the most common first."""
        return dict(Counter(self.labels.tolist()).most_common())


def labelled(
    texts: Sequence[Any],
    labels: Sequence[Any],
    wanted: Wanted,
    *,
    column: str,
    asked: Sequence[str | None] = (),
) -> Labelled:
    """Check and settle the labels of ``column``. Rows without a text or a label are left out and counted.
    ``asked`` are the questions that the texts answer, where these are known.

    Raises InputError when nothing can be learnt from what is left, UsageError for a label to be renamed or
    left out that does not occur.
    """
    if any(pd.api.types.is_list_like(label) for label in labels):
        raise InputError(
            "column {column!r} holds lists, and a model gives one label to a comment",
            column=column,
            mend="--label COLUMN with one label in each row",
        )
    named = [None if pd.isna(label) or not str(label).strip() else _name(label) for label in labels]
    _refuse_unknown(wanted, {name for name in named if name})
    kept = [name if name is None or name not in wanted.left_out else None for name in named]
    notes: list[Sentence] = []
    kept = _as_sentiments([name and wanted.renamed.get(name, name) for name in kept], notes)
    said = [isinstance(text, str) and not says_nothing(text) for text in texts]
    questions = asked or [None] * len(said)
    rows = [
        (_answer(text.strip(), question), name)
        for text, question, name, told in zip(texts, questions, kept, said, strict=True)
        if told and name
    ]
    if empty := len(said) - sum(said):
        notes.append(Sentence("left out {n:row|rows} whose text says nothing", n=empty))
    if unlabelled := sum(told and name is None for told, name in zip(said, named, strict=True)):
        notes.append(Sentence("left out {n:row|rows} without a label", n=unlabelled))
    settled = _settled(rows, wanted, notes)
    distinct = {(text, label) for (text, _), label in settled.items()}
    _refuse_unlearnable(Counter(label for _, label in distinct), column)
    classes = set(settled.values())
    target = SENTIMENT if classes <= set(SENTIMENTS) else LABEL
    answers, questions = zip(*settled, strict=True)
    return Labelled(answers, questions, np.array(list(settled.values())), target, tuple(notes))


def _answer(text: str, question: str | None) -> Answer:
    """The question is kept only where it changes what is heard: else equal texts are one."""
    heard = question is not None and next(stated(question, text), None) is not None
    return text, question if heard else None


def _name(label: Any) -> str:
    """A label as a word; 1.0 from a column with gaps is the 1 that was written."""
    whole = isinstance(label, float) and label.is_integer()
    return str(int(label)) if whole else str(label).strip()


def _refuse_unknown(wanted: Wanted, there: set[str]) -> None:
    for flag, names in (("--map", wanted.renamed), ("--leave-out", wanted.left_out)):
        for name in names:
            if name not in there:
                raise UsageError(
                    "{flag}: there is no label {name!r}; the labels are {labels}",
                    flag=flag,
                    name=name,
                    labels=_listed(there),
                    first=min(there, default="LABEL"),
                    mend="{flag} {first}=NEW" if flag == "--map" else "{flag} {first}",
                )


def _as_sentiments(labels: list[str | None], notes: list[Sentence]) -> list[str | None]:
    """Labels that all name a sentiment, in either language, become its names of the contract."""
    there = {label for label in labels if label}
    if not there or not {label.casefold() for label in there} <= _SENTIMENT_OF.keys():
        return labels
    told = {label: _SENTIMENT_OF[label.casefold()] for label in sorted(there)}
    if any(old != new for old, new in told.items()):
        notes.append(
            Sentence("labels are read as {pairs}", pairs=[f"{old} = {new}" for old, new in told.items()])
        )
    return [label and told[label] for label in labels]


def _settled(rows: Sequence[tuple[Answer, str]], wanted: Wanted, notes: list[Sentence]) -> dict[Answer, str]:
    """Each distinct text with its label; where labels differ, the one most rows give, none when they tie."""
    given: dict[Answer, Counter[str]] = {}
    for text, label in rows:
        given.setdefault(text, Counter())[label] += 1
    disputed = {text for text, labels in given.items() if len(labels) > 1}
    if len(disputed) > _TOLERATED * len(given) and wanted.conflicts != "drop":
        raise InputError(
            "{n:,} of {of:text|texts} occur with different labels, more than can be a slip",
            n=len(disputed),
            of=len(given),
            mend="mend the labels, or leave such texts out: --conflicts drop",
        )
    if repeated := len(rows) - len(given):
        notes.append(
            Sentence("{n:row repeats a text and is|rows repeat a text and are} counted once", n=repeated)
        )
    if disputed:
        notes.append(
            Sentence(
                "{n:text|texts} with different labels: settled by the majority or left out", n=len(disputed)
            )
        )
    settled = {}
    for text, labels in given.items():
        (label, most), *others = labels.most_common()
        if not others or most > others[0][1]:
            settled[text] = label
    return settled


def _refuse_unlearnable(counts: Mapping[str, int], column: str) -> None:
    if len(counts) < 2:
        only = Sentence("only {label!r}", label=next(iter(counts))) if counts else Sentence("no label")
        raise InputError(
            "column {column!r} gives {only}; a model tells at least two classes apart",
            column=column,
            only=only,
            mend="--label COLUMN with two or more different labels",
        )
    if len(counts) > MOST_CLASSES:
        raise InputError(
            "column {column!r} holds {n:different value|different values}, which are no classes to learn",
            column=column,
            n=len(counts),
            most=MOST_CLASSES,
            mend="--label COLUMN with at most {most} different labels",
        )
    rare = {label: n for label, n in sorted(counts.items()) if n < LEAST_ROWS}
    if rare:
        without = [f'--leave-out "{label}"' for label in rare]
        raise InputError(
            "too few rows to learn {labels}; each label needs {least}",
            labels=[f"{label!r} ({n})" for label, n in rare.items()],
            least=LEAST_ROWS,
            without=without,
            mend="{without: } or merge it: --map OLD=NEW"
            if len(counts) - len(rare) >= 2
            else "label more rows, at least {least} of each",
        )


def _listed(names: Collection[str], most: int = 20) -> Sentence:
    shown = sorted(names)[:most]
    if len(names) <= most:
        return Sentence("{names}", names=shown)
    return Sentence("{names} … ({n} in all)", names=shown, n=len(names))
