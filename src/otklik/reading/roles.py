"""Which column plays which part: what the user names is checked, the rest is recognised or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from otklik.errors import ColumnError
from otklik.reading import words
from otklik.reading.columns import find_column, quoted
from otklik.reading.dates import day_first, parse_dates
from otklik.reading.group_roles import Found, find_segments, find_touchpoint
from otklik.reading.guessing import Content, look
from otklik.reading.hinted import hinted
from otklik.reading.score_roles import recognise_scores
from otklik.reading.score_table import load_score_words
from otklik.reading.texts import find_texts
from otklik.reading.ticket_roles import ticket_roles
from otklik.records import Guess, Roles
from otklik.sentences import Sentence
from otklik.sources.hints import Hints

PAGE = r"https?://\S+$"


@dataclass(frozen=True)
class Named:
    """The columns as the user names them; what is left out is recognised.

    ``text`` may name several columns. ``scores`` maps a column to the spelling of its kind ('nps',
    'csat3:1=best'; '' to have the kind recognised); None looks for score columns, an empty mapping wants
    none. ``date_order`` is 'dmy' or 'mdy' where 03/04/2024 cannot be told; ``score_words`` a file of answers
    in words beside the bundled ones.
    """

    text: str | Sequence[str] | None = None
    id: str | None = None
    date: str | None = None
    segments: Sequence[str] = ()
    scores: Mapping[str, str] | None = None
    customer: str | None = None
    touchpoint: str | None = None
    date_order: str | None = None
    score_words: Path | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns of comments, none where they are to be recognised."""
        return (self.text,) if isinstance(self.text, str) else tuple(self.text or ())


_NOTHING_NAMED, _NO_HINTS = Named(), Hints()


def recognise(sample: pd.DataFrame, named: Named = _NOTHING_NAMED, hints: Hints = _NO_HINTS) -> Roles:
    """The roles of the columns of a table, from a sample of its rows. ``hints`` are what a known source says;
    they win over guesses, and what is ``named`` over them.

    Raises ColumnError for a column that is not there, UndecidedError where a guess might be wrong: the
    message names the flags. A doubtful column that can be done without is left out, with a Guess whose role
    begins 'unclear'.
    """
    seen = {str(name): look(sample[name]) for name in sample.columns}
    texts, text_guesses = find_texts(seen, named.texts, hints)
    _check_apart(texts, [find_column(seen, name, "--score") for name in named.scores or ()])
    rest, table = sample.drop(columns=list(texts)), load_score_words(named.score_words)
    kinds, score_guesses = recognise_scores(rest, named.scores, hints=hints, table=table)
    found = Roles(
        text=texts[0],
        scores=kinds,
        guesses=(*text_guesses, *score_guesses),
        texts=texts,
        words={name: hints.words[name] for name in kinds if name in hints.words},
        ticket=ticket_roles([name for name in seen if name not in kinds], hints),
    )
    left = {name: content for name, content in seen.items() if name not in (*texts, *kinds)}
    return _with_the_rest(found, sample, left, named, hints)


def _with_the_rest(
    found: Roles, sample: pd.DataFrame, left: Mapping[str, Content], named: Named, hints: Hints
) -> Roles:
    """When, where and by whom the comments were made, each from the columns that the others left."""
    columns = [str(name) for name in sample.columns]
    date, date_guess = _date(sample, left, named, hints)
    id, id_guess = _id(sample, left, named.id, hints)
    left = {name: content for name, content in left.items() if name not in (date, id)}
    where, where_guess = find_touchpoint(left, named.touchpoint, columns, hints)
    if not named.touchpoint:  # named, it may be a segment too
        left = {name: content for name, content in left.items() if name != where}
    segments, segment_guesses = find_segments(left, named.segments, columns, hints)
    left = {name: content for name, content in left.items() if name not in segments}
    who, who_guess = _customer(left, named.customer, columns, hints)
    return replace(
        found,
        id=id,
        date=date,
        segments=segments,
        guesses=(*found.guesses, *date_guess, *id_guess, *where_guess, *segment_guesses, *who_guess),
        customer=who,
        link=_link(sample, left),
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


def _date(sample: pd.DataFrame, left: Mapping[str, Content], named: Named, hints: Hints) -> Found:
    order = named.date_order
    if named.date is not None:
        return _told_date(sample, find_column(sample.columns, named.date, "--date"), order), ()
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
        both = Sentence("{flag} --date-order dmy, or mdy", flag=flag)
        return None, (Guess("unclear date", name, why, both),)
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
    why = Sentence(
        "its header says so and no value repeats"
        if sample[name].is_unique
        else "its header says so, and it repeats only where the whole row does"
    )
    return name, (Guess("id", name, why, f"--id {quoted(name)}"),)


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
