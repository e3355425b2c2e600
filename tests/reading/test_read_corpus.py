"""The corpus: small nasty files, each with what must be found in it, or how it must be refused.

A case is an item of ``corpus/*.yaml``. ``found`` names what is checked: facts of the file (encoding,
delimiter, sheet, header_row, export), ``columns``, ``n`` rows, the ``first`` row as texts, and the roles text
(or texts), id, date, customer, segments, scores (as ``--score`` spells the kinds), unclear (columns of
doubtful roles); ``notes`` are words of what is told. ``fails`` is the error and words of its message.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from corpus_files import Case, cases, write

from otklik import errors
from otklik.pipeline.source import Wishes, opened, recognised
from otklik.reading.table import Asked
from otklik.records import Roles

CASES = cases()
SLOWEST = 2.0  # seconds of the processor; 0.5 on one that does nothing else
ROLES = {"text", "texts", "id", "date", "customer", "segments", "scores", "unclear"}
FACTS = ("encoding", "delimiter", "sheet", "header_row", "export", "format")


@pytest.fixture(scope="module")
def clock() -> Iterator[dict[str, float]]:
    seconds: dict[str, float] = {}
    yield seconds
    slowest = sorted(seconds.items(), key=lambda item: -item[1])[:5]
    print("\nslowest:", ", ".join(f"{name} {taken:.2f} s" for name, taken in slowest))


def read(case: Case, path: Path) -> dict[str, Any]:
    """What is found in a file, under the names that ``found`` has."""
    first = opened(path, Asked(**case.get("told", {})))
    frame = pd.concat(list(first.batches()))
    shown = frame.astype(object).where(frame.notna(), "")
    found = {
        **{name: first.facts[name] for name in FACTS},
        "columns": [str(name) for name in frame.columns],
        "n": len(frame),
        "first": [str(cell) for cell in shown.iloc[0]],
        "notes": first.facts["notes"],
    }
    if "fails" in case or not ROLES.isdisjoint(case["found"]):
        found |= roles_of(recognised(first.sample, Wishes(**case.get("wishes", {})), first.hints))
    return found


def roles_of(roles: Roles) -> dict[str, Any]:
    return {
        **{name: getattr(roles, name) for name in ("text", "id", "date", "customer")},
        "texts": list(roles.texts),
        "segments": list(roles.segments),
        "scores": {name: kind.spec for name, kind in roles.scores.items()},
        "unclear": [guess.column for guess in roles.guesses if guess.role.startswith("unclear")],
    }


@pytest.mark.parametrize("name", CASES)
def test_file_of_the_corpus(tmp_path: Path, name: str, clock: dict[str, float]) -> None:
    case = CASES[name]
    path = write(case, tmp_path)
    start = time.process_time()
    if "fails" in case:
        refused(case, path)
    else:
        found = read(case, path)
        assert {key: found[key] for key in case["found"]} == case["found"]
        told = " / ".join(found["notes"])
        assert all(words in told for words in case.get("notes", ())), told
    clock[name] = time.process_time() - start
    assert clock[name] < SLOWEST


def refused(case: Case, path: Path) -> None:
    kind, *words = case["fails"]
    with pytest.raises(errors.OtklikError) as caught:
        read(case, path)
    assert type(caught.value).__name__ == kind, caught.value
    assert caught.value.exit_code == (2 if kind in ("UsageError", "UndecidedError") else 3)
    assert all(word in str(caught.value) for word in words), caught.value
    assert caught.value.mend


def test_the_corpus_is_large() -> None:
    assert len({name.rsplit(" (", 1)[0] for name in CASES}) >= 150
