"""The page in a real browser: it opens, nothing runs but its own script, quotes are sifted, it is no wider
than a phone, and axe finds nothing serious."""

from __future__ import annotations

import contextlib
import html
import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from report_page import Page
from report_voices import EVIL

from otklik.records import Results
from otklik.report.html import TEMPLATES, render

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"
)

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]

TICKETS = ["https://desk.example/tickets/17", "https://desk.example/tickets/18"]
OURS = (TEMPLATES / "report.js").read_text("utf-8")
CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

# A page in a frame, and a hand that works it: its last expression is told.
HAND = """<iframe style="width:1200px;height:800px;border:0" srcdoc="{page}"></iframe>
<pre id="told"></pre><script>
onload = () => {{
  const page = document.querySelector("iframe").contentDocument, form = page.getElementById("sieve");
  const enter = (name, value) => {{
    form.querySelector(name).value = value;
    form.dispatchEvent(new Event("input", {{bubbles: true}}));
  }};
  const shown = () => [...page.querySelectorAll("#quotes .quote:not([hidden]) > blockquote")]
    .map((quote) => quote.textContent);
  document.querySelector("#told").textContent = JSON.stringify((() => {{ {work} }})());
}}</script>"""

PHONE = """<iframe style="width:390px;height:800px;border:0" srcdoc="{page}"></iframe>
<p id="width"></p><script>
onload = () => {{ document.querySelector("#width").textContent =
  "width " + document.querySelector("iframe").contentDocument.documentElement.scrollWidth }}</script>"""


def chromium(tmp_path: Path, *arguments: str) -> str:
    """What the browser prints. On a busy machine it may hang at its start: then it starts again."""
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    with contextlib.suppress(subprocess.TimeoutExpired):
        return subprocess.run(command, capture_output=True, timeout=60, check=True, text=True).stdout
    command = [*command, f"--user-data-dir={tmp_path / 'again'}"]
    return subprocess.run(command, capture_output=True, timeout=120, check=True, text=True).stdout


def worked(tmp_path: Path, results: Results, work: str) -> Any:
    """What the body of a function in JavaScript returns of the page."""
    page = HAND.format(page=html.escape(render(results)), work=work)
    (tmp_path / "hand.html").write_text(page, "utf-8")
    dom = chromium(tmp_path, "--dump-dom", (tmp_path / "hand.html").as_uri())
    return json.loads(html.unescape(dom.split('<pre id="told">')[1].split("</pre>")[0]))


def test_the_page_opens_and_nothing_in_it_runs(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(results), "utf-8")
    shot = tmp_path / "report.png"
    dom = chromium(tmp_path, "--dump-dom", (tmp_path / "report.html").as_uri())
    assert "<mark>на линии 40 минут</mark>" in dom
    assert Page(dom).tags.count("script") == 1
    chromium(tmp_path, f"--screenshot={shot}", "--window-size=1200,2000", (tmp_path / "report.html").as_uri())
    assert shot.stat().st_size > 50_000


def test_a_phone_needs_no_sideways_scrolling(results: Results, tmp_path: Path) -> None:
    page = render(results).replace("<details", "<details open")
    (tmp_path / "phone.html").write_text(PHONE.format(page=html.escape(page)), "utf-8")
    assert "width 390<" in chromium(tmp_path, "--dump-dom", (tmp_path / "phone.html").as_uri())


def test_nothing_is_asked_of_the_network(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(results), "utf-8")
    dom = chromium(tmp_path, "--dump-dom", (tmp_path / "report.html").as_uri())
    assert not re.search(r"<(?:link|img|iframe|object|embed|video|audio|source|base)\b", dom)
    dom = dom.replace(OURS, "")
    assert not re.search(
        r"\s(?:src|srcset|poster|data|action|formaction|on\w+)=", re.sub(r">[^<]*<", "><", dom)
    )
    outside = [link for link in re.findall(r'\shref="([^"]*)"', dom) if not link.startswith("#")]
    assert sorted(outside) == TICKETS


def test_hostile_comments_stay_words(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(results), "utf-8")
    dom = chromium(tmp_path, "--dump-dom", (tmp_path / "report.html").as_uri())
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


def test_words_sift_the_quotes_and_open_their_pages(results: Results, tmp_path: Path) -> None:
    work = """
      const before = shown().length, asked = form.hidden;
      enter("[name=words]", "ОЧЕРЕДЬ окно");
      const open = [...page.querySelectorAll("#quotes .topic[open] h3")].map((name) => name.textContent);
      return {before, asked, open, found: shown(), told: page.querySelector("[role=status]").textContent}
    """
    found = worked(tmp_path, results, work)
    every = sum(map(len, results.quotes.values()))
    assert (found["before"], found["asked"]) == (every, False)
    assert len(found["found"]) == 1
    assert "Очередь из пяти человек" in found["found"][0]
    assert found["open"] == ["Время ожидания"]
    assert found["told"] == f"Цитат: 1 из {every}"


def test_score_day_group_and_language_sift_the_quotes(results: Results, tmp_path: Path) -> None:
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
    nine, only_nine, early, chat, english = worked(tmp_path, results, work)
    quotes = [quote for some in results.quotes.values() for quote in some]
    assert sorted(nine) == sorted(q.text for q in quotes if q.scores.get("NPS", 0) >= 9)
    assert only_nine == ["Super friendly staff, thank you"]
    assert early == []  # none of those with nine and more
    assert chat == ["Super friendly staff, thank you"]
    assert english == ["Super friendly staff, thank you"]


def test_a_hostile_search_finds_words_only(results: Results, tmp_path: Path) -> None:
    work = """enter("[name=words]", '<script>alert("x")'); return [shown(), page.images.length]"""
    assert worked(tmp_path, results, work) == [[EVIL], 0]


def test_a_bar_opens_the_closed_page_it_leads_to(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(results), "utf-8")
    bars = render(results).split('<div class="bars">')[1]
    (anchor, *_) = re.findall(r'href="#(topic-\d+)-negative"', bars)
    uri = (tmp_path / "report.html").as_uri()
    for address, opened in ((uri, []), (f"{uri}#{anchor}-negative", [anchor])):
        dom = chromium(tmp_path, "--dump-dom", address)
        assert re.findall(r'<details class="topic" id="([^"]*)" open', dom) == opened


@pytest.mark.parametrize("light", [True, False], ids=["light", "dark"])
def test_axe_finds_nothing_serious(results: Results, tmp_path: Path, light: bool) -> None:
    axe = importlib.util.find_spec("axe_core_python")
    if axe is None or axe.origin is None:
        pytest.skip("axe-core-python is not installed: pip install axe-core-python")
    script = Path(axe.origin).with_name("axe.min.js").read_text("utf-8")
    run = """axe.run().then((found) => {
      document.body.textContent = "axe:" + JSON.stringify(found.violations.map((one) =>
        [one.impact, one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))])) + ":axe" })"""
    page = CSP.sub("", render(results)).replace("<details", "<details open")
    if not light:
        page = page.replace("(prefers-color-scheme: dark)", "all")
    page = page.replace("</body>", f"<script>{script}</script><script>{run}</script></body>")
    (tmp_path / "axe.html").write_text(page, "utf-8")
    uri = (tmp_path / "axe.html").as_uri()
    dom = chromium(tmp_path, "--virtual-time-budget=60000", "--dump-dom", uri)
    found = json.loads(html.unescape(dom.split("axe:")[1].split(":axe")[0]))
    assert [one for one in found if one[0] in ("serious", "critical")] == []
