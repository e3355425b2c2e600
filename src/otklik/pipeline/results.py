"""From counts to everything the report shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from otklik.drivers import Cells, drivers
from otklik.metrics import measure, unless_scant
from otklik.pipeline import callbacks
from otklik.pipeline.account import Account, Plan
from otklik.pipeline.changes import halves
from otklik.pipeline.counting import GROUP
from otklik.pipeline.doubts import doubts
from otklik.pipeline.nonresponse import nonresponse
from otklik.pipeline.quotes import diverse
from otklik.pipeline.repeats import Repeats
from otklik.pipeline.sample import strangers, trust
from otklik.pipeline.standing import by_touchpoint, importance_performance, journey, kano_classes, pyramid
from otklik.pipeline.summary import Reading, Summary
from otklik.pipeline.times import held_times
from otklik.pipeline.watching import over_time
from otklik.reading.scores import brief
from otklik.records import (
    DRIVER_COLUMNS,
    METRIC_COLUMNS,
    POLARITIES,
    SEGMENT_COLUMNS,
    SENTIMENTS,
    JoinReport,
    Results,
)
from otklik.score_kinds import ScoreKind
from otklik.taxonomy import Taxonomy

GROUPS = 20


def results(
    done: Account,
    plan: Plan,
    taxonomy: Taxonomy,
    *,
    facts: Mapping[str, Any],
    join_report: JoinReport | None = None,
    language: str | None = None,
) -> Results:
    """Everything the report shows. ``facts`` is what reading the file told; ``language`` that of the
    report, by default the one most comments are in."""
    summary = done.summary
    told = [*facts.get("notes", ()), *doubts(summary, join_report)]
    repeats = summary.contacts.repeats(plan.repeat_days) if summary.contacts else None
    told += repeats.notes() if repeats else ()
    told += strangers(summary.sample, plan.reading.labels)
    return Results(
        **_scored(summary, plan, taxonomy),
        **_heard(summary, plan, taxonomy),
        **_contradicted(summary, plan),
        data=_facts(summary, plan.reading, facts) | {"notes": told, "repeats": _repeats(repeats)},
        names=taxonomy.names,
        definitions={concept.id: concept.definition for concept in taxonomy.concepts},
        language=language or report_language(summary),
        join_report=join_report,
        changes=halves(summary, plan.reading, plan.minimum),
        trust=trust(
            summary.sample,
            plan.reading.roles.scores,
            len(plan.reading.labels),
            minimum=plan.minimum,
            width=plan.width,
        ),
        watch=over_time(summary.days, minimum=plan.minimum),
        comments=done.comments,
        mentions=done.mentions,
    )


def _scored(summary: Summary, plan: Plan, taxonomy: Taxonomy) -> dict[str, Any]:
    """The tables of the scores and of what goes with them."""
    kinds, minimum = plan.reading.roles.scores, plan.minimum
    metrics = [_metric(summary.answers[name], name, kinds[name]) for name in summary.answers]
    return {
        "metrics": _table(metrics, METRIC_COLUMNS),
        "segments": _segments(summary, plan.reading, minimum),
        "drivers": _drivers(summary, plan.reading, minimum),
        "kano": kano_classes(summary.cells, kinds, taxonomy, minimum=minimum),
        "quadrant": importance_performance(summary.cells, kinds, minimum=minimum),
        "pyramid": pyramid(summary.cells, kinds, taxonomy, minimum=minimum),
        "journey": journey(summary.cells, kinds, taxonomy, minimum=minimum),
        "touchpoints": by_touchpoint(summary.touchpoints, kinds, minimum=minimum),
        "nonresponse": nonresponse(summary.answers, kinds, minimum),
    }


def _heard(summary: Summary, plan: Plan, taxonomy: Taxonomy) -> dict[str, Any]:
    """What the comments say, whether or not a score came with them."""
    reading, analysed = plan.reading, summary.rows - summary.silent
    return {
        "topics": _topics(summary, reading.topics, analysed),
        "segment_topics": summary.among.table(reading.topics, GROUPS, plan.minimum),
        "signals": _signals(summary, taxonomy, analysed),
        "months": _months(summary),
        "quotes": {key: diverse(quotes) for key, quotes in summary.quotes.items()},
        "callbacks": callbacks.table(summary.callbacks),
        "score_checks": tuple(brief(check) for check in summary.checks.values()),
    }


def _contradicted(summary: Summary, plan: Plan) -> dict[str, Any]:
    """Where the score contradicts something else: the text, or the service that was given."""
    kinds, minimum = plan.reading.roles.scores, plan.minimum
    return {
        "mismatches": summary.mismatches.table(kinds),
        "mismatch_rates": summary.mismatches.rates(kinds, minimum),
        "sla": summary.service.cross(kinds, minimum, plan.reading.roles.targets),
        "sla_topics": summary.service.topics(kinds, minimum),
        "waiting": summary.service.waiting(kinds, minimum),
    }


def report_language(summary: Summary) -> str:
    """Russian when at least as many comments are Russian as English."""
    return "ru" if summary.languages["ru"] >= summary.languages["en"] else "en"


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))


def _metric(cells: Cells, name: str, kind: ScoreKind) -> dict[str, Any]:
    return measure(cells.values, kind, score=name, counts=cells.counts, within=cells.within)


def _segments(summary: Summary, reading: Reading, minimum: int) -> pd.DataFrame:
    """The metric of the GROUPS largest groups of each segment column; the answers without a group are ''.
    A group of fewer than ``minimum`` answers has no figures."""
    rows = []
    for (score, segment), cells in summary.segments.items():
        groups = cells.groups(GROUP)
        largest = sorted(groups, key=lambda group: (-groups[group].n, group))[:GROUPS]
        kind = reading.roles.scores[score]
        rows += [
            {"segment": segment, "group": group} | unless_scant(_metric(groups[group], score, kind), minimum)
            for group in largest
        ]
    return _table(rows, SEGMENT_COLUMNS)


def _drivers(summary: Summary, reading: Reading, minimum: int) -> pd.DataFrame:
    kinds = reading.roles.scores
    parts = [
        drivers(held_times(cells), kinds[name], score=name, minimum=minimum)
        for name, cells in summary.cells.items()
    ]
    return pd.concat(parts, ignore_index=True) if parts else _table([], DRIVER_COLUMNS)


def _topics(summary: Summary, topics: tuple[str, ...], analysed: int) -> pd.DataFrame:
    rows = []
    for topic in topics:
        counts = {polarity: summary.topics[topic, polarity] for polarity in POLARITIES}
        rows.append({"topic": topic, **counts, "share": sum(counts.values()) / analysed if analysed else 0.0})
    frame = _table(rows, ("topic", *POLARITIES, "share"))
    return frame.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _signals(summary: Summary, taxonomy: Taxonomy, analysed: int) -> pd.DataFrame:
    counts = [(signal.id, summary.signals[signal.id]) for signal in taxonomy.signals]
    rows = [{"signal": name, "n": n, "share": n / analysed if analysed else 0.0} for name, n in counts]
    return _table(rows, ("signal", "n", "share"))


def _months(summary: Summary) -> pd.DataFrame:
    rows = []
    for month in sorted({month for month, _ in summary.months}):
        counts = {sentiment: summary.months[month, sentiment] for sentiment in SENTIMENTS}
        rows.append({"month": month, "n": sum(counts.values()), **counts})
    return _table(rows, ("month", "n", *SENTIMENTS))


def _repeats(found: Repeats | None) -> dict[str, Any] | None:
    """Repeat contacts in plain figures; None where customer or date are not known."""
    if found is None:
        return None
    told = ("days", "contacts", "repeats", "customers", "share")
    topics = found.topics[found.topics["contacts"] > 0]
    return {name: getattr(found, name) for name in told} | {"topics": topics.to_dict("records")}


def _facts(summary: Summary, reading: Reading, facts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(facts) | {
        "rows": summary.rows,
        "analysed": summary.rows - summary.silent,
        "empty": summary.silent,
        "languages": dict(sorted(summary.languages.items())),
        "sentiments": {name: summary.sentiments[name] for name in SENTIMENTS},
        "roles": reading.roles,
        "partial": sorted(summary.days.partial()),
        "controls": {name: held_times(cells).segments for name, cells in summary.cells.items()},
    }
