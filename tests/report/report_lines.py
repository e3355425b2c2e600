"""A year of control charts by hand: a score that stays, one topic that changed and one that did not."""

from __future__ import annotations

import pandas as pd

from otklik.records import ALERT_COLUMNS, WATCH_COLUMNS, Watch

MONTHS = [f"2025-{month:02}" for month in range(4, 13)] + [f"2026-{month:02}" for month in (1, 2, 3)]
LINES = {
    ("NPS", ""): ([12, 10, 14, 9, 13, 11, 12, 15, 10, 12, 11, 12], 11.7, 2.0, 21.0),
    ("", "waiting_time"): ([6, 7, 6, 5, 7, 6, 6, 14, 15, 16, 15, 18], 10.0, 4.0, 16.0),
    ("", "price_value"): ([3, 2, 3, 4, 3, 2, 3, 3, 4, 2, 3, 3], 2.9, 0.0, 7.5),
}


def watch() -> Watch:
    rows = []
    for (score, topic), (values, centre, low, high) in LINES.items():
        unit = 1.0 if score else 0.01
        for month, value in zip(MONTHS, values, strict=True):
            figures = (value * unit, centre * unit, low * unit, high * unit, value > high, True)
            rows.append((score, topic, "" if score else "negative", month, 100, *figures))
    alert = ("", "waiting_time", "negative", "2025-11", None, 0.0614, 0.156, 700, 500, 0.0005, 0.0015)
    return Watch(
        "month",
        pd.DataFrame(rows, columns=list(WATCH_COLUMNS)),
        pd.DataFrame([alert], columns=list(ALERT_COLUMNS)),
    )
