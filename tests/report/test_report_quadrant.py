"""Importance × performance on the page: one numbered point per topic that can be compared."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from report_page import Page

from otklik.records import QUADRANT_COLUMNS, Results
from otklik.report.html import render

NAN = float("nan")
ROWS = [
    ("price_value", 60, 20, 0.25, 0.2, 0.4, 50.0, 40.0, 60.0, 17.5, "concentrate here", True),
    ("waiting_time", 20, 60, 0.75, 0.6, 0.8, 5.0, -3.0, 13.0, 1.0, "possible overkill", False),
    ("facilities", 3, 4, NAN, NAN, NAN, NAN, NAN, NAN, NAN, None, None),
]


def test_topics_are_placed_and_what_has_no_figures_is_named(make: Callable[..., Results]) -> None:
    table = pd.DataFrame([("NPS", row[0], 1240, *row[1:]) for row in ROWS], columns=QUADRANT_COLUMNS)
    page = Page(render(make(quadrant=table), lang="en"))
    assert page.mistakes == []
    assert "1. Price and value" in page.text
    assert "2. Waiting time" in page.text
    assert "Not enough data: Premises and comfort." in page.text


def test_one_topic_cannot_be_compared(make: Callable[..., Results]) -> None:
    table = pd.DataFrame([("NPS", row[0], 1240, *row[1:]) for row in ROWS[1:]], columns=QUADRANT_COLUMNS)
    assert "Fewer than two topics" in Page(render(make(quadrant=table), lang="en")).text
