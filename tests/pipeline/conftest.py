"""One labeller and the demonstration comments for all tests of the composer."""

from __future__ import annotations

import pandas as pd
import pytest

from otklik.pipeline.label import Labeller, labeller
from otklik.resources import folder


@pytest.fixture(scope="session")
def worker() -> Labeller:
    return labeller()


@pytest.fixture(scope="session")
def demo() -> pd.DataFrame:
    """id, Дата, Канал, Сегмент, NPS, Комментарий: 715 rows, as text."""
    return pd.read_csv(folder("data") / "demo" / "comments.csv", sep=";", dtype=str, keep_default_na=False)
