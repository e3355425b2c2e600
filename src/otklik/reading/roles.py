"""Which column plays which part: what the user names is checked, the rest is recognised or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from otklik.errors import ColumnError, UndecidedError
from otklik.reading import words
from otklik.reading.columns import find_column, quoted
from otklik.reading.dates import day_first, parse_dates
from otklik.reading.guessing import Content, fitting, look, score_kind, score_values
from otklik.records import Guess, Roles, ScoreKind, parse_kind

Found = tuple[str | None, tuple[Guess, ...]]


def recognise(
    sample: pd.DataFrame,
    *,
    text: str | None = None,
    id: str | None = None,
    date: str | None = None,
    segments: Sequence[str] = (),
    scores: Mapping[str, str] | None = None,
) -> Roles:
    """The roles of the columns of a table, from a sample of its rows.

    ``scores`` maps a column to the spelling of its kind ('nps', 'csat3:1=best'; '' to have the kind
    recognised); None looks for score columns, an empty mapping wants none. Raises ColumnError for a column
    that is not there, UndecidedError where a guess might be wrong: the message names the flags.
    A doubtful column that can be done without is left out, with a Guess whose role begins 'unclear'.
    """
    columns = [str(name) for name in sample.columns]
    seen = {str(name): look(sample[name]) for name in sample.columns}
    text_column, text_guess = _text(seen, text, columns)
    if text_column in (find_column(columns, name, "--score") for name in scores or ()):
        raise ColumnError(
            f"{text_column!r} is the text column, so it cannot be a score as well",
            mend="name the column of numbers: --score COLUMN=KIND, or another text: --text COLUMN",
        )
    left = {name: content for name, content in seen.items() if name != text_column}
    kinds, score_guesses = recognise_scores(sample.drop(columns=text_column), scores)
    left = {name: content for name, content in left.items() if name not in kinds}
    date_column, date_guess = _date(sample, left, date, columns)
    id_column, id_guess = _id(sample, left, id, columns)
    left = {name: content for name, content in left.items() if name not in (date_column, id_column)}
    chosen, segment_guesses = _segments(left, segments, columns)
    guesses = (*text_guess, *score_guesses, *date_guess, *id_guess, *segment_guesses)
    return Roles(text_column, id_column, date_column, chosen, kinds, guesses)


def recognise_scores(
    sample: pd.DataFrame, scores: Mapping[str, str] | None = None
) -> tuple[dict[str, ScoreKind], tuple[Guess, ...]]:
    """The score columns of a table and their kinds; ``scores`` and the errors as in ``recognise``."""
    if scores is not None:
        return _named_scores(sample, scores)
    kinds: dict[str, ScoreKind] = {}
    guesses, doubtful = [], []
    for name in map(str, sample.columns):
        if not words.rank("score", name) or not score_values(sample[name]):
            continue
        kind, why = score_kind(name, sample[name])
        if kind is None:
            doubtful.append(Guess("unclear score", name, why, _score_flag(name, "KIND")))
        else:
            kinds[name] = kind
            guesses.append(Guess("score", name, f"{kind.name}: {why}", _score_flag(name, kind.spec)))
    if doubtful and not kinds:
        raise UndecidedError(
            "which score is meant cannot be decided: "
            + "; ".join(f"{guess.column!r} ({guess.why})" for guess in doubtful),
            mend=_which_kind(sample, doubtful[0].column),
        )
    return kinds, (*guesses, *doubtful)


def _named_scores(
    sample: pd.DataFrame, scores: Mapping[str, str]
) -> tuple[dict[str, ScoreKind], tuple[Guess, ...]]:
    kinds: dict[str, ScoreKind] = {}
    guesses: list[Guess] = []
    for asked, spec in scores.items():
        name = find_column(sample.columns, asked, "--score")
        if spec:
            kinds[name] = parse_kind(spec)
            continue
        kind, why = score_kind(name, sample[name])
        if kind is None:
            raise UndecidedError(
                f"the kind of the score {name!r} cannot be decided ({why})",
                mend=_which_kind(sample, name),
            )
        kinds[name] = kind
        guesses.append(Guess("score", name, f"{kind.name}: {why}", _score_flag(name, kind.spec)))
    return kinds, tuple(guesses)


def _which_kind(sample: pd.DataFrame, column: str) -> str:
    specs = fitting(score_values(sample[column])) or ["number:high=good", "number:low=good"]
    return "say it: " + " or ".join(_score_flag(column, spec) for spec in specs)


def _score_flag(column: str, spec: str) -> str:
    return f"--score {quoted(f'{column}={spec}')}"


def _text(seen: Mapping[str, Content], told: str | None, columns: list[str]) -> tuple[str, tuple[Guess, ...]]:
    if told is not None:
        return find_column(columns, told, "--text"), ()
    if len(columns) == 1 and seen[columns[0]].letters >= 0.5:
        return columns[0], (
            Guess("text", columns[0], "it is the only column", f"--text {quoted(columns[0])}"),
        )
    named = {
        name: words.rank("text", name)
        for name, content in seen.items()
        if content.is_text and not _is_other(name)
    }
    best = max(named.values(), default=0)
    chosen = [name for name, rank in named.items() if rank == best]
    if not best:
        chosen = [name for name in named if seen[name].is_prose]
    if len(chosen) == 1:
        why = "its header says so" if best else "it holds the sentences"
        return chosen[0], (Guess("text", chosen[0], why, f"--text {quoted(chosen[0])}"),)
    raise _which_text({name: seen[name] for name in chosen}, columns)


def _is_other(header: str) -> bool:
    """Whether a short header names something else than the customer's own words."""
    return len(header.split()) <= 4 and words.rank("not_text", header) > 0


