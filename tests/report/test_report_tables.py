"""The JSON: the promised keys, and nothing that JSON cannot hold."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from otklik.records import DRIVER_COLUMNS, METRIC_COLUMNS, Results
from otklik.report.plain import plain
from otklik.report.tables import to_dict

NAN = float("nan")


def through_json(results: Results) -> dict[str, Any]:
    return dict(json.loads(json.dumps(to_dict(results), allow_nan=False)))


def test_the_promised_keys(results: Results) -> None:
    read = through_json(results)
    assert set(read) == {
        "language", "metrics", "segments", "segment_topics", "drivers", "kano", "quadrant",
        "topics", "signals", "months", "join", "data",
        "score_checks", "mismatches", "mismatch_rates", "nonresponse", "callbacks",
        "sla", "sla_topics", "waiting", "pyramid", "journey", "touchpoints",
        "changes", "watch", "trust", "themes",
    }  # fmt: skip
    assert set(read["metrics"][0]) == set(METRIC_COLUMNS)
    assert set(read["drivers"][0]) == set(DRIVER_COLUMNS)
    assert read["join"]["left_matched"] == 620
    assert read["join"]["left_unmatched"] == 720
    assert read["data"]["roles"]["guesses"][1]["flag"] == '--score "NPS=nps"'
    assert (
        read["score_checks"][0] | {"kind": "nps", "out_of_range": {"11": 3, "-1": 1}}
        == read["score_checks"][0]
    )


def test_figures_are_the_same_and_missing_ones_are_null(results: Results) -> None:
    read = through_json(results)
    assert read["metrics"][0]["shares"]["promoters"] == 0.393
    by_topic = {(d["score"], d["topic"], d["polarity"]): d for d in read["drivers"]}
    assert by_topic["NPS", "waiting_time", "negative"]["effect"] == -24.0
    scant = by_topic["NPS", "repeated_data_entry", "negative"]
    assert scant["impact"] is None
    assert scant["mentions"] == 7
    assert scant["significant"] is False


def test_topics_carry_their_names(results: Results) -> None:
    assert through_json(results)["topics"][0]["names"]["en"] == "Waiting time"


def test_without_a_score(scoreless: Results) -> None:
    read = through_json(scoreless)
    assert (read["metrics"], read["drivers"], read["join"]) == ([], [], None)


def test_anything_becomes_plain() -> None:
    values = [
        np.int64(3),
        np.float32("nan"),
        pd.NA,
        pd.NaT,
        np.bool_(True),
        (1, {"b", "a"}),
        datetime(2026, 3, 1),
    ]
    assert plain(values) == [3, None, None, None, True, [1, ["a", "b"]], "2026-03-01T00:00:00"]
    assert plain({1: np.array([1.5, NAN])}) == {"1": [1.5, None]}
