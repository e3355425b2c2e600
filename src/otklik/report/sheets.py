"""The further tables of the workbook, one sheet each, headed in the language of the report."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from otklik.records import Results
from otklik.report.texts import Texts

_FIGURES = ("share", "value", "low", "high", "change", "change_low", "change_high", "p", "p_adjusted")


def sheets(results: Results, said: Texts) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, table) of those that have rows; a figure that could not be given says so."""
    for name, table in (
        ("Mismatch", results.mismatch_rates),
        ("Mismatch list", results.mismatches),
        ("Non-response", results.nonresponse),
        ("SLA", results.sla),
        ("SLA topics", results.sla_topics),
        ("Waiting", results.waiting),
    ):
        if table is not None and len(table):
            yield name, _told(table, said)


def _told(table: pd.DataFrame, said: Texts) -> pd.DataFrame:
    figures = {name: _named(table[name], said) for name in _FIGURES if name in table}
    polarities = {"said": [said(f"polarity.{one}") for one in table["said"]]} if "said" in table else {}
    headers = [said.find(f"col.{name}", str(name)) for name in table]
    return table.assign(**figures, **polarities).set_axis(headers, axis="columns")


def _named(figures: pd.Series, said: Texts) -> pd.Series:
    return figures.astype(object).where(figures.notna(), said("not_enough"))
