"""The page in a real browser: it comes up at once and stays still, asks for nothing, nothing runs but its own
script, quotes are sifted, it fits a phone and paper, and axe finds nothing serious."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, PAINTED, Browser, Tab
from report_page import Page
from report_voices import EVIL

from otklik.records import Results
from otklik.report.html import TEMPLATES, render

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"
)

TICKETS = ["https://desk.example/tickets/17", "https://desk.example/tickets/18"]
OURS = (TEMPLATES / "report.js").read_text("utf-8")
OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
SEEN = "(one) => one.checkVisibility()"

# A hand that works the page.
HAND = """(() => {
  const form = document.getElementById("sieve");
  const enter = (name, value) => {
    form.querySelector(name).value = value;
    form.dispatchEvent(new Event("input", {bubbles: true}));
  };
  const shown = () => [...document.querySelectorAll("#quotes .quote:not([hidden]) > blockquote")]
    .map((quote) => quote.textContent);
  %s
})()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    one = Browser(tmp_path_factory.mktemp("profile"))
    yield one
    one.close()


@pytest.fixture
def address(results: Results, tmp_path: Path) -> str:
    """Where the report lies."""
    (tmp_path / "report.html").write_text(render(results), "utf-8")
    return (tmp_path / "report.html").as_uri()


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    """The report, open."""
    one = Tab(browser)
    one.width(1280)
    one.open(address)
    yield one
    one.close()


def document(tab: Tab) -> str:
    return str(tab.value("document.documentElement.outerHTML"))


# --- how it comes up -------------------------------------------------------------------------
def test_the_page_opens_without_a_complaint_and_nothing_in_it_runs(tab: Tab) -> None:
    dom = document(tab)
    assert "<mark>на линии 40 минут</mark>" in dom
    assert Page(dom).tags.count("script") == 1
    tab.value(OPEN_ALL)
    for wrong in ("exceptionThrown", "consoleAPICalled"):
        assert tab.named(f"Runtime.{wrong}") == []
    assert tab.named("Log.entryAdded") == []
    assert tab.named("Page.javascriptDialogOpening") == []


