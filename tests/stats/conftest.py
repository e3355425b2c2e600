"""Reference numbers with their sources lie in ``data/``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def reference() -> Callable[[str], Any]:
    return lambda name: json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def columns(reference: Callable[[str], Any]) -> Callable[[str], dict[str, np.ndarray]]:
    """A data set as name → column; 'synthetic' has one row per cell, with its count and weight."""

    def load(name: str) -> dict[str, np.ndarray]:
        if name != "synthetic":
            table = reference("classic")[name]
            return dict(zip(table["columns"], np.array(table["rows"], float).T, strict=True))
        table = reference("synthetic")
        pattern, nps, count, weight = np.array(table["rows"], float).T
        data = {flag: (pattern.astype(int) >> i & 1).astype(float) for i, flag in enumerate(table["names"])}
        data |= {f"t_{flag[4:]}": data[flag] + data[f"pos_{flag[4:]}"] for flag in table["names"][:8]}
        return data | {"nps": nps, "count": count, "weight": weight}

    return load