def _which_text(candidates: Mapping[str, Content], columns: list[str]) -> UndecidedError:
    if not candidates:
        return UndecidedError(
            "no column looks like comments; the columns are: " + ", ".join(map(repr, columns[:40])),
            mend="name it: --text COLUMN",
        )
    most_said = sorted(candidates.items(), key=lambda item: -item[1].words * item[1].answers)
    shown = [
        f"\n  {at}. {name!r} ({content.answers} answers, {content.words:.0f} words each)"
        for at, (name, content) in enumerate(most_said[:8], 1)
    ]
    more = f"\n  … and {len(most_said) - 8} more" if len(most_said) > 8 else ""
    return UndecidedError(
        f"{len(candidates)} columns may hold the comments:{''.join(shown)}{more}",
        mend=f"say which, for example --text {quoted(most_said[0][0])}",
    )


def _date(sample: pd.DataFrame, left: Mapping[str, Content], told: str | None, columns: list[str]) -> Found:
    if told is not None:
        name = find_column(columns, told, "--date")
        if not parse_dates(sample[name])[0].notna().any() and sample[name].notna().any():
            raise ColumnError(f"no value of {name!r} is a date", mend="name another column: --date COLUMN")
        return name, ()
    ranks = {
        name: (not words.rank("not_date", name)) * words.rank("date", name) + content.filled / 2
        for name, content in left.items()
        if content.is_date and content.filled >= 0.3 and words.rank("date", name)
    }
    if not ranks:
        return None, ()
    name = max(ranks, key=lambda one: ranks[one])
    flag = f"--date {quoted(name)}"
    typed = pd.api.types.is_datetime64_any_dtype(sample[name])
    if not typed and day_first(sample[name]) is None:
        return None, (Guess("unclear date", name, "day and month cannot be told apart", flag),)
    return name, (Guess("date", name, "its header and its values say so", flag),)


def _id(sample: pd.DataFrame, left: Mapping[str, Content], told: str | None, columns: list[str]) -> Found:
    if told is not None:
        return find_column(columns, told, "--id"), ()
    ranks = {
        name: words.rank("id", name)
        for name, content in left.items()
        if words.rank("id", name)
        and not content.is_date
        and sample[name].notna().all()
        and sample[name].is_unique
    }
    if not ranks:
        return None, ()
    name = max(ranks, key=lambda one: ranks[one])
    return name, (Guess("id", name, "its header says so and no value repeats", f"--id {quoted(name)}"),)


def _segments(
    left: Mapping[str, Content], told: Sequence[str], columns: list[str]
) -> tuple[tuple[str, ...], tuple[Guess, ...]]:
    if told:
        return tuple(dict.fromkeys(find_column(columns, name, "--segment") for name in told)), ()
    chosen = [
        name
        for name, content in left.items()
        if words.rank("segment", name)
        and 2 <= content.n_distinct <= 20
        and content.distinct <= 0.5
        and content.letters >= 0.5
        and not content.is_date
    ]
    return tuple(chosen), tuple(
        Guess("segment", name, "few values under a telling header", f"--segment {quoted(name)}")
        for name in chosen
    )
