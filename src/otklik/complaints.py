"""What click complains of, as a mistake that can be told in another language than English."""

from __future__ import annotations

import click

from otklik.errors import UsageError
from otklik.manual import translated

_HELP = "{command} --help"


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
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices)) as option):
            known = list(map(str, choices))
            return UsageError(
                "{option} takes one of these", option=option.opts[-1], known=known, mend="{known}"
            )
        case click.BadParameter(param=click.Parameter() as option, message=why):
            return UsageError(
                "{option}: this value will not do ({why})",
                option=option.opts[-1],
                why=why,
                command=command,
                mend=_HELP,
            )
    return None
