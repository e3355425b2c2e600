"""The benchmarks are folders of programs, not packages: how a test imports their modules."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest


@contextmanager
def modules_of(folder: Path, names: Sequence[str]) -> Iterator[SimpleNamespace]:
    """The modules of a benchmark by name; they are forgotten afterwards, since another may call its own the
    same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in names})
    for name in names:
        del sys.modules[name]
