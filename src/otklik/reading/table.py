"""A table in a file: its columns, a sample, and all rows as a stream of frames."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from otklik.errors import InputError
from otklik.reading.frames import rechunk, to_frame
from otklik.reading.oversize import checked
from otklik.reading.source import Source
from otklik.sentences import Sentence
from otklik.sources.hints import Hints

SAMPLE_ROWS = 2_000
BATCH_ROWS = 20_000
_MAX_COLUMNS = 10_000
Batches = Generator[pa.RecordBatch, None, None]


@dataclass(frozen=True)
class Table:
    """``facts``: source, format, encoding, delimiter, sheet, header_row (1-based, None without one),
    titles (the texts above it), n_rows (None until the file has been read through).
    ``notes``: sentences for the user about what was understood or is doubtful; ``heard()``: what else is
    to be told once all rows have been read. ``hints``: what is known of the columns where the tool that
    wrote the file is known (``facts["export"]`` is its name).
    """

    columns: tuple[str, ...]
    facts: Mapping[str, Any]
    notes: tuple[Sentence, ...]
    stream: Callable[..., Batches] = field(repr=False)
    sample: pd.DataFrame = field(repr=False)
    hints: Hints | None = None
    heard: Callable[[], tuple[Sentence, ...]] = field(default=tuple, repr=False)

    def frame(self) -> pd.DataFrame:
        """All rows at once, as fast as the machine reads them; the errors are those of ``batches``."""
        with closing(self.stream(hold=True)) as stream:
            batches = list(stream)
        return to_frame(pa.Table.from_batches(batches)) if batches else self.sample

    def batches(self, *, size: int = BATCH_ROWS) -> Iterator[pd.DataFrame]:
        """All rows in the order of the file, ``size`` at a time; every call starts from the beginning.

        The index goes on over the batches: row 0 is the first row of data. Every batch has the same
        columns and types. Raises InputError where the file breaks.
        """
        start = 0
        with closing(self.stream()) as stream:
            for table in rechunk(stream, size):
                frame = to_frame(table)
                frame.index = pd.RangeIndex(start, start + len(frame))
                start += len(frame)
                yield frame


@dataclass(frozen=True)
class Asked:
    """What the user said of the file; what is not said is found out. ``source`` is a record of an export,
    ``header`` the line of the header (0: there is none)."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    source: Path | None = None
    with_agents: bool = False
    header: int | None = None


def table_of(
    source: Source,
    columns: list[str],
    facts: Mapping[str, Any],
    notes: tuple[Sentence, ...],
    stream: Callable[..., Batches],
) -> Table:
    """The table of a file whose ``columns`` are known and whose rows come as a ``stream``; of the facts,
    those that are not given are None or empty.

    Raises InputError where there are too many columns or no rows.
    """
    if len(columns) > _MAX_COLUMNS:
        raise InputError(
            "{file} has {n:column|columns} (at most {most:,})",
            file=source.name,
            n=len(columns),
            most=_MAX_COLUMNS,
            mend="check the delimiter: --delimiter ';'",
        )
    empty = {
        "encoding": None,
        "delimiter": None,
        "sheet": None,
        "export": None,
        "header_row": None,
        "titles": (),
        "n_rows": None,
    }
    stream = checked(source, stream)
    with closing(stream()) as rows:
        first = next(rechunk(rows, SAMPLE_ROWS), None)
    if first is None:
        raise InputError(
            "{file} has a header and no rows", file=source.name, mend="export it again with its rows"
        )
    sample = to_frame(first)
    return Table(tuple(columns), {"source": source.name, **empty, **facts}, notes, stream, sample)
