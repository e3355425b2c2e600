"""The walls of the house: lower layers never import higher ones, and nothing imports in a circle.

Imports inside functions count too; those for the type checker only do not, since they never happen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import otklik

ROOT = Path(otklik.__file__).parent
LAYERS = (
    ("sentences", "errors", "records", "resources", "score_kinds"),
    ("pack", "stats", "room", "runs", "ngrams"),
    ("languages", "reading", "edits", "clean", "mail", "sources"),
    ("words", "taxonomy", "features", "grams", "network", "filters", "sums"),
    ("repair", "redaction", "survey", "sieve", "prepare"),
    ("linear", "grounds", "sentiment", "topics", "polarity", "evidence", "signals", "readings", "own"),
    ("joining", "metrics"),
    ("drivers", "themes"),
    ("report",),
    ("pipeline", "analysis", "train", "engines"),
    (
        "__init__",
        "api",
        "cli",
        "commands",
        "options",
        "terminal",
        "complaints",
        "manual",
        "tongue",
        "notebook",
        "component",
        "accessor",
        "transformer",
        "__main__",
    ),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
SHIPPED = {"data", "models"}  # beside the modules once installed, and no modules
FILES = sorted(file for file in ROOT.rglob("*.py") if file.relative_to(ROOT).parts[0] not in SHIPPED)


def module(file: Path) -> str:
    parts = file.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(file): file for file in FILES}


def area(name: str) -> str:
    """'otklik.pipeline.run' belongs to pipeline."""
    return [*name.split("."), "__init__"][1]


def imports(file: Path) -> Iterator[str]:
    """The modules of the package that a file imports, wherever in it."""
    for node in _lived(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: write imports in full"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                found = name if name in MODULES else node.module
                if found in MODULES:
                    yield found


def _lived(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _lived(child)


GRAPH = {name: set(imports(file)) - {name} for name, file in MODULES.items()}


def test_every_module_has_a_layer() -> None:
    assert {area(name) for name in MODULES} <= LEVEL.keys()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_its_own_layer_and_lower_ones(name: str) -> None:
    higher = {one for one in GRAPH[name] if LEVEL[area(one)] > LEVEL[area(name)]}
    assert not higher


def test_nothing_imports_in_a_circle() -> None:
    assert len(list(TopologicalSorter(GRAPH).static_order())) == len(GRAPH)  # CycleError names the circle


def test_training_is_imported_by_nothing_that_runs() -> None:
    users = {name for name, used in GRAPH.items() if any(area(one) == "train" for one in used)}
    assert {area(name) for name in users} <= {"train", "commands"}


def test_the_guard_sees_imports_inside_functions() -> None:
    assert "otklik.pipeline.run" in GRAPH["otklik.cli"]
