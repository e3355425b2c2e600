"""Where a sheet of rows begins and ends: titles, the header, the names of the columns, a second table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.reading import cells, words
from otklik.reading.cells import Row
from otklik.reading.ending import table_length
from otklik.reading.header import Header, Span, find_header, is_numbering, names
from otklik.reading.heading import SURE, heading_bits, is_said
from otklik.sentences import Sentence

_LOOK = 40
NO_HEADER = -1
# Of very wide tables fewer rows are looked at.
_CELLS, _FEWEST = 50_000, 6


@dataclass(frozen=True)
class Layout:
    """``header`` is the index of the first header row among the rows shown, None when there is none;
    data begin at row ``first``; ``titles`` are the texts above the header.

    ``columns`` names every column of the file, ``blank`` those of them with neither a name nor a value.
    ``heads`` are the cells of the header rows as they are in the file: a row of data that equals one is the
    header once more. ``length`` is the number of rows (blank ones not counted) before a second table begins,
    None without one. ``told`` are sentences for the user. ``doubt`` is the row that may be a header where
    none is sure to be one.
    """

    columns: tuple[str, ...]
    header: int | None
    first: int
    titles: tuple[str, ...] = ()
    heads: tuple[tuple[str, ...], ...] = ()
    blank: tuple[str, ...] = ()
    length: int | None = None
    told: tuple[Sentence, ...] = ()
    doubt: int | None = None

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What the user should know of the header."""
        told = []
        if self.titles:
            n = len(self.titles)
            told.append(
                Sentence(
                    "skipped {n:title row|title rows} above the header: {titles: / }", n=n, titles=self.titles
                )
            )
        if self.header is None:
            told.append(
                Sentence(
                    "there is no header row; the columns are called {columns}", columns=_listed(self.columns)
                )
            )
        if self.blank:
            told.append(left_out(self.blank))
        if self.length is not None:
            told.append(Sentence("a second table begins after {n:row|rows}; it is not read", n=self.length))
        return (*told, *self.told)


