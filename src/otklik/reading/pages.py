"""The tables of a web page: many programs, Russian ones above all, save them under the name of a workbook."""

from __future__ import annotations

from html.parser import HTMLParser

from otklik.errors import InputError
from otklik.reading import cells
from otklik.reading.decoding import open_text
from otklik.reading.encoding import Encoding
from otklik.reading.source import Source
from otklik.reading.workbook import Sheet, Workbook, understood

_BLOCK = 1 << 18
_WIDEST = 1_000  # cells that one cell may reach over
_BREAKS = ("br", "p", "div", "li")
_CELLS = ("td", "th")


def open_page(source: Source, encoding: Encoding, header: int | None = None) -> Workbook:
    """The table with the most filled cells, as a sheet. Raises InputError where there is none, and what
    ``workbook.understood`` raises."""
    reader = _Tables()
    with open_text(source, encoding) as text:
        while block := text.read(_BLOCK):
            reader.feed(block)
    reader.close()
    best = max(reader.tables, key=_filled, default=Sheet("", [], []))
    if not _filled(best):
        raise InputError(
            "{file} is a web page without a table in it",
            file=source.name,
            mend="export it again as CSV or XLSX; you may have to log in",
        )
    return understood(source, best, (), header)


def _filled(sheet: Sheet) -> int:
    return sum(len(cells.filled(row)) for row in sheet.grid)


class _Tables(HTMLParser):
    """Collects every table; a table inside a cell is one of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Sheet] = []
        self._open: list[Sheet] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._close_cell()
            self._open.append(Sheet("", [], []))
            self.tables.append(self._open[-1])
        elif self._open and tag in ("tr", *_CELLS):
            self._close_cell()
            if tag == "tr" or not self._open[-1].grid:
                self._open[-1].grid.append([])
            if tag in _CELLS:
                self._begin_cell(dict(attrs))
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("table", "tr", *_CELLS):
            self._close_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        """A cell takes the first place that no cell above reaches into."""
        table = self._open[-1]
        row, at = table.grid[-1], len(table.grid) - 1
        while any(
            top < at <= bottom and left <= len(row) <= right for (top, left), (bottom, right) in table.spans
        ):
            row.append("")
        down, across = (_reach(attributes.get(name)) for name in ("rowspan", "colspan"))
        if down > 1 or across > 1:
            table.spans.append(((at, len(row)), (at + down - 1, len(row) + across - 1)))
        row += [""] * across
        self._place, self._cell = len(row) - across, []

    def _close_cell(self) -> None:
        if self._cell is not None and self._open:
            lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self._open[-1].grid[-1][self._place] = "\n".join(filter(None, lines))
        self._cell = None


def _reach(said: str | None) -> int:
    return min(max(int(said), 1), _WIDEST) if said and said.strip().isdecimal() else 1
