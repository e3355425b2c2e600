"""Labelled tables set aside on disk until the whole source has been seen, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa

Tables = tuple[pd.DataFrame, ...]


@contextmanager
def spool() -> Iterator[Spool]:
    """A place for tables in a temporary folder, which is removed however the block ends."""
    with TemporaryDirectory(prefix="otklik-") as folder:
        yield Spool(Path(folder))


@dataclass
class Spool:
    """Takes tables that belong together and gives them back in order, as often as asked, with their index,
    columns and types. A column of objects must hold texts or lists of texts; what is missing there comes
    back as None."""

    folder: Path
    _types: list[tuple[pd.Series, ...]] = field(default_factory=list)

    def put(self, *tables: pd.DataFrame) -> None:
        """Set some tables aside, such as a labelled batch and its mentions."""
        for place, table in enumerate(tables):
            arrow = pa.Table.from_pandas(_numbered(table))
            path = str(self._file(len(self._types), place))
            with pa.OSFile(path, "wb") as file, pa.ipc.new_file(file, arrow.schema) as writer:
                writer.write_table(arrow)
        self._types.append(tuple(table.dtypes for table in tables))

    def __iter__(self) -> Iterator[Tables]:
        """The tables of each ``put``."""
        for number, group in enumerate(self._types):
            yield tuple(_read(self._file(number, place), types) for place, types in enumerate(group))

    def _file(self, number: int, place: int) -> Path:
        return self.folder / f"{number}-{place}.arrow"


def _numbered(table: pd.DataFrame) -> pd.DataFrame:
    """Columns by number: their names may be anything, also twice the same."""
    return table.set_axis([str(at) for at in range(table.shape[1])], axis="columns")


def _read(path: Path, types: pd.Series) -> pd.DataFrame:
    with pa.OSFile(str(path)) as file:
        arrow = pa.ipc.open_file(file).read_all()
    table: pd.DataFrame = arrow.to_pandas()
    for at, kind in enumerate(types):
        if pd.api.types.is_object_dtype(kind):
            table[str(at)] = pd.Series(arrow.column(at).to_pylist(), index=table.index, dtype=object)
    return table.set_axis(types.index, axis="columns")