def find_layout(rows: Sequence[Row], *, spans: Sequence[Span] = (), told: int | None = None) -> Layout:
    """The layout of the first rows of a table (lists of cells, '' or None where empty).

    ``spans`` are the merged ranges of a sheet; ``told`` is the row that the user calls the header, or
    NO_HEADER.
    """
    widest = max(map(len, rows), default=0)
    rows = rows[: max(_FEWEST, _CELLS // max(widest, 1))]
    usual = _width(rows)
    main, doubt = _main(rows, usual) if told is None else (told, None)
    if main is None or main == NO_HEADER:
        width = max(usual, len(rows[_first_filled(rows)]))
        return Layout(_unique([""] * width), None, _first_filled(rows), doubt=doubt)
    header = find_header(rows, main, spans)
    width = max(usual, *(cells.width(rows[at]) for at in range(header.top, header.end)))
    found = names(rows, header, width, spans)
    columns = _unique(found)
    heads = tuple(_head(rows[at], width) for at in range(header.top, header.end) if cells.filled(rows[at]))
    return Layout(
        columns,
        header.top,
        header.end,
        tuple(" ".join(cells.filled(row)) for row in rows[: header.top] if cells.filled(row)),
        heads,
        tuple(
            name
            for at, name in enumerate(columns)
            if not found[at] and not cells.column(rows[header.end :], at)
        ),
        table_length(rows, header.end, heads),
        _told(rows, header, found),
    )


def _head(row: Row, width: int) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in row[:width]) + ("",) * (width - len(row))


def _told(rows: Sequence[Row], header: Header, found: Sequence[str]) -> tuple[Sentence, ...]:
    told = []
    if len(header.named) > 1:
        told.append(
            Sentence(
                "the header has {n:row|rows}; a column is called 'question' or 'question: answer'",
                n=len(header.named),
            )
        )
    told += [
        Sentence("left out a header row that names nothing: {cells}", cells=_listed(cells.filled(rows[at])))
        for at in header.aside
    ]
    if html := sum(cells.has_html(cell) for at in header.named for cell in rows[at]):
        told.append(Sentence("took HTML out of {n:name of a column|names of columns}", n=html))
    if twice := sum(n - 1 for name, n in Counter(filter(None, found)).items()):
        told.append(
            Sentence(
                "{n:column repeats|columns repeat} the name of another; numbers follow, as in 'Comment (2)'",
                n=twice,
            )
        )
    return tuple(told)


def _width(rows: Sequence[Row]) -> int:
    """The usual number of cells up to the last filled one; the widest where no number is usual."""
    counts = Counter(cells.width(row) for row in rows if cells.filled(row))
    top = max(counts.values())
    return max(width for width, n in counts.items() if n * 2 >= top)


def _first_filled(rows: Sequence[Row]) -> int:
    return next(at for at, row in enumerate(rows) if cells.filled(row))


def _main(rows: Sequence[Row], width: int) -> tuple[int | None, int | None]:
    """The fullest row of the header, the best of the rows that can be one; and where none is sure to be,
    the one that may be."""
    first = _first_filled(rows)
    above: list[int] = []
    sure: dict[int, float] = {}
    doubtful: dict[int, float] = {}
    for at in range(first, min(first + _LOOK, len(rows))):
        if not cells.filled(rows[at]):
            continue
        if _may_follow(rows, at, above, width):
            bits = _bits(rows[at], rows[at + 1 :])
            if bits > SURE:
                sure[at] = _strength(rows, at, above, width)
            elif bits >= -SURE:
                doubtful[at] = bits
        above.append(at)
    best = max(sure, key=lambda at: sure[at], default=None)
    return best, max(doubtful, key=lambda at: doubtful[at], default=None) if best is None else None


def _bits(row: Row, below: Sequence[Row]) -> float:
    if is_numbering(row):
        return 2 * SURE if any(_is_prose(cells.column(below, at)) for at in cells.places(row)) else -2 * SURE
    return heading_bits(row, below)


def _may_follow(rows: Sequence[Row], at: int, above: Sequence[int], width: int) -> bool:
    """Whether the rows above may be titles: narrow, or parted by a blank row."""
    if width > 1 and all(_is_aside(rows[other], width) for other in above):
        return True
    if not above:
        return True
    if cells.filled(rows[at - 1]) and not _is_text_header(rows[at]):
        return False
    titles = [cell for other in above for cell in cells.filled(rows[other])]
    if any(words.rank("text", cell) == words.WHOLE or is_said(cell) for cell in titles):
        return False
    if cells.filled(rows[at - 1]):
        return True
    shown = rows[above[0] :]
    if sum(not cells.filled(row) for row in shown) > 0.4 * len(shown):
        return False  # blank rows stand between all rows, they part nothing
    widest = max(len(cells.filled(rows[other])) for other in above)
    here = cells.filled(rows[at])
    return len(here) > widest or any(words.known(cells.name(cell)) for cell in here)


def _is_text_header(row: Row) -> bool:
    """Whether 'Комментарий' stands alone in its row."""
    return words.rank("text", " ".join(cells.filled(row))) == words.WHOLE


def _is_aside(row: Row, width: int) -> bool:
    """A title, a line 'name: value', or the numbers of the columns."""
    held = cells.places(row)
    pair = held in ([0, 1], [0, 2], [1, 2]) and cells.text(row[held[0]]).endswith(":")
    return len(held) <= max(1, width // 3) or pair or is_numbering(row)


def _strength(rows: Sequence[Row], at: int, above: Sequence[int], width: int) -> float:
    """How much a row looks like the names of all columns; the rows above it count against it."""
    row, below = rows[at], rows[at + 1 :]
    shown = [cells.name(cell) for cell in cells.filled(row)]
    known = sum(words.known(cell) for cell in shown) / max(width, len(shown))
    whole = any(words.rank("text", cell) == words.WHOLE for cell in shown)
    parted = bool(above) and not cells.filled(rows[at - 1])
    full = sum(not _is_aside(rows[other], width) for other in above)
    return (
        2 * min(len(shown) / width, 1)
        + 1.5 * known
        + whole
        + bool(cells.differs(row, below))
        + 0.75 * parted
        - 0.75 * min(full, 2)
        - 0.75 * bool(full)
        - 0.5 * _repeated(row, below)
    )


def _is_prose(values: Row) -> bool:
    return sum(any(map(str.isalpha, cells.text(value))) for value in values) * 2 > len(values)


def _repeated(row: Row, below: Sequence[Row]) -> bool:
    """Whether the cells of the row come again below, as values do and names do not."""
    whole = cells.filled(row)
    others = [other for other in below if cells.filled(other) != whole]
    return any(
        any(at < len(other) and cells.text(other[at]) == cells.text(row[at]) for other in others)
        for at in cells.places(row)
    )


def _unique(found: Sequence[str]) -> tuple[str, ...]:
    """Unique names: blanks become ``column_3``, the second 'Comment' becomes 'Comment (2)'."""
    named: dict[str, None] = {}
    taken, times = set(found), Counter[str]()
    for at, cell in enumerate(found, 1):
        base = cell or f"column_{at}"
        name = base
        while name in named or (name in taken and name != cell) or times[name]:
            times[base] += 1
            name = f"{base} ({times[base] + 1})"
        named[name] = None
    return tuple(named)


def left_out(blank: Sequence[str]) -> Sentence:
    """The note about columns that nothing is in."""
    return Sentence("left out {n:column|columns} with neither a name nor a value", n=len(blank))


def _listed(shown: Sequence[str]) -> str:
    return ", ".join(shown) if len(shown) <= 4 else f"{shown[0]} … {shown[-1]}"
