"""Which columns hold scores, and of which kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from otklik.errors import ColumnError, UndecidedError
from otklik.reading import words
from otklik.reading.columns import find_column, quoted
from otklik.reading.guessing import choices, fitting, is_score, score_kind
from otklik.reading.hinted import hinted
from otklik.reading.score_column import Distinct, settled
from otklik.reading.score_words import ScoreWords
from otklik.reading.scores import coerce
from otklik.records import Guess
from otklik.score_kinds import ScoreKind, parse_kind
from otklik.sentences import Sentence
from otklik.sources.hints import Hints

Kinds = tuple[dict[str, ScoreKind], tuple[Guess, ...]]


_OFFERED = 3  # kinds of a doubtful score, and words of it that are shown
_FEW = 20  # different words at most, where the same few are given again and again


def recognise_scores(
    sample: pd.DataFrame,
    scores: Mapping[str, str] | None = None,
    *,
    hints: Hints | None = None,
    table: ScoreWords | None = None,
) -> Kinds:
    """The score columns of a table and their kinds, with what the words in them count.

    ``scores``, ``hints`` and the errors as in ``roles.recognise``; ``table``: words of scores.
    """
    if scores is not None:
        return _named_scores(sample, scores, table)
    known = hints or Hints()
    kinds: dict[str, ScoreKind] = {}
    guesses: list[Guess] = []
    doubtful: list[Guess] = []
    mixed: list[Guess] = []
    for name in map(str, sample.columns):
        if kind := _hinted_kind(sample[name], known.scores.get(name), known.words.get(name)):
            kinds[name] = kind
            guesses.append(hinted(known, "score", name, _score_flag(name, kind.spec)))
            continue
        if name not in known.scores and (
            words.rank("not_score", name) or not is_score(name, sample[name], table=table)
        ):
            mixed += _called_a_score(name, sample[name])
            continue
        kind, why = score_kind(name, sample[name], table=table)
        if kind is None:
            flags = [_score_flag(name, spec) for spec in choices(sample[name], table=table)[:_OFFERED]]
            flag = Sentence("{flags: or }", flags=flags or [_score_flag(name, "KIND")])
            doubtful.append(Guess("unclear score", name, why, flag))
        else:
            kinds[name] = settled(sample[name], kind, table=table)
            guesses.append(_guess(name, kind, why))
    if doubtful and not kinds:
        raise _undecided(doubtful, sample, table)
    return kinds, (*guesses, *doubtful, *mixed)


def _undecided(doubtful: Sequence[Guess], sample: pd.DataFrame, table: ScoreWords | None) -> UndecidedError:
    """That of no column the kind of score can be told."""
    return UndecidedError(
        "which score is meant cannot be decided: {doubts:; }",
        doubts=[Sentence("{column!r} ({why})", column=guess.column, why=guess.why) for guess in doubtful],
        mend=_which_kind(sample[doubtful[0].column], table),
    )


def _called_a_score(name: str, series: pd.Series) -> list[Guess]:
    """What is told of a column that its header calls a score, and that holds words beside numbers, or a few
    words again and again, that no table of words knows."""
    if words.rank("not_score", name) or not words.rank("score", name):
        return []
    column = Distinct.of(series)
    answers, strange = int(column.counts[~column.blank].sum()), column.words
    n = strange.total()
    again = len(strange) <= _FEW and n >= 2 * len(strange)
    if n <= 0.1 * answers or (n == answers and not again):
        return []
    shown = [f"{word!r} × {times}" for word, times in strange.most_common(_OFFERED)]
    told = Sentence("{n} of {of:value is|values are} no numbers: {shown}", n=n, of=answers, shown=shown)
    numbers = frozenset(column.numbers[np.isin(column.numbers, range(11))].tolist())
    specs = fitting(numbers)[:_OFFERED] if numbers else []
    flags = [*(_score_flag(name, spec) for spec in specs), "--score-words FILE.yaml"]
    return [Guess("unclear score", name, told, Sentence("{flags: or }", flags=flags))]


def _hinted_kind(series: pd.Series, spec: str | None, words: Mapping[str, float] | None) -> ScoreKind | None:
    """The kind a source gives a column, where its numbers do not contradict: surveys of one tool ask on
    several scales, and an NPS without a number above 5 is hardly one."""
    if not spec:
        return None
    kind = parse_kind(spec)
    if words:
        return kind
    numbers = pd.to_numeric(series, errors="coerce").dropna()
    if kind.low is not None and kind.high is not None and not numbers.between(kind.low, kind.high).all():
        return None
    return None if kind.name == "nps" and numbers.max() <= 5 else kind


def _named_scores(sample: pd.DataFrame, scores: Mapping[str, str], table: ScoreWords | None) -> Kinds:
    kinds: dict[str, ScoreKind] = {}
    guesses: list[Guess] = []
    for asked, spec in scores.items():
        name = find_column(sample.columns, asked, "--score")
        if spec:
            kinds[name] = settled(sample[name], parse_kind(spec), table=table)
            _refuse_words(sample[name], kinds[name])
            continue
        kind, why = score_kind(name, sample[name], table=table)
        if kind is None:
            raise UndecidedError(
                "the kind of the score {name!r} cannot be decided ({why})",
                name=name,
                why=why,
                mend=_which_kind(sample[name], table),
            )
        kinds[name] = settled(sample[name], kind, table=table)
        guesses.append(_guess(name, kind, why))
    return kinds, tuple(guesses)


def _refuse_words(series: pd.Series, kind: ScoreKind) -> None:
    """Raises ColumnError where no value of a column is a score and some are words."""
    _, check = coerce(series, kind)
    if check.valid or not check.not_numeric:
        return
    shown = [f"{value!r} × {n}" for value, n in list(check.not_numeric.items())[:_OFFERED]]
    raise ColumnError(
        "no value of {column!r} is a score of the kind {kind}: {shown}",
        column=check.score,
        kind=kind.spec,
        shown=shown,
        mend="name the column of the score: --score COLUMN={kind}; if these are words for a score, say what "
        "they count: --score-words FILE.yaml",
    )


def _which_kind(series: pd.Series, table: ScoreWords | None) -> Sentence:
    specs = choices(series, table=table) or ["number:high=good", "number:low=good"]
    return Sentence("say it: {flags: or }", flags=[_score_flag(str(series.name), spec) for spec in specs])


def _guess(column: str, kind: ScoreKind, why: Sentence) -> Guess:
    told = Sentence("{kind}: {why}", kind=kind.name, why=why)
    return Guess("score", column, told, _score_flag(column, kind.spec))


def _score_flag(column: str, spec: str) -> str:
    return f"--score {quoted(f'{column}={spec}')}"
