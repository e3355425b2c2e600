"""Fields of the input that bear the names of labels stand beside these under other names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from otklik.records import LABEL_COLUMNS, MODEL_COLUMNS

KEPT = " (input)"
_LABELS = frozenset((*LABEL_COLUMNS, *MODEL_COLUMNS, "mentions"))


def beside_labels(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of the input, its fields renamed where the labels need their names."""
    return dict(zip(renamed(record, _LABELS), record.values(), strict=True))


def renamed(names: Iterable[str], taken: frozenset[str]) -> list[str]:
    """Each name as it is when it is free, else with as many marks as it needs to be; one mark is enough for
    those that are taken."""
    given = list(names)
    new: dict[str, str] = {}
    used: set[str] = set()
    for name in sorted(given, key=lambda name: name not in taken):
        free = name
        while free in taken or free in used:
            free += KEPT
        new[name] = free
        used.add(free)
    return [new[name] for name in given]
