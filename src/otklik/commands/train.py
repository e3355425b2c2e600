"""``otklik train``: a model of the user's own from comments with labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from otklik import options
from otklik.errors import UsageError
from otklik.manual import Command
from otklik.options import FILE
from otklik.sentences import Sentence, tell
from otklik.terminal import announce, say, show
from otklik.tongue import spoken

if TYPE_CHECKING:
    from otklik.train.labelled import Labelled


@click.command(cls=Command)
@click.argument("file", type=FILE)
@click.option("--label", metavar="COL", required=True)
@click.option("-o", "--output", type=FILE, metavar="FOLDER", required=True)
@click.option("--map", "renamed", multiple=True, metavar="OLD=NEW")
@click.option("--leave-out", multiple=True, metavar="LABEL")
@click.option("--conflicts", type=click.Choice(["refuse", "drop"]), default="refuse")
@click.option("--aim", type=click.Choice(["macro", "weighted"]), default="macro")
@click.option("--alone", is_flag=True)
@options.reading
@click.option("-q", "--quiet", is_flag=True)
@options.language
def train(file: Path, **given: Any) -> None:
    """Learn the labels of FILE, a table of comments that somebody labelled, into a model of your own."""
    from otklik import pack
    from otklik.commands.told import of_own
    from otklik.reading.columns import typed
    from otklik.train.card import card
    from otklik.train.lesson import Lesson, teach

    folder, quiet = given["output"], given["quiet"]
    _refuse_other_folders(folder)
    comments = _labelled(file, given)
    for note in comments.notes:
        say(Sentence("note: {note}", note=note), quiet)
    lesson = Lesson(folder.resolve().name, file.name, given["label"], given["aim"], given["alone"])
    trained = teach(comments, lesson, lambda what: say(what, quiet))
    pack.write(folder, trained, card(trained))
    for metrics in trained.facts["metrics"].values():
        on, *figures = of_own(metrics)
        show("\n".join((tell(on, spoken()), *(f"  {tell(line, spoken())}" for line in figures))))
    say(Sentence("written: {path}", path=folder), quiet)
    say(Sentence("use it: otklik tag FILE --model {path}", path=typed(str(folder))), quiet)


def _labelled(file: Path, given: dict[str, Any]) -> Labelled:
    import pandas as pd

    from otklik.pipeline.labels import says_ok
    from otklik.pipeline.questions import COLUMNS, are_answers, free_name, heading
    from otklik.pipeline.source import open_comments
    from otklik.reading.columns import find_column
    from otklik.records import FOUND
    from otklik.train.labelled import Wanted, labelled

    wanted = Wanted(_renamed(given["renamed"]), given["leave_out"], given["conflicts"])
    wishes = replace(options.wishes(given), scores={}, duplicates="ignore")
    source = open_comments(file, wishes, asked=options.asked(given))
    announce(source, given["quiet"], roles=("text",))
    table = pd.concat(source.stream(), ignore_index=True)
    own = set(COLUMNS) if are_answers(source.roles) else set()
    asked = free_name(given["label"]) if own else given["label"]
    column = find_column([name for name in table.columns if name not in own], asked, "--label")
    texts, labels = (table[name].tolist() for name in (source.roles.text, column))
    if (found := f"{column}{FOUND}") in table:
        labels = [there if says_ok(one) else one for one, there in zip(labels, table[found], strict=True)]
    return labelled(texts, labels, wanted, column=column, asked=heading(table, source.roles))


def _renamed(specs: Sequence[str]) -> dict[str, str]:
    """OLD=NEW of each; the old label may hold '=' itself."""
    renamed = {}
    for spec in specs:
        old, sign, new = spec.rpartition("=")
        if not (old and sign and new):
            raise UsageError(
                "--map {spec!r}: it takes an old and a new label", spec=spec, mend="--map OLD=NEW"
            )
        renamed[old] = new
    return renamed


def _refuse_other_folders(folder: Path) -> None:
    """A model may be trained anew into its folder, never written over something else."""
    from otklik.pack import MANIFEST

    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file()):
        raise UsageError(
            "{folder} holds something else than a model",
            folder=folder,
            other=folder.with_name(folder.name + "-model"),
            mend="-o {other}",
        )
