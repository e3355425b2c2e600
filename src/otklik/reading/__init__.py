"""Open any export, and know which of its columns is what."""

from otklik.reading.lines import Line, lines
from otklik.reading.opening import open_table
from otklik.reading.table import Table

__all__ = ["Line", "Table", "lines", "open_table"]
