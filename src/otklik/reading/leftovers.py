"""Rows that are no answers: the header once more, blank rows, totals at the end, a second table."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from otklik.reading import cells
from otklik.reading.cells import Row
from otklik.reading.layout import Layout
from otklik.sentences import Sentence

_TOTAL = re.compile(
    r"^(?:(?:общий )?итог|итого|всего|среднее(?: значение)?|(?:grand |sub)?totals?|average|mean)"
    r"(?: (?:ответов|записей|строк|обращений|отзывов|анкет|балл\w*|по .{1,40}|за .{1,40}"
    r"|responses|rows|records|answers|scores?|comments|for .{1,40}|of .{1,40}))?:?$",
    re.IGNORECASE,
)
_TAIL = 5


class Leftovers:
    """Takes what is no answer out of a stream of rows. ``dropped`` counts it by kind, over the last whole
    pass: 'header' (the header repeated) and 'total'."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.dropped = {"header": 0, "total": 0}

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What was dropped, told."""
        header, total = self.dropped["header"], self.dropped["total"]
        told = (
            (header, Sentence("left out {n:row that repeats|rows that repeat} the header", n=header)),
            (total, Sentence("left out {n:row|rows} of totals or notes at the end", n=total)),
        )
        return tuple(note for n, note in told if n)

    def rows(self, rows: Iterable[Row]) -> list[Row]:
        """The answers among the rows below a header."""
        self.dropped = {"header": 0, "total": 0}
        heads = {tuple(map(cells.text, head)) for head in self.layout.heads}
        kept: list[Row] = []
        left = self.layout.length
        for row in rows:
            if not cells.filled(row) or left == 0:
                continue
            left = None if left is None else left - 1
            if tuple(map(cells.text, row[: len(self.layout.columns)])) in heads:
                self.dropped["header"] += 1
            else:
                kept.append(row)
        return kept[: len(kept) - self._totals(kept)]

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Generator[pa.RecordBatch, None, None]:
        """The same for record batches of text columns named as the layout's; blank columns are left out."""
        self.dropped = {"header": 0, "total": 0}
        held: pa.RecordBatch | None = None
        left = self.layout.length
        for batch in map(_without_blanks, batches):
            if left is not None:
                batch = batch.slice(0, left)
                left -= batch.num_rows
            if held is not None:
                yield self._named(held)
            held = self._without_heads(batch)
        if held is not None:
            tail = held.slice(max(0, held.num_rows - _TAIL)).to_pylist()
            totals = self._totals([[row[name] for name in self.layout.columns] for row in tail])
            yield self._named(held.slice(0, held.num_rows - totals))

    def _without_heads(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        for head in self.layout.heads:
            probe = max(range(len(head)), key=lambda at: len(head[at]))
            if not pc.any(pc.equal(batch.column(probe), head[probe])).as_py():
                continue
            same = pa.array([True] * batch.num_rows)
            for column, cell in zip(batch.columns, head, strict=True):
                same = pc.and_(same, pc.equal(pc.fill_null(column, ""), cell))
            self.dropped["header"] += pc.sum(same).as_py()
            batch = batch.filter(pc.invert(same))
        return batch

    def _named(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        kept = [name for name in batch.schema.names if name not in self.layout.blank]
        return batch.select(kept) if self.layout.blank else batch

    def _totals(self, rows: Sequence[Row]) -> int:
        """How many rows at the end are totals or footnotes."""
        end = len(rows)
        while len(rows) - end < _TAIL - 1 and end > 1 and is_total(rows[end - 1], rows[: end - 1][-_TAIL:]):
            end -= 1
        self.dropped["total"] = len(rows) - end
        return self.dropped["total"]


def _without_blanks(batch: pa.RecordBatch) -> pa.RecordBatch:
    if not batch.num_columns or any(not column.null_count for column in batch.columns):
        return batch
    some = pa.array([False] * batch.num_rows)
    for column in batch.columns:
        some = pc.or_(some, column.is_valid())
    return batch.filter(some)


def is_total(row: Row, above: Sequence[Row]) -> bool:
    """'Итого' or 'Total' with nothing but numbers beside it, or a note alone in a row, and no answer by the
    rows ``above``: something is missing that all of them have, or the words stand where they have numbers."""
    held = cells.places(row)
    if not held or len(above[0]) < 2:
        return False
    first, others = row[held[0]], [row[at] for at in held[1:]]
    under = cells.column(above, held[0])
    in_place_of_numbers = bool(under) and all(map(cells.is_value, under)) and not cells.is_value(first)
    if not others and held[0] == 0 and len(above[0]) > 2 and len(cells.text(first).split()) > 1:
        return in_place_of_numbers
    if not _TOTAL.match(cells.text(first)) or not all(map(cells.is_value, others)):
        return False
    common = set.intersection(*(set(cells.places(other)) for other in above))
    return in_place_of_numbers or not common <= set(held)
