"""The drivers of a score as records: their order, the strongest, and the answers they rest on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
from report_page import Page

from otklik.records import Results
from otklik.report import workbook
from otklik.report.chart import driver_chart
from otklik.report.html import render
from otklik.report.scores import scores
from otklik.report.text import summary
from otklik.report.texts import texts


def changed(results: Results, topic: str, **figures: object) -> pd.DataFrame:
    drivers = results.drivers.copy()
    here = (drivers["topic"] == topic) & (drivers["polarity"] == "negative")
    for name, value in figures.items():
        drivers.loc[here, name] = value
    return drivers


def test_the_significant_come_first_in_table_chart_and_terminal(
    make: Callable[..., Results], results: Results
) -> None:
    shown = make(drivers=changed(results, "unresolved_issue", significant=False, impact=-99.0))
    score = scores(shown)[0]
    flags = [d.significant for d in score.drivers]
    assert flags == sorted(flags, reverse=True)
    sizes = [abs(d.impact) for d in score.drivers if d.significant]
    assert sizes == sorted(sizes, reverse=True)
    chart = driver_chart(score)
    assert chart is not None
    assert [bar.driver for bar in chart.bars] == list(score.drivers[: len(chart.bars)])
    lines = [line for line in summary(shown).splitlines() if "(жалобы)" in line or "(похвала)" in line][:8]
    assert [line.startswith("*") for line in lines] == flags[:8]


def test_a_driver_whose_signs_differ_is_marked_and_not_among_the_strongest(
    make: Callable[..., Results], results: Results
) -> None:
    shown = make(drivers=changed(results, "unresolved_issue", effect=5.0))
    assert "unresolved_issue" not in [d.topic for d in scores(shown)[0].strongest()]
    assert texts("ru")("torn") in render(shown)
    assert texts("ru")("torn") not in render(results)


def test_says_how_many_of_the_scored_answers_hold_a_comment(
    make: Callable[..., Results], results: Results
) -> None:
    shown = make(metrics=results.metrics.assign(n=17_182))
    n, value = scores(shown)[0].commented
    assert n == 1240
    first = results.drivers.iloc[0]
    assert value != first["mean_without"]
    page = Page(render(shown, lang="en"))
    assert "Of these, 1,240 wrote a comment" in page.text
    assert "NPS: 1,240 scored answers with a comment" in page.text
    assert "Of these, 1,240 wrote a comment" in summary(shown, lang="en").replace("\n  ", " ")
    assert "wrote a comment" not in summary(results, lang="en")


def test_rows_without_data_are_folded_away(results: Results) -> None:
    page = render(results)
    assert "Ещё 3 строки: мало данных" in page
    folded = page.split("Ещё 3 строки")[1].split("</details>")[0]
    assert "Повторный ввод данных (жалобы)" in folded


def test_complaints_stand_left_of_praise_and_neutral_below(
    make: Callable[..., Results], quoted: Callable[..., object]
) -> None:
    voices = {("staff_attitude", p): (quoted("ждал", "ждал"),) for p in ("neutral", "positive", "negative")}
    page = render(make(quotes=voices)).split('id="quotes"')[1]
    assert '<div class="voices pair">' in page
    places = [page.index(f'voice-column {p}"') for p in ("negative", "positive", "neutral")]
    assert places == sorted(places)


def test_a_topic_that_never_comes_alone_says_that_it_has_no_effect_of_its_own(
    make: Callable[..., Results], results: Results, tmp_path: Path
) -> None:
    """Such a topic shares its importance with the others; where data are few, there is none to share."""
    gone = dict.fromkeys(("effect", "effect_low", "effect_high", "p", "p_adjusted"), float("nan"))
    shown = make(drivers=changed(results, "unresolved_issue", significant=False, **gone))
    entwined = [one for score in scores(shown) for one in score.drivers if one.entwined]
    assert {one.topic for one in entwined} == {"unresolved_issue"}
    told = Page(render(shown, lang="en")).text
    assert "not apart" in told
    assert texts("en")("entwined_note") in told
    assert "“Not apart”: the topic always comes together" in summary(shown, lang="en")
    assert "not apart" not in Page(render(results, lang="en")).text
    workbook.write(shown, tmp_path / "out.xlsx", lang="en")
    rows = openpyxl.load_workbook(tmp_path / "out.xlsx")["Drivers"].iter_rows(values_only=True)
    said = [row.count("not apart") for row in rows if row[2:4] == ("unresolved_issue", "complaints")]
    assert said == [5, 5]
