"""New themes as they are shown: what they are, how they go with the score, and how to make them one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from report_page import Page
from report_voices import EVIL, quote

from otklik.records import THEME_COLUMNS, THEME_SCORE_COLUMNS, Changes, Results, Themes
from otklik.report import tables, workbook
from otklik.report.html import render
from otklik.report.phrases import phrases
from otklik.report.text import summary
from otklik.report.texts import texts
from otklik.report.themes import theme_growth, theme_views

YAML = "topics:\n- id: лаунж\n"
FIGURES = (120, 0.09, 0.08, 0.1, 0.6, 0.4, 0.2, 0.3, 0.1)
GROWTH = (0.05, 0.12, 0.07, 0.04, 0.1, 0.0004)
QUOTE = replace(quote("В лаунже тесно, доступ закрыли", "лаунже"), marks=((2, 8), (16, 22)))


def theme(name: str = "лаунж, бар", growth: tuple[float, ...] = GROWTH) -> dict[str, object]:
    told = (name, "ru", name.split(", "), ["тесно", "доступ"], *FIGURES, *growth, YAML)
    return dict(zip(THEME_COLUMNS, told, strict=True))


def new(*themes: dict[str, object], searched: int = 1302) -> Themes:
    figures = (118, 2.0, 14.0, -12.0, -20.0, -4.0, 0.01)
    scores = [dict(zip(THEME_SCORE_COLUMNS, ("NPS", one["theme"], *figures), strict=True)) for one in themes]
    return Themes(
        searched=searched,
        seen=1302,
        sentences=2100,
        themes=pd.DataFrame(themes, columns=list(THEME_COLUMNS)),
        scores=pd.DataFrame(scores, columns=list(THEME_SCORE_COLUMNS)),
        quotes={str(one["theme"]): (QUOTE, quote(EVIL, "ждал час")) for one in themes},
    )


Make = Callable[..., Results]


def section(page: str) -> str:
    return page.split('<section id="themes">')[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ru", ["Новые темы", "120 отзывов", "от −20,0 до −4,0", "Сделать своей темой"]),
     ("en", ["New themes", "120 comments", "−20.0 to −4.0", "Make it a topic of your own"])],
)  # fmt: skip
def test_a_theme_is_told_in_both_languages(make: Make, lang: str, said: list[str]) -> None:
    page = render(make(new=new(theme())), lang=lang)
    for words in said:
        assert words in section(page)
    assert '<a href="#themes">' in page
    assert "лаунж, бар" in section(page)
    assert YAML.strip() in section(page)


def test_its_words_are_marked_in_the_quotes(make: Make) -> None:
    part = section(render(make(new=new(theme()))))
    assert "В <mark>лаунже</mark> тесно, <mark>доступ</mark> закрыли" in part


def test_hostile_words_are_inert(make: Make) -> None:
    page = Page(render(make(new=new(theme(EVIL)))))
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert page.mistakes == []


def test_where_none_stands_out_that_is_said(make: Make) -> None:
    results = make(new=new())
    assert "Новых тем, которые явно выделялись бы, нет." in section(render(results, lang="ru"))
    assert "No new theme stands out." in summary(results, lang="en")


def test_nothing_is_said_of_what_was_not_looked_for(results: Results) -> None:
    assert 'id="themes"' not in render(results)
    assert "New themes" not in summary(results, lang="en")
    assert tables.to_dict(results)["themes"] is None


@pytest.mark.parametrize(("searched", "told"), [(1302, False), (900, True)])
def test_a_random_part_is_told_where_it_was_one(make: Make, searched: int, told: bool) -> None:
    page = section(render(make(new=new(theme(), searched=searched)), lang="en"))
    assert ("a random part: there are 1,302 comments in all" in page) is told


def test_growth_is_told_only_where_it_is_sure_and_the_day_is_known() -> None:
    say = phrases(texts("en"), {})
    grown, steady = theme(), theme(growth=(0.05, 0.06, 0.01, -0.02, 0.04, 0.4))
    told = theme_growth(grown, "2026-03-01", say)
    assert "written about more often: in 5.0% of comments before 1\u00a0March 2026" in told
    assert theme_growth(steady, "2026-03-01", say).startswith("No clear change")
    assert theme_growth(grown, None, say) == ""
    assert theme_growth(theme(growth=(nan,) * 6), "2026-03-01", say) == ""


def test_a_score_without_figures_is_left_out(make: Make) -> None:
    found = new(theme())
    scant = replace(found, scores=found.scores.assign(difference=nan))
    (view,) = theme_views(make(new=scant))
    assert view.scores == ()
    assert "мало данных" in section(render(make(new=scant), lang="ru"))


def test_the_terminal_names_the_first_ones(make: Make) -> None:
    many = new(*(theme(f"тема {n}") for n in range(5)))
    assert "New themes: тема 0 (9.0%); тема 1 (9.0%); тема 2 (9.0%); …" in summary(make(new=many), lang="en")


def test_the_figures_and_quotes_are_in_the_json_and_the_workbook(make: Make, tmp_path: Path) -> None:
    results = make(new=new(theme(), theme("кафе", growth=(nan,) * 6)))
    told = tables.to_dict(results)["themes"]
    assert [row["theme"] for row in told["themes"]] == ["лаунж, бар", "кафе"]
    assert told["themes"][1]["share_first"] is None
    assert told["scores"][0]["difference"] == -12.0
    assert {one["theme"] for one in told["quotes"]} == {"лаунж, бар", "кафе"}
    workbook.write(results, tmp_path / "book.xlsx", lang="en")
    header, *rows = openpyxl.load_workbook(tmp_path / "book.xlsx")["New themes"].iter_rows(values_only=True)
    first = dict(zip(header, rows[0], strict=True))
    assert (first["New theme"], first["Comments"], first["NPS: difference"]) == ("лаунж, бар", 120, -12)
    assert "В лаунже тесно" in first["In their words"]
    assert dict(zip(header, rows[1], strict=True))["Share before"] == "not enough data"


def test_changes_are_not_needed(make: Make) -> None:
    changes: Changes | None = None
    assert "лаунж" in render(make(new=new(theme()), changes=changes))
