"""Charts and topics in the hands of an analyst."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from otklik.errors import UsageError
from otklik.records import Results
from otklik.report.plot import Plots
from otklik.report.voices import topic

SVG = "{http://www.w3.org/2000/svg}"


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
