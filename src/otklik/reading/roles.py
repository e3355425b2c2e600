"""Which column plays which part: what the user names is checked, the rest is recognised or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from otklik.errors import ColumnError
from otklik.reading import words
from otklik.reading.columns import find_column, quoted
from otklik.reading.dates import day_first, parse_dates
from otklik.reading.group_roles import Found, find_segments, find_touchpoint
from otklik.reading.guessing import Content, look
from otklik.reading.hinted import hinted
from otklik.reading.score_roles import recognise_scores
from otklik.reading.score_words import ScoreWords
from otklik.reading.texts import find_texts
from otklik.reading.ticket_roles import ticket_roles
from otklik.records import Guess, Roles
from otklik.sentences import Sentence
from otklik.sources.hints import Hints

PAGE = r"https?://\S+$"


def recognise(
    sample: pd.DataFrame,
    *,
    text: str | Sequence[str] | None = None,
    id: str | None = None,
    date: str | None = None,
    segments: Sequence[str] = (),
    scores: Mapping[str, str] | None = None,
    customer: str | None = None,
    touchpoint: str | None = None,
    date_order: str | None = None,
    score_words: ScoreWords | None = None,
    hints: Hints | None = None,
) -> Roles:
    """The roles of the columns of a table, from a sample of its rows.

    ``text`` may name several columns. ``scores`` maps a column to the spelling of its kind ('nps',
    'csat3:1=best'; '' to have the kind recognised); None looks for score columns, an empty mapping wants
    none. ``date_order`` ('dmy', 'mdy') decides what 03/04/2024 means; ``score_words`` are those of
    ``load_score_words``. ``hints`` are what a known source says; they win over guesses, and the other
    arguments over them.
    Raises ColumnError for a column that is not there, UndecidedError where a guess might be wrong: the
    message names the flags. A doubtful column that can be done without is left out, with a Guess whose role
    begins 'unclear'.
    """
    columns = [str(name) for name in sample.columns]
    known = hints or Hints()
    seen = {str(name): look(sample[name]) for name in sample.columns}
    told = (text,) if isinstance(text, str) else tuple(text or ())
    texts, text_guesses = find_texts(seen, told, known)
    _check_apart(texts, [find_column(columns, name, "--score") for name in scores or ()])
    rest = sample.drop(columns=list(texts))
    kinds, score_guesses = recognise_scores(rest, scores, hints=known, table=score_words)
    left = {name: content for name, content in seen.items() if name not in (*texts, *kinds)}
    date_column, date_guess = _date(sample, left, date, date_order, known)
    id_column, id_guess = _id(sample, left, id, known)
    left = {name: content for name, content in left.items() if name not in (date_column, id_column)}
    where, touchpoint_guess = find_touchpoint(left, touchpoint, columns, known)
    if not touchpoint:  # named, it may be a segment too
        left = {name: content for name, content in left.items() if name != where}
    chosen, segment_guesses = find_segments(left, segments, columns, known)
    left = {name: content for name, content in left.items() if name not in chosen}
    who, customer_guess = _customer(left, customer, columns, known)
    return Roles(
        text=texts[0],
        id=id_column,
        date=date_column,
        segments=chosen,
        scores=kinds,
        guesses=(
            *text_guesses,
            *score_guesses,
            *date_guess,
            *id_guess,
            *touchpoint_guess,
            *segment_guesses,
            *customer_guess,
        ),
        texts=texts,
        customer=who,
        words={name: known.words[name] for name in kinds if name in known.words},
        link=_link(sample, left),
        ticket=ticket_roles([name for name in columns if name not in kinds], known),
        touchpoint=where,
    )


def _link(sample: pd.DataFrame, left: Mapping[str, Content]) -> str | None:
    """The first column whose header says that it leads to the ticket, all its values addresses of pages."""
    named = (sample[name].dropna() for name in left if words.rank("link", name))
    pages = (column for column in named if len(column) and column.astype(str).str.match(PAGE).all())
    return next((str(column.name) for column in pages), None)


def _check_apart(texts: Sequence[str], scores: Sequence[str]) -> None:
    for name in texts:
        if name in scores:
            raise ColumnError(
                "{name!r} is the text column, so it cannot be a score as well",
                name=name,
                mend="name the column of numbers: --score COLUMN=KIND, or another text: --text COLUMN",
            )


def _date(
    sample: pd.DataFrame, left: Mapping[str, Content], told: str | None, order: str | None, hints: Hints
) -> Found:
    if told is not None:
        return _told_date(sample, find_column(sample.columns, told, "--date"), order), ()
    ranks = {
        name: (not words.rank("not_date", name)) * words.rank("date", name) + content.filled / 2
        for name, content in left.items()
        if content.is_date
        and content.filled >= 0.3
        and words.rank("date", name)
        and not words.rank("never_date", name)
    }
    known = hints.date if hints.date and hints.date in left and left[hints.date].is_date else None
    name = known or max(ranks, key=lambda one: ranks[one], default=None)
    if name is None:
        return None, ()
    flag = f"--date {quoted(name)}"
    typed = pd.api.types.is_datetime64_any_dtype(sample[name])
    if not typed and day_first(sample[name], order=order) is None:
        why = Sentence("day and month cannot be told apart")
        order = Sentence("{flag} --date-order dmy, or mdy", flag=flag)
        return None, (Guess("unclear date", name, why, order),)
    if known:
        return name, (hinted(hints, "date", name, flag),)
    return name, (Guess("date", name, Sentence("its header and its values say so"), flag),)


def _told_date(sample: pd.DataFrame, name: str, order: str | None) -> str:
    if not parse_dates(sample[name], order=order)[0].notna().any() and sample[name].notna().any():
        raise ColumnError(
            "no value of {name!r} is a date", name=name, mend="name another column: --date COLUMN"
        )
    return name


def _id(sample: pd.DataFrame, left: Mapping[str, Content], told: str | None, hints: Hints) -> Found:
    if told is not None:
        return find_column(sample.columns, told, "--id"), ()
    named = [name for name in left if words.rank("id", name) or name == hints.id]
    unique = [name for name in named if sample[name].notna().all() and _names_rows(sample, name)]
    if hints.id and hints.id in unique:
        return hints.id, (hinted(hints, "id", hints.id, f"--id {quoted(hints.id)}"),)
    ranks = {
        name: words.rank("id", name)
        for name in unique
        if words.rank("id", name) and not left[name].is_date and words.rank("customer", name) < words.SURE
    }
    if not ranks:
        return None, ()
    name = max(ranks, key=lambda one: ranks[one])
    return name, (
        Guess("id", name, Sentence("its header says so and no value repeats"), f"--id {quoted(name)}"),
    )


def _names_rows(sample: pd.DataFrame, name: str) -> bool:
    """Whether no value repeats, but where the whole row does: an export may hold a row twice."""
    return bool(sample[name].is_unique or sample.astype(str).drop_duplicates()[name].is_unique)


def _customer(left: Mapping[str, Content], told: str | None, columns: list[str], hints: Hints) -> Found:
    """Who wrote: values may repeat, and are no sentences."""
    if told is not None:
        return find_column(columns, told, "--customer"), ()
    if hints.customer and hints.customer in left and left[hints.customer].answers:
        flag = f"--customer {quoted(hints.customer)}"
        return hints.customer, (hinted(hints, "customer", hints.customer, flag),)
    ranks = {
        name: words.rank("customer", name)
        for name, content in left.items()
        if not words.rank("not_customer", name)
        and content.n_distinct > 1
        and content.words <= 4
        and not content.is_date
    }
    name = max(ranks, key=lambda one: ranks[one], default=None)
    if name is None or not ranks[name]:
        return None, ()
    return name, (Guess("customer", name, Sentence("its header says so"), f"--customer {quoted(name)}"),)
