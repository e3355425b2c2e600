"""The options that commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from otklik.pipeline.source import Options

FILE = click.Path(path_type=Path)


def _options(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Several click options as one decorator, in the order they are shown."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


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
    click.option("--xlsx", type=FILE, metavar="FILE", help="Write the workbook too."),
    click.option("--json", "json_path", type=FILE, metavar="FILE", help="Write the figures as JSON too."),
    click.option("--lang", type=click.Choice(["ru", "en"]), help="Language of the report."),
)


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
