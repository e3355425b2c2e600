"""The Python face: read, lemmatize, tag, join, analyze, compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from os import PathLike
from pathlib import Path
from typing import NamedTuple, Unpack

import pandas as pd

from otklik import joining
from otklik.analysis import Analysis, Comparison
from otklik.errors import UsageError
from otklik.languages import LANGUAGES, by_code
from otklik.pack import MANIFEST
from otklik.pipeline.account import Plan, Start, label_batches
from otklik.pipeline.inspection import Inspection
from otklik.pipeline.inspection import inspect as inspected
from otklik.pipeline.label import Labeller, labeller
from otklik.pipeline.run import Job, run
from otklik.pipeline.run import compare as compared
from otklik.pipeline.source import Data as Held
from otklik.pipeline.source import Wishes, open_comments
from otklik.pipeline.summary import Reading
from otklik.pipeline.wanted import Options, check, job, wishes
from otklik.reading.in_memory import ArrowTable, encodable, from_arrow, objects, whole_text
from otklik.reading.opening import open_asked
from otklik.reading.table import Asked
from otklik.records import TEXT, JoinReport
from otklik.sentences import Sentence
from otklik.words import WordTable, lemmas

File = str | PathLike[str]
Table = pd.DataFrame | ArrowTable
Data = Held | ArrowTable


def read(
    path: File,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header: int | None = None,
    source: File | None = None,
    with_agents: bool = False,
) -> pd.DataFrame:
    """The table in a file as it is: CSV, TSV, XLSX, JSON, JSON Lines or Parquet, recognised by content; the
    export of a helpdesk becomes one row per ticket.

    ``header`` is the line that names the columns (0: none does); ``source`` a record of your own for an
    export (YAML); ``with_agents`` keeps what the support wrote.
    ``frame.attrs["otklik"]`` holds what was found out (encoding, delimiter, header row, notes).
    Raises InputError with what, where, why, and how to mend it.
    """
    own = None if source is None else Path(source)
    table = open_asked(Path(path), Asked(encoding, delimiter, sheet, own, with_agents, header))
    frame = table.frame()
    told = {"n_rows": len(frame), "notes": [*table.notes, *table.heard()], "hints": table.hints}
    frame.attrs["otklik"] = {**table.facts, **told}
    return frame


def inspect(
    data: Data, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Inspection:
    """What is in a file or table: how it was read, which column plays which part, what is doubtful and the
    flag that settles it. Raises InputError when it cannot be read at all."""
    return inspected(encodable(data), asked=Asked(encoding, delimiter, sheet))


def lemmatize(words: Iterable[str], language: str = "ru") -> list[str]:
    """The lemma of each word of a text, marks among them if you have them, lower case, ё folded to е.

    An ambiguous form is understood beside its neighbours; a word on its own is given alone.
    Raises UsageError for an unknown language.
    """
    try:
        number = LANGUAGES.index(by_code(language)) + 1
    except KeyError as error:
        raise UsageError(str(error.args[0])) from None
    return lemmas(list(words), WordTable(), number)


@dataclass(frozen=True)
class Tagged:
    """``comments``: the input with ``comment_id``, ``text`` and the labels; ``mentions``: one row per comment
    and topic, ``start`` and ``end`` being offsets in the original text."""

    comments: pd.DataFrame
    mentions: pd.DataFrame

    def __repr__(self) -> str:
        n, mentions = len(self.comments), len(self.mentions)
        head = Sentence("Tagged({n:comment|comments}, {mentions:mention|mentions})", n=n, mentions=mentions)
        return f"{head}\n{self.comments}"

    def _repr_html_(self) -> str:
        return str(self.comments.to_html(max_rows=10))


def tag(
    data: str | Sequence[str] | pd.Series | Table,
    *,
    text: str | None = None,
    id: str | None = None,
    taxonomy: File | None = None,
    model: File | None = None,
    redact: bool = False,
    workers: int = 1,
) -> Tagged:
    """Language, sentiment, topics with evidence, and signals of each comment.

    ``data``: a text, texts, or a table (pandas, polars, Arrow) whose comments are in the column ``text``
    (recognised when not named); what is not a text counts as blank, half a surrogate pair becomes �.
    ``comments`` keep the order and the index of ``data``. A file is read first: ``tag(read(path))``.
    ``redact`` masks personal data; offsets then point into the masked texts.
    ``model`` is a folder that ``otklik train`` made.
    With ``workers`` > 1, call it under ``if __name__ == "__main__":``.
    Raises ColumnError or UndecidedError when the column cannot be told.
    """
    table = from_arrow(data)
    if not isinstance(table, pd.DataFrame):
        index = table.index if isinstance(table, pd.Series) else None
        texts = map(whole_text, [table] if isinstance(table, str) else table)
        table = pd.DataFrame({TEXT: objects(texts)}, index=index)
        text = TEXT
    source = open_comments(encodable(table), Wishes(text=text, id=id, scores={}, duplicates="ignore"))
    path, own = _path(taxonomy), _path(model)
    plan = Plan(Reading(source.roles), path, workers, masked=redact, model=own)
    parts = list(label_batches(source.stream(), plan, start=_start(path, own)))
    comments, mentions = (
        pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        for name in ("comments", "mentions")
    )
    return Tagged(comments.set_axis(table.index), mentions)


def _start(taxonomy: str | None, model: str | None) -> Start:
    edited = [_edited(path) for path in (taxonomy, model and str(Path(model) / MANIFEST)) if path]
    return partial(_labeller, taxonomy, model, *edited)


def _edited(path: str) -> int:
    """When the file was changed last; 0 when it is not there, which is told when it is to be read."""
    return Path(path).stat().st_mtime_ns if Path(path).exists() else 0


@lru_cache(maxsize=2)
def _labeller(taxonomy: str | None, model: str | None, *edited: int) -> Labeller:
    """Calls of one session share the loaded models and the words already understood."""
    return labeller(taxonomy, model=model)


class Joined(NamedTuple):
    """``comments`` with the columns of the scores, and the ``report`` of how the keys met."""

    comments: pd.DataFrame
    report: JoinReport


def join(comments: Table, scores: Table, *, key: str) -> Joined:
    """Every comment with its row of ``scores``; ``key`` is a column of both, or 'left=right'.

    Raises ColumnError for a missing key, JoinError naming the keys of a many-to-many join.
    """
    return Joined(*joining.join(from_arrow(comments), from_arrow(scores), key=key))


def analyze(
    data: Data, *, other: Data | None = None, key: str | None = None, **options: Unpack[Options]
) -> Analysis:
    """What moves the score: a file or a table (pandas, polars, Arrow) of comments to an Analysis.

    Columns that are not named are recognised. ``scores`` maps columns to kinds ('nps', 'csat5',
    'csat3:1=best', 'stars5', 'binary:1=bad', 'number:low=good' …); {} wants none. ``other`` is a second
    table with scores, met by ``key`` ('column' or 'left=right').

    The other options, which the command has under the same names (``--split-date`` is ``split_date``):
    - ``text`` (one column or several), ``id``, ``date``, ``segments``, ``customer``, ``touchpoint``,
      ``controls`` (held equal when topics are compared): columns; ``control_times``: hold the times of
      tickets equal (True).
    - ``date_order``: 'dmy' or 'mdy'; ``score_words``: a file of words; ``split_date``: 'YYYY-MM-DD', the day
      from which on changes are told; ``response_target``, ``resolution_target``: promised minutes;
      ``deduplicate``: leave repeats out (False).
    - ``taxonomy``: a file; ``model``: a folder that ``otklik train`` made; ``lang``: language of the report;
      ``workers``: processes (1).
    - ``minimum``: mentions or answers below which there is no figure (10); ``repeat_days``: within which a
      contact about the same topic is a repeated one (30).
    - ``labels``: what people said of a random sample, a file or table as ``otklik review`` lays it out, for
      ``.trust``; ``label_width``: percentage points of the interval for which those wanting are counted (5).
    - ``themes``: look for what people write about that no topic is found in, for ``.themes`` (False).
    - ``redact``: mask personal data in quotes and tables (True); ``allow``, ``block``: texts or /patterns/
      that are never masked, always masked; ``redact_staff``: mask the names of employees too (False).

    Raises an OtklikError that says what to change.
    """
    check(options)
    other = None if other is None else encodable(other)
    source = open_comments(encodable(data), wishes(options), other=other, key=key)
    work = job(options)
    return run(source, work, start=_start_of(work))


def compare(
    first: Data,
    second: Data,
    *,
    other: Data | None = None,
    key: str | None = None,
    **options: Unpack[Options],
) -> Comparison:
    """What changed from the ``first`` comments to the ``second``: ``.scores``, ``.parts`` and ``.topics``.

    Both are read with the same options, which are those of ``analyze``; ``other`` holds the scores of both.
    Raises an OtklikError that says what to change.
    """
    check(options)
    other = None if other is None else encodable(other)
    said = wishes(options)
    before, after = (open_comments(encodable(data), said, other=other, key=key) for data in (first, second))
    work = job(options)
    return compared(before, after, work, start=_start_of(work))


def _start_of(work: Job) -> Start | None:
    """Labellers are shared but by those who mask in a way of their own."""
    return None if work.redactor else _start(_path(work.taxonomy), _path(work.model))


def _path(file: File | None) -> str | None:
    return None if file is None else str(file)
