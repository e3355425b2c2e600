"""The options that commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from otklik.errors import UsageError
from otklik.terminal import speak

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


def _language(told: str) -> Callable[..., Any]:
    """The language of what is told, known before any other option may have to be complained of."""

    def heard(context: click.Context, option: click.Parameter, language: str | None) -> str | None:
        speak(language)
        return language

    known = click.Choice(["ru", "en"])
    return click.option("--lang", type=known, is_eager=True, callback=heard, help=told)


language = _language("Language of what is said here [default: as the locale].")
reading = _options(
    click.option(
        "--text",
        "texts",
        multiple=True,
        metavar="COL",
        help="Column with the comments. Repeatable: each question's answers count on their own.",
    ),
    click.option("--id", metavar="COL", help="Column with the number of the comment or ticket."),
    click.option("--encoding", metavar="NAME", help="Encoding of a text file, e.g. cp1251."),
    click.option("--delimiter", metavar="CHAR", help="Delimiter of a CSV file; 'tab' for a tab."),
    click.option("--sheet", metavar="NAME", help="Sheet of a workbook."),
    click.option(
        "--header",
        type=click.IntRange(0),
        metavar="N",
        help="Line of the file that names the columns; 0 when none does.",
    ),
    click.option("--source", type=FILE, metavar="YAML", help="How exports of your own tool are read."),
    click.option("--with-agents", is_flag=True, help="Keep what the support wrote in a helpdesk's threads."),
)
columns = _options(
    click.option(
        "--score",
        "score_specs",
        multiple=True,
        metavar="COL=KIND",
        help="A score column and its kind. Repeatable.",
    ),
    click.option("--score-words", type=FILE, metavar="YAML", help="Your own words for scores."),
    click.option("--date", metavar="COL", help="Column with the date."),
    click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="What 03/04/2024 means."),
    click.option("--customer", metavar="COL", help="Column that tells one customer from another."),
    click.option("--touchpoint", metavar="COL", help="Column with the point of the journey."),
    click.option(
        "--segment", "segments", multiple=True, metavar="COL", help="Column to split by. Repeatable."
    ),
)
privacy = _options(
    click.option(
        "--allow", type=FILE, metavar="FILE", help="What is never masked: a text or /regex/ a line."
    ),
    click.option(
        "--block", type=FILE, metavar="FILE", help="What is always masked: a text or /regex/ a line."
    ),
    click.option("--redact-staff", is_flag=True, help="Mask the names of your staff too."),
)
second_table = _options(
    click.option(
        "--scores", "other", type=FILE, metavar="TABLE", help="A second table, with scores; needs --key."
    ),
    click.option("--key", metavar="COL", help="Column both tables share, or LEFT=RIGHT."),
    click.option("--deduplicate", is_flag=True, help="Leave out rows that repeat another."),
)
working = _options(
    click.option(
        "--taxonomy", type=FILE, metavar="YAML", help="Your own topics instead of the bundled ones."
    ),
    click.option("--model", type=FILE, metavar="FOLDER", help="Your own model, made by otklik train."),
    click.option(
        "--repeat-days",
        type=click.IntRange(0),
        default=30,
        show_default=True,
        metavar="N",
        help="A customer who is back about the same topic within N days is a repeat contact.",
    ),
    click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
)
compared = _options(
    click.option(
        "--control",
        "controls",
        multiple=True,
        metavar="COL",
        help="Column of groups held equal when topics are compared. Repeatable.",
    ),
    click.option(
        "--control-times/--no-control-times",
        default=True,
        show_default=True,
        help="Hold the times of tickets equal too, where they are known.",
    ),
    click.option(
        "--response-target",
        type=click.FloatRange(0, min_open=True),
        metavar="MINUTES",
        help="Promised time to the first reply.",
    ),
    click.option(
        "--resolution-target",
        type=click.FloatRange(0, min_open=True),
        metavar="MINUTES",
        help="Promised time to the resolution.",
    ),
    click.option(
        "--split-date",
        metavar="DAY",
        help="YYYY-MM-DD: say what changed from then on [default: the half of the period].",
    ),
)
labels = _options(
    click.option(
        "--labels",
        type=FILE,
        metavar="TABLE",
        help="What people said of a random sample: what `otklik review` made, filled in.",
    ),
    click.option(
        "--label-width",
        type=click.FloatRange(0, 100, min_open=True, max_open=True),
        default=5,
        show_default=True,
        metavar="N",
        help="Percentage points of the interval for which the labels still wanting are counted.",
    ),
)
figures = _options(
    click.option(
        "--minimum",
        type=click.IntRange(2),
        default=10,
        show_default=True,
        metavar="N",
        help="Mentions of a topic, or answers of a group, below which it has no figure.",
    ),
)
output = _options(
    click.option(
        "--xlsx", type=FILE, metavar="FILE", callback=ending(".xlsx"), help="Write the workbook too."
    ),
    click.option("--json", "json_path", type=FILE, metavar="FILE", help="Write the figures as JSON too."),
    _language("Language of the report, and of what is said here [default: as most comments; as the locale]."),
)
tables = _options(
    click.option(
        "-o",
        "--output",
        type=FILE,
        metavar="FILE",
        callback=ending(*TABLES),
        help=".csv, .jsonl, .parquet or .xlsx [default: JSON Lines to stdout].",
    ),
    click.option(
        "--mentions",
        type=FILE,
        metavar="FILE",
        callback=ending(*TABLES),
        help="Write the mentions with their evidence too.",
    ),
    click.option(
        "--csv-excel", is_flag=True, help="Write .csv as Excel of a Russian Windows opens it: ';', BOM, 0,5."
    ),
)


def page(**said: Any) -> Callable[..., Any]:
    """Where the report goes; ``said`` is its help and default."""
    return click.option("-o", "--output", type=FILE, metavar="FILE", callback=_page_only, **said)


def redact(default: bool) -> Callable[..., Any]:
    """Whether personal data are masked."""
    return click.option(
        "--redact/--no-redact", default=default, show_default=True, help="Mask phones, e-mails, names …"
    )


def said(given: dict[str, Any]) -> Options:
    """What was given on the command line, under the names that Python has."""
    from otklik.pipeline.wanted import Options
    from otklik.redaction import read_list

    found = {name: given[name] for name in Options.__annotations__ if name in given}
    lists = {name: read_list(path) for name in ("allow", "block") if (path := given.get(name))}
    texts, specs = given.get("texts", ()), given.get("score_specs", ())
    found |= {"text": texts[0] if len(texts) == 1 else texts or None}
    found |= {"scores": dict(map(score, specs)) or None, "allow": (), "block": (), **lists}
    return cast("Options", found)


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
