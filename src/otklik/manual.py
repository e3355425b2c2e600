"""The help of the commands: what ``manual.yaml`` says of each, in the language of the user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from otklik.errors import UsageError
from otklik.resources import folder
from otklik.tongue import spoken

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FILE = Path(__file__).with_name("manual.yaml")


class Part(NamedTuple):
    """Terms and what they mean, under a title of their own."""

    title: str
    rows: Mapping[str, str]


class Example(NamedTuple):
    """A line for the shell, and why one would run it."""

    why: str
    run: str


@dataclass(frozen=True)
class Page:
    """What is said of one command in one language. ``meanings``: of each option by its name and of each
    argument by its metavar, as ``'--text'`` and ``'FILE'``."""

    does: str
    meanings: Mapping[str, str]
    more: str
    parts: tuple[Part, ...]
    examples: tuple[Example, ...]


@cache
def catalogue() -> Mapping[str, Any]:
    """``manual.yaml`` as it is."""
    import yaml

    told: Mapping[str, Any] = yaml.load(
        FILE.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return told


def page(command: str, language: str) -> Page:
    """Raises KeyError for a command that the catalogue does not have."""
    told = catalogue()["commands"][command]
    meanings = {name: said for group in catalogue()["groups"] for name, said in group["options"].items()}
    meanings |= told.get("options", {})
    said = told[language]
    return Page(
        said["does"],
        {name: meaning[language] for name, meaning in meanings.items()},
        said["more"],
        tuple(Part(**part) for part in said.get("parts", ())),
        tuple(Example(**example) for example in said["examples"]),
    )


def named(parameter: click.Parameter) -> str:
    """As the catalogue names it."""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else _metavar(parameter).strip("[].")


def _metavar(argument: click.Parameter) -> str:
    return argument.metavar or str(argument.name).upper()


def translated(english: str, table: str = "words") -> str:
    """The words of a usage line, or a heading, in the language of the user."""
    words: Mapping[str, str] = catalogue()[table] if spoken() != "en" else {}
    return re.sub("[A-Za-z]+", lambda word: words.get(word[0], word[0]), english)


class Command(click.Command):
    """A command whose help is in the catalogue; its own texts for click are for readers of the source."""

    def _page(self) -> Page:
        return page(str(self.name), spoken())

    def get_help_option_names(self, context: click.Context) -> list[str]:
        """The same whatever stands around: click keeps what a command was first asked with."""
        return ["-h", "--help"]

    def get_short_help_str(self, limit: int = 45) -> str:
        return self._page().does

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        usage = translated(" ".join(self.collect_usage_pieces(context)))
        formatter.write_usage(context.command_path, usage, f"{translated('Usage', 'headings')}: ")

    def format_help_text(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(f"{self._page().does}\n\n{self._page().more}")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        for title, rows in self._groups(context):
            with formatter.section(title):
                formatter.write_dl(rows)

    def _groups(self, context: click.Context) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The options of each group that has some, and what they mean."""
        language, meanings = spoken(), self._page().meanings
        own = {named(parameter): parameter for parameter in self.get_params(context)}
        for group in catalogue()["groups"]:
            rows = [
                (_shown(own[name], context), _filled(meanings[name], own[name]))
                for name in group["options"]
                if name in own
            ]
            if rows:
                yield group[language], rows

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        page = self._page()
        for title, rows in page.parts:
            with formatter.section(title):
                formatter.write_dl(list(rows.items()))
        with formatter.section(translated("Examples", "headings")):
            for why, run in page.examples:
                formatter.write(f"{'':{formatter.current_indent}}{why}:\n")
                for line in run.splitlines():
                    formatter.write(f"{'':{formatter.current_indent + 2}}{line}\n")

    def shell_complete(self, context: click.Context, incomplete: str) -> list[CompletionItem]:
        meanings = self._page().meanings
        for parameter in self.get_params(context):
            if isinstance(parameter, click.Option):
                parameter.help = _filled(meanings[named(parameter)], parameter)
        return super().shell_complete(context, incomplete)


class Group(Command, click.Group):
    """The commands in the order of the catalogue, each with all that it does."""

    command_class = Command

    def list_commands(self, context: click.Context) -> list[str]:
        return [name for name in catalogue()["commands"] if name in self.commands]

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does. Raises UsageError for a command that is not there."""
        name = args[0]
        if name in self.commands or name.startswith("-") or context.resilient_parsing:
            return super().resolve_command(context, args)
        near = get_close_matches(name, list(self.commands), n=1)
        raise UsageError(
            "there is no command {name!r}; did you mean {near}?" if near else "there is no command {name!r}",
            name=name,
            near="".join(near),
            mend="otklik --help",
        )

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, page(name, spoken()).does) for name in self.list_commands(context)]
        with formatter.section(translated("Commands", "headings")):
            formatter.write_dl(rows)
        super().format_options(context, formatter)


def _filled(meaning: str, parameter: click.Parameter) -> str:
    return meaning.format(default=parameter.default, data=folder("data"))


def _shown(parameter: click.Parameter, context: click.Context) -> str:
    """'-o, --output FILE'."""
    record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
    return translated(record[0] if record else _metavar(parameter))
