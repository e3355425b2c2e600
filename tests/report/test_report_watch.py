"""The charts over time on the page: what is said once, and what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from report_lines import watch
from report_page import Page

from otklik.records import Results, Watch
from otklik.report.html import render
from otklik.report.watch import watched


def section(page: str) -> Page:
    return Page(page.split('<section id="watch">')[1].split("</section>")[0])


RU = "чаще, ноя 2025 и далее: было 6,1\u00a0%, стало 15,6\u00a0% (p\u00a00,002)."
EN = "more often, Nov 2025 and since: 6.1% before, 15.6% since (p\u00a00.002)."


@pytest.mark.parametrize(
    ("lang", "told"),
    [("ru", f"Время ожидания (жалобы) — {RU}"), ("en", f"Waiting time (complaints) — {EN}")],
)
def test_a_change_is_one_sentence(results: Results, lang: str, told: str) -> None:
    found = section(render(results, lang=lang))
    assert " ".join(found.text.split(" ")).count(told) == 1
    assert not found.mistakes


def test_what_changed_stands_first_and_scores_before_the_rest(results: Results) -> None:
    found = watched(results)
    assert found is not None
    assert [(line.topic, line.score.name if line.score else "") for line in found.lines] == [
        ("waiting_time", ""),
        ("", "NPS"),
    ]
    assert [line.topic for line in found.others] == ["price_value"]


def test_every_chart_says_in_words_what_it_shows(results: Results) -> None:
    page = render(results, lang="en")
    found = section(page)
    assert len(found.parts["svg"]) == 2
    assert "from 6.0% (Apr 2025) to 18.0% (Mar 2026); periods outside the limits: 1" in found.parts["svg"][0]
    assert page.split('<section id="watch">')[1].split("</section>")[0].count('role="img"') == 2
    assert 'role="img"' in page.split("<bdi>Price and value</bdi></h3>")[1].split("</details>")[0]


def test_marks_lie_inside_the_chart_and_are_told_by_shape(results: Results) -> None:
    found = watched(results)
    assert found is not None
    for line in (*found.lines, *found.others):
        assert all(0 <= dot.x <= 100 and 0 <= dot.y <= 100 for dot in line.dots)
    assert [mark.up for mark in found.lines[0].marks] == [True]
    assert "▲" in section(render(results)).text


@pytest.mark.parametrize(
    ("until", "told"), [("2025-11", "ноя 2025: до этого"), ("2026-01", "ноя 2025 – янв 2026: было")]
)
def test_what_came_back_says_until_when(make: Callable[..., Results], until: str, told: str) -> None:
    ended = watch()
    ended = replace(ended, alerts=ended.alerts.assign(until=until))
    assert told in section(render(make(watch=ended))).text


def test_no_change_is_said_too(make: Callable[..., Results]) -> None:
    quiet = Watch("month", watch().charts, watch().alerts.head(0))
    assert "Изменений, отличимых от случайных колебаний, нет" in section(render(make(watch=quiet))).text


def test_a_hostile_score_name_stays_words(make: Callable[..., Results]) -> None:
    bad = watch()
    bad = replace(bad, charts=bad.charts.replace({"score": {"NPS": "<script>x"}}))
    assert "<script>x" not in render(make(watch=bad))


def test_the_first_screen_names_what_changed(results: Results) -> None:
    assert "1 перемена: Время ожидания (жалобы) — чаще</li>" in render(results)


def test_of_many_changes_the_surest_are_named_and_the_rest_folded(make: Callable[..., Results]) -> None:
    many = watch()
    many = replace(many, alerts=pd.concat([many.alerts] * 9, ignore_index=True))
    page = render(make(watch=many), lang="en")
    assert "9 changes: " + "; ".join(["Waiting time (complaints) — more often"] * 3) + "; …</li>" in page
    part = page.split('<section id="watch">')[1].split("</section>")[0]
    seen, folded = part.split("<details><summary>3 more changes</summary>")
    assert [seen.count("and since"), folded.count("and since")] == [6, 3]


def test_of_many_charts_six_are_open_and_the_rest_folded(make: Callable[..., Results]) -> None:
    many = watch()
    scores = [many.charts[many.charts["score"] == "NPS"].assign(score=f"q{at}") for at in range(8)]
    page = render(make(watch=replace(many, charts=pd.concat([many.charts, *scores]))), lang="en")
    part = page.split('<section id="watch">')[1].split("</section>")[0]
    seen, folded = part.split("<details><summary>4 more charts</summary>")
    drawn = 'class="line-chart"'
    assert [seen.count(drawn), folded.split("</details>")[0].count(drawn)] == [6, 4]


def test_an_incomplete_period_is_hollow_and_told(make: Callable[..., Results]) -> None:
    told = watch()
    last = told.charts["period"] == "2026-03"
    charts = told.charts.assign(whole=~last, beyond=told.charts["beyond"] & ~last)
    page = render(make(watch=replace(told, charts=charts)), lang="en")
    part = page.split('<section id="watch">')[1].split("</section>")[0]
    assert 'class="partial"' in part
    assert "A hollow point on a dashed line is an incomplete period" in part
    assert "Mar 2026 (incomplete)" in part
    assert "Feb 2026: " in part  # the last whole period is what is told of now
    assert "incomplete period" not in render(make(), lang="en")
