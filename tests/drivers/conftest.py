"""The made set of 3,000 answers (its counts lie beside the tests of the mathematics), and small ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from otklik.drivers import Cells

REFERENCE = Path(__file__).parents[1] / "stats" / "data"


@pytest.fixture(scope="session")
def impact_cases() -> Any:
    return json.loads((REFERENCE / "impact.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def hc3_case() -> Any:
    return json.loads((REFERENCE / "hc3.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def answers() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Names, flags (3000, 16) and NPS (3000,) of the made set."""
    table = json.loads((REFERENCE / "synthetic.json").read_text(encoding="utf-8"))
    pattern, score, count, _ = np.array(table["rows"], float).T
    flags = (pattern.astype(int)[:, None] >> np.arange(16) & 1).astype(bool)
    polarity = {"neg": "negative", "pos": "positive"}
    names = [f"{name[4:]}:{polarity[name[:3]]}" for name in table["names"]]
    return names, np.repeat(flags, count.astype(int), axis=0), np.repeat(score, count.astype(int))


@pytest.fixture(scope="session")
def synthetic(answers: tuple[list[str], np.ndarray, np.ndarray]) -> Cells:
    names, flags, score = answers
    return Cells.count(flags, score, names=names)
