"""The help of the commands: all of it in both languages, and each of its examples can be run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pandas as pd
import pytest

import documents
from command_line import Otklik
from otklik.cli import cli
from otklik.manual import Page, catalogue, named, page
from otklik.resources import folder

COMMANDS = {"otklik": cli, **cli.commands}
LANGUAGES = ("en", "ru")
CONTEXT = click.Context(cli, info_name="otklik", **cli.context_settings)


def lines(told: Page) -> list[str]:
    """The examples as the shell reads them: one command each, without what is piped into it."""
    return [line for _, run in told.examples for line in documents.commands(run)]


def words(line: str) -> list[str]:
    return shlex.split(line.rpartition(" | ")[2])[1:]


def metavars(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        said = named(parameter) if isinstance(parameter, click.Argument) else parameter.metavar or ""
        yield from re.findall("[A-Z]{2,}", said)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained_and_nothing_is_left_over(name: str) -> None:
    command = COMMANDS[name]
    own = {named(parameter) for parameter in command.get_params(click.Context(command, parent=CONTEXT))}
    for language in LANGUAGES:
        unsaid = own - page(name, language).meanings.keys()
        assert not unsaid, f"{unsaid} of {name} wants its {language} in manual.yaml"
    assert catalogue()["commands"][name].get("options", {}).keys() <= own


def test_the_catalogue_explains_nothing_that_is_not_there() -> None:
    assert COMMANDS.keys() == catalogue()["commands"].keys()
    own = {named(one) for command in COMMANDS.values() for one in command.get_params(CONTEXT)}
    told = [name for group in catalogue()["groups"] for name in group["options"]]
    assert sorted(told) == sorted(own)
    used = {word for command in COMMANDS.values() for word in metavars(command)}
    assert used - {"YAML"} <= catalogue()["words"].keys() <= used | {"OPTIONS", "COMMAND", "ARGS"}


@pytest.mark.parametrize("name", COMMANDS)
def test_both_languages_say_the_same(name: str) -> None:
    english, russian = (page(name, language) for language in LANGUAGES)
    for one, other in zip(english.meanings.items(), russian.meanings.items(), strict=True):
        assert one[0] == other[0]
        assert re.search("[а-я]", other[1]), other
        assert not re.search("[а-я]", one[1]), one
        assert re.findall("{.*?}", one[1]) == re.findall("{.*?}", other[1])
    assert re.search("[а-я]", russian.does)
    assert [list(part.rows) for part in english.parts] == [list(part.rows) for part in russian.parts]
    flags = [[re.findall(r"(?<!\S)--?[a-z-]+", line) for line in lines(told)] for told in (english, russian)]
    assert flags[0] == flags[1]
    assert bool(english.more) == bool(russian.more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_can_be_parsed(name: str, language: str) -> None:
    told = lines(page(name, language))
    assert 1 <= len(told) <= 4
    for line in told:
        command, *args = words(line)
        parsed = cli.commands[command].make_context(command, args, parent=CONTEXT)
        assert all(parsed.params[option.name] is not None for option in _required(parsed.command))


def _required(command: click.Command) -> Iterator[click.Parameter]:
    return (parameter for parameter in command.params if parameter.required)


def test_some_example_of_each_command_is_of_itself() -> None:
    for name in cli.commands:
        assert any(words(line)[0] == name for line in lines(page(name, "en")))


def test_every_example_runs(otklik_: Otklik, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents.label_soon(monkeypatch)
    documents.lay_out(tmp_path)
    made_first = ("train", "review")  # a model and a sample, which examples of other commands use
    names = sorted(COMMANDS, key=lambda name: name not in made_first)
    for line in dict.fromkeys(line for name in names for line in lines(page(name, "ru"))):
        with documents.heard_from(line.rpartition(" | ")[0], tmp_path):
            said = otklik_(*words(line))
        assert said.code == 0, f"{line}\n{said.err}"
        if words(line)[0] == "review":
            _fill_in(tmp_path / "sample.xlsx")


def _fill_in(sample: Path) -> None:
    """As a person who agrees with all that was found."""
    table = pd.read_excel(sample, engine="openpyxl").assign(sentiment="ok", topics="ok")
    table.to_excel(sample, index=False, engine="openpyxl")


# --- how it is shown ---------------------------------------------------------------------------
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_the_language_of_the_user(
    name: str, otklik_: Otklik, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = () if name == "otklik" else (name,)
    english = otklik_(*command, "--help")
    assert english.code == 0
    assert english.out.startswith("Usage: otklik")
    for line in ((*command, "--help", "--lang", "ru"), (*command, "--lang=ru", "-h"),
                 ("--lang", "ru", *command, "--help")):  # fmt: skip
        russian = otklik_(*line)
        assert russian.code == 0
        assert russian.out.startswith("Вызов: otklik")
        assert page(name, "ru").does.split()[0] in russian.out
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert otklik_(*command, "--help").out == russian.out
    assert otklik_(*command, "--help", "--lang", "en").out == english.out
    assert not re.search(r"\b(FILE|FOLDER|COL|OPTIONS)\b", russian.out)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_fits_a_narrow_window(name: str, language: str, otklik_: Otklik) -> None:
    told = otklik_(*(() if name == "otklik" else (name,)), "--help", "--lang", language).out
    assert max(map(len, told.splitlines())) <= 90


def test_files_that_show_how_to_write_ones_own_are_named_where_they_are(otklik_: Otklik) -> None:
    told = "".join(otklik_("report", "--help").out.split())
    for name in ("scores.yaml", "taxonomy.yaml", "sources"):
        assert (folder("data") / name).exists()
        assert "".join(str(folder("data") / name).split()) in told


def test_the_language_may_stand_before_the_command(
    otklik_: Otklik, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents.label_soon(monkeypatch)
    (tmp_path / "a.csv").write_text("Отзыв;nps\nДолго ждал ответа;3\nВсё быстро и вежливо;9\n", "utf-8")
    assert otklik_("--lang", "en", "report", "a.csv", "-o", "before.html").code == 0
    assert otklik_("report", "a.csv", "--lang", "en", "-o", "after.html").code == 0
    pages = [(tmp_path / name).read_text("utf-8") for name in ("before.html", "after.html")]
    assert pages[0] == pages[1].replace("after.html", "before.html")


def test_the_help_does_not_wait_for_what_it_does_not_need() -> None:
    heavy = {"numpy", "pandas", "spacy", "sklearn", "scipy", "pyarrow", "jinja2", "rich"}
    script = (
        "import sys, atexit; atexit.register(lambda: print(*{name.split('.')[0] for name in sys.modules}))\n"
        "sys.argv = ['otklik', 'report', '--help', '--lang', 'ru']; from otklik.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=os.environ)
    assert done.returncode == 0
    assert not heavy & set(done.stdout.splitlines()[-1].split())


def test_a_shell_is_told_what_an_option_means() -> None:
    asked = {"_OTKLIK_COMPLETE": "zsh_complete", "COMP_WORDS": "otklik report --qu", "COMP_CWORD": "2"}
    command = [sys.executable, "-c", "from otklik.cli import main; main()"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | asked)
    assert done.stdout.splitlines() == ["plain", "--quiet", page("report", "en").meanings["--quiet"]]
