"""The page of a topic: what is told of it, and what its quotes can be sifted by."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from report_page import Page

from otklik.records import SEGMENT_TOPIC_COLUMNS, Quote, Results
from otklik.report.html import render
from otklik.report.scores import scores
from otklik.report.sieve import sieve
from otklik.report.topics import GROUPS_SHOWN, QUOTES_KEPT, Known, anchors, topic_views


def among(groups: int) -> pd.DataFrame:
    rows = [
        ("Канал", f"<i>{n}</i>", "waiting_time", 90 - n, 30, 0, 3, 0.37, 0.27, 0.47) for n in range(groups)
    ]
    return pd.DataFrame(rows, columns=list(SEGMENT_TOPIC_COLUMNS))


def test_a_page_tells_share_effect_with_its_interval_and_groups(make: Callable[..., Results]) -> None:
    page = render(make(segment_topics=among(2)))
    found = page.split("<h3><bdi>Время ожидания</bdi></h3>")[1].split('<details class="topic"')[0]
    for told in (
        "11,5\u00a0%",
        "−24,0*",
        "от −31,2 до −17,1",
        "&lt;i&gt;1",
        "37,0\u00a0%",
        "от 27,0 до 47,0",
    ):
        assert told in found, told


def test_only_the_largest_groups_are_shown(make: Callable[..., Results]) -> None:
    topics = topic_views(make(segment_topics=among(30)), Known())
    waits = next(topic for topic in topics if topic.id == "waiting_time")
    assert [row["comments"] for row in waits.groups["Канал"]] == [90 - n for n in range(GROUPS_SHOWN)]


def test_the_drivers_of_a_topic_stand_by_their_polarity(results: Results) -> None:
    every = scores(results)
    topics = {topic.id: topic for topic in topic_views(results, Known(every))}
    assert [set(row.drivers) for row in topics["staff_attitude"].goes_with] == [{"negative", "positive"}] * 2
    assert topics["repeated_data_entry"].goes_with == ()  # not enough data


def test_there_are_at_most_twenty_quotes_on_a_page(
    make: Callable[..., Results], quoted: Callable[..., Quote]
) -> None:
    many = tuple(quoted(f"ждал {n}", "ждал") for n in range(30))
    quotes = {("waiting_time", polarity): many for polarity in QUOTES_KEPT}
    (waits,) = (topic for topic in topic_views(make(quotes=quotes), Known()) if topic.quotes)
    assert waits.quotes == sum(QUOTES_KEPT.values()) == 20


def test_links_lead_to_quotes_that_are_there(results: Results) -> None:
    topics = topic_views(results, Known())
    assert set(anchors(topics)) == set(results.quotes)


def test_choices_are_those_the_quotes_have(results: Results) -> None:
    found = sieve(topic_views(results, Known()))
    assert found is not None
    assert found.segments == {"Канал": ("офис", "чат")}
    assert found.languages == ("en", "ru")
    assert found.scores == ("NPS", "CSAT")
    assert found.days == ("2026-01-09", "2026-03-14")


def test_without_quotes_there_is_nothing_to_sift(make: Callable[..., Results]) -> None:
    assert sieve(topic_views(make(quotes={}), Known())) is None
    assert "<form" not in render(make(quotes={}))


@pytest.mark.parametrize("name", ['"><script>x', "' onload=x", "a b"])
def test_hostile_groups_and_scores_stay_values(
    make: Callable[..., Results], quoted: Callable[..., Quote], name: str
) -> None:
    quotes = tuple(
        quoted(f"{word} ждал", "ждал", scores={name: 1.0}, segments={name: f"{name}{word}"})
        for word in ("долго", "час")
    )
    page = Page(render(make(quotes={("waiting_time", "negative"): quotes})))
    assert page.mistakes == []
    assert "onload" not in page.attributes
    assert page.tags.count("script") == 1
    assert {"data-score-1", "data-segment-1"} <= page.attributes
