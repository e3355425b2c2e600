"""The results as plain dictionaries and lists: what ``--json`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from otklik.records import DRIVER_COLUMNS, Changes, JoinReport, Results, ScoreCheck, Themes, Trust, Watch
from otklik.report.plain import plain


def to_dict(results: Results) -> dict[str, Any]:
    """Everything ``json.dumps`` can write as it is: NaN, infinity and missing values become null.

    Keys: ``language``, ``metrics`` (score, kind, metric, n, value, low, high, shares), ``segments``
    (SEGMENT_COLUMNS), ``segment_topics`` (SEGMENT_TOPIC_COLUMNS), ``drivers`` (DRIVER_COLUMNS), ``kano``
    (EXPECTED_KANO_COLUMNS), ``quadrant``
    (QUADRANT_COLUMNS), ``pyramid``, ``journey`` and ``touchpoints`` (PAIN_COLUMNS),
    ``topics`` and ``signals`` (with ``names``), ``months``, ``mismatches``,
    ``mismatch_rates``, ``nonresponse``, ``callbacks``, ``sla``, ``sla_topics`` and ``waiting`` (see
    ``Results``), ``watch`` (``unit``, ``charts``: WATCH_COLUMNS, ``alerts``: ALERT_COLUMNS), ``trust`` (see
    ``Trust``), ``themes`` (see ``Themes``; each of its ``quotes`` tells its theme), ``join`` (null without a
    second table), ``data``, ``score_checks``.
    """
    return {
        "language": results.language,
        "metrics": _rows(results.metrics),
        "segments": _table(results.segments),
        "segment_topics": _table(results.segment_topics),
        "drivers": _rows(results.drivers[list(DRIVER_COLUMNS)]),
        "kano": _table(results.kano),
        "quadrant": [] if results.quadrant is None else _rows(results.quadrant),
        "pyramid": _table(results.pyramid),
        "journey": _table(results.journey),
        "touchpoints": _table(results.touchpoints),
        "topics": [row | {"names": _names(results, row["topic"])} for row in _rows(results.topics)],
        "signals": [row | {"names": _names(results, row["signal"])} for row in _rows(results.signals)],
        "months": _rows(results.months),
        "mismatches": _table(results.mismatches),
        "mismatch_rates": _table(results.mismatch_rates),
        "nonresponse": _table(results.nonresponse),
        "callbacks": _table(results.callbacks),
        "sla": _table(results.sla),
        "sla_topics": _table(results.sla_topics),
        "waiting": _table(results.waiting),
        "join": None if results.join_report is None else _join(results.join_report),
        "data": plain(results.data),
        "changes": None if results.changes is None else changed(results.changes, results.names),
        "watch": None if results.watch is None else _watched(results.watch, results.names),
        "trust": None if results.trust is None else _trusted(results.trust),
        "themes": None if results.new is None else _themes(results.new),
        "score_checks": [_check(check) for check in results.score_checks],
    }


def changed(changes: Changes, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Keys: ``waves`` (name, comments), ``split`` (null between two files), ``scores``
    (SCORE_CHANGE_COLUMNS), ``parts`` (score and CHANGE_COLUMNS), ``topics`` (SHARE_CHANGE_COLUMNS, with
    ``names``)."""
    waves = zip(changes.waves, changes.sizes, strict=True)
    return {
        "waves": [{"name": name, "comments": size} for name, size in waves],
        "split": changes.split,
        "scores": _rows(changes.scores),
        "parts": _rows(changes.parts),
        "topics": [row | {"names": dict(names.get(row["topic"], {}))} for row in _rows(changes.topics)],
    }


def _watched(watch: Watch, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    alerts = [row | {"names": dict(names.get(row["topic"], {}))} for row in _rows(watch.alerts)]
    return {"unit": watch.unit, "charts": _rows(watch.charts), "alerts": alerts}


def _trusted(trust: Trust) -> dict[str, Any]:
    plainly = {name: getattr(trust, name) for name in ("labelled", "unknown", "width")}
    return plainly | {"accuracy": _rows(trust.accuracy), "estimates": _rows(trust.estimates)}


def _themes(new: Themes) -> dict[str, Any]:
    told = {name: getattr(new, name) for name in ("searched", "seen", "sentences")}
    quotes = [{"theme": theme, **plain(quote)} for theme, found in new.quotes.items() for quote in found]
    return told | {"themes": _rows(new.themes), "scores": _rows(new.scores), "quotes": quotes}


def _table(frame: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [] if frame is None else _rows(frame)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [plain(row) for row in frame.to_dict("records")]


def _names(results: Results, id: str) -> dict[str, str]:
    return dict(results.names.get(id, {}))


def _join(report: JoinReport) -> dict[str, Any]:
    unmatched = {
        "left_unmatched": report.left_rows - report.left_matched,
        "right_unmatched": report.right_rows - report.right_matched,
    }
    return {**plain(report), **unmatched}


def _check(check: ScoreCheck) -> dict[str, Any]:
    """The kind as the user would write it: enough to repeat the call."""
    return {**plain(check), "kind": check.kind.spec}
