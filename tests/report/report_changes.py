"""What changed, made by hand."""

from __future__ import annotations

import pandas as pd

from otklik.records import CHANGE_COLUMNS, SCORE_CHANGE_COLUMNS, SHARE_CHANGE_COLUMNS, Changes

# volume and severity of each topic; together with the rest of −1 they make −10
PARTS = [("waiting_time", "negative", -6.0, -4.0), ("staff_attitude", "positive", 2.0, -1.0)]


def changed(*, change: float = -10.0, kind: str = "nps") -> Changes:
    score = ("NPS", kind, kind, 400, 420, 12.0, 2.0, change, -15.0, -5.0, 0.001, -1.0)
    shares = (40, 80, 0.1, 0.2, 0.1, 0.05, 0.15, 0.001, 0.002)
    parts = [
        ("NPS", *of, *shares, -60.0, -70.0, volume, 1.0, severity, 1.0) for *of, volume, severity in PARTS
    ]
    return Changes(
        ("may", "june"),
        (500, 500),
        pd.DataFrame([score], columns=list(SCORE_CHANGE_COLUMNS)),
        pd.DataFrame(parts, columns=["score", *CHANGE_COLUMNS]),
        pd.DataFrame(columns=list(SHARE_CHANGE_COLUMNS)),
    )
