"""The axis of time: continuous, gaps kept, few comments told, the last period named."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from otklik.records import Results
from otklik.report.figures import Figures
from otklik.report.html import render
from otklik.report.texts import texts
from otklik.report.timeline import MOST, Timeline, timeline


def months(counts: dict[str, int]) -> pd.DataFrame:
    rows = [
        {"month": month, "n": n, "negative": n, "neutral": 0, "positive": 0, "mixed": 0}
        for month, n in counts.items()
    ]
    return pd.DataFrame(rows, columns=["month", "n", "negative", "neutral", "positive", "mixed"])


def found(counts: dict[str, int]) -> Timeline:
    line = timeline(months(counts))
    assert line is not None
    return line


def test_a_month_without_comments_is_a_gap() -> None:
    january, april = found({"2025-01": 9, "2025-04": 9}).columns
    assert april.x - january.x == 3 * 9.0  # three steps of the narrow axis


def test_few_comments_are_told_apart() -> None:
    assert [column.few for column in found({"2025-01": 4, "2025-02": 5}).columns] == [True, False]


def test_many_months_become_quarters_then_years() -> None:
    quarters = found({"2015-02": 3, "2015-03": 4, "2020-12": 8})
    assert quarters.unit == "quarter"
    assert [(c.name, c.n) for c in quarters.columns] == [("2015-Q1", 7), ("2020-Q4", 8)]
    years = found({"2000-06": 1, "2020-06": 1, "2020-07": 1})
    assert [(c.name, c.n) for c in years.columns] == [("2000", 1), ("2020", 2)]


@given(st.integers(1, 9 * MOST))
def test_the_last_period_is_always_named(length: int) -> None:
    names = [str(period) for period in pd.period_range("1990-01", periods=length, freq="M")]
    line = found(dict.fromkeys(names, 6))
    assert line.labels[-1][0] == line.columns[-1].name
    assert len({name for name, *_ in line.labels}) == len(line.labels) <= 7
    assert all(0 <= column.x < column.x + column.width <= 100 for column in line.columns)


def test_nothing_to_show() -> None:
    assert timeline(months({})) is None
    assert timeline(months({"2025-01": 0})) is None


def test_quarters_are_written_in_the_language() -> None:
    weeks = [Figures(texts(lang)).month("2025-03-03") for lang in ("ru", "en")]
    assert weeks == ["нед. с\u00a03\u00a0мар 2025", "week of 3\u00a0Mar 2025"]
    assert Figures(texts("ru")).month("2026-05-18") == "нед. с\u00a018\u00a0мая 2026"
    assert [Figures(texts(lang)).month("2025-Q3") for lang in ("ru", "en")] == ["3\u00a0кв. 2025", "Q3 2025"]


def test_the_page_says_what_a_pale_column_is(make: Callable[..., Results], results: Results) -> None:
    said = texts("ru")("few_comments")
    assert said not in render(results)
    assert said in render(make(months=months({"2014-01": 2, "2019-01": 9})))
    assert texts("ru")("by_quarter") in render(make(months=months({"2014-01": 2, "2019-01": 9})))


def test_an_incomplete_month_has_a_hollow_bar_and_is_told(make: Callable[..., Results]) -> None:
    results = make()
    page = render(make(data=dict(results.data) | {"partial": ["2026-03", "2026-Q1"]}), lang="en")
    assert page.count('class="quiet partial"') == 1
    assert "A hollow dashed bar below is an incomplete period" in page
    assert "incomplete period" not in render(results, lang="en")
