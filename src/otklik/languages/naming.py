"""Which words may name what people write about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import yaml

from otklik.resources import folder


@dataclass(frozen=True)
class Naming:
    """The words of ``data/naming.yaml`` (see there for what they are), lower case, ё folded. ``noun`` tells a
    noun by its lemma; where no dictionary does, it is None and ``before`` and ``never`` tell."""

    noun: Callable[[str], bool] | None
    fillers: frozenset[str]
    vague: frozenset[str]
    before: frozenset[str]
    never: frozenset[str]


@cache
def naming(code: str, noun: Callable[[str], bool] | None = None) -> Naming:
    """The words of one language."""
    told = yaml.safe_load((folder("data") / "naming.yaml").read_text(encoding="utf8"))[code]
    lists = (frozenset(told.get(name, "").split()) for name in ("fillers", "vague", "before", "never"))
    return Naming(noun, *lists)
