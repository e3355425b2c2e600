"""The options that commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from otklik.errors import UsageError

if TYPE_CHECKING:
    from otklik.pipeline.run import Job
    from otklik.pipeline.source import Wishes
    from otklik.pipeline.wanted import Options
    from otklik.reading.table import Asked

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


def ending(*endings: str) -> Callable[[click.Context, click.Parameter, Path | None], Path | None]:
    """Refuses a path that ends otherwise, before any work."""

    def check(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
        if path is not None and path.suffix.lower() not in endings:
            raise UsageError(
                "{option}: cannot tell the format of {file!r}",
                option=option.opts[-1],
                file=path.name,
                endings=endings,
                mend="end it in {endings}",
            )
        return path

    return check


def _page_only(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Refuses a report named like another kind of file."""
    ways = dict.fromkeys(TABLES, "otklik tag FILE -o") | {".xlsx": "--xlsx", ".json": "--json"}
    way = ways.get(path.suffix.lower()) if path else None
    if way:
        raise UsageError(
            "{option} is the report, a page for the browser",
            option=option.opts[-1],
            way=way,
            path=path,
            mend="{way} {path}",
        )
    return path


def _or_before_the_command(
    context: click.Context, option: click.Parameter, language: str | None
) -> str | None:
    """``otklik --lang ru report`` is ``otklik report --lang ru``."""
    return language or context.find_root().params.get("lang")


language = click.option("--lang", type=click.Choice(["ru", "en"]), callback=_or_before_the_command)
reading = _options(
    click.option("--text", "texts", multiple=True, metavar="COL"),
    click.option("--id", metavar="COL"),
    click.option("--encoding", metavar="NAME"),
    click.option("--delimiter", metavar="CHAR"),
    click.option("--sheet", metavar="NAME"),
    click.option("--header", type=click.IntRange(0), metavar="N"),
    click.option("--source", type=FILE, metavar="YAML"),
    click.option("--with-agents", is_flag=True),
)
columns = _options(
    click.option("--score", "score_specs", multiple=True, metavar="COL=KIND"),
    click.option("--score-words", type=FILE, metavar="YAML"),
    click.option("--date", metavar="COL"),
    click.option("--date-order", type=click.Choice(["dmy", "mdy"])),
    click.option("--customer", metavar="COL"),
    click.option("--touchpoint", metavar="COL"),
    click.option("--segment", "segments", multiple=True, metavar="COL"),
)
privacy = _options(
    click.option("--allow", type=FILE, metavar="FILE"),
    click.option("--block", type=FILE, metavar="FILE"),
    click.option("--redact-staff", is_flag=True),
)
second_table = _options(
    click.option("--scores", "other", type=FILE, metavar="TABLE"),
    click.option("--key", metavar="COL"),
    click.option("--deduplicate", is_flag=True),
)
working = _options(
    click.option("--taxonomy", type=FILE, metavar="YAML"),
    click.option("--model", type=FILE, metavar="FOLDER"),
    click.option("--repeat-days", type=click.IntRange(0), default=30, metavar="N"),
    click.option("--workers", type=click.IntRange(1), default=1, metavar="N"),
    click.option("-q", "--quiet", is_flag=True),
)
compared = _options(
    click.option("--control", "controls", multiple=True, metavar="COL"),
    click.option("--control-times/--no-control-times", default=True),
    click.option("--response-target", type=click.FloatRange(0, min_open=True), metavar="MINUTES"),
    click.option("--resolution-target", type=click.FloatRange(0, min_open=True), metavar="MINUTES"),
    click.option("--split-date", metavar="DAY"),
)
labels = _options(
    click.option("--labels", type=FILE, metavar="TABLE"),
    click.option(
        "--label-width",
        type=click.FloatRange(0, 100, min_open=True, max_open=True),
        default=5,
        metavar="N",
    ),
)
themes = click.option("--themes", is_flag=True)
figures = _options(
    click.option("--minimum", type=click.IntRange(2), default=10, metavar="N"),
)
output = _options(
    click.option("--xlsx", type=FILE, metavar="FILE", callback=ending(".xlsx")),
    click.option("--json", "json_path", type=FILE, metavar="FILE"),
    language,
)
tables = _options(
    click.option("-o", "--output", type=FILE, metavar="FILE", callback=ending(*TABLES)),
    click.option("--mentions", type=FILE, metavar="FILE", callback=ending(*TABLES)),
    click.option("--csv-excel", is_flag=True),
)


def page(default: str | None = None) -> Callable[..., Any]:
    """Where the report goes."""
    return click.option("-o", "--output", type=FILE, metavar="FILE", callback=_page_only, default=default)


def redact(default: bool) -> Callable[..., Any]:
    """Whether personal data are masked."""
    return click.option("--redact/--no-redact", default=default)


def said(given: dict[str, Any]) -> Options:
    """What was given on the command line, under the names that Python has."""
    from otklik.pipeline.wanted import Options

    found = {name: given[name] for name in Options.__annotations__ if name in given}
    texts, specs = given.get("texts", ()), given.get("score_specs", ())
    found |= {"text": texts[0] if len(texts) == 1 else texts or None}
    found |= {"scores": dict(map(score, specs)) or None, **lists(given)}
    return cast("Options", found)


def lists(given: dict[str, Any]) -> dict[str, Sequence[str]]:
    """The lists of what is masked always and never."""
    from otklik.redaction import read_list

    return {name: read_list(path) if (path := given.get(name)) else () for name in ("allow", "block")}


def job(given: dict[str, Any], *, keep: bool = True) -> Job:
    """How the comments are worked on, by the options that were given."""
    from otklik.pipeline import wanted

    return wanted.job(said(given), keep=keep)


def wishes(given: dict[str, Any]) -> Wishes:
    """What was said of the columns."""
    from otklik.pipeline import wanted

    return wanted.wishes(said(given))


def score(spec: str) -> tuple[str, str]:
    """``COL=KIND``; the column may hold '=' itself. Without a kind, it is recognised."""
    column, sign, kind = spec.rpartition("=")
    if sign and ":" in column and kind in ("best", "good", "bad"):  # csat3:1=best
        column, sign, direction = column.rpartition("=")
        kind = f"{direction}={kind}"
    return (column, kind) if sign else (spec, "")


def asked(given: dict[str, Any]) -> Asked:
    """How the file is to be opened, taken out of what was given; the word 'tab' is a tab."""
    from otklik.reading.table import Asked

    names = ("encoding", "delimiter", "sheet", "header", "source", "with_agents")
    said = {name: given.pop(name) for name in names}
    return Asked(**said | {"delimiter": "\t" if said["delimiter"] == "tab" else said["delimiter"]})
