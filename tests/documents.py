"""How documents are run: their fenced blocks, the cells of notebooks, and the files they speak of."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

import otklik.component  # noqa: F401  (where otklik is installed, its entry point does this)
from otklik.pipeline.label import Labeller, labeller
from otklik.redaction import Redactor
from otklik.resources import folder

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NOTEBOOKS = sorted(ROOT.glob("docs/**/*.ipynb"))

SHELLS, RUN, SHOWN = ("sh", "bash"), ("sh", "bash", "python"), ("text", "yaml")
NOT_RUN, FILE = "not run: ", "file: "
_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>[^\n]+) -->\n)?```(?P<language>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_SHELL_SIGNS = ("|", "&&", ";", ">", "<", "$(", "*", "for ", "tail ")


class Block(NamedTuple):
    """A fenced block: its language, what the comment before it says, its body, the line it begins at."""

    language: str
    mark: str
    body: str
    line: int


def blocks(document: Path) -> Iterator[Block]:
    text = document.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        line = text.count("\n", 0, found.start("body"))
        yield Block(found["language"], found["mark"] or "", found["body"], line)


def cells(notebook: Path) -> Iterator[Block]:
    """The cells of code, in order."""
    for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            yield Block("python", "", "".join(cell["source"]), number)


def commands(body: str) -> Iterator[str]:
    """One command a line, without its remark; a backslash joins a line to the next."""
    for line in body.replace("\\\n", " ").splitlines():
        command = " ".join(shlex.quote(word) for word in shlex.split(line, comments=True))
        if command:
            yield line.strip() if _is_shell(line) else command


def _is_shell(line: str) -> bool:
    return any(sign in line.partition(" #")[0] for sign in _SHELL_SIGNS)


def in_a_shell(command: str, where: Path) -> str:
    """What a pipeline prints; ``otklik`` and ``python`` are those of the tests, what is followed for ever is
    followed to its end. Fails when any part of it does."""
    script = f'otklik() {{ "{sys.executable}" -m otklik "$@"; }}; python() {{ "{sys.executable}" "$@"; }}\n'
    command = command.replace("tail -f ", "tail ")
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script + command], cwd=where, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def heard_from(command: str, where: Path) -> Iterator[None]:
    """What a pipeline prints, if there is one, is the standard input: what reads it need not start anew."""
    with TemporaryFile("w+", encoding="utf-8") as file:
        file.write(in_a_shell(command, where) if command else "")
        file.seek(0)
        with patch("sys.stdin", file):
            yield


def shown(source: str, names: dict[str, Any]) -> str:
    """Run a cell as a notebook does: what its last expression shows, '' when it ends otherwise."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if last is None:
        return ""
    value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    for show in ("_repr_html_", "_repr_svg_"):
        if hasattr(value, show):
            return str(getattr(value, show)())
    return repr(value)


def label_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """One labeller for each way to label: making it takes longer than all that the documents label."""
    modules = (
        "otklik.api",
        *(f"otklik.pipeline.{name}" for name in ("account", "filter", "review", "label")),
    )
    for module in list(map(import_module, modules)):  # all imported before the first is changed
        monkeypatch.setattr(module, "labeller", _shared_labeller)


def _shared_labeller(
    taxonomy: str | None = None, redactor: Redactor | None = None, model: str | None = None
) -> Labeller:
    """As ``otklik.pipeline.label.labeller``; no document masks by lists of its own."""
    return _made(*(path and str(Path(path).resolve()) for path in (taxonomy, model)))


@cache
def _made(taxonomy: str | None, model: str | None) -> Labeller:
    return labeller(taxonomy, None, model)


