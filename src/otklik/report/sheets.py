"""The further tables of the workbook, one sheet each, headed in the language of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd

from otklik.records import Changes, Results, Trust, Watch
from otklik.report.pain import group_name
from otklik.report.texts import Texts
from otklik.report.themes import theme_sheet

_FIGURES = (
    *("share", "share_low", "share_high", "value", "low", "high", "others", "gap", "gap_low", "gap_high"),
    *("change", "change_low", "change_high", "impact", "impact_low", "impact_high", "p", "p_adjusted"),
)


def sheets(results: Results, said: Texts) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, table) of those that have rows; a figure that could not be given says so."""
    themes = theme_sheet(results, said)
    if themes is not None and len(themes):
        yield said("sheet.themes"), themes
    for key, table in (
        ("sheet.pyramid", _placed(results, "pyramid", said)),
        ("sheet.journey", _placed(results, "journey", said)),
        ("sheet.touchpoints", _placed(results, "touchpoints", said)),
        ("sheet.mismatch_rates", results.mismatch_rates),
        ("sheet.mismatches", results.mismatches),
        ("sheet.nonresponse", results.nonresponse),
        ("sheet.sla", results.sla),
        ("sheet.sla_topics", results.sla_topics),
        ("sheet.waiting", results.waiting),
    ):
        if table is not None and len(table):
            yield said(key), _told(table, said)


def change_sheets(
    changes: Changes, names: Mapping[str, Mapping[str, str]], said: Texts
) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, table) of what changed, each topic by its name beside its id."""
    for key, table in (
        ("sheet.changes", changes.scores),
        ("sheet.change_parts", changes.parts),
        ("sheet.change_topics", changes.topics),
    ):
        yield said(key), _named_topics(table, names, said)


def watch_sheets(
    watch: Watch, names: Mapping[str, Mapping[str, str]], said: Texts
) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, table) of what was watched over time; the sheet of alerts is there when it is empty too."""
    alerts = watch.alerts.assign(until=watch.alerts["until"].fillna(""))
    for key, table in (("sheet.alerts", alerts), ("sheet.watch", watch.charts)):
        yield said(key), _named_topics(table, names, said)


def trust_sheets(
    trust: Trust, names: Mapping[str, Mapping[str, str]], said: Texts
) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, table) of how far the labels can be trusted."""
    figures = [said(f"figure.{one}") for one in trust.estimates["figure"]]
    for key, table in (
        ("sheet.accuracy", trust.accuracy),
        ("sheet.estimates", trust.estimates.assign(figure=figures)),
    ):
        yield said(key), _named_topics(table, names, said)


def _named_topics(table: pd.DataFrame, names: Mapping[str, Mapping[str, str]], said: Texts) -> pd.DataFrame:
    told = table.astype(object).where(table.notna(), said("not_enough"))
    if "topic" in table:
        told.insert(0, "name", list(map(partial(said.name, names), table["topic"], table["polarity"])))
        told["polarity"] = [said.find(f"polarity.{one}", one) for one in table["polarity"]]
    return told.set_axis([said(f"col.{name}") for name in told], axis="columns")


def _told(table: pd.DataFrame, said: Texts) -> pd.DataFrame:
    figures = {name: _named(table[name], said) for name in _FIGURES if name in table}
    polarities = {"said": [said(f"polarity.{one}") for one in table["said"]]} if "said" in table else {}
    levels = {
        name: [said(f"{family}.{one}") for one in table[name]]
        for name, family in (("measure", "measure"), ("level", "sla"), ("time", "time"))
        if name in table
    }
    waits = ("from", "to") if levels else ()
    headers = [said.find(f"col.{name}{'_minutes' * (name in waits)}", str(name)) for name in table]
    return table.assign(**figures, **polarities, **levels).set_axis(headers, axis="columns")


def _placed(results: Results, place: str, said: Texts) -> pd.DataFrame | None:
    """A table of PAIN_COLUMNS, its groups and topics by their names."""
    table: pd.DataFrame | None = getattr(results, place)
    if table is None:
        return None
    topics = table["topics"].map(lambda found: [said.name(results.names, topic) for topic in found])
    return table.assign(group=[group_name(place, group, said) for group in table["group"]], topics=topics)


def _named(figures: pd.Series, said: Texts) -> pd.Series:
    return figures.astype(object).where(figures.notna(), said("not_enough"))
