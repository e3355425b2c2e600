"""The plan of the bundled rules, kept in ``data/rules`` as a pack, so that who waits for the first label does
not wait for nine thousand patterns to be compiled. It is used only for the patterns that it was made of; a
test holds that it is what lemmas, negators and code of today make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik import pack
from otklik.resources import folder
from otklik.taxonomy.plan import Lists, Plan

_FIELDS = [field.name for field in fields(Plan)]
_TEXTS = ("ids", "words")
_WRITTEN = "written"
"""The fact that holds the digest of the patterns."""
_CARD = """# rules

The {rules:,} rules of `data/taxonomy.yaml`, compiled: the tests of its words by number, and where each looks
first. Written by `python data/rules/make.py`. A taxonomy of other patterns is compiled when it is read.
"""


def read(written: str) -> Plan | None:
    """The plan of the patterns of this digest; None where it is of others, or none is kept. Raises ModelError
    as packs do."""
    place = folder("data") / "rules"
    if not (place / pack.MANIFEST).is_file() or pack.facts(place).get(_WRITTEN) != written:
        return None
    return _plan(pack.read(place).arrays)


def write(target: Path, plan: Plan, written: str) -> None:
    """Keep the plan of the patterns of this digest."""
    pack.write(target, pack.Pack("rules", arrays(plan), {_WRITTEN: written}), _CARD.format(rules=len(plan)))


def arrays(plan: Plan) -> dict[str, NDArray[Any]]:
    """A plan as arrays by name."""
    found: dict[str, NDArray[Any]] = {}
    for name in _FIELDS:
        value = getattr(plan, name)
        if isinstance(value, Lists):
            found |= {f"{name}.first": value.first, f"{name}.values": value.values}
        else:
            found[name] = np.array(value)
    return found


def _plan(arrays: Mapping[str, NDArray[Any]]) -> Plan:
    values: dict[str, Any] = {}
    for name in _FIELDS:
        if name not in arrays:
            values[name] = Lists(arrays[f"{name}.first"], arrays[f"{name}.values"])
        elif name in _TEXTS:
            values[name] = tuple(arrays[name].tolist())
        else:
            values[name] = arrays[name]
    return Plan(**values)
