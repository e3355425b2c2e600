"""What is told to a user: in English and the same in Russian, with the figures and plural forms of each."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from string import Formatter

import pytest
import yaml

import otklik
from otklik import errors, sentences
from otklik.errors import InputError
from otklik.resources import folder
from otklik.sentences import SPEECH, Sentence, tell, translations

PACKAGE = Path(otklik.__file__).parent
SPOKEN = {name for name in vars(errors) if name.endswith("Error")} | {"Sentence"}
# What only a caller in Python meets, or whoever trains the bundled models: in English.
PYTHON = (
    *("stats", "drivers", "api", "analysis", "linear", "network", "filters", "polarity", "resources"),
    *("reading/in_memory", "report/plot", "report/voices", "report/texts", "pipeline/wanted"),
)
FILES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if not str(path.relative_to(PACKAGE).with_suffix("")).startswith(PYTHON)
]
KEPT = yaml.safe_load(sentences.FILE.read_text(encoding="utf-8"))
TOLD = translations("ru")


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPOKEN:
            yield node


def written(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from (*written(node.body), *written(node.orelse))
    else:
        yield node


def templates(path: Path) -> Iterator[ast.expr]:
    """The messages and mends of the errors, and the sentences, as they are written."""
    for call in calls(path):
        mends = [one.value for one in call.keywords if one.arg == "mend"]
        for one in (*call.args[:1], *mends):
            yield from written(one)


def fields(template: str) -> dict[str, int]:
    """The placeholders, and how many forms of a word each holds."""
    found: dict[str, int] = {}
    for _, name, spec, _ in Formatter().parse(template):
        if name:
            found[name] = max(found.get(name, 0), len((spec or "").split("|")))
    return found


def says_words(template: str) -> bool:
    return bool(re.search("[a-z]", re.sub(r"{[^{}]*}", "", template), re.IGNORECASE))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_sentence_has_its_russian(path: Path) -> None:
    found = list(templates(path))
    assert not [ast.unparse(one) for one in found if isinstance(one, ast.JoinedStr | ast.BinOp)], (
        "made of values, so that it cannot be told in another language: write a template and name the values"
    )
    said = {one.value for one in found if isinstance(one, ast.Constant)}
    assert not {one for one in said if says_words(one)} - TOLD.keys() - set(KEPT["same"])


def test_every_russian_sentence_has_its_english_in_the_source() -> None:
    sources = [path.read_text(encoding="utf-8") for path in FILES]
    said = {
        node.value for text in sources for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)
    }
    said |= {name.replace("_", " ") for name in said if isinstance(name, str) and name.isidentifier()}
    data = "".join(path.read_text(encoding="utf-8") for path in (folder("data") / "sources").glob("*.yaml"))
    assert not {one for one in (*TOLD, *KEPT["same"]) if one not in said and one not in data}


@pytest.mark.parametrize("english", TOLD)
def test_both_languages_say_the_same_things(english: str) -> None:
    russian = TOLD[english]
    ours, theirs = fields(english), fields(russian)
    assert ours.keys() == theirs.keys() or not says_words(english)
    assert all(theirs[name] == (3 if n == 2 else 1) for name, n in ours.items())
    assert re.search("[а-я]", russian, re.IGNORECASE) or english == "a PDF"


def test_there_is_one_translation_of_each() -> None:
    assert len(KEPT["told"]) == len(TOLD)
    assert not TOLD.keys() & set(KEPT["same"])


@pytest.mark.parametrize(
    ("n", "english", "russian"),
    [(1, "1 row", "1 строка"), (2, "2 rows", "2 строки"), (5, "5 rows", "5 строк"),
     (11, "11 rows", "11 строк"), (21, "21 rows", "21 строка"), (1234, "1,234 rows", "1\u00a0234 строки")],
)  # fmt: skip
def test_counts_take_the_form_of_their_language(n: int, english: str, russian: str) -> None:
    assert SPEECH["en"].fill("{n:row|rows}", {"n": n}) == english
    assert SPEECH["ru"].fill("{n:строка|строки|строк}", {"n": n}) == russian


def test_a_sentence_is_a_text_that_can_be_told_in_russian() -> None:
    note = Sentence("left out {n:row|rows} without a label", n=2)
    assert note == "left out 2 rows without a label"
    assert tell(note, "en") == str(note)
    assert tell(note, "ru") == "не учтено: 2 строки без метки"
    for copy in (deepcopy(note), pickle.loads(pickle.dumps(note))):
        assert tell(copy, "ru") == tell(note, "ru")


def test_sentences_within_sentences_are_told_in_the_same_language() -> None:
    note = Sentence(
        "{file}: {note}", file="a.csv", note=Sentence("left out {n:row|rows} without a label", n=1)
    )
    assert tell(note, "ru") == "a.csv: не учтено: 1 строка без метки"


def test_lists_are_joined_and_quoted_one_by_one() -> None:
    told = Sentence("{names!r}; {ways: or }", names=["a b", "c"], ways=("x", Sentence("{n:row|rows}", n=1)))
    assert told == "'a b', 'c'; x or 1 row"


def test_what_a_user_wrote_is_never_a_template() -> None:
    evil = "{0.__class__} %s {n:a|b}"
    assert Sentence("there is no file {path}", path=evil) == f"there is no file {evil}"
    assert tell(Sentence("there is no file {path}", path=evil), "ru") == f"нет файла {evil}"
    assert Sentence(evil) == evil
    assert tell(evil, "ru") == evil


def test_an_error_tells_its_mend_in_the_same_language() -> None:
    error = InputError("{file} is empty", file="a.csv", mend="export it again: there is nothing to read")
    assert str(error) == "a.csv is empty\n  → export it again: there is nothing to read"
    assert error.told("ru") == "a.csv пуст\n  → выгрузите заново: читать нечего"


def test_a_value_that_is_missing_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        Sentence("{file} is empty", path="a.csv")
