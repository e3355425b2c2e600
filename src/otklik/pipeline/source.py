"""Where comments come from: a file or a table, alone or joined to a second one, in batches, roles known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from otklik.errors import ColumnError, UsageError
from otklik.joining import Joiner
from otklik.pipeline.originals import Batches, without_repeats
from otklik.pipeline.provenance import checksum
from otklik.pipeline.questions import answer_roles, answers
from otklik.pipeline.splitting import split_day
from otklik.pipeline.summary import Reading
from otklik.reading.columns import find_column
from otklik.reading.dates import day_first
from otklik.reading.mangled import mangled
from otklik.reading.opening import open_asked, open_table
from otklik.reading.roles import Named, recognise
from otklik.reading.table import SAMPLE_ROWS, Asked, Table
from otklik.records import TIME_ROLES, JoinReport, Roles
from otklik.sentences import Sentence
from otklik.sources.hints import Hints

Data = str | PathLike[str] | pd.DataFrame
BATCH = 2000
"""Comments worked on at a time: memory stays flat, and the arrays fit the processor's cache."""


@dataclass(frozen=True)
class Wishes(Named):
    """What the user said of the columns and of what becomes of them.

    ``controls`` are columns held equal when topics are compared, as are the times of tickets with
    ``control_times``; ``targets`` TIME_ROLES → promised minutes; ``split_date`` the first day of the later of
    two waves, by default near the middle of the period. ``duplicates``: 'count' the rows that repeat another
    like all others, 'mark' them in the table that is given back, 'drop' them, or 'ignore' that they do.
    """

    controls: Sequence[str] = ()
    control_times: bool = True
    targets: Mapping[str, float] = field(default_factory=dict)
    split_date: str | None = None
    duplicates: str = "count"


_PLAIN = Asked()
_NO_SCORE = Sentence(
    "no score column was recognised, so nothing is said of what moves one; name it: --score COL=KIND"
)


@dataclass(frozen=True)
class Opened:
    """A table that can be read from the beginning as often as needed: ``batches()``. ``sample`` are rows
    spread over all of it, ``hints`` what is known of the columns of such an export."""

    sample: pd.DataFrame
    batches: Batches = field(repr=False)
    facts: Mapping[str, Any]
    hints: Hints | None = None


@dataclass(frozen=True)
class Comments:
    """``stream()`` gives all rows from the beginning; ``join_report()`` is known once it has been read."""

    roles: Roles
    day_first: bool | None
    facts: Mapping[str, Any]
    stream: Batches = field(repr=False)
    join_report: Callable[[], JoinReport | None] = field(repr=False)
    split: str | None = None


def open_comments(
    data: Data,
    wishes: Wishes,
    *,
    asked: Asked = _PLAIN,
    other: Data | None = None,
    key: str | None = None,
) -> Comments:
    """Open the comments and recognise their roles; ``other`` is a second table met by ``key``.

    Raises InputError, ColumnError, UndecidedError, JoinError as their makers do, UsageError when only one
    of ``other`` and ``key`` is given.
    """
    _refuse_one_alone(other, key)
    first = opened(data, asked)
    sample, facts = first.sample, dict(first.facts)
    notes = facts["notes"] = list(facts.get("notes", ()))
    meeting = None if other is None or key is None else _Meeting(*_whole(other), key)
    if meeting is not None:
        notes += meeting.notes
        sample = meeting.joined(sample)
    roles = recognised(sample, wishes, first.hints)
    vote = day_first(sample[roles.date], order=wishes.date_order) if roles.date else None
    if wishes.scores is None and not roles.scores:
        notes.append(_NO_SCORE)
    batches = first.batches
    if wishes.duplicates != "ignore":
        reading = Reading(roles, day_first=vote)
        batches, n, told = without_repeats(
            batches, set(map(str, first.sample.columns)), reading, wishes.duplicates
        )
        notes += told
        facts["duplicates"] = n
    rows = batches if meeting is None else partial(meeting.stream, batches)
    stream = rows if len(roles.texts) < 2 else partial(_answers, rows, roles)
    split = split_day(None if roles.date is None else sample[roles.date], vote, wishes.split_date)
    report = meeting.report if meeting else _unjoined
    return Comments(answer_roles(roles), vote, facts, stream, report, split)


def _refuse_one_alone(other: Data | None, key: str | None) -> None:
    """Raises UsageError for a second table without a key, or a key without a second table."""
    if (other is None) != (key is None):
        raise UsageError(
            "a second table needs a key" if key is None else "a key is for a second table, and none is named",
            mend="--scores FILE2 --key COLUMN",
        )


