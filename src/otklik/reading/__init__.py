"""Open any export, and know which of its columns is what."""

from otklik.reading.lines import Line, lines
from otklik.reading.table import Table, open_table

__all__ = ["Line", "Table", "lines", "open_table"]
