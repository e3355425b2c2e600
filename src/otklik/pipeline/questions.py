"""Surveys with several open questions: each answer becomes a comment of its own, its question beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from otklik.joining import key_text
from otklik.pipeline.masking import tells_who
from otklik.records import QUESTION, TEXT, Roles
from otklik.survey import one_sided

RESPONDENT, ANSWER, ANSWER_ID = "respondent", "answer", "answer_id"
COLUMNS = (RESPONDENT, QUESTION, ANSWER, ANSWER_ID)


def answer_roles(roles: Roles) -> Roles:
    """The roles of the table of answers; those of a table with one column of comments stay as they are."""
    if len(roles.texts) < 2:
        return roles
    return replace(
        roles,
        text=ANSWER,
        texts=(),
        id=ANSWER_ID,
        respondent=RESPONDENT,
        date=_kept(roles.date),
        customer=_kept(roles.customer),
        link=_kept(roles.link),
        touchpoint=_kept(roles.touchpoint),
        ticket={role: free_name(name) for role, name in roles.ticket.items()},
        segments=tuple(map(free_name, roles.segments)),
        controls=tuple(map(free_name, roles.controls)),
        scores={free_name(name): kind for name, kind in roles.scores.items()},
        words={free_name(name): said for name, said in roles.words.items()},
    )


def free_name(name: str) -> str:
    """What a column of the input is called among the answers."""
    return f"{name} (input)" if name in COLUMNS else name


def _kept(name: str | None) -> str | None:
    return None if name is None else free_name(name)


def are_answers(roles: Roles) -> bool:
    """Whether a table is one of answers to several questions, as ``answers`` makes it."""
    return (roles.text, roles.id, roles.respondent) == (ANSWER, ANSWER_ID, RESPONDENT)


def heading(frame: pd.DataFrame, roles: Roles) -> Sequence[str | None]:
    """The question that each comment of a table answers, where it asks about one side (see ``survey``): what
    stands in QUESTION beside it, or else what heads the column of texts. Empty where no question does."""
    if not has_questions(frame, roles):
        return [heads] * len(frame) if (heads := one_sided(str(roles.text))) else ()
    told = [one_sided(question) if isinstance(question, str) else None for question in frame[QUESTION]]
    return told if any(told) else ()


def has_questions(frame: pd.DataFrame, roles: Roles) -> bool:
    """Whether a column QUESTION says what each comment answers: of several questions, or beside a column
    TEXT, as in a sample of ``otklik review``."""
    return QUESTION in frame and (are_answers(roles) or roles.text == TEXT)


def answers(batches: Iterator[pd.DataFrame], roles: Roles) -> Iterator[pd.DataFrame]:
    """Batches of respondents as batches of answers, the question (its header) beside each: one row for every
    question that was answered, and one for a respondent who answered none, so that the score still counts.

    RESPONDENT is the 1-based number of the respondent's row, which no two share, whatever their ids;
    ANSWER_ID the id (without one, or where it is a name or an address, that number) and the question's place.
    A column of the input that is called like one of COLUMNS goes on as 'name (input)'.
    """
    start = 0
    for batch in batches:
        table = _answers(batch, roles)
        table.index = pd.RangeIndex(start, start + len(table))
        start += len(table)
        yield table


def _answers(batch: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    texts = list(roles.texts)
    given = np.array([_filled(batch[name]) for name in texts]).T
    given[~given.any(axis=1), 0] = True
    row, question = np.nonzero(given)
    ids = _ids(batch, roles.id).to_numpy(dtype=object)[row]
    written = np.array([batch[name].astype(object).to_numpy() for name in texts], dtype=object)
    rest = batch.drop(columns=texts)
    table = rest.rename(columns=free_name).iloc[row].copy()
    table[RESPONDENT] = (batch.index.to_numpy() + 1)[row]
    table[QUESTION] = np.array(texts, dtype=object)[question]
    table[ANSWER] = pd.Series(written[question, row], index=table.index, dtype=object)
    table[ANSWER_ID] = [f"{who}/{at + 1}" for who, at in zip(ids, question.tolist(), strict=True)]
    return table


def _ids(batch: pd.DataFrame, name: str | None) -> pd.Series:
    numbers = pd.Series((batch.index + 1).astype(str), index=batch.index)
    return numbers if name is None or tells_who(name) else key_text(batch[name]).fillna(numbers)


def _filled(column: pd.Series) -> np.ndarray:
    filled: np.ndarray = column.fillna("").astype(str).str.strip().ne("").to_numpy(dtype=bool)
    return filled
