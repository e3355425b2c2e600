"""Two exports to what changed between them: the figures, and their limits."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from otklik.analysis import Comparison
from otklik.errors import UsageError
from otklik.pipeline.label import Labeller
from otklik.pipeline.run import Job, compare, run
from otklik.pipeline.source import Wishes, open_comments
from otklik.records import CHANGE_COLUMNS, SCORE_CHANGE_COLUMNS, SHARE_CHANGE_COLUMNS
from otklik.stats import newcombe

QUEUE, PRAISE = "Ждал ответа оператора три часа, ужасно долго", "Вежливые сотрудники, спасибо"
SCORED = Wishes(text="text", scores={"NPS": "nps"})


def export(queues: int, praise: int, *, scores: tuple[int, int] = (2, 10)) -> pd.DataFrame:
    rows = [(QUEUE, scores[0])] * queues + [(PRAISE, scores[1])] * praise
    frame = pd.DataFrame(rows, columns=["text", "NPS"])
    frame.loc[::9, "NPS"] = 8
    return frame


@pytest.fixture
def compared(worker: Labeller):
    def both(
        first: pd.DataFrame, second: pd.DataFrame, wishes: Wishes = SCORED, minimum: int = 10
    ) -> Comparison:
        sources = (open_comments(frame, wishes) for frame in (first, second))
        return compare(*sources, Job(minimum=minimum), start=partial(_same, worker))

    return both


def _same(worker: Labeller) -> Labeller:
    return worker


@pytest.fixture
def worse(compared) -> Comparison:
    """Waiting is written about three times as often."""
    return compared(export(20, 80), export(60, 40))


def test_the_parts_of_a_score_add_up_to_its_change_exactly(worse: Comparison) -> None:
    found = worse.changes
    assert tuple(found.scores) == SCORE_CHANGE_COLUMNS
    assert tuple(found.parts) == ("score", *CHANGE_COLUMNS)
    row = found.scores.iloc[0]
    assert row["change"] == pytest.approx(row["value_second"] - row["value_first"])
    assert row["change"] == pytest.approx(row["rest"] + found.parts[["volume", "severity"]].sum(axis=None))
    assert row["change"] < 0
    assert row["p"] < 0.001


def test_the_topic_that_is_written_about_more_often_is_named(worse: Comparison) -> None:
    topics = worse.changes.topics.set_index(["topic", "polarity"])
    assert tuple(worse.changes.topics) == SHARE_CHANGE_COLUMNS
    row, plain = topics.loc[("waiting_time", "negative")], newcombe(20, 100, 60, 100)
    told = row[["share_change", "share_change_low", "share_change_high", "p"]]
    assert told.tolist() == [plain.value, plain.low, plain.high, plain.p]
    assert row["p_adjusted"] >= row["p"]
    assert worse.changes.sizes == (100, 100)


def test_without_a_score_the_topics_still_tell_what_changed(compared) -> None:
    found = compared(export(20, 80), export(60, 40), Wishes(text="text", scores={})).changes
    assert found.scores.empty
    assert found.parts.empty
    assert found.topics["share_change"].notna().any()


def test_too_few_answers_have_no_figure(compared) -> None:
    found = compared(export(20, 80), export(3, 4)).changes
    assert found.scores[["change", "p", "rest"]].isna().all(axis=None)
    assert found.scores.iloc[0]["n_second"] == 7
    assert found.parts.empty
    assert found.topics["share_change"].isna().all()


def test_a_topic_of_few_mentions_has_no_figure(compared) -> None:
    topics = compared(export(3, 80), export(4, 80)).changes.topics.set_index(["topic", "polarity"])
    assert topics.loc[("waiting_time", "negative"), ["share_change", "p"]].isna().all()


def test_only_a_score_of_both_is_compared(compared) -> None:
    found = compared(export(20, 30), export(20, 30).rename(columns={"NPS": "other"}), Wishes(text="text"))
    assert found.changes.scores.empty


def test_mistakes_are_told(compared, worker: Labeller) -> None:
    with pytest.raises(UsageError, match="no comments"):
        compared(export(20, 30), export(20, 30).assign(text="-"))
    frame = export(9, 9, scores=(2, 5))
    first, second = (
        open_comments(frame, Wishes(text="text", scores={"NPS": kind})) for kind in ("nps", "csat5")
    )
    with pytest.raises(UsageError, match="'NPS' is nps in 1 and csat5 in 2"):
        compare(first, second, Job(), start=partial(_same, worker))


@pytest.mark.parametrize(("lang", "title"), [("ru", "Что изменилось"), ("en", "What changed")])
def test_the_page_tells_the_change_and_calls_nothing_a_cause(
    worse: Comparison, lang: str, title: str
) -> None:
    page = worse.to_html(lang=lang)
    assert title in page
    assert f'lang="{lang}"' in page
    assert "http" not in page.replace("http-equiv", "")
    assert {"ru": "Связь — ещё не причина", "en": "An association is not yet a cause"}[lang] in page


def test_hostile_names_of_waves_are_escaped(worse: Comparison) -> None:
    bad = replace(worse, changes=replace(worse.changes, waves=("<script>a", "b")))
    assert "<script>" not in bad.to_html()


def test_the_json_holds_every_figure(worse: Comparison) -> None:
    found = json.loads(worse.to_json())
    assert {"language", "waves", "split", "scores", "parts", "topics", "notes"} == set(found)
    assert [wave["comments"] for wave in found["waves"]] == [100, 100]
    assert len(found["topics"]) == len(worse.changes.topics)
    assert set(CHANGE_COLUMNS) < set(found["parts"][0])


def test_the_terminal_is_told_in_plain_lines(worse: Comparison) -> None:
    told = repr(worse)
    assert told.startswith("NPS\n")
    assert "Время ожидания" in told
    assert max(map(len, told.splitlines())) <= 96


def dated(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Two waves in one table: January and March."""
    return pd.concat([first.assign(day="2026-01-10"), second.assign(day="2026-03-20")], ignore_index=True)


