"""Surveys with several open questions: each answer becomes a comment of its own, its question beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from otklik.joining import key_text
from otklik.records import Roles

RESPONDENT, QUESTION, ANSWER, ANSWER_ID = COLUMNS = ("respondent", "question", "answer", "answer_id")


def answer_roles(roles: Roles) -> Roles:
    """The roles of the table of answers; those of a table with one column of comments stay as they are."""
    if len(roles.texts) < 2:
        return roles
    return replace(roles, text=ANSWER, texts=(), id=ANSWER_ID, respondent=RESPONDENT)


def answers(batches: Iterator[pd.DataFrame], roles: Roles) -> Iterator[pd.DataFrame]:
    """Batches of respondents as batches of answers, the question (its header) beside each: one row for every
    question that was answered, and one for a respondent who answered none, so that the score still counts.

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
    numbers = pd.Series((batch.index + 1).astype(str), index=batch.index)
    ids = numbers if roles.id is None else key_text(batch[roles.id]).fillna(numbers)
    respondent = ids.to_numpy(dtype=object)[row]
    written = np.array([batch[name].astype(object).to_numpy() for name in texts], dtype=object)
    rest = batch.drop(columns=texts)
    rest = rest.rename(columns={name: f"{name} (input)" for name in rest.columns if name in COLUMNS})
    table = rest.iloc[row].copy()
    table[RESPONDENT] = respondent
    table[QUESTION] = np.array(texts, dtype=object)[question]
    table[ANSWER] = written[question, row]
    table[ANSWER_ID] = [f"{who}/{at + 1}" for who, at in zip(respondent, question.tolist(), strict=True)]
    return table


def _filled(column: pd.Series) -> np.ndarray:
    filled: np.ndarray = column.fillna("").astype(str).str.strip().ne("").to_numpy(dtype=bool)
    return filled
