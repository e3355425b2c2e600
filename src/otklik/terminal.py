"""Manners at the terminal: what is told on stderr, and how a command ends."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from otklik.complaints import complaint
from otklik.errors import InputError, OtklikError, UsageError
from otklik.sentences import Sentence, tell
from otklik.tongue import asked_on, speak, spoken

if TYPE_CHECKING:
    from otklik.pipeline.source import Comments

COMPLETE = "_OTKLIK_COMPLETE"
"""The variable in which a shell asks for completion: 'bash_source', 'zsh_complete' …"""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def show(text: str, *, err: bool = False) -> None:
    """A text for a person to read. What a file holds must not move the cursor or rename the window: control
    characters but the line break and the tab become U+FFFD."""
    click.echo(_CONTROLS.sub("\ufffd", text), err=err)


def say(text: str, quiet: bool) -> None:
    """One line on stderr, in the language of the terminal."""
    if not quiet:
        show(tell(text, spoken()), err=True)


def announce(source: Comments, quiet: bool, *, roles: Collection[str] | None = None) -> None:
    """What was found out and guessed, each guess with the flag that overrides it; only of those ``roles``."""
    for note in source.facts.get("notes", ()):
        say(Sentence("note: {note}", note=note), quiet)
    for guess in source.roles.guesses:
        if roles is None or guess.role in roles:
            say(guess.told(), quiet)


@contextmanager
def progress(total: int | None, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on stderr when a person is looking."""
    if quiet or not sys.stderr.isatty():
        yield lambda rows: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    what, rate = tell("comments", spoken()), TextColumn("{task.fields[rate]}")
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, rate="")

        def heard(rows: int) -> None:
            bar.advance(task, rows)
            speed = bar.tasks[0].speed
            if speed:
                bar.update(task, rate=tell(Sentence("{n:,.0f}/s", n=speed), spoken()))

        yield heard


def piped(encoding: str) -> TextIO:
    """Standard input as text; what cannot be decoded becomes �.

    Raises InputError when it is closed, UsageError for an unknown encoding.
    """
    if sys.stdin is None:
        raise InputError("standard input is closed", mend="cat feedback.jsonl | otklik tag -")
    try:
        return open(sys.stdin.fileno(), encoding=encoding, errors="replace", closefd=False)
    except LookupError:
        raise UsageError(
            "unknown encoding {encoding!r}", encoding=encoding, mend="--encoding cp1251"
        ) from None


def utf8_output() -> None:
    """JSON Lines are UTF-8, whatever the terminal speaks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def run_command(command: click.Command) -> NoReturn:
    """Run the command and leave with its exit code; an ordinary mistake ends in one message, never a
    traceback. Not ``command.main``: it would take a reader that has gone (``| head``) for a failure."""
    speak(asked_on(sys.argv[1:]))
    try:
        _prepare()
        _complete(command)
        with command.make_context("otklik", sys.argv[1:]) as context:
            command.invoke(context)
        sys.stdout.flush()
        code = 0
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        _complain(error)
        code = error.exit_code
    except OtklikError as error:
        show(f"otklik: {error.told(spoken())}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except SystemExit as told:  # the polite kill below
        code = told.code if isinstance(told.code, int) else 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:  # a full disk, a folder that has gone
        show(f"otklik: {error}", err=True)
        code = 3
    except Exception as error:  # the last net: what went wrong is ours, and still one message
        if _debugging():
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        fault = Sentence("internal error: {what}\n  → set OTKLIK_DEBUG=1 to see where", what=what)
        show(f"otklik: {tell(fault, spoken())}", err=True)
        code = 1
    _leave(code)


def _complain(error: click.ClickException) -> None:
    """Click itself speaks English only."""
    told = complaint(error) if spoken() != "en" else None
    if told is None:
        error.show()
    else:
        show(f"otklik: {told.told(spoken())}", err=True)


def _complete(command: click.Command) -> None:
    """Answers a shell that asks how a line may go on, in click's protocol, and ends the command."""
    asked = os.environ.get(COMPLETE)
    if asked:
        from click.shell_completion import shell_complete

        raise click.exceptions.Exit(shell_complete(command, {}, "otklik", COMPLETE, asked))


def _leave(code: int) -> NoReturn:
    """Exit. After an interruption nothing is waited for: everything to be cleaned up has been, and a thread
    that listens to a killed worker would listen for ever."""
    if code in (130, 143):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        if any(thread is not threading.main_thread() for thread in threading.enumerate()):
            os._exit(code)
    sys.exit(code)


def _prepare() -> None:
    """Output that no character can break; warnings are for developers; a polite kill leaves no half-written
    file either. Raises OtklikError when there is no output at all."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    if sys.stdout is None:
        raise OtklikError("standard output is closed", mend="> /dev/null, when it is not wanted")
    if not (sys.warnoptions or _debugging()):
        warnings.simplefilter("ignore")
        os.environ["PYTHONWARNINGS"] = "ignore"  # in the worker processes
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def _debugging() -> bool:
    return bool(os.environ.get("OTKLIK_DEBUG"))
