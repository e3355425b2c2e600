"""The page: whole, self-contained, inert whatever the comments hold, and the same every time."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_changes import changed
from report_page import Page

from otklik.records import DRIVER_COLUMNS, Quote, Results
from otklik.report.html import TEMPLATES, render
from otklik.report.passages import clean
from otklik.report.texts import texts
from otklik.report.topics import QUOTES_KEPT

TICKETS = ["https://desk.example/tickets/17", "https://desk.example/tickets/18"]
OURS = (TEMPLATES / "report.js").read_text("utf-8")
LANGUAGES = pytest.mark.parametrize("lang", ["ru", "en"])


@LANGUAGES
def test_every_tag_is_closed_and_every_link_leads_somewhere(results: Results, lang: str) -> None:
    page = Page(render(results, lang=lang))
    assert page.mistakes == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    inner = [target for target in page.targets if target.startswith("#")]
    assert {target.removeprefix("#") for target in inner} <= set(page.ids)
    assert sorted(set(page.targets) - set(inner)) == TICKETS


@LANGUAGES
def test_asks_the_network_for_nothing(results: Results, lang: str) -> None:
    page = Page(render(results, lang=lang))
    assert page.attributes.isdisjoint({"src", "srcset", "action", "poster", "data", "background"})
    assert {"link", "iframe", "object", "img"}.isdisjoint(page.tags)
    assert "default-src 'none'" in page.source
    assert not re.search(r"fetch|XMLHttp|import|WebSocket|sendBeacon|https?:|//[a-z]", OURS)
    style = page.source.split("<style>")[1].split("</style>")[0]
    assert not re.search(r"url\(|@import|https?:|//", style)


def scripts(source: str) -> list[str]:
    """What stands in each script of a page."""
    return [part.split("</script>")[0] for part in re.split(r"<script[^>]*>", source)[1:]]


def test_the_only_script_that_may_run_is_ours(results: Results) -> None:
    page = render(results)
    assert scripts(page) == [OURS]
    allowed = b64encode(sha256(OURS.encode()).digest()).decode()
    assert re.findall(r"script-src ([^;]*)", page) == [f"'sha256-{allowed}'"]


def test_the_same_results_give_the_same_bytes(results: Results, make: Callable[..., Results]) -> None:
    assert render(results) == render(make())


def test_the_language_is_that_of_the_results_unless_told(results: Results) -> None:
    assert '<html lang="ru">' in render(results)
    assert '<html lang="en">' in render(results, lang="en")


@LANGUAGES
def test_every_figure_of_a_driver_is_shown(results: Results, lang: str) -> None:
    page = Page(render(results, lang=lang))
    row = results.drivers.iloc[1]  # unresolved_issue, negative
    told = page.text.replace(",", ".").replace("−", "-")
    for column in DRIVER_COLUMNS:
        match column:
            case "score" | "n" | "topic" | "polarity" | "significant" | "p" | "p_adjusted":
                continue
            case "mentions":
                shown = str(row[column])
            case "share" | "importance":
                shown = f"{row[column] * 100:.1f}"
            case _:
                shown = f"{row[column]:.1f}"
        assert shown in told, column
    said = texts(lang)
    for key in ("col.p_adjusted", "col.significant", "polarity.negative", "not_enough"):
        assert said(key) in page.text
    assert "<0.001" in told
    assert "1.240" in told.replace("\u00a0", ".")  # n


def test_the_answer_comes_before_the_figures(results: Results) -> None:
    main = Page(render(results).split("</nav>")[1]).text
    order = [
        "+11,7",
        "95\u00a0% ДИ от +7,2 до +16,2",
        "Нерешённый вопрос (жалобы)",
        "Все темы в цифрах",
        "Как читать",
    ]
    places = [main.index(part) for part in order]
    assert places == sorted(places)


def test_a_driver_is_associated_with_the_score_and_never_its_cause(results: Results) -> None:
    russian, english = Page(render(results)).text, Page(render(results, lang="en")).text
    assert "Нерешённый вопрос (жалобы) — связано с более низким NPS: −37,9\u00a0пункта у тех" in russian
    assert "Если их не считать, NPS выше на 4,5\u00a0пункта." in russian
    assert "Unresolved issue (complaints) is associated with a lower NPS: −37.9\u00a0points" in english
    assert "Leaving them out, the NPS is 4.5\u00a0points higher." in english
    assert not re.search(r"\bcauses\b|\bleads to\b|приводит к|вызыва", russian + english)


def test_says_clearly_that_no_driver_was_found(make: Callable[..., Results], results: Results) -> None:
    page = Page(render(make(drivers=results.drivers.assign(significant=False))))
    assert texts("ru")("no_driver") in page.text
    assert "связано с более" not in page.text


def test_says_when_there_is_too_little_data_to_judge(churned: Results) -> None:
    page = Page(render(churned))
    assert texts("ru")("no_driver_data") in page.text
    assert "меньше — лучше" in page.text


def test_more_is_worse_where_low_is_good(churned: Results) -> None:
    assert "выше (хуже)" in Page(render(churned)).text


@LANGUAGES
def test_without_a_score_topics_sentiment_and_quotes_remain(scoreless: Results, lang: str) -> None:
    page = Page(render(scoreless, lang=lang))
    assert page.mistakes == []
    for key in ("title_without_score", "topics", "sentiment", "by_month", "quotes"):
        assert texts(lang)(key) in page.text
    assert page.parts["mark"]


def test_a_report_of_nothing_still_opens(scoreless: Results, make: Callable[..., Results]) -> None:
    empty = pd.DataFrame(columns=["topic", "negative", "neutral", "positive", "share"])
    page = Page(render(make(
        metrics=scoreless.metrics, drivers=scoreless.drivers, topics=empty, months=pd.DataFrame(), data={},
        signals=pd.DataFrame(columns=["signal", "n", "share"]), quotes={}, score_checks=(), join_report=None,
    )))  # fmt: skip
    assert page.mistakes == []
    assert texts("ru")("no_topics") in page.text


def test_hostile_comments_are_only_text(results: Results) -> None:
    page = Page(render(results))
    assert scripts(page.source) == [OURS]
    assert "onerror" not in page.attributes
    assert any('<script>alert("x")</script>' in text for text in page.parts["blockquote"])


def test_hostile_names_are_only_text(results: Results, make: Callable[..., Results]) -> None:
    evil = '"><script>x</script>'
    frames = {
        "metrics": results.metrics.assign(score=evil),
        "drivers": results.drivers.assign(score=evil),
        "names": {topic: {"ru": evil} for topic in results.names},
        "data": {**results.data, "source": evil, "encoding": evil, "notes": [evil], "generated": evil},
    }
    page = Page(render(make(**frames)))
    assert scripts(page.source) == [OURS]
    assert page.mistakes == []


def test_what_a_page_cannot_hold_is_replaced_one_for_one(
    make: Callable[..., Results], quoted: Callable[..., Quote]
) -> None:
    page = render(make(quotes={("waiting_time", "negative"): (quoted("a\x00\ud800\ufffe ждал", "ждал"),)}))
    assert "a\ufffd\ufffd\ufffd <mark>ждал</mark>" in page
    page.encode("utf-8")


@settings(max_examples=25)
@given(data=st.data())
def test_evidence_is_marked_exactly(data: st.DataObject) -> None:
    from report_example import build

    text = data.draw(st.text(st.characters(exclude_characters="\r"), min_size=1, max_size=120))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = Quote("1", text, start, end, "x", 0.5)
    page = Page(render(build(callbacks=None, quotes={("waiting_time", "negative"): (quote,)})))
    assert page.parts["blockquote"] == [clean(text)]
    assert page.parts["mark"] == [clean(text)[start:end]]


def test_long_quotes_are_cut_and_the_page_stays_small(
    make: Callable[..., Results], quoted: Callable[..., Quote]
) -> None:
    flood = tuple(quoted("слово " * 3000 + "ждал", "ждал") for _ in range(50))
    page = render(
        make(quotes={(topic, p): flood for topic in make().names for p in ("negative", "positive")})
    )
    assert page.count("<figure") <= sum(QUOTES_KEPT.values()) * len(make().names)
    assert len(page.encode()) < 1_000_000


def test_data_quality_names_what_was_found(results: Results) -> None:
    text = Page(render(results)).text
    for fact in (
        "cp1251",
        "11 × 3, -1 × 1",
        "н/д × 2",
        '--score "NPS=nps"',
        "two title rows",
        "русский 62,6\u00a0%",
    ):
        assert fact in text
    for fact in ("ticket_id", "A-17, A-99", "Z-3"):
        assert fact in text


def test_a_month_without_comments_draws_nothing(make: Callable[..., Results], results: Results) -> None:
    months = pd.concat([results.months, results.months.tail(1).assign(month="2026-04", n=0)])
    assert render(make(months=months)) == render(results)


@LANGUAGES
def test_groups_of_a_segment_stand_in_a_table_and_are_escaped(
    make: Callable[..., Results], lang: str
) -> None:
    figures = {"score": "NPS", "kind": "nps", "metric": "nps", "value": 12.0, "low": 2.0, "high": 22.0}
    rows = [
        {"segment": "Канал", "group": group, "n": n, **figures, "shares": {}}
        for group, n in (("<b>чат</b>", 120), ("", 7))
    ]
    page = render(make(segments=pd.DataFrame(rows)), lang=lang)
    said = texts(lang)
    assert "<b>чат</b>" not in page
    assert "&lt;b&gt;чат&lt;/b&gt;" in page
    assert said("no_group") in page
    assert Page(page).mistakes == []


@LANGUAGES
def test_what_a_change_is_made_of_is_drawn_and_told_in_words(make: Callable[..., Results], lang: str) -> None:
    page = render(make(changes=changed()), lang=lang)
    said = texts(lang)
    drawn = page.split('<div class="bars waterfall">')[1].split("<details>")[0]
    bars = re.findall(r'role="img" aria-label="([^"]*)"', drawn)
    assert [bar.split(":")[0] for bar in (bars[0], *bars[-2:])] == [
        said("col.value_first"),
        said("change_rest"),
        said("col.value_second"),
    ]
    assert said("change_volume") in bars[1]
    assert Page(page).mistakes == []


def test_of_many_groups_the_largest_stand_open_and_the_rest_folded(make: Callable[..., Results]) -> None:
    figures = {"score": "NPS", "kind": "nps", "value": 1.0, "low": -3.0, "high": 5.0}
    rows = [
        {"segment": "Банк", "group": f"банк {at:02}", "n": 90 - at, **figures, "shares": {}}
        for at in range(14)
    ]
    part = render(make(segments=pd.DataFrame(rows))).split("По группам: <bdi>Банк")[1].split("</section>")[0]
    seen, folded = part.split("<details><summary>Ещё 4 группы</summary>")
    assert ("банк 09" in seen, "банк 10" in seen) == (True, False)
    assert ("банк 10" in folded, "банк 13" in folded) == (True, True)
    twelve = render(make(segments=pd.DataFrame(rows[:12]))).split("По группам: <bdi>Банк")[1]
    assert "<details" not in twelve.split("</section>")[0]
