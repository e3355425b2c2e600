"""Charts and topics in the hands of an analyst."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from report_changes import changed

from otklik.errors import UsageError
from otklik.records import (
    QUADRANT_COLUMNS,
    Changes,
    Results,
)
from otklik.report.changes import turns
from otklik.report.plot import ChangePlots, Chart, Plots
from otklik.report.voices import topic
from otklik.report.waterfall import waterfall

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")
PLANE = [
    ("price_value", 60, 20, 0.25, 0.2, 0.4, 50.0, 40.0, 60.0, 17.5, "concentrate here", True),
    ("waiting_time", 20, 60, 0.75, 0.6, 0.8, 5.0, -3.0, 13.0, 1.0, "possible overkill", False),
    ("facilities", 3, 4, NAN, NAN, NAN, NAN, NAN, NAN, NAN, None, None),
]


def titles(chart: Chart) -> list[str]:
    root = ElementTree.fromstring(chart.svg)
    return [title.text or "" for title in root.iterfind(f".//{SVG}g/{SVG}title")]


# --- charts ----------------------------------------------------------------------------------
def test_the_chart_of_drivers_is_a_document_with_a_bar_of_each(results: Results) -> None:
    chart = Plots(results).drivers(lang="en")
    root = ElementTree.fromstring(chart._repr_svg_())
    told = [title.text or "" for title in root.iterfind(f".//{SVG}g/{SVG}title")]
    assert (
        root.findtext(f"{SVG}title") == f"Impact of topics on the result: {results.metrics.loc[0, 'score']}"
    )
    assert len(told) == 9
    assert told[0].startswith("Staff attitude (praise): +6.4")
    filled = [bar for bar in root.iterfind(f".//{SVG}g/{SVG}svg/{SVG}rect") if bar.get("fill") != "none"]
    assert len(filled) == results.drivers.query("score == @results.metrics.score[0]")["significant"].sum()


def test_the_chart_is_saved_and_the_same_every_time(results: Results, tmp_path: Path) -> None:
    Plots(results).drivers().save(tmp_path / "d.svg")
    assert (tmp_path / "d.svg").read_text(encoding="utf-8") == Plots(results).drivers().svg
    with pytest.raises(UsageError, match=r"end it in \.svg"):
        Plots(results).drivers().save(tmp_path / "d.png")


def test_the_chart_may_be_short(results: Results) -> None:
    assert Plots(results).drivers(limit=2).svg.count("<g transform") == 2


def test_a_hostile_name_is_inert_in_the_chart(make: Callable[..., Results]) -> None:
    evil = '</svg><script>alert(1)</script>"&'
    names = {"staff_attitude": {"ru": evil, "en": evil}}
    root = ElementTree.fromstring(Plots(make(names=names)).drivers().svg)
    assert not list(root.iter(f"{SVG}script"))
    assert any(evil in (title.text or "") for title in root.iter(f"{SVG}title"))


def test_a_score_that_is_not_there_is_named(results: Results, scoreless: Results) -> None:
    name = str(results.metrics.loc[0, "score"])
    with pytest.raises(UsageError, match=f"did you mean '{name}'"):
        Plots(results).drivers(name + "s")
    with pytest.raises(UsageError, match="has no score"):
        Plots(scoreless).drivers()


# --- importance by performance ---------------------------------------------------------------
@pytest.fixture
def placed(make: Callable[..., Results]) -> Results:
    rows = [("NPS", row[0], 1240, *row[1:]) for row in PLANE]
    return make(quadrant=pd.DataFrame(rows, columns=list(QUADRANT_COLUMNS)))


def test_topics_that_can_be_compared_are_points_of_the_plane(placed: Results) -> None:
    chart = Plots(placed).quadrant(lang="en")
    assert chart.title == "Importance and performance: NPS"
    assert sorted(titles(chart)) == [
        "Price and value: performance 25.0%, importance +50.0\N{NO-BREAK SPACE}points; concentrate here",
        "Waiting time: performance 75.0%, importance +5.0\N{NO-BREAK SPACE}points; possible overkill",
    ]


def test_a_place_that_is_not_certain_is_outlined(placed: Results) -> None:
    points = list(ElementTree.fromstring(Plots(placed).quadrant().svg).iter(f"{SVG}circle"))
    assert [point.get("fill") == "#ffffff" for point in points] == [True, False]  # the last is drawn on top


def test_one_topic_makes_no_plane(make: Callable[..., Results]) -> None:
    one = pd.DataFrame([("NPS", PLANE[0][0], 1240, *PLANE[0][1:])], columns=list(QUADRANT_COLUMNS))
    for table in (one, None):
        with pytest.raises(UsageError, match="fewer than two topics can be compared for 'NPS'"):
            Plots(make(quadrant=table)).quadrant()


# --- what changed ----------------------------------------------------------------------------
def test_the_steps_lead_from_the_first_figure_to_the_second() -> None:
    steps = waterfall(turns(changed()).scores[0])
    assert steps is not None
    assert [step.start for step in steps.steps] == [12.0, 2.0, 3.0]
    assert steps.steps[-1].part is None
    assert steps.steps[-1].end == steps.turn.second.value


def test_the_chart_of_change_tells_each_step(make: Callable[..., Results]) -> None:
    chart = Plots(make(changes=changed())).change(lang="en")
    assert chart.title == "What changed: NPS"
    assert titles(chart) == [
        "Waiting time (complaints): −10.0 (More or less often: −6.0; Goes with more or less: −4.0)",
        "Staff attitude (praise): +1.0 (More or less often: +2.0; Goes with more or less: −1.0)",
        "not associated with topics: −1.0",
    ]
    assert chart.svg == ChangePlots(changed(), make().names, "en").change("NPS").svg


def test_a_hostile_name_of_a_wave_is_inert() -> None:
    changes = changed()
    evil = Changes(("</svg><script>", "june"), changes.sizes, changes.scores, changes.parts, changes.topics)
    root = ElementTree.fromstring(ChangePlots(evil, {}, "ru").change().svg)
    assert not list(root.iter(f"{SVG}script"))


def test_a_change_without_figures_says_why(results: Results) -> None:
    with pytest.raises(UsageError, match="do not tell two parts"):
        Plots(results).change()
    with pytest.raises(UsageError, match="the change of 'NPS' has no figure"):
        ChangePlots(changed(change=NAN), {}, "ru").change()
    with pytest.raises(UsageError, match="did you mean 'NPS'"):
        ChangePlots(changed(), {}, "ru").change("NPSS")


# --- topics ----------------------------------------------------------------------------------
def test_quotes_of_a_topic_are_a_table(results: Results) -> None:
    found = topic(results, "waiting_time").quotes(3)
    best = results.quotes["waiting_time", "negative"][0]
    assert found.loc[0, "comment_id"] == best.comment_id
    assert found.loc[0, "evidence"] == best.text[best.start : best.end]
    assert len(found) == 3


def test_every_polarity_has_its_best_quote_first(results: Results) -> None:
    voices = [polarity for id, polarity in results.quotes if id == "staff_attitude"]
    found = topic(results, "staff_attitude").quotes(len(voices))
    assert set(found["polarity"]) == set(voices)
    assert len(voices) > 1


def test_quotes_may_be_of_one_polarity(results: Results) -> None:
    found = topic(results, "waiting_time").quotes(50, polarity="negative")
    assert len(found) == len(results.quotes["waiting_time", "negative"])
    with pytest.raises(UsageError, match="negative, neutral, positive"):
        topic(results, "waiting_time").quotes(polarity="bad")


@pytest.mark.parametrize("name", ["waiting_time", "Время ожидания", "waiting TIME"])
def test_a_topic_is_found_by_its_id_or_its_name(results: Results, name: str) -> None:
    found = topic(results, name)
    assert found.id == "waiting_time"
    assert set(found.drivers["topic"]) == {"waiting_time"}


def test_a_topic_that_is_not_there_is_guessed(results: Results) -> None:
    with pytest.raises(UsageError, match="did you mean 'waiting_time'"):
        topic(results, "waiting_tme")