@pytest.mark.parametrize("asked", [None, "2026-02-15"])
def test_a_period_parted_by_a_day_tells_the_same_as_two_files(
    compared, worker: Labeller, asked: str | None
) -> None:
    first, second = export(20, 80), export(60, 40)
    wishes = replace(SCORED, date="day", split_date=asked)
    found = run(open_comments(dated(first, second), wishes), Job(), start=partial(_same, worker)).changes
    apart = compared(first, second).changes
    assert found is not None
    assert found.split == (asked or "2026-02-01")
    for name in ("scores", "parts", "topics"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(apart, name))


def test_one_month_is_not_parted_and_a_day_that_is_none_is_told(worker: Labeller) -> None:
    frame = export(20, 30).assign(day="2026-01-10")
    source = open_comments(frame, replace(SCORED, date="day"))
    assert run(source, Job(), start=partial(_same, worker)).changes is None
    with pytest.raises(UsageError, match="is no day"):
        open_comments(frame, replace(SCORED, date="day", split_date="soon"))
    with pytest.raises(UsageError, match="needs a column of dates"):
        open_comments(export(20, 30), replace(SCORED, split_date="2026-01-01"))


def test_the_report_holds_what_changed(worker: Labeller, tmp_path: Path) -> None:
    source = open_comments(dated(export(20, 80), export(60, 40)), replace(SCORED, date="day"))
    analysis = run(source, Job(), start=partial(_same, worker))
    assert 'id="changes"' in analysis.to_html()
    assert json.loads(analysis.to_json())["changes"]["split"] == "2026-02-01"
    analysis.to_xlsx(tmp_path / "r.xlsx")
    sheets = pd.read_excel(tmp_path / "r.xlsx", sheet_name=None, engine="openpyxl")
    assert {"Изменения", "Из чего изменение", "Изменения тем"} <= set(sheets)
    told = sheets["Изменения"].loc[0, "Изменение"]
    assert told == pytest.approx(analysis.changes.scores.loc[0, "change"])
    assert "мало данных" in sheets["Изменения тем"]["Изменение доли"].tolist()


@pytest.mark.parametrize(
    ("lang", "sheets", "column", "topic"),
    [
        ("ru", ["Изменения", "Из чего изменение", "Изменения тем"], "Изменение доли", "Время ожидания"),
        ("en", ["Changes", "Change parts", "Change topics"], "Change of share", "Waiting time"),
    ],
)
def test_the_workbook_speaks_the_language_of_the_report(
    worse: Comparison, tmp_path: Path, lang: str, sheets: list[str], column: str, topic: str
) -> None:
    worse.to_xlsx(tmp_path / "c.xlsx", lang=lang)
    book = pd.read_excel(tmp_path / "c.xlsx", sheet_name=None, engine="openpyxl")
    assert list(book) == sheets
    for table in book.values():
        assert not {*CHANGE_COLUMNS, *SCORE_CHANGE_COLUMNS} & {*table} - {"p"}
    topics = book[sheets[2]]
    assert set(topics[topics.iloc[:, 0] == topic].iloc[:, 1]) == {"waiting_time"}
    told = topics[(topics.iloc[:, 0] == topic) & (topics.iloc[:, 2].isin(["жалобы", "complaints"]))]
    assert told[column].item() == pytest.approx(0.4)