# --- the files that documents speak of --------------------------------------------------------
def lay_out(where: Path) -> None:
    """Small files under the names that the documents use, drawn from the demonstration comments."""
    data = folder("data")
    demo = pd.read_csv(data / "demo" / "comments.csv", sep=";", encoding="utf-8-sig")
    demo["nps"] = pd.to_numeric(demo.pop("NPS"), errors="coerce").astype("Int64")
    said = demo[demo["Комментарий"].fillna("").str.strip() != ""].reset_index(drop=True)
    (where / "data").symlink_to(data)
    for name, rows in {"survey": said[:160], "export": said[:160]}.items():
        rows.to_excel(where / f"{name}.xlsx", index=False)
    for names, rows in {("spring", "may"): said[:160], ("autumn", "june"): said[160:320]}.items():
        rows.to_excel(where / f"{names[0]}.xlsx", index=False)
        rows.to_csv(where / f"{names[1]}.csv", index=False)
    said[:160].to_csv(where / "comments.csv", index=False)
    (where / "tickets.csv").write_bytes((data / "demo" / "tickets.csv").read_bytes())
    _new(said["Комментарий"][:60], where)
    _two_questions(said, where / "feedback.csv")
    _labelled(data / "demo" / "written.jsonl", where / "labelled.csv")
    _helpdesk(said, where / "usedesk.json")


def _two_questions(said: pd.DataFrame, path: Path) -> None:
    """What people liked and what they did not in two columns, and stars."""
    liked, stars = said["nps"] >= 9, (said["nps"] // 2).clip(lower=1)
    text = said["Комментарий"]
    columns = {"Плюсы": text.where(liked), "Минусы": text.where(~liked), "Оценка": stars}
    pd.DataFrame(columns)[:160].to_csv(path, index=False)


def _new(texts: pd.Series[str], where: Path) -> None:
    texts.rename("Отзыв").to_frame().to_excel(where / "new.xlsx", index=False)
    texts.rename("comment").to_frame().to_csv(where / "new.csv", index=False)
    _lines(where / "feedback.jsonl", ({"message": text} for text in texts[:5]))


def _labelled(written: Path, path: Path) -> None:
    """Two sentiments of sixty comments each: enough to learn, and soon learnt."""
    rows = pd.read_json(written, lines=True)[["text", "sentiment"]].rename(columns={"text": "comment"})
    sides = (rows[rows["sentiment"] == side][:60] for side in ("negative", "positive"))
    pd.concat(sides).to_csv(path, index=False)


def _helpdesk(said: pd.DataFrame, path: Path) -> None:
    """Tickets as the API of UseDesk gives them, a customer's message in each."""
    tickets = [_ticket(number, text) for number, text in enumerate(said["Комментарий"][:60], start=1)]
    path.write_text(json.dumps(tickets, ensure_ascii=False), encoding="utf-8")


def _ticket(number: int, text: str) -> dict[str, Any]:
    """A customer's message, an answer after some minutes, and a rating (1 is the best)."""
    day = f"2026-03-{number % 28 + 1:02}"
    said = {"from": "client", "message": text, "published_at": f"{day} 10:00:00"}
    answered = {"from": "user", "message": "Проверяем", "published_at": f"{day} 10:{number % 60:02}:30"}
    return {
        "ticket": {
            "id": number,
            "status_id": 2,
            "subject": "Вопрос",
            "channel_id": 1,
            "csi": {"rating": number % 3 + 1},
            "client_id": 500 + number % 40,
            "published_at": f"{day} 10:00:00",
        },
        "comments": [
            {"id": 2 * number + place, "ticket_id": number, "type": "public", **message}
            for place, message in enumerate((said, answered))
        ],
    }


def _lines(path: Path, rows: Iterable[Any]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def taken_for_granted() -> dict[str, Any]:
    """What a snippet may speak of without making it: flags ``X`` and a score ``y``, ``comments``."""
    draw = np.random.default_rng(0)
    X = draw.integers(0, 2, (200, 3))
    y = X @ [1.0, 0.5, 0.0] + draw.normal(size=200)
    return {"X": X, "y": y, "comments": ["Долго ждал на линии"], "__name__": "__main__"}
