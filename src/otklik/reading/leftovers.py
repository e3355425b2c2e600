"""Rows that are no answers: the header once more, blank rows, totals at the end, a second table."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from otklik.reading import cells, totals
from otklik.reading.cells import Row
from otklik.reading.layout import Layout
from otklik.sentences import Sentence


class Leftovers:
    """Takes what is no answer out of a stream of rows. ``dropped`` counts it by kind, over the last whole
    pass: 'header' (the header repeated) and 'total'; ``totals`` are the texts of the latter."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._begin()

    def _begin(self) -> None:
        self.dropped = {"header": 0, "total": 0}
        self.totals: list[str] = []

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What was dropped, told."""
        header, total = self.dropped["header"], self.dropped["total"]
        ends = {"n": total, "shown": self.totals}
        told = (
            (header, Sentence("left out {n:row that repeats|rows that repeat} the header", n=header)),
            (total, Sentence("left out {n:row|rows} of totals or notes at the end: {shown!r}", **ends)),
        )
        return tuple(note for n, note in told if n)

    def rows(self, rows: Iterable[Row]) -> list[Row]:
        """The answers among the rows below a header."""
        self._begin()
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
        self._begin()
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
            tail = held.slice(max(0, held.num_rows - totals.LOOKED_AT - totals.MOST)).to_pylist()
            many = self._totals([[row[name] for name in self.layout.columns] for row in tail])
            yield self._named(held.slice(0, held.num_rows - many))

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
        many = totals.at_the_end(rows)
        self.dropped["total"] = many
        self.totals = [" ".join(cells.filled(row)) for row in rows[len(rows) - many :]]
        return many


def _without_blanks(batch: pa.RecordBatch) -> pa.RecordBatch:
    if not batch.num_columns or any(not column.null_count for column in batch.columns):
        return batch
    some = pa.array([False] * batch.num_rows)
    for column in batch.columns:
        some = pc.or_(some, column.is_valid())
    return batch.filter(some)
