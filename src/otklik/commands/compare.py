"""``otklik compare``: what changed from one export to the next."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from otklik import options
from otklik.manual import Command
from otklik.options import FILE
from otklik.sentences import Sentence
from otklik.terminal import announce, progress, say, show
from otklik.tongue import preferred


@click.command(cls=Command)
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
@options.reading
@options.columns
@options.second_table
@options.page()
@options.output
@options.figures
@options.redact(default=True)
@options.privacy
@options.working
def compare(first: Path, second: Path, **given: Any) -> None:
    """Say what changed from FIRST to SECOND, two exports read with the same flags."""
    from otklik.pipeline.run import compare as compared
    from otklik.pipeline.source import open_comments
    from otklik.report import files

    page = given["output"] or Path(f"{first.stem}-{second.stem}-compare.html")
    xlsx, figures, other, quiet = (given[name] for name in ("xlsx", "json_path", "other", "quiet"))
    wishes = options.wishes(given)
    asked, paths = options.asked(given), [path for path in (page, xlsx, figures) if path]
    read = (first, second, other, given["taxonomy"], asked.source)
    files.refuse_clashes(paths, [path for path in read if path])
    job = options.job(given, keep=False)
    with ExitStack() as stack:  # a folder that is missing is told before the work, not after it
        aside = {path: stack.enter_context(files.replace(path)) for path in paths}
        waves = []
        for file in (first, second):
            say(f"{file.name}:", quiet)  # before it is opened: what is wrong with it is told below its name
            waves.append(open_comments(file, wishes, asked=asked, other=other, key=given["key"]))
            announce(waves[-1], quiet)
        before, after = waves
        with progress(None, quiet) as heard:
            found = compared(before, after, job, progress=heard)
        found.to_html(aside[page])
        if xlsx:
            found.to_xlsx(aside[xlsx])
        if figures:
            found.to_json(aside[figures])
    for note in found.notes[sum(len(source.facts.get("notes", ())) for source in waves) :]:
        say(Sentence("note: {note}", note=note), quiet)
    if not quiet:
        show(found.to_text(lang=preferred()))
    for path in paths:
        say(Sentence("written: {path}", path=path), quiet)