def recognised(sample: pd.DataFrame, wishes: Wishes, hints: Hints | None) -> Roles:
    """The roles of the columns by the wishes, the hints, and the sample."""
    roles = recognise(sample, wishes, hints or Hints())
    return replace(roles, controls=_controls(sample, wishes, roles), targets=_targets(wishes, roles))


def _controls(sample: pd.DataFrame, wishes: Wishes, roles: Roles) -> tuple[str, ...]:
    """The columns the user named, then the times of tickets. Raises ColumnError as ``find_column``."""
    named = (find_column(sample.columns, name, "--control") for name in wishes.controls)
    times = (role for role in TIME_ROLES if role in roles.ticket and wishes.control_times)
    return tuple(dict.fromkeys((*named, *times)))


def _targets(wishes: Wishes, roles: Roles) -> Mapping[str, float]:
    """Raises UsageError for a target of a time that is not in the table."""
    for role in wishes.targets:
        if role not in roles.ticket:
            raise UsageError(
                "there is a target for {role}, and no column of that time was recognised",
                role=role,
                mend="call the column of minutes {role} in the table, or leave the target out",
            )
    return wishes.targets


def opened(data: Data, asked: Asked) -> Opened:
    """A file or a table, ready to be read."""
    if isinstance(data, pd.DataFrame):
        frame = _named(data.reset_index(drop=True))
        facts = dict(data.attrs.get("otklik", {}))
        return Opened(frame, lambda: _cut(frame), facts, facts.pop("hints", None))
    table = open_asked(Path(data), asked)
    sample, n_rows = _sample(table)
    mangled_cells = [told for name in sample for told in mangled(sample[name])]
    notes = [*table.notes, *table.heard(), *mangled_cells]
    facts = {**table.facts, "sha256": checksum(Path(data)), "n_rows": n_rows, "notes": notes}
    return Opened(sample, lambda: table.batches(size=BATCH), facts, table.hints)


def _answers(rows: Batches, roles: Roles) -> Iterator[pd.DataFrame]:
    yield from answers(rows(), roles)


def _sample(table: Table) -> tuple[pd.DataFrame, int]:
    """The first rows and, of a longer file, rows spread evenly over all of it, as it may be sorted; and how
    many rows it has.

    Every ``step``-th row is kept; the step doubles whenever too many are, so that memory stays flat.
    """
    head = table.sample
    if len(head) < SAMPLE_ROWS:
        return head, len(head)
    step, kept, n_rows = 1, [head], 0
    for batch in table.batches(size=BATCH):
        n_rows += len(batch)
        kept.append(batch[(batch.index >= len(head)) & (batch.index % step == 0)])
        while sum(map(len, kept)) > 3 * SAMPLE_ROWS:
            step *= 2
            kept = [head, *(part[part.index % step == 0] for part in kept[1:])]
    return pd.concat(kept, ignore_index=True), n_rows


def _whole(data: Data) -> tuple[pd.DataFrame, list[Sentence]]:
    """All rows of a table, and what reading it told."""
    if isinstance(data, pd.DataFrame):
        return _named(data), []
    table = open_table(Path(data))
    frame = table.frame()
    notes = [
        Sentence("{file}: {note}", file=table.facts["source"], note=note)
        for note in (*table.notes, *table.heard())
    ]
    return frame, notes


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns called by different texts. Raises ColumnError naming those that are called the same."""
    names = [str(name) for name in frame.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ColumnError(
            "several columns are called {names!r}",
            names=twice,
            mend="give each a name of its own, or keep one: frame.loc[:, ~frame.columns.duplicated()]",
        )
    return frame.set_axis(names, axis="columns")


def _cut(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """At least one piece, so that an empty table keeps its columns."""
    yield from (frame.iloc[at : at + BATCH] for at in range(0, max(len(frame), 1), BATCH))


@dataclass
class _Meeting:
    """A second table that the comments meet by ``key``."""

    second: pd.DataFrame
    notes: list[Sentence]
    key: str
    _joiner: Joiner | None = None

    def joined(self, sample: pd.DataFrame) -> pd.DataFrame:
        """Some comments with their scores; they are left out of the report."""
        return Joiner(self.second, key=self.key).join(sample).reset_index(drop=True)

    def stream(self, batches: Batches) -> Iterator[pd.DataFrame]:
        """Joined batches whose index counts the joined rows, since a comment may meet several scores."""
        self._joiner = Joiner(self.second, key=self.key)
        start = 0
        for batch in batches():
            met = self._joiner.join(batch)
            met.index = pd.RangeIndex(start, start + len(met))
            start += len(met)
            yield met

    def report(self) -> JoinReport | None:
        """How the tables met, once the stream has been read."""
        return self._joiner.report() if self._joiner else None


def _unjoined() -> None:
    """There is no second table."""
