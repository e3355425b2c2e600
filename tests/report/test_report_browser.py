"""The page in a real browser: it opens, nothing in it runs, and it is no wider than a phone."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from report_page import Page
from report_voices import EVIL

from otklik.records import Results
from otklik.report.html import render

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

PHONE = """<iframe style="width:390px;height:800px;border:0" srcdoc="{page}"></iframe>
<p id="width"></p><script>
onload = () => {{ document.querySelector("#width").textContent =
  "width " + document.querySelector("iframe").contentDocument.documentElement.scrollWidth }}</script>"""


def chromium(tmp_path: Path, *arguments: str) -> str:
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, check=True, text=True).stdout


def test_the_page_opens_and_nothing_in_it_runs(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(results), "utf-8")
    shot = tmp_path / "report.png"
    dom = chromium(tmp_path, "--dump-dom", (tmp_path / "report.html").as_uri())
    assert "<mark>на линии 40 минут</mark>" in dom
    assert "<script" not in dom
    chromium(tmp_path, f"--screenshot={shot}", "--window-size=1200,2000", (tmp_path / "report.html").as_uri())
    assert shot.stat().st_size > 50_000


def test_a_phone_needs_no_sideways_scrolling(results: Results, tmp_path: Path) -> None:
    page = render(results).replace("<details", "<details open")
    (tmp_path / "phone.html").write_text(PHONE.format(page=html.escape(page)), "utf-8")
    assert "width 390<" in chromium(tmp_path, "--dump-dom", (tmp_path / "phone.html").as_uri())


def test_nothing_is_asked_of_the_network(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(results), "utf-8")
    dom = chromium(tmp_path, "--dump-dom", (tmp_path / "report.html").as_uri())
    assert not re.search(r"<(?:link|img|iframe|object|embed|video|audio|source|base|form)\b", dom)
    assert not re.search(r"\s(?:src|srcset|poster|data|on\w+)=", re.sub(r">[^<]*<", "><", dom))
    outside = [link for link in re.findall(r'\shref="([^"]*)"', dom) if not link.startswith("#")]
    assert outside == ["https://desk.example/tickets/17"]


def test_hostile_comments_stay_words(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(results), "utf-8")
    dom = chromium(tmp_path, "--dump-dom", (tmp_path / "report.html").as_uri())
    page = Page(dom)
    assert not {"script", "img", "svg:script"} & set(page.tags)
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
