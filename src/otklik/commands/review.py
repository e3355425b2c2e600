"""``otklik review``: a random sample of comments for people to label."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from otklik import options
from otklik.manual import Command
from otklik.options import FILE, TABLES
from otklik.sentences import Sentence
from otklik.terminal import announce, say


@click.command(cls=Command)
@click.argument("file", type=FILE)
@options.reading
@click.option("-n", "count", type=click.IntRange(1), default=200, metavar="N")
@click.option("--seed", type=int, default=0, metavar="N")
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="FILE",
    callback=options.ending(*TABLES),
)
@options.redact(default=True)
@options.privacy
@options.working
@options.language
def review(file: Path, **given: Any) -> None:
    """Draw comments of FILE at random, for people to label."""
    from otklik.pipeline.review import review as drawn
    from otklik.pipeline.sinks import sink
    from otklik.pipeline.source import open_comments
    from otklik.reading.columns import typed
    from otklik.report.files import refuse_clashes
    from otklik.taxonomy import load

    output = given["output"] or Path(f"{file.stem}-review.xlsx")
    asked, quiet = options.asked(given), given["quiet"]
    wishes = replace(options.wishes(given), duplicates="ignore")
    refuse_clashes([output], [path for path in (file, given["taxonomy"], asked.source) if path])
    source = open_comments(file, wishes, asked=asked)
    announce(source, quiet, roles=("text", "id"))
    job = options.job(given)
    with sink(output) as put:
        table = drawn(source, job, n=given["count"], seed=given["seed"])
        put(table)
    topics = [topic.id for topic in load(job.taxonomy).topics]
    say(Sentence("topics: {topics}", topics=topics), quiet)
    say(Sentence("written: {path} ({n:comment|comments})", path=output, n=len(table)), quiet)
    names = {"file": typed(str(file)), "path": typed(str(output))}
    say(Sentence("fill it in, then: otklik report {file} --labels {path}", **names), quiet)
