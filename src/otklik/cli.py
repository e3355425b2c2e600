"""The command line: a thin shell over the pipeline. Heavy modules are loaded inside the commands."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from otklik import options
from otklik.commands.compare import compare
from otklik.commands.models import models
from otklik.commands.review import review
from otklik.commands.train import train
from otklik.errors import UsageError
from otklik.manual import Group
from otklik.options import FILE
from otklik.sentences import Sentence
from otklik.terminal import announce, piped, progress, run_command, say, show, utf8_output
from otklik.tongue import preferred, spoken

if TYPE_CHECKING:
    from otklik.pipeline.source import Wishes
    from otklik.reading.table import Asked


@click.group("otklik", cls=Group, context_settings={"max_content_width": 100})
@click.version_option(version("otklik"), prog_name="otklik")
@options.language
def cli(lang: str | None) -> None:
    """From a raw export of comments to what drives the score; the language is taken by the commands."""


@cli.command()
@click.argument("file", type=FILE)
@options.reading
@options.columns
@options.second_table
@options.compared
@options.page()
@options.output
@options.figures
@options.labels
@options.themes
@options.redact(default=True)
@options.privacy
@options.working
def report(file: Path, **given: Any) -> None:
    """Say what drives the score: FILE to a report."""
    given["output"] = given["output"] or Path(f"{file.stem}-report.html")
    _report(file, options.wishes(given), options.asked(given), given)


@cli.command()
@options.page(default="otklik-demo.html")
@options.output
@click.option("-q", "--quiet", is_flag=True)
def demo(quiet: bool, **given: Any) -> None:
    """The whole way on bundled data: comments and tickets of an imaginary company."""
    from otklik.pipeline.source import Wishes
    from otklik.reading.table import Asked
    from otklik.resources import folder

    data = folder("data") / "demo"
    say("otklik report comments.csv --score NPS=nps --scores tickets.csv --key id --score csat=csat5", quiet)
    wishes = Wishes(
        text="Комментарий",
        id="id",
        date="Дата",
        segments=("Канал", "Сегмент"),
        scores={"NPS": "nps", "csat": "csat5"},
    )
    given |= {"other": data / "tickets.csv", "key": "id", "quiet": quiet, "redact": True}
    _report(data / "comments.csv", wishes, Asked(), given)


def _report(file: Path, wishes: Wishes, asked: Asked, given: dict[str, Any]) -> None:
    from otklik.pipeline.run import run
    from otklik.pipeline.source import open_comments
    from otklik.report import files

    page, xlsx, figures, quiet = (given[name] for name in ("output", "xlsx", "json_path", "quiet"))
    paths = [path for path in (page, xlsx, figures) if path]
    read = (file, given["other"], given.get("taxonomy"), given.get("labels"), asked.source)
    files.refuse_clashes(paths, [path for path in read if path])
    job = options.job(given, keep=xlsx is not None)
    with ExitStack() as stack:  # a folder that is missing is told before the work, not after it
        aside = {path: stack.enter_context(files.replace(path)) for path in paths}
        source = open_comments(file, wishes, asked=asked, other=given["other"], key=given["key"])
        announce(source, quiet)
        with progress(source.facts.get("n_rows"), quiet) as heard:
            analysis = run(source, job, progress=heard)
        analysis.to_html(aside[page])
        if xlsx:
            analysis.to_xlsx(aside[xlsx])
        if figures:
            analysis.to_json(aside[figures])
    for note in analysis.data["notes"][len(source.facts.get("notes", ())) :]:
        say(Sentence("note: {note}", note=note), quiet)
    if not quiet:
        show(analysis.to_text(lang=preferred()))
    for path in paths:
        say(Sentence("written: {path}", path=path), quiet)


@cli.command()
@click.argument("file", type=FILE)
@options.reading
@options.columns
@options.language
@click.option("--json", "as_json", is_flag=True)
def inspect(file: Path, as_json: bool, **given: Any) -> None:
    """Say what FILE holds and what is doubtful in it, and the command to run next."""
    from otklik.pipeline.inspection import inspect as inspected

    found = inspected(file, options.wishes(given), asked=options.asked(given))
    if as_json:
        click.echo(found.to_json())
    else:
        show(found.to_text(spoken()))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.reading
@options.tables
@options.redact(default=False)
@options.privacy
@options.working
@options.language
def tag(file: Path, **given: Any) -> None:
    """Label every comment of FILE; with - it is a filter of standard input."""
    if given["output"] is None:
        utf8_output()
    if str(file) == "-":
        _filter(given)
    else:
        _tag_file(file, given)


def _filter(given: dict[str, Any]) -> None:
    from otklik.pipeline.filter import through
    from otklik.redaction import Redactor

    alien = ("id", "output", "mentions", "sheet", "delimiter", "header", "source")
    unused = [name for name in alien if given[name] is not None]
    unused += ["csv-excel"] * given["csv_excel"]
    if unused or given["workers"] > 1 or len(given["texts"]) > 1:
        option = [*unused, "workers" if given["workers"] > 1 else "text"][0]
        raise UsageError("--{option} does not go with -", option=option, mend="otklik tag - > out.jsonl")
    taxonomy, model = given["taxonomy"], given["model"]
    redactor = Redactor(**options.lists(given), staff=given["redact_staff"]) if given["redact"] else None
    for line in through(
        piped(given["encoding"] or "utf-8"),
        text=next(iter(given["texts"]), None),
        taxonomy=None if taxonomy is None else str(taxonomy),
        model=None if model is None else str(model),
        redactor=redactor,
    ):
        sys.stdout.write(line)
        sys.stdout.flush()


def _tag_file(file: Path, given: dict[str, Any]) -> None:
    from otklik.pipeline.run import tag_to
    from otklik.pipeline.source import open_comments
    from otklik.report.files import refuse_clashes

    output, mentions, quiet = (given[name] for name in ("output", "mentions", "quiet"))
    paths = [path for path in (output, mentions) if path]
    if given["csv_excel"] and not any(path.suffix.lower() == ".csv" for path in paths):
        raise UsageError("--csv-excel is for a file that ends in .csv", mend="-o tagged.csv --csv-excel")
    asked, wishes = options.asked(given), replace(options.wishes(given), scores={}, duplicates="mark")
    refuse_clashes(paths, [path for path in (file, given["taxonomy"], asked.source) if path])
    source = open_comments(file, wishes, asked=asked)
    announce(source, quiet, roles=("text", "id"))
    with progress(source.facts.get("n_rows"), quiet) as heard:
        files = {"output": output, "mentions": mentions, "excel": given["csv_excel"]}
        tag_to(source, options.job(given), **files, progress=heard)
    for path in paths:
        say(Sentence("written: {path}", path=path), quiet)


@cli.command()
@click.argument("text")
@click.option("--question", metavar="TEXT")
@click.option("--taxonomy", type=FILE, metavar="YAML")
@click.option("--model", type=FILE, metavar="FOLDER")
@click.option("--json", "as_json", is_flag=True)
@options.language
def explain(text: str, **given: Any) -> None:
    """Which words of TEXT gave which label."""
    from otklik.pipeline.explain import explain as explained
    from otklik.pipeline.label import labeller

    yaml, folder = (None if path is None else str(path) for path in (given["taxonomy"], given["model"]))
    found = explained(labeller(yaml, None, folder), text, given["question"])
    if given["as_json"]:
        click.echo(found.to_json())
    else:
        show(found.to_text(spoken()))


cli.add_command(compare)
cli.add_command(train)
cli.add_command(models)
cli.add_command(review)


def main() -> None:
    """Run the command line and leave with its exit code."""
    run_command(cli)
