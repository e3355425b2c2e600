"""``frame.otklik``: the same calls, from the table they are about. Loads nothing by itself."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    import pandas as pd

    from otklik.analysis import Analysis
    from otklik.api import Tagged


class Accessor:
    """What otklik does with a pandas table of comments."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def tag(self, **options: Any) -> Tagged:
        """As ``otklik.tag(frame, …)``: ``frame.otklik.tag(text="Отзыв").comments``."""
        from otklik.api import tag

        return tag(self._frame, **options)

    def analyze(self, **options: Any) -> Analysis:
        """As ``otklik.analyze(frame, …)``: ``frame.otklik.analyze(scores={"NPS": "nps"})``."""
        from otklik.api import analyze

        return analyze(self._frame, **options)


def register() -> None:
    """Give tables of pandas their ``.otklik``: now if pandas is there, else as soon as it is imported, so
    that the order of imports does not matter and ``otklik --help`` need not wait for it."""
    if "pandas" in sys.modules:
        _register()
    else:
        sys.meta_path.insert(0, _Watch())


def _register() -> None:
    from pandas.api.extensions import register_dataframe_accessor

    register_dataframe_accessor("otklik")(Accessor)


class _Watch(MetaPathFinder):
    """Sees the first import of pandas, once."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != "pandas":
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def loaded(module: ModuleType) -> None:
                load(module)
                _register()

            spec.loader.exec_module = loaded  # type: ignore[method-assign]
        return spec
