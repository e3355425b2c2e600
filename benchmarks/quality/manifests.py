"""Figures that the models carry: cross-validated when they were trained, on comments not seen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from figures import Figure

from otklik import pack

HOW = "cross-validated in training, from the manifest"
_INTERVAL = {"value", "low", "high"}
_COUNTED = ("comments", "mentions")


def manifest_figures(models: Path) -> list[Figure]:
    """Every figure of every pack in a folder."""
    found = []
    for folder in sorted(path.parent for path in models.glob(f"*/{pack.MANIFEST}")):
        told = pack.read(folder)
        n = int(told.facts["trained_on"].get("gold", 0))
        found += [
            Figure(f"{told.id}: {name}", *values, n=count, how=HOW, model=told.id, is_error=_is_error(name))
            for name, values, count in _leaves(told.facts["metrics"], n)
        ]
    return found


def _is_error(name: str) -> bool:
    return "calibration" in name


def _leaves(
    metrics: Mapping[str, Any], n: int, above: str = ""
) -> Iterator[tuple[str, tuple[float, ...], int]]:
    """Name, (value, low, high), and the count told nearest; figures without an interval have NaN for it."""
    counts = [v for k, v in metrics.items() if isinstance(v, int) and k.endswith(_COUNTED)]
    n = counts[0] if counts else n
    for name, value in sorted(metrics.items()):
        full = f"{above}{name.replace('_', ' ')}"
        if isinstance(value, Mapping) and set(value) == _INTERVAL:
            yield full, (value["value"], value["low"], value["high"]), n
        elif isinstance(value, Mapping):
            yield from _leaves(value, n, f"{full}, ")
        elif isinstance(value, float):
            yield full, (value, math.nan, math.nan), n
