"""Values and records as JSON knows them."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np


def json_line(record: Mapping[str, Any]) -> str:
    """One object on one line; missing values are null."""
    return json.dumps(plain(record), ensure_ascii=False)


def plain(value: Any) -> Any:
    """``value`` as JSON knows it: records and mappings as objects, sequences and sets as arrays."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value), key=str)
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    import pandas as pd  # what is left comes from tables; new feedback would wait for it 0.3 s

    if value is pd.NA or value is pd.NaT:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