def test_nothing_is_asked_of_the_network(tab: Tab, address: str) -> None:
    tab.value(OPEN_ALL)
    asked = [told["request"]["url"] for told in tab.named("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("data:")] == [address]  # 'data:': arrows of a form
    dom = document(tab)
    assert not re.search(r"<(?:link|img|iframe|object|embed|video|audio|source|base)\b", dom)
    dom = dom.replace(OURS, "")
    assert not re.search(
        r"\s(?:src|srcset|poster|data|action|formaction|on\w+)=", re.sub(r">[^<]*<", "><", dom)
    )
    outside = [link for link in re.findall(r'\shref="([^"]*)"', dom) if not link.startswith("#")]
    assert sorted(outside) == TICKETS


@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_painted_within_a_second_and_nothing_moves_then(tab: Tab, address: str, width: int) -> None:
    tab.width(width, phone=width < 500)
    tab.ask("Performance.enable", timeDomain="threadTicks")
    tab.open(address)
    assert tab.value(PAINTED) > 0
    spent = {told["name"]: told["value"] for told in tab.ask("Performance.getMetrics")["metrics"]}
    assert spent["TaskDuration"] < 1  # processor's seconds: a clock would tell what else the machine does
    tab.value("scrollTo(0, document.documentElement.scrollHeight)")
    tab.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert tab.value("shifts") < 0.01


# --- hostile words ---------------------------------------------------------------------------
def test_hostile_comments_stay_words(tab: Tab) -> None:
    dom = document(tab)
    page = Page(dom)
    assert not {"img", "svg:script"} & set(page.tags)
    assert page.tags.count("script") == 1
    assert dom.split("<script>")[1].split("</script>")[0] == OURS
    part = Page(dom.split('<section id="callbacks">')[1].split("</section>")[0])
    assert part.parts["blockquote"][1] == EVIL
    assert part.parts["blockquote"][2] == '"><img onerror=alert(1) src=x> =1+1'
    assert part.parts["mark"] == [
        "Пятое обращение",
        "вопрос так и не решён",
        "Обещали перезвонить",
        "Ухожу от вас",
        "ждал час",
        "=1+1",
    ]


def test_a_hostile_search_finds_words_only(tab: Tab) -> None:
    work = """enter("[name=words]", '<script>alert("x")'); return [shown(), document.images.length]"""
    assert tab.value(HAND % work) == [[EVIL], 0]


# --- what a hand does ------------------------------------------------------------------------
def test_words_sift_the_quotes_and_open_their_pages(tab: Tab, results: Results) -> None:
    work = """
      const before = shown().length, asked = form.hidden;
      enter("[name=words]", "ОЧЕРЕДЬ окно");
      const open = [...document.querySelectorAll("#quotes .topic[open] h3")].map((name) => name.textContent);
      return {before, asked, open, found: shown(), told: document.querySelector("[role=status]").textContent}
    """
    found = tab.value(HAND % work)
    every = sum(map(len, results.quotes.values()))
    assert (found["before"], found["asked"]) == (every, False)
    assert len(found["found"]) == 1
    assert "Очередь из пяти человек" in found["found"][0]
    assert found["open"] == ["Время ожидания"]
    assert found["told"] == f"Цитат: 1 из {every}"


def test_score_day_group_and_language_sift_the_quotes(tab: Tab, results: Results) -> None:
    work = """
      const asked = [["[name=score-1][data-least]", "9"], ["[name=score-1][data-most]", "9"],
        ["[name=date][data-most]", "2026-02-01"], ["[name=segment-1]", "чат"], ["[name=language]", "en"]];
      const found = asked.map(([field, value]) => {
        enter(field, value);
        const told = shown();
        if (field !== asked[0][0]) enter(field, "");
        return told;
      });
      form.reset();
      return found
    """
    nine, only_nine, early, chat, english = tab.value(HAND % work)
    quotes = [quote for some in results.quotes.values() for quote in some]
    assert sorted(nine) == sorted(q.text for q in quotes if q.scores.get("NPS", 0) >= 9)
    assert only_nine == ["Super friendly staff, thank you"]
    assert early == []  # none of those with nine and more
    assert chat == ["Super friendly staff, thank you"]
    assert english == ["Super friendly staff, thank you"]


def test_a_bar_opens_the_closed_page_it_leads_to(tab: Tab) -> None:
    opened = "[...document.querySelectorAll('details.topic')].filter((one) => one.open).map((one) => one.id)"
    assert tab.value(opened) == []
    led = tab.value("""new Promise((done) => {
      const bar = [...document.querySelectorAll(".bars a")].find((one) => one.hash.endsWith("-negative"));
      addEventListener("hashchange", () => done(bar.hash));
      bar.click();
    })""")
    assert tab.value(opened) == [led.removeprefix("#").removesuffix("-negative")]


# --- phone and paper -------------------------------------------------------------------------
def test_a_phone_needs_no_sideways_scrolling(tab: Tab, address: str) -> None:
    tab.width(360, phone=True)
    tab.open(address)
    tab.value(OPEN_ALL)
    assert tab.value("[document.documentElement.scrollWidth, innerWidth]") == [360, 360]


@pytest.mark.parametrize("width", [360, 1280])
def test_what_a_finger_works_is_large_enough(tab: Tab, address: str, width: int) -> None:
    tab.width(width, phone=width < 500)
    tab.open(address)
    tab.value(OPEN_ALL)
    worked = '[...document.querySelectorAll("nav a, summary, button, input, select, .bar-row.open")]'
    small = tab.value(f"""{worked}.map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
      .filter(([, box]) => Math.min(box.width, box.height) < 24)
      .map(([name, box]) => [name, box.width, box.height])""")
    assert small == []


def test_paper_has_no_navigation_and_says_what_is_folded(tab: Tab) -> None:
    opened = "[...document.querySelectorAll('details.topic')].map((one) => one.open)"
    assert set(tab.value(opened)) == {False}
    assert tab.value(f"[...document.querySelectorAll('nav, .sieve')].map({SEEN})") == [True, True]
    tab.media("print")
    assert tab.value(f"[...document.querySelectorAll('nav, .sieve')].map({SEEN})") == [False, False]
    tab.value("dispatchEvent(new Event('beforeprint'))")
    assert set(tab.value(opened)) == {True}
    folded = tab.value("""[...document.querySelectorAll("details:not([open]) > summary")]
      .filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one, "::after").content)""")
    assert len(folded) > 3
    assert set(folded) == {'" — свёрнуто: раскройте на экране"'}
    tab.value("dispatchEvent(new Event('afterprint'))")
    assert set(tab.value(opened)) == {False}


def test_no_chart_is_higher_than_a_sheet_of_paper(tab: Tab) -> None:
    tab.media("print")
    tab.width(688)  # A4 less its margins, in px
    tab.value(OPEN_ALL)
    charts = "[...document.querySelectorAll('.bars, .plane, .line, .months, .about-topic')]"
    assert set(tab.value(f"{charts}.map((one) => getComputedStyle(one).breakInside)")) == {"avoid"}
    assert max(tab.value(f"{charts}.map((one) => one.getBoundingClientRect().height)")) < 980


# --- for everyone ----------------------------------------------------------------------------
@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_nothing_serious(tab: Tab, address: str, light: str) -> None:
    axe = importlib.util.find_spec("axe_core_python")
    if axe is None or axe.origin is None:
        pytest.skip("axe-core-python is not installed: pip install axe-core-python")
    tab.media(prefers_color_scheme=light)
    tab.open(address)
    tab.value(OPEN_ALL)
    tab.value(Path(axe.origin).with_name("axe.min.js").read_text("utf-8") + "; 0")
    found = tab.value("""axe.run().then((found) => found.violations.map((one) =>
      [one.impact, one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]))""")
    assert [one for one in found if one[0] in ("serious", "critical")] == []
