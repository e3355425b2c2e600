"""What click complains of, as a mistake that can be told in another language than English."""

from __future__ import annotations

import re

import click

from otklik.errors import UsageError
from otklik.manual import translated

_HELP = "{command} --help"
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)$")


def complaint(error: click.ClickException) -> UsageError | None:
    """The mistake in our own words; None for one that has none."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = "otklik" if context is None else context.command_path
    match error:
        case click.NoSuchOption(option_name=option, possibilities=[near, *_]):
            return UsageError(
                "there is no option {option}; did you mean {near}?",
                option=option,
                near=near,
                command=command,
                mend=_HELP,
            )
        case click.NoSuchOption(option_name=option):
            return UsageError("there is no option {option}", option=option, command=command, mend=_HELP)
        case click.MissingParameter(param=click.Parameter() as wanted):
            hint = translated(wanted.get_error_hint(context))
            return UsageError("{what} is missing", what=hint, command=command, mend=_HELP)
        case click.BadOptionUsage(option_name=option):
            return UsageError("{option} wants a value", option=option, command=command, mend=_HELP)
        case click.BadParameter(param=click.Parameter() as parameter, message=why):
            return _bad_value(parameter, why, command)
        case click.UsageError(message="Missing command."):
            return UsageError("no command is named", command=command, mend=_HELP)
        case click.UsageError(message=str(said)) if extra := _EXTRA.search(said):
            return UsageError(
                "there is one thing too many: {extra}",
                extra=extra[1],
                command=command,
                mend="put a name with spaces in quotation marks; how the command is called: {command} --help",
            )
    return None


def _bad_value(parameter: click.Parameter, why: str, command: str) -> UsageError:
    """What the parameter takes, where its type tells; or else why click refuses the value."""
    option = parameter.opts[-1]
    match parameter.type:
        case click.Choice(choices=choices):
            known = list(map(str, choices))
            return UsageError("{option} takes one of these", option=option, known=known, mend="{known}")
        case click.IntRange() | click.FloatRange() as kind:
            return UsageError(
                "{option} takes a number {bounds}",
                option=option,
                bounds=_bounds(kind),
                command=command,
                mend=_HELP,
            )
    return UsageError(
        "{option}: this value will not do ({why})", option=option, why=why, command=command, mend=_HELP
    )


def _bounds(kind: click.IntRange | click.FloatRange) -> str:
    """'≥ 1' or '> 0, < 100'."""
    low = None if kind.min is None else f"{'>' if kind.min_open else '≥'} {kind.min:g}"
    high = None if kind.max is None else f"{'<' if kind.max_open else '≤'} {kind.max:g}"
    return ", ".join(filter(None, (low, high)))
