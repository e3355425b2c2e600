"""The options that commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from otklik.errors import UsageError

if TYPE_CHECKING:
    from otklik.pipeline.source import Options

FILE = click.Path(path_type=Path)
TABLES = (".jsonl", ".ndjson", ".csv", ".parquet", ".xlsx")
"""What the name of a labelled table may end in."""


def _options(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Several click options as one decorator, in the order they are shown."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _ending(*endings: str) -> Callable[[click.Context, click.Parameter, Path | None], Path | None]:
    """Refuses a path that ends otherwise, before any work."""

    def check(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
        if path is not None and path.suffix.lower() not in endings:
            raise UsageError(
                f"{option.opts[-1]}: cannot tell the format of {path.name!r}",
                mend=f"end it in {', '.join(endings)}",
            )
        return path

    return check


def _page_only(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Refuses a report named like another kind of file."""
    ways = dict.fromkeys(TABLES, "otklik tag FILE -o") | {".xlsx": "--xlsx", ".json": "--json"}
    way = ways.get(path.suffix.lower()) if path else None
    if way:
        raise UsageError(f"{option.opts[-1]} is the report, a page for the browser", mend=f"{way} {path}")
    return path


reading = _options(
    click.option("--text", metavar="COL", help="Column with the comments."),
    click.option("--id", metavar="COL", help="Column with the number of the comment or ticket."),
    click.option("--encoding", metavar="NAME", help="Encoding of a text file, e.g. cp1251."),
    click.option("--delimiter", metavar="CHAR", help="Delimiter of a CSV file; 'tab' for a tab."),
    click.option("--sheet", metavar="NAME", help="Sheet of a workbook."),
)
working = _options(
    click.option(
        "--taxonomy", type=FILE, metavar="YAML", help="Your own topics instead of the bundled ones."
    ),
    click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
)
output = _options(
    click.option(
        "--xlsx", type=FILE, metavar="FILE", callback=_ending(".xlsx"), help="Write the workbook too."
    ),
    click.option("--json", "json_path", type=FILE, metavar="FILE", help="Write the figures as JSON too."),
    click.option("--lang", type=click.Choice(["ru", "en"]), help="Language of the report."),
)
tables = _options(
    click.option(
        "-o",
        "--output",
        type=FILE,
        metavar="FILE",
        callback=_ending(*TABLES),
        help=".csv, .jsonl, .parquet or .xlsx [default: JSON Lines to stdout].",
    ),
    click.option(
        "--mentions",
        type=FILE,
        metavar="FILE",
        callback=_ending(*TABLES),
        help="Write the mentions with their evidence too.",
    ),
)


def page(**said: Any) -> Callable[..., Any]:
    """Where the report goes; ``said`` is its help and default."""
    return click.option("-o", "--output", type=FILE, metavar="FILE", callback=_page_only, **said)


def score(spec: str) -> tuple[str, str]:
    """``COL=KIND``; the column may hold '=' itself. Without a kind, it is recognised."""
    column, sign, kind = spec.rpartition("=")
    if sign and ":" in column and kind in ("best", "good", "bad"):  # csat3:1=best
        column, sign, direction = column.rpartition("=")
        kind = f"{direction}={kind}"
    return (column, kind) if sign else (spec, "")


def opening(given: dict[str, str | None]) -> Options:
    """How the file is to be opened; the word 'tab' is a tab."""
    from otklik.pipeline.source import Options

    delimiter = given.get("delimiter")
    return Options(given.get("encoding"), "\t" if delimiter == "tab" else delimiter, given.get("sheet"))
