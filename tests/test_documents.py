"""Every command and snippet of the documents runs, and so does every notebook."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

import documents
from command_line import Otklik
from documents import DOCUMENTS, NOTEBOOKS, ROOT, Block, blocks, cells, commands, shown

_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(autouse=True)
def labels_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    documents.label_soon(monkeypatch)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("files")
    documents.lay_out(where)
    return where


ENGLISH, RUSSIAN = ROOT / "README.md", ROOT / "README.ru.md"


@pytest.mark.parametrize("document", [one for one in DOCUMENTS if one != RUSSIAN], ids=name)
def test_what_a_document_says_to_run_runs(
    document: Path, otklik_: Otklik, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(files, tmp_path, symlinks=True, dirs_exist_ok=True)
    names = documents.taken_for_granted()
    for block in blocks(document):
        if block.mark.startswith(documents.FILE):
            (tmp_path / block.mark.removeprefix(documents.FILE)).write_text(block.body, encoding="utf-8")
        elif block.mark.startswith(documents.NOT_RUN):
            continue
        elif block.language in documents.SHELLS:
            _run(block, otklik_, tmp_path)
        elif block.language == "python":
            _show(block, names)
            capsys.readouterr()


def _run(block: Block, otklik_: Otklik, where: Path) -> None:
    for command in commands(block.body):
        before, _, last = command.rpartition(" | ")
        program, *args = shlex.split(last)
        if program == "otklik" and shlex.join([program, *args]) == last:
            with documents.heard_from(before, where):
                said = otklik_(*args)
            assert said.code == 0, f"line {block.line}: {command}\n{said.err}"
            assert said.out or not before, "what was piped was read"
        else:
            documents.in_a_shell(command, where)


def _show(block: Block, names: dict[str, object]) -> str:
    try:
        return shown(block.body, names)
    except Exception as error:
        error.add_note(f"at line or cell {block.line}")
        raise


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_block_is_run_or_says_why_not(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert len(re.findall("^```", text, re.MULTILINE)) == 2 * len(list(blocks(document))), (
        "a block is not seen"
    )
    for block in blocks(document):
        assert block.language in (*documents.RUN, *documents.SHOWN), f"line {block.line}: a block of what?"
        if block.mark.startswith(documents.NOT_RUN):
            assert len(block.mark) > len(documents.NOT_RUN) + 10, f"line {block.line}: not run, but why?"


def test_both_readmes_say_the_same_commands_snippets_and_figures() -> None:
    english, russian = (list(blocks(path)) for path in (ENGLISH, RUSSIAN))
    assert [_said(block) for block in russian] == [_said(block) for block in english]
    figures = [set(re.findall(r"\d+\.\d+", path.read_text(encoding="utf-8"))) for path in (ENGLISH, RUSSIAN)]
    assert figures[0] == figures[1]


def _said(block: Block) -> object:
    """What a block says but for its remarks."""
    if block.language == "python":
        return ast.dump(ast.parse(block.body))
    return list(commands(block.body)) if block.language in documents.SHELLS else block.body


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    for target in _LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_a_notebook_runs_from_its_first_cell_to_its_last(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = documents.taken_for_granted()
    told = [_show(cell, names) for cell in cells(notebook)]
    assert sum(map(bool, told)) > len(told) / 2, "most cells show something"


def test_notebooks_are_kept_without_their_output() -> None:
    assert len(NOTEBOOKS) == 3
    for notebook in NOTEBOOKS:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        assert content["nbformat"] == 4
        code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
        assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)


def test_a_command_that_fails_fails_the_document(otklik_: Otklik, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="line 3"):
        _run(Block("sh", "", "otklik report nothing.csv\n", 3), otklik_, tmp_path)
    with pytest.raises(AssertionError, match="false"):
        _run(Block("sh", "", "true && false\n", 3), otklik_, tmp_path)


def test_a_snippet_that_fails_fails_the_document() -> None:
    with pytest.raises(NameError):
        _show(Block("python", "", "a = 1\nb", 1), {})
