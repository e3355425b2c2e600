"""Otklik: from a raw export of comments to what drives the score, in Russian and English, offline.

>>> import otklik
>>> analysis = otklik.analyze("export.csv", text="Комментарий", scores={"NPS": "nps"})
>>> analysis.drivers, analysis.to_html("report.html")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from otklik.accessor import register

if TYPE_CHECKING:
    from otklik import drivers, stats
    from otklik.analysis import Analysis, Comparison
    from otklik.api import Joined, Tagged, analyze, compare, inspect, join, lemmatize, read, tag
    from otklik.transformer import OtklikFeatures

__all__ = [
    "Analysis",
    "Comparison",
    "Joined",
    "OtklikFeatures",
    "Tagged",
    "analyze",
    "compare",
    "drivers",
    "inspect",
    "join",
    "lemmatize",
    "read",
    "stats",
    "tag",
]


def __getattr__(name: str) -> Any:
    """Load on first use, so that ``otklik --help`` need not wait for pandas and spaCy."""
    from importlib import import_module

    if name in ("stats", "drivers"):
        return import_module(f"otklik.{name}")
    if name in ("Analysis", "Comparison"):
        return getattr(import_module("otklik.analysis"), name)
    if name == "OtklikFeatures":
        return import_module("otklik.transformer").OtklikFeatures
    if name in __all__:
        return getattr(import_module("otklik.api"), name)
    raise AttributeError(f"module 'otklik' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


register()
